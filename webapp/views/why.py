"""Why a row is in an answer, and columns of evidence for a query."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from kg.errors import QueryError, UnexplainedError
from kg.store.protocol import DatasetChoice
from kg.why import with_evidence
from webapp.errors import PROBLEMS
from webapp.negotiation import HTML
from webapp.pages.workbench.why import why_json, why_page
from webapp.rendering import render
from webapp.representations import respond, see_other
from webapp.sparql_protocol import MAX_BODY_BYTES
from webapp.strangers import admit

bp = Blueprint("why", __name__)

_LONGEST_ADDRESS: Final = 8_000
_GRAPHS: Final = ("default-graph-uri", "named-graph-uri")


@bp.route("/sparql/why", methods=["GET", "POST"])
def why() -> Response:
    """Tell which statements make the row `row` of the answer to `query`, and who says them."""
    page = why_page(_given("query"), _given("row"))
    body = render("why.html", page)
    if page.error:
        return Response(body, PROBLEMS[UnexplainedError].status, mimetype=HTML.media_type)
    return respond(body, HTML.media_type)


@bp.route("/sparql/why.json", methods=["GET", "POST"])
def why_data() -> Response:
    """Tell the same as JSON."""
    return respond(why_json(_given("query"), _given("row")), "application/json")


@bp.route("/sparql/evidence", methods=["GET", "POST"])
def evidence() -> Response:
    """Lead to the query with columns of evidence."""
    query = _given("query")
    admit(query, DatasetChoice())
    address = "/sparql?" + urlencode({"query": with_evidence(query)})
    if len(address) > _LONGEST_ADDRESS:
        raise QueryError("With columns of evidence the query is too long for an address; shorten it first.")
    return see_other(address)


def _given(name: str) -> str:
    """
    Return a parameter of the address or of the form.

    Raises:
        QueryError: It is missing or given twice, or the request names graphs.
    """
    request.max_content_length = MAX_BODY_BYTES
    if any(graphs in request.values for graphs in _GRAPHS):
        raise QueryError(
            "What stands behind a row is looked for in all graphs; leave out default-graph-uri and "
            "named-graph-uri, and use GRAPH in the query instead."
        )
    values = request.values.getlist(name)
    if len(values) != 1 or not values[0].strip():
        raise QueryError(
            f"The parameter {name!r} is to be given once; send a SPARQL query and a row's number."
        )
    return values[0]
