"""What changed between releases: as a page, JSON, Atom, CSV, and as patches to replay."""

from __future__ import annotations

import re
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotFound

from kg.archive import Archive
from kg.changes import feeds, patches, writing
from kg.changes.editions import editions
from kg.changes.walking import between
from kg.namespaces import BASE, LICENCE
from webapp.asked import asked_for
from webapp.citing import public
from webapp.knowledge import knowledge
from webapp.long_answers import in_parts
from webapp.negotiation import CSV, HTML, JSON, N_QUADS, Format
from webapp.pages.changes.asking import PATH, SIZE, asked, told, told_of
from webapp.pages.changes.page import changes_page, pair_page
from webapp.rendering import render
from webapp.representations import FOR_EVER, had, respond, see_other
from webapp.urls import query_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.changes.editions import Edition
    from webapp.pages.changes.asking import Asked, Told
    from webapp.pages.changes.page import ChangesPage
    from webapp.records import Records
    from webapp.settings import Settings

bp = Blueprint("changes", __name__)

ATOM: Final = Format("atom", feeds.MEDIA_TYPE, "Atom feed")
_TOLD: Final = (HTML, JSON, ATOM, CSV)
_STREAMED: Final = {
    patches.SUFFIX: patches.MEDIA_TYPE,
    "added.nq": N_QUADS.media_type,
    "removed.nq": N_QUADS.media_type,
}
_VERSION: Final = r"[0-9]{1,9}(?:\.[0-9]{1,9}){1,3}(?:\+served)?"
_PAIR: Final = re.compile(rf"({_VERSION})\.\.\.({_VERSION})(?:\.([a-z.]{{1,20}}))?")
_KEY: Final = re.compile("[0-9a-f]{16}")
_SHOWN: Final = 60


@bp.get(PATH)
@bp.get(f"{PATH}.<suffix>")
def changes(suffix: str = "") -> Response:
    """Tell what changed from release to release, narrowed by the filters in the address."""
    form = asked_for(_TOLD[1:] if suffix else _TOLD, suffix)
    want = asked(request.args, is_strict=form is not HTML)
    known = known_editions()
    found = _with_page(told(known, want, records()), want)
    if form is HTML:
        return _page(changes_page(known, want, found, knowledge().names))
    return _file(form, PATH, "Changes of the graph from release to release", known, want, found)


@bp.get(f"{PATH}/<name>")
def pair(name: str) -> Response:
    """Tell what changed between two releases, or give it as a patch."""
    matched = _PAIR.fullmatch(name)
    if matched is None:
        raise NotFound(
            f"There is nothing at {PATH}/{name[:_SHOWN]}; name two releases, as in {PATH}/0.1.0...0.2.0."
        )
    old, new, suffix = _edition(matched[1]), _edition(matched[2]), matched[3] or ""
    if suffix in _STREAMED:
        if request.args:
            raise NotFound(f"A patch is of all that changed; leave the filters of .{suffix} out.")
        return _streamed(old, new, suffix)
    form = asked_for(_TOLD[1:] if suffix else _TOLD, suffix)
    want = asked(request.args, of_a_pair=True, is_strict=form is not HTML)
    found = _with_page(told_of(old, new, want, records()), want)
    if form is HTML:
        return _page(pair_page(old, new, want, found, knowledge().names))
    path = f"{PATH}/{old.name}...{new.name}"
    return _file(form, path, f"Changes from release {old.name} to {new.name}", (old, new), want, found)


@bp.get("/change/<name>/<key>")
def change(name: str, key: str) -> Response:
    """Send the name of a change to the page that shows it (303)."""
    matched = _PAIR.fullmatch(name)
    if matched is None or matched[3] or not _KEY.fullmatch(key):
        raise NotFound(f"No change is called {name[:_SHOWN]}/{key[:_SHOWN]}; {PATH} lists those there are.")
    found = records().between(_edition(matched[1]), _edition(matched[2]))
    if not any(each.key == key for each in found.changes):
        raise NotFound(f"Between these releases is no change {key}; {PATH}/{name} lists those there are.")
    return see_other(f"{PATH}/{name}?{query_text([('id', key)])}")


def known_editions() -> tuple[Edition, ...]:
    """Return the releases that can be compared, the oldest first."""
    settings: Settings = current_app.config["REGCOOP"]
    return editions(settings.archive or Archive(None))


def records() -> Records:
    """Return what this site keeps of changes."""
    kept: Records = current_app.extensions["regcoop-records"]
    return kept


def _with_page(found: Told, want: Asked) -> Told:
    if want.page > found.pages:
        raise NotFound(f"There is no page {want.page} of these changes; the last one is {found.pages}.")
    return found


def _edition(name: str) -> Edition:
    for each in known_editions():
        if each.name == name:
            return each
    raise NotFound(f"There is no release {name[:_SHOWN]} here; /data lists those there are.")


def _page(page: ChangesPage) -> Response:
    links = [f'<{href}>; rel="alternate"; type="{media_type}"' for _, href, media_type in page.formats]
    return _fresh(respond(render("changes.html", page), HTML.media_type, links))


def _file(  # noqa: PLR0913, PLR0917  (a view in three forms)
    form: Format, path: str, title: str, known: Sequence[Edition], want: Asked, found: Told
) -> Response:
    if form is CSV:
        return _fresh(respond(writing.sheet(found.changes).csv(), form.media_type, filename="changes.csv"))
    around = _around(path, form, want, found)
    links = [f'<{href}>; rel="{relation}"; type="{media_type}"' for relation, media_type, href in around]
    if form is JSON:
        body = _json(title, want, found, {relation: href for relation, _, href in around})
        return _fresh(respond(body, form.media_type, links))
    about = feeds.Feed(
        f"{BASE}{path.removeprefix('/')}{want.query()}",
        f"Regcoop: {title}",
        # A feed has to name a day.  Before the first release is published, it is empty, and older than all.
        feeds.newest(known) if any(each.issued for each in known) else date(1970, 1, 1),
        tuple(around),
    )
    feed = feeds.atom(
        about,
        found.page(want.page),
        lambda each: public(f"{PATH}/{each.pair}?{query_text([('id', each.key)])}"),
    )
    return _fresh(respond(feed, form.media_type, links))


def _around(path: str, form: Format, want: Asked, found: Told) -> list[tuple[str, str, str]]:
    """Return the addresses around a page of a file: relation, media type, whole address."""
    own = f"{path}.{form.suffix}"

    def page(number: int) -> str:
        return public(own + want.query(page=str(number) if number > 1 else ""))

    around = [
        ("self", form.media_type, page(want.page)),
        ("alternate", HTML.media_type, public(path + want.query())),
    ]
    around.append(("first", form.media_type, page(1)))
    if want.page > 1:
        around.append(("previous", form.media_type, page(min(want.page - 1, found.pages))))
    if want.page < found.pages:
        around.append(("next", form.media_type, page(want.page + 1)))
    return [*around, ("last", form.media_type, page(found.pages))]


def _json(title: str, want: Asked, found: Told, around: dict[str, str]) -> str:
    filters: dict[str, list[str]] = {}
    for name, value in want.given:
        filters.setdefault(name, []).append(value)
    about = {
        "title": title,
        "address": around["self"],
        "licence": LICENCE,
        "filters": filters,
        "count": len(found.changes),
        "page": want.page,
        "pages": found.pages,
        "page_size": SIZE,
        "next": around.get("next"),
        "releases_left_out": found.left_out,
    }
    return writing.as_json(found.records, found.page(want.page), about)


def _streamed(old: Edition, new: Edition, suffix: str) -> Response:
    """Send what differs as it is found; the digests of both graphs name the answer."""
    tag = f"{old.digest[:32]}-{new.digest[:32]}-{suffix}"
    answer = had(tag) or Response(_parts(old, new, suffix), content_type=_STREAMED[suffix])
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = FOR_EVER if old.issued and new.issued else "no-cache"
    if answer.status_code == HTTPStatus.OK:
        name = f"regcoop-{old.name}-to-{new.name}.{suffix}"
        answer.headers.set("Content-Disposition", "attachment", filename=name)
    return in_parts(answer)


def _parts(old: Edition, new: Edition, suffix: str) -> Iterable[bytes]:
    found = between(old.nquads, new.nquads)
    if suffix == patches.SUFFIX:
        return patches.written(old, new, found)
    return (each.line + b"\n" for each in found if each.is_added is (suffix == "added.nq"))


def _fresh(answer: Response) -> Response:
    """Have an answer asked for anew: another release may be published at any time."""
    answer.headers["Cache-Control"] = "no-cache"
    return answer
