"""The SPARQL endpoint where it does more than answer a query: the workbench, its description, its errors."""

from __future__ import annotations

from flask import Blueprint, Response, request

from kg.errors import QueryError
from kg.rdf_output import GRAPH_MEDIA_TYPES
from webapp.citing import public
from webapp.knowledge import knowledge
from webapp.negotiation import best
from webapp.representations import respond
from webapp.service_description import service_description
from webapp.sparql_protocol import HANDED_ON, PATH, read_operation
from webapp.views.workbench import workbench

bp = Blueprint("sparql", __name__)


@bp.route(PATH, methods=["GET", "POST"])
def endpoint() -> Response:
    """Show the workbench, describe the service, or tell what is wrong; see `webapp.sparql_door`."""
    environ = request.environ
    # What makes the site ready asks the views themselves.
    read = environ[HANDED_ON] if HANDED_ON in environ else read_operation(request)
    if isinstance(read, Exception):
        raise read
    accept = request.headers.get("Accept")
    return workbench(read) if read.shows_page(accept) else _description(accept)


def _description(accept: str | None) -> Response:
    media_type = best(accept, GRAPH_MEDIA_TYPES)
    if media_type is None or request.method == "POST":
        raise QueryError(
            "The parameter 'query' is missing; send a SPARQL query in it, or ask for text/turtle to read "
            "what this endpoint can do."
        )
    release = knowledge().release
    limits = knowledge().strangers.limits
    body = service_description(public(PATH), release.release if release else None, limits, media_type)
    return respond(body, media_type)
