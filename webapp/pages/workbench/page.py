"""What the page of the SPARQL endpoint shows: the query, its answer or what is wrong with it, examples."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.errors import KgError, LimitError, QuerySyntaxError, RefusedQueryError
from kg.store.protocol import Form
from webapp.knowledge import knowledge
from webapp.negotiation import CSV, GRAPH_FORMATS, RESULTS_JSON, RESULTS_XML, TSV, TURTLE
from webapp.pages.results.page import ResultViews, result_views
from webapp.strangers import admit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store.protocol import DatasetChoice
    from webapp.negotiation import Format

_MAX_GRAPH_CHARACTERS: Final = 100_000


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

    At most one of `views`, `verdict` and `graph` holds an answer, which took `seconds`; `total` counts the
    rows of a table; `error` is a sentence, `rule` the id of the rule that the query breaks, `limit` that of
    the limit that it went over.
    `downloads` are (name, address, media type).
    """

    endpoint: str
    query: str
    examples: tuple[tuple[str, tuple[Example, ...]], ...]
    error: str = ""
    rule: str = ""
    limit: str = ""
    line: int | None = None
    views: ResultViews | None = None
    total: int = 0
    verdict: bool | None = None
    graph: str | None = None
    is_graph_cut: bool = False
    seconds: float = 0.0
    downloads: tuple[tuple[str, str, str], ...] = ()
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def answered(page: SparqlPage, query: str, dataset: DatasetChoice, chosen: str = "") -> SparqlPage:
    """
    Run the query of a stranger and put its answer on the page, in the view that the address has `chosen`.

    Raises:
        KgError: It is refused, wrong, or goes over a limit; `with_error` tells so on the page.
    """
    form = admit(query, dataset)
    page = replace(page, downloads=_downloads(form, query, dataset))
    strangers = knowledge().strangers
    if form.gives_graph:
        answer = strangers.answer(query, TURTLE.media_type, dataset)
        text = answer.read().decode()
        is_cut = len(text) > _MAX_GRAPH_CHARACTERS
        return replace(page, graph=text[:_MAX_GRAPH_CHARACTERS], is_graph_cut=is_cut, seconds=answer.seconds)
    if form is Form.ASK:
        return replace(page, verdict=strangers.ask(query, dataset))
    found = strangers.preview(query, dataset)
    views = result_views(found, query, chosen, dataset)
    return replace(page, views=views, total=found.total, seconds=found.seconds)


def with_error(page: SparqlPage, error: KgError) -> SparqlPage:
    """Put what is wrong with the query on the page."""
    return replace(
        page,
        error=str(error),
        rule=error.rule if isinstance(error, RefusedQueryError) else "",
        limit=error.limit if isinstance(error, LimitError) else "",
        line=error.line if isinstance(error, QuerySyntaxError) else None,
    )


def graph_parameters(dataset: DatasetChoice) -> list[tuple[str, str]]:
    """Return the graphs that a request names as the parameters that name them."""
    return [
        *(("default-graph-uri", iri) for iri in dataset.default_graphs),
        *(("named-graph-uri", iri) for iri in dataset.named_graphs),
    ]


def _downloads(form: Form, query: str, dataset: DatasetChoice) -> tuple[tuple[str, str, str], ...]:
    formats: Iterable[Format] = GRAPH_FORMATS if form.gives_graph else (CSV, TSV, RESULTS_JSON, RESULTS_XML)
    asked = [("query", query), *graph_parameters(dataset)]
    return tuple(
        (f.label, "/sparql?" + urlencode([*asked, ("format", f.suffix)]), f.media_type) for f in formats
    )
