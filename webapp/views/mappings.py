"""The mappings as one set: a page to read, and SSSOM as TSV, JSON and RDF."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response

from kg.exports.sssom import MAPPING_SET, TSV_TYPE, as_json, as_quads, as_tsv
from kg.rdf_output import serialise
from webapp.asked import asked_for
from webapp.knowledge import knowledge
from webapp.negotiation import GRAPH_FORMATS, HTML, JSON, Format
from webapp.pages.mappings import mappings_of, mappings_page
from webapp.rendering import render
from webapp.representations import respond

bp = Blueprint("mappings", __name__)

PAGE: Final = "/mappings"
SSSOM: Final = Format("sssom.tsv", TSV_TYPE, "SSSOM (TSV)")
_FORMATS: Final = (HTML, SSSOM, JSON, *GRAPH_FORMATS)
_FILES: Final = tuple((form.label, f"{PAGE}.{form.suffix}", form.media_type) for form in _FORMATS[1:])


@bp.get(PAGE)
def negotiated() -> Response:
    """Give the set in the form that the client asks for."""
    return _given(asked_for(_FORMATS))


@bp.get(f"{PAGE}.<suffix>")
def given(suffix: str) -> Response:
    """Give the set in the format of a suffix."""
    return _given(asked_for(_FORMATS, suffix))


def _given(form: Format) -> Response:
    links = [f'<{MAPPING_SET}>; rel="canonical"']
    links += [
        f'<{href}>; rel="alternate"; type="{media_type}"'
        for _, href, media_type in ((HTML.label, PAGE, HTML.media_type), *_FILES)
        if media_type != form.media_type
    ]
    if form is HTML:
        page = mappings_page(knowledge(), MAPPING_SET, _FILES)
        return respond(render("mappings.html", page), HTML.media_type, links)
    mapped = mappings_of(knowledge())
    if form is SSSOM:
        return respond(as_tsv(mapped), TSV_TYPE, links, "regcoop.sssom.tsv")
    if form is JSON:
        return respond(as_json(mapped), JSON.media_type, links)
    return respond(serialise(as_quads(mapped), form.media_type), form.media_type, links)
