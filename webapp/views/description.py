"""The data described for machines: the graph in VoID, the releases in DCAT, a page of counts for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import NotFound

from webapp import descriptions
from webapp.asked import asked_for
from webapp.knowledge import knowledge
from webapp.negotiation import GRAPH_FORMATS, HTML, TURTLE, best, prefers_page
from webapp.pages.holdings import holdings_page
from webapp.rendering import render
from webapp.representations import alternates, respond

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Answer

    from webapp.negotiation import Format
    from webapp.pages.holdings import HoldingsPage

bp = Blueprint("description", __name__)

_FORMATS: Final = (HTML, *GRAPH_FORMATS)
_RDF_SUFFIX: Final = "any(" + ", ".join(f"'.{f.suffix}'" for f in GRAPH_FORMATS) + ")"
_ANY_SUFFIX: Final = "any(" + ", ".join(f"'.{f.suffix}'" for f in _FORMATS) + ")"
PROFILE: Final = "https://w3id.org/regcoop/profile/dcat"


@bp.get("/.well-known/void")
def well_known() -> Answer:
    """Send whoever looks for the description at its registered place to where it is (RFC 8615)."""
    accept = request.headers.get("Accept")
    if prefers_page(accept):
        address = "/void"
    else:
        media_type = best(accept, [f.media_type for f in GRAPH_FORMATS])
        form = next((f for f in GRAPH_FORMATS if f.media_type == media_type), TURTLE)
        address = f"/void.{form.suffix}"
    answer = redirect(address, 302)
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.add("Accept")
    return answer


@bp.get("/void", defaults={"suffix": ""})
@bp.get(f"/void<{_ANY_SUFFIX}:suffix>")
def void(suffix: str) -> Response:
    """Show how much of what there is in the graph, or give it in VoID."""
    form = asked_for(_FORMATS, suffix.removeprefix("."))
    links = [
        '<https://w3id.org/regcoop/void>; rel="canonical"',
        *alternates("/void", _FORMATS, form.media_type),
    ]
    if form is HTML:
        return respond(render("holdings.html", _holdings()), HTML.media_type, links)
    answer = respond(descriptions.void(form.media_type), form.media_type, links)
    issued = descriptions.served()
    return _unkept(answer) if issued and issued.entries is None else answer


def _holdings() -> HoldingsPage:
    names = knowledge().names
    formats = ((f.label, f"/void.{f.suffix}", f.media_type) for f in GRAPH_FORMATS)
    return holdings_page(
        descriptions.counts(),
        descriptions.version(),
        lambda iri: names.label(iri) if names.has_label(iri) else "",
        formats,
    )


@bp.get(f"/data<{_RDF_SUFFIX}:suffix>")
def catalogue(suffix: str) -> Response:
    """Give the description of all releases."""
    return data_rdf(asked_for(GRAPH_FORMATS, suffix.removeprefix(".")))


@bp.get(f"/r/<version><{_RDF_SUFFIX}:suffix>")
def release(version: str, suffix: str) -> Answer:
    """Give the description of one release, or send whoever wants the latest to its own address."""
    if version == "latest" and (newest := descriptions.archive().latest):
        answer = redirect(f"/r/{newest.version}{suffix}", 302)
        answer.headers["Cache-Control"] = "no-cache"
        return answer
    return release_rdf(version, asked_for(GRAPH_FORMATS, suffix.removeprefix(".")))


def rdf_wanted() -> Format | None:
    """
    Return the format of RDF that a client of a page asks for, None if it is to have the page.

    Raises:
        MediaTypeError: It takes neither.
    """
    form = asked_for(_FORMATS)
    return None if form is HTML else form


def data_rdf(form: Format) -> Response:
    """Answer with the description of all releases."""
    answer = respond(descriptions.catalogue(form.media_type), form.media_type, _links("/data", "/data", form))
    is_done = all(each.entries is not None for each in descriptions.archive().all())
    return answer if is_done else _unkept(answer)


def release_rdf(version: str, form: Format) -> Response:
    """Answer with the description of one release."""
    issued = descriptions.archive().named(version)
    if issued is None:
        raise NotFound(f"There is no release {version[:40]!r} here; /data lists those there are.")
    links = _links(f"/r/{version}/", f"/r/{version}", form)
    answer = respond(descriptions.release(issued, form.media_type), form.media_type, links)
    return answer if issued.entries is not None else _unkept(answer)


def _links(page: str, stem: str, form: Format) -> list[str]:
    return [
        f'<{PROFILE}>; rel="profile"',
        f'<{page}>; rel="alternate"; type="text/html"',
        *alternates(stem, GRAPH_FORMATS, form.media_type),
    ]


def _unkept(answer: Response) -> Response:
    """Let nobody keep what will soon say more: files are being made."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
