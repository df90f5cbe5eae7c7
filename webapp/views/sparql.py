"""The SPARQL endpoint: the protocol for programs, the workbench for browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from kg.errors import QueryError
from kg.rdf_output import GRAPH_MEDIA_TYPES
from webapp.citing import public
from webapp.knowledge import knowledge
from webapp.negotiation import HTML, best, prefers_page
from webapp.representations import respond
from webapp.service_description import service_description
from webapp.sparql_protocol import choose, read_operation
from webapp.strangers import admit
from webapp.views.workbench import workbench

if TYPE_CHECKING:
    from webapp.sparql_protocol import Operation

bp = Blueprint("sparql", __name__)


@bp.route("/sparql", methods=["GET", "POST"])
def endpoint() -> Response:
    """Answer a query, describe the service, or show the workbench."""
    operation = read_operation(request)
    accept = request.headers.get("Accept")
    if HTML.suffix in operation.outputs or (not operation.outputs and prefers_page(accept)):
        return workbench(operation)
    if operation.query is None:
        return _description(accept)
    return _answer(operation, operation.query, accept)


def _answer(operation: Operation, query: str, accept: str | None) -> Response:
    form = admit(query, operation.dataset)
    media_type, written = choose(form, operation.outputs, accept)
    body = knowledge().strangers.answer(query, written.media_type, operation.dataset).read()
    filename = f"answer.{written.suffix}" if operation.outputs else None
    return respond(body, media_type, filename=filename)


def _description(accept: str | None) -> Response:
    media_type = best(accept, GRAPH_MEDIA_TYPES)
    if media_type is None or request.method == "POST":
        raise QueryError(
            "The parameter 'query' is missing; send a SPARQL query in it, or ask for text/turtle to read "
            "what this endpoint can do."
        )
    release = knowledge().release
    body = service_description(public("/sparql"), release.release if release else None, media_type)
    return respond(body, media_type)
