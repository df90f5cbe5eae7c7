"""The page of the SPARQL endpoint, for browsers; `webapp.views.sparql` has its address."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask import Response, request

from kg.catalogue import CHECKS
from kg.errors import KgError
from webapp.citing import public
from webapp.errors import status_of
from webapp.knowledge import knowledge
from webapp.negotiation import HTML
from webapp.pages.results.choice import asked_view
from webapp.pages.workbench.page import Example, SparqlPage, answered, with_error
from webapp.rendering import render
from webapp.representations import respond
from webapp.stored_queries import FOLDERS

if TYPE_CHECKING:
    from webapp.sparql_protocol import Operation

_FIRST_EXAMPLE: Final = "domain-initiatives"


def workbench(operation: Operation) -> Response:
    """Show the editor, with the answer of the query if the request holds one."""
    blank = SparqlPage(public("/sparql"), operation.query or _example_text(), _examples())
    if operation.query is None or not operation.query.strip():
        return respond(render("sparql.html", blank), HTML.media_type)
    page = replace(
        blank,
        default_graphs=operation.dataset.default_graphs,
        named_graphs=operation.dataset.named_graphs,
    )
    try:
        page = answered(page, operation.query, operation.dataset, asked_view(request.values))
    except KgError as error:
        body = render("sparql.html", with_error(page, error))
        return Response(body, status_of(error), mimetype=HTML.media_type)
    return respond(render("sparql.html", page), HTML.media_type)


def _example_text() -> str:
    """Return the text of the stored query that the address names with `example`, else of a first one."""
    name = request.args.get("example") or _FIRST_EXAMPLE
    return knowledge().queries.named(name).text.strip() + "\n"


def _examples() -> tuple[tuple[str, tuple[Example, ...]], ...]:
    """Return the stored queries by folder, under the heading of each."""
    queries = knowledge().queries
    return tuple(
        (
            heading,
            tuple(Example(q.name, q.summary, f"/sparql?example={q.name}") for q in queries.in_folder(folder)),
        )
        for folder, heading in FOLDERS.items()
        if folder != CHECKS
    )
