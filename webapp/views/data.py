"""The releases and their files: what there is to take away, each under an address that never changes."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, current_app, json, redirect, send_file
from werkzeug.exceptions import NotFound

from kg.archive import Archive
from kg.citations import FORMATS
from kg.errors import NotMadeError
from kg.releases import MANIFEST
from webapp.knowledge import knowledge
from webapp.long_answers import in_parts
from webapp.negotiation import HTML, JSON
from webapp.pages.data import address_of, citation_of, data_page, release_page
from webapp.rendering import render
from webapp.representations import FOR_EVER, refuse_failed, respond, see_other
from webapp.views.description import data_rdf, rdf_wanted, release_rdf

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Answer

    from kg.archive import Issued
    from kg.distributions import Entry
    from webapp.settings import Settings

bp = Blueprint("data", __name__)

LATEST: Final = "latest"
SUMS: Final = "SHA256SUMS"
_PACKED_TYPES: Final = {"gzip": "application/gzip", "zip": "application/zip"}


@bp.get("/data")
def data() -> Response:
    """Show all releases, and the files of the latest; or describe them all in DCAT."""
    if form := rdf_wanted():
        return data_rdf(form)
    page = data_page(_archive())
    answer = respond(render("data.html", page), HTML.media_type)
    return _unkept(answer) if any(each.files is None for each in page.releases) else answer


@bp.get("/r/latest/", defaults={"name": ""})
@bp.get("/r/latest/<path:name>")
def latest(name: str) -> Answer:
    """Send whoever wants the latest release to the address that always means this one."""
    newest = _archive().latest
    if newest is None:
        raise NotFound("There is no release to take here; this site answers from an endpoint elsewhere.")
    answer = redirect(address_of(newest.version, name), HTTPStatus.FOUND)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/r/<version>/")
def release(version: str) -> Response:
    """Show one release with its files, or describe it in DCAT."""
    issued = _issued(version)
    if form := rdf_wanted():
        return release_rdf(version, form)
    answer = respond(render("release.html", release_page(_archive(), issued)), HTML.media_type)
    return _unkept(answer) if issued.entries is None else answer


@bp.get("/r/<version>/<name>")
def file(version: str, name: str) -> Response:
    """Give a file of a release: the manifest, the list of digests, or what is to be taken away."""
    issued = _issued(version)
    is_final = issued.issued is not None
    if name == MANIFEST:
        body = json.dumps(issued.release.manifest, ensure_ascii=False, indent=1) + "\n"
        return respond(body, JSON.media_type, is_frozen=is_final)
    if name.startswith("citation.") and (suffix := name.removeprefix("citation.")) in FORMATS:
        return respond(citation_of(issued).written(suffix), FORMATS[suffix][1], filename=name)
    entries = issued.entries
    if entries is None:
        raise NotMadeError(version)
    if name == SUMS:
        sums = "".join(f"{entry.sha256}  {entry.name}\n" for entry in entries)
        return respond(sums, "text/plain", is_frozen=is_final)
    for entry in entries:
        if entry.name == name:
            return _sent(issued, entry)
    known = ", ".join((MANIFEST, SUMS, *(entry.name for entry in entries)))
    raise NotFound(f"Release {version} has no file {name[:80]!r}; it has {known}.")


@bp.get("/release/<version>")
def release_iri(version: str) -> Response:
    """Send the name of a release to its page, or where there is none to the statements about it (303)."""
    if _archive().named(version):
        return see_other(address_of(version))
    served = knowledge().release
    if served is None or served.release != version:
        raise NotFound(f"There is no release {version[:40]!r} here; /data lists those there are.")
    return see_other("/graph/release")


def _sent(issued: Issued, entry: Entry) -> Response:
    """Send a file, or a part of it, under a name that tells the release."""
    beginning, _, rest = entry.name.partition(".")
    try:
        answer: Response = send_file(
            issued.release.files / entry.name,
            mimetype=_PACKED_TYPES.get(entry.packing, entry.media_type),
            as_attachment=True,
            download_name=f"{beginning}-{issued.version}.{rest}",
            etag=entry.sha256,
            conditional=True,
        )
    except OSError as error:  # taken away, or just being replaced
        raise NotMadeError(issued.version) from error
    refuse_failed(answer)
    answer.headers["Cache-Control"] = FOR_EVER if issued.issued else "no-cache"
    answer.headers["Link"] = f'<{address_of(issued.version)}>; rel="collection"'
    return in_parts(answer)


def _issued(version: str) -> Issued:
    issued = _archive().named(version)
    if issued is None:
        raise NotFound(f"There is no release {version[:40]!r} here; /data lists those there are.")
    return issued


def _archive() -> Archive:
    settings: Settings = current_app.config["REGCOOP"]
    return settings.archive or Archive(None)


def _unkept(answer: Response) -> Response:
    """Let nobody keep a page that will soon say more."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
