"""The SPARQL endpoint: the protocol for programs, a plain editor for browsers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request

from kg.catalogue import CHECKS
from kg.errors import KgError, QueryError, QuerySyntaxError, RefusedQueryError
from kg.rdf_output import GRAPH_MEDIA_TYPES
from kg.store.policy import check, check_graphs
from kg.store.syntax import Form
from webapp.cells import MAX_ROWS, Table, raw_table
from webapp.errors import status_of
from webapp.knowledge import knowledge
from webapp.negotiation import HTML, TURTLE, best, prefers_page
from webapp.rendering import render
from webapp.representations import respond
from webapp.service_description import service_description
from webapp.sparql_protocol import choose, downloads, read_operation
from webapp.stored_queries import FOLDERS

if TYPE_CHECKING:
    from webapp.settings import Settings
    from webapp.sparql_protocol import Operation

bp = Blueprint("sparql", __name__)

_MAX_GRAPH_CHARACTERS = 100_000
_FIRST_EXAMPLE = "domain-initiatives"


@dataclass(frozen=True, slots=True)
class Example:
    """A stored query in the list beside the editor."""

    name: str
    summary: str
    href: str


@dataclass(frozen=True, slots=True)
class SparqlPage:
    """
    All that `sparql.html` may use.

    At most one of `table`, `verdict` and `graph` holds an answer; `error` is a sentence, `rule` the id of the
    rule that the query breaks. `downloads` are (name, address, media type).
    """

    endpoint: str
    query: str
    examples: tuple[tuple[str, tuple[Example, ...]], ...]
    max_rows: int = MAX_ROWS
    error: str = ""
    rule: str = ""
    line: int | None = None
    table: Table | None = None
    verdict: bool | None = None
    graph: str | None = None
    is_graph_cut: bool = False
    downloads: tuple[tuple[str, str, str], ...] = ()
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@bp.route("/sparql", methods=["GET", "POST"])
def endpoint() -> Response:
    """Answer a query, describe the service, or show the editor."""
    operation = read_operation(request)
    accept = request.headers.get("Accept")
    if HTML.suffix in operation.outputs or (not operation.outputs and prefers_page(accept)):
        return _page(operation)
    if operation.query is None:
        return _description(accept)
    form = check(operation.query)
    check_graphs(operation.query, operation.dataset, knowledge().holds_graph)
    media_type, written = choose(form, operation.outputs, accept)
    body = knowledge().store.answer(operation.query, written.media_type, operation.dataset)
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
    body = service_description(_address(), release.release if release else None, media_type)
    return respond(body, media_type)


def _address() -> str:
    settings: Settings = current_app.config["REGCOOP"]
    return (settings.base_url or request.url_root) + "sparql"


def _page(operation: Operation) -> Response:
    blank = SparqlPage(_address(), operation.query or _example_text(), _examples())
    if operation.query is None or not operation.query.strip():
        return respond(render("sparql.html", blank), HTML.media_type)
    page = replace(
        blank,
        default_graphs=operation.dataset.default_graphs,
        named_graphs=operation.dataset.named_graphs,
    )
    try:
        page = _answered(page, operation.query, operation)
    except KgError as error:
        body = render("sparql.html", _with_error(page, error))
        return Response(body, status_of(error), mimetype=HTML.media_type)
    return respond(render("sparql.html", page), HTML.media_type)


def _with_error(page: SparqlPage, error: KgError) -> SparqlPage:
    return replace(
        page,
        error=str(error),
        rule=error.rule if isinstance(error, RefusedQueryError) else "",
        line=error.line if isinstance(error, QuerySyntaxError) else None,
    )


def _answered(page: SparqlPage, query: str, operation: Operation) -> SparqlPage:
    form = check(query)
    check_graphs(query, operation.dataset, knowledge().holds_graph)
    page = replace(page, downloads=_downloads(form, query, operation))
    store = knowledge().store
    if form.gives_graph:
        text = store.answer(query, TURTLE.media_type, operation.dataset).decode()
        is_cut = len(text) > _MAX_GRAPH_CHARACTERS
        return replace(page, graph=text[:_MAX_GRAPH_CHARACTERS], is_graph_cut=is_cut)
    if form is Form.ASK:
        return replace(page, verdict=store.ask(query, operation.dataset))
    return replace(page, table=raw_table(store.select(query, operation.dataset)))


def _downloads(form: Form, query: str, operation: Operation) -> tuple[tuple[str, str, str], ...]:
    graphs = [("default-graph-uri", iri) for iri in operation.dataset.default_graphs]
    graphs += [("named-graph-uri", iri) for iri in operation.dataset.named_graphs]
    return tuple(
        (f.label, "/sparql?" + urlencode([("query", query), *graphs, ("format", f.suffix)]), f.media_type)
        for f in downloads(form)
    )


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
