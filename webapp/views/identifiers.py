"""Codes of others, such as those of ISO 3166: each leads to what it names, and one page lists the schemes."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, json, request
from werkzeug.exceptions import NotFound
from werkzeug.routing import BaseConverter

from kg.identifiers import SCHEMES
from webapp.asked import asked_for
from webapp.errors import ErrorPage
from webapp.knowledge import knowledge
from webapp.negotiation import CSV, HTML, JSON, RESOURCE_FORMATS, prefers_page, split_suffix
from webapp.pages.identifiers import example_of, identifiers_of, identifiers_page
from webapp.rendering import render
from webapp.representations import alternates, respond, see_other
from webapp.tabular import XLSX_TYPE, file_of
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.blueprints import BlueprintSetupState

    from kg.identifiers import Identifier, Scheme

bp = Blueprint("identifiers", __name__)


class _SchemeConverter(BaseConverter):
    """The name of a scheme in an address; any other name there is that of a class of things."""

    regex = "|".join(map(re.escape, SCHEMES))


@bp.record_once
def _converter(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["scheme"] = _SchemeConverter


PAGE: Final = "/identifiers"
_LONGEST_SHOWN: Final = 80
_FILES: Final = (
    ("CSV", f"{PAGE}.csv", CSV.media_type),
    ("JSON", f"{PAGE}.json", JSON.media_type),
    ("XLSX", f"{PAGE}.xlsx", XLSX_TYPE),
)
_WAYS: Final = (("All schemes and codes", PAGE), ("Search", "/search"), ("First page", "/"))


@bp.get(PAGE)
def listing() -> Response:
    """List the schemes, with how many codes are on record."""
    form = asked_for((HTML, JSON, CSV))
    if form is HTML:
        links = [f'<{href}>; rel="alternate"; type="{media_type}"' for _, href, media_type in _FILES]
        page = identifiers_page(knowledge(), _FILES)
        return respond(render("identifiers.html", page), HTML.media_type, links)
    return take(form.suffix)


@bp.get(f"{PAGE}.<suffix>")
def take(suffix: str) -> Response:
    """Give all codes as a file, or those of the schemes named by `scheme`."""
    wanted = list(dict.fromkeys(request.args.getlist("scheme"))) or list(SCHEMES)
    strange = [name for name in wanted if name not in SCHEMES]
    strange += [name for name in request.args if name != "scheme"]
    if strange:
        known = ", ".join(SCHEMES)
        raise NotFound(
            f"There is no choice {strange[0][:_LONGEST_SHOWN]!r} here; choose by scheme, one of {known}."
        )
    return file_of(identifiers_of(knowledge()).sheet(wanted), suffix, "identifiers", schemes=wanted)


@bp.get("/id/")
@bp.get("/id/<scheme:scheme>/")
@bp.get("/id/<scheme:scheme>")
def beginning(scheme: str = "") -> Response:
    """Send whoever asks for the beginning of an address to the page of the schemes."""
    return see_other(f"{PAGE}#{scheme}" if scheme else PAGE)


@bp.get("/id/<scheme:scheme>/<path:code>")
def resolve(scheme: str, code: str) -> Response:
    """Send whoever knows the code of a thing to the document about it (303)."""
    known, chosen = identifiers_of(knowledge()), SCHEMES[scheme]
    # As it stands first: a code may end like a suffix.
    stem, form = (code, None) if known.named(scheme, code) else split_suffix(code)
    found = known.named(scheme, stem)
    if not found:
        return _lost(chosen, stem, known.near(scheme, stem[:_LONGEST_SHOWN]))
    if len(found) > 1:
        return _several(chosen, found)
    address = path_of(found[0].thing)
    target = f"{address}.{form.suffix}" if form else address
    asked = urlencode(list(request.args.items(multi=True)))
    links = [
        f'<{found[0].thing}>; rel="canonical"',
        f'<{address}>; rel="describedby"',
        *alternates(address, RESOURCE_FORMATS, ""),
    ]
    return see_other(f"{target}?{asked}" if asked else target, links)


def _lost(scheme: Scheme, code: str, near: Sequence[Identifier]) -> Response:
    """Say that nothing has a code, or that none can look like it, and which codes are near (404)."""
    shown = code[:_LONGEST_SHOWN]
    if scheme.pattern.fullmatch(code):
        detail = (
            f"Nothing here has the code {shown!r} of {scheme.title}. A code that was withdrawn, or that "
            "belongs to what this graph does not speak of, is not on record."
        )
    else:
        detail = f"{shown!r} is no code of {scheme.title}: write {scheme.form}."
    if prefers_page(request.headers.get("Accept")):
        shown_near = tuple((f"{e.code}: {e.label}", e.href) for e in map(example_of, near))
        page = ErrorPage(
            HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND.phrase.capitalize(), detail, shown_near, _WAYS
        )
        return Response(render("error.html", page), HTTPStatus.NOT_FOUND, mimetype="text/html")
    named = ", ".join(f"{each.code} ({each.label})" for each in near)
    raise NotFound(f"{detail} Near it: {named}." if named else f"{detail} {PAGE} lists all codes.")


def _several(scheme: Scheme, found: Sequence[Identifier]) -> Response:
    """Name the things that share a code: which of them is meant is for the reader to say (300)."""
    detail = f"The code {found[0].code!r} of {scheme.title} names {len(found)} things; take one of them."
    links = [f'<{path_of(each.thing)}>; rel="alternate"' for each in found]
    if prefers_page(request.headers.get("Accept")):
        shown = tuple((each.label, path_of(each.thing)) for each in found)
        page = ErrorPage(HTTPStatus.MULTIPLE_CHOICES, "Several things", detail, shown, _WAYS)
        answer = Response(render("error.html", page), mimetype="text/html")
    else:
        things = [{"id": each.thing, "label": each.label} for each in found]
        body = {"detail": detail, "scheme": scheme.name, "code": found[0].code, "things": things}
        answer = Response(json.dumps(body), mimetype=JSON.media_type)
    answer.status_code = HTTPStatus.MULTIPLE_CHOICES
    for link in links:
        answer.headers.add("Link", link)
    return answer
