"""The page of the SPARQL endpoint, for browsers; `webapp.views.sparql` has its address."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request

from kg.errors import BusyError, KgError, UnknownQueryError
from webapp.citing import public
from webapp.errors import status_of
from webapp.knowledge import knowledge
from webapp.negotiation import HTML, JSON
from webapp.pages.results.choice import asked_view
from webapp.pages.workbench.examples import gallery
from webapp.pages.workbench.measures import measures
from webapp.pages.workbench.mistakes import mistake
from webapp.pages.workbench.page import SparqlPage, answered, loaded
from webapp.pages.workbench.terms import terms_json
from webapp.pages.workbench.values import filled
from webapp.rendering import render
from webapp.representations import respond
from webapp.stored_queries import FOLDERS

if TYPE_CHECKING:
    from kg.catalogue import Query
    from webapp.sparql_protocol import Operation

bp = Blueprint("workbench", __name__)

OWN_FIELDS: Final = frozenset(
    {
        "query",
        "default-graph-uri",
        "named-graph-uri",
        "format",
        "example",
        "examples",
        "folder",
        "fill",
        "run",
    }
)
"""The fields of the page itself, which stand in one form with the values of an example."""

_FIRST_EXAMPLE: Final = "domain-initiatives"
_ORIGIN: Final = "Sec-Fetch-Site"
_FROM_ELSEWHERE: Final = frozenset({"cross-site", "same-site"})
_TERMS_KEPT_S: Final = 300


@bp.get("/sparql/terms.json")
def terms() -> Response:
    """Give the prefixes, classes and properties that the editor completes."""
    response = respond(knowledge().kept(terms_json), JSON.media_type)
    response.cache_control.public = True
    response.cache_control.max_age = _TERMS_KEPT_S
    return response


def workbench(operation: Operation) -> Response:
    """Show the editor, with the answer of the query if the request holds one to be run."""
    has_query = bool(operation.query and operation.query.strip())
    stored = _stored(has_query=has_query)
    text = operation.query if operation.query and has_query else stored.text.strip() + "\n" if stored else ""
    page = SparqlPage(
        public("/sparql"),
        text,
        gallery(
            FOLDERS, request.args.get("examples", ""), request.args.get("folder", ""), is_folded=has_query
        ),
        operation.dataset,
    )
    try:
        page = _with_values(page, stored)
        page = replace(page, loaded=loaded(stored, page.query) if stored else None)
        if has_query and request.values.get("run") != "no":
            page = _run(page, stored)
    except KgError as error:
        return _mistaken(page, stored, error)
    response = respond(render("sparql.html", page), HTML.media_type)
    response.vary.add(_ORIGIN)
    return response


def _run(page: SparqlPage, stored: Query | None) -> SparqlPage:
    """Run the query, unless another site made the browser send it: its reader has not seen it yet."""
    if request.headers.get(_ORIGIN, "") in _FROM_ELSEWHERE:
        return replace(page, is_held=True)
    page = answered(page, asked_view(request.values))
    if stored and page.total is not None and page.query.split() == stored.text.split() and not page.dataset:
        measures(knowledge()).take(stored.name, page.total, page.seconds)
    return page


def _mistaken(page: SparqlPage, stored: Query | None, error: KgError) -> Response:
    """Show what is wrong beside the query, which stays as it was sent."""
    page = replace(
        page,
        mistake=mistake(page.query, error),
        loaded=page.loaded or (loaded(stored, page.query) if stored else None),
        downloads=(),
    )
    response = Response(render("sparql.html", page), status_of(error), mimetype=HTML.media_type)
    if isinstance(error, BusyError):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _with_values(page: SparqlPage, stored: Query | None) -> SparqlPage:
    """Put the values of the request into the query, for its form or for a link to an example."""
    if stored is None:
        return page
    given = {p.name: request.values[p.name] for p in stored.params if p.name in request.values}
    is_link = "query" not in request.values and any(given.values())
    if not ("fill" in request.values or is_link):
        return page
    if is_link:
        given = {p.name: "" if p.is_optional else str(p.example) for p in stored.params} | given
    return replace(page, query=filled(stored, page.query, given))


def _stored(*, has_query: bool) -> Query | None:
    """
    Return the stored query that the request names; without a query of its own there is always one.

    Raises:
        UnknownQueryError: There is no query of that name, and none to be shown in its place.
    """
    name = request.values.get("example", "")
    if not name:
        return None if has_query else knowledge().queries.named(_FIRST_EXAMPLE)
    try:
        return knowledge().queries.named(name)
    except UnknownQueryError:
        if has_query:
            return None
        raise
