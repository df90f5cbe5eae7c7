"""The named graphs that are no assertions, under their own addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint
from werkzeug.exceptions import NotFound

from kg.namespaces import BASE, GRAPH_EVIDENCE, GRAPH_ONTOLOGY, GRAPH_RELEASE, GRAPH_SDG_EXTRACT
from kg.rdf_output import serialise
from webapp.asked import asked_for
from webapp.editions import graph as statements_of
from webapp.negotiation import GRAPH_FORMATS, HTML, split_suffix
from webapp.representations import alternates, respond, see_other

if TYPE_CHECKING:
    from flask import Response

bp = Blueprint("graphs", __name__)

_FORMATS: Final = (HTML, *GRAPH_FORMATS)
_GRAPHS: Final = (GRAPH_ONTOLOGY, GRAPH_EVIDENCE, GRAPH_RELEASE, GRAPH_SDG_EXTRACT)


@bp.get("/graph/<name>")
def graph(name: str) -> Response:
    """Give a named graph that is no assertion as RDF; a browser is sent to a query over it."""
    stem, asked = split_suffix(name, _FORMATS)
    iri = f"{BASE}graph/{stem}"
    if iri not in _GRAPHS:
        raise NotFound
    form = asked or asked_for(_FORMATS)
    if form is HTML:
        return see_other("/ontology" if iri == GRAPH_ONTOLOGY else f"/query/graph-statements?graph={iri}")
    body = serialise(statements_of(iri), form.media_type)
    return respond(body, form.media_type, alternates(f"/graph/{stem}", _FORMATS, form.media_type))
