"""What the page of the SPARQL endpoint shows: the query, its answer or what is wrong with it, examples."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.doctor import looks_empty
from kg.store.protocol import Form
from webapp.knowledge import knowledge
from webapp.negotiation import CSV, GRAPH_FORMATS, RESULTS_JSON, RESULTS_XML, TSV, TURTLE
from webapp.pages.results.page import ResultViews, result_views
from webapp.pages.sentences import counted
from webapp.pages.workbench.advice import advise
from webapp.pages.workbench.code import snippets
from webapp.pages.workbench.measures import duration
from webapp.pages.workbench.values import value_fields
from webapp.strangers import admit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.catalogue import Query
    from kg.store.bounded import Limits
    from kg.store.protocol import DatasetChoice
    from webapp.negotiation import Format
    from webapp.pages.workbench.advice import Advice
    from webapp.pages.workbench.code import Snippet
    from webapp.pages.workbench.examples import Gallery
    from webapp.pages.workbench.fields import Field
    from webapp.pages.workbench.mistakes import Mistake

LONGEST_ADDRESS: Final = 6_000
"""How many characters the parameters of an address may have; longer queries are sent by POST."""

_LONGEST_LINK: Final = 2_000
"""Of addresses that stand on the page several times: each holds the whole query."""

_MAX_GRAPH_CHARACTERS: Final = 60_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """The stored query that the text was made from, with its parameters as fields."""

    name: str
    summary: str
    answers: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class SparqlPage:
    """
    All that `sparql.html` may use.

    At most one of `views`, `verdict` and `graph` holds an answer, `mistake` says why there is none, and
    `is_held` that the query was not run because another site sent it.  `total` counts the rows of a table,
    and `advice` says why there are none; `spent` says in words what the answer took of the limits.
    `downloads` are (name, address, media type), with the suffix of the format in place of the address where
    `has_links` is false; `snippets` is code that sends the same query.
    """

    endpoint: str
    query: str
    gallery: Gallery
    dataset: DatasetChoice
    loaded: Loaded | None = None
    is_held: bool = False
    mistake: Mistake | None = None
    views: ResultViews | None = None
    total: int | None = None
    advice: Advice | None = None
    verdict: bool | None = None
    graph: str | None = None
    is_graph_cut: bool = False
    seconds: float = 0.0
    spent: str = ""
    downloads: tuple[tuple[str, str, str], ...] = ()
    snippets: tuple[Snippet, ...] = ()

    @property
    def has_answer(self) -> bool:
        """Tell whether the query was answered."""
        return self.total is not None or self.verdict is not None or self.graph is not None

    @property
    def is_long(self) -> bool:
        """Tell whether the query is too long for an address, so that its form goes by POST."""
        return len(urlencode({"query": self.query})) > LONGEST_ADDRESS

    @property
    def has_links(self) -> bool:
        """Tell whether the query is short enough for links that hold it."""
        return len(urlencode({"query": self.query})) <= _LONGEST_LINK


def loaded(query: Query, text: str) -> Loaded:
    """Show which stored query `text` was made from, with the values that stand in it."""
    return Loaded(query.name, query.summary, query.answers, value_fields(query, text))


def answered(page: SparqlPage, chosen: str = "") -> SparqlPage:
    """
    Run the query of a stranger and put its answer on the page, in the view that the address has `chosen`.

    Raises:
        KgError: It is refused, wrong, or goes over a limit; `mistakes.mistake` tells so on the page.
    """
    query, dataset = page.query, page.dataset
    form = admit(query, dataset)
    page = replace(
        page,
        downloads=_downloads(form, page),
        snippets=snippets(page.endpoint, query, dataset),
    )
    strangers = knowledge().strangers
    if form.gives_graph:
        answer = strangers.answer(query, TURTLE.media_type, dataset)
        text = answer.read().decode()
        is_cut = len(text) > _MAX_GRAPH_CHARACTERS
        shown = replace(page, graph=text[:_MAX_GRAPH_CHARACTERS], is_graph_cut=is_cut)
        return _timed(shown, answer.seconds, f"{answer.length:,} bytes of Turtle")
    if form is Form.ASK:
        started = time.perf_counter()
        verdict = strangers.ask(query, dataset)
        return _timed(replace(page, verdict=verdict), time.perf_counter() - started, "")
    found = strangers.preview(query, dataset)
    page = replace(
        page,
        views=result_views(found, query, chosen, dataset),
        total=found.total,
        advice=advise(query, dataset) if looks_empty(query, found.solutions, found.total) else None,
    )
    return _timed(page, found.seconds, counted(found.total, "row"))


def _timed(page: SparqlPage, seconds: float, size: str) -> SparqlPage:
    limits: Limits = knowledge().strangers.limits
    took = f"It took {duration(seconds)} of the {limits.seconds:g} s that a query may take"
    most = f" of at most {limits.rows:,}" if page.total is not None else ""
    spent = f"{took} and gave {size}{most}" if size else took
    return replace(page, seconds=seconds, spent=spent)


def _downloads(form: Form, page: SparqlPage) -> tuple[tuple[str, str, str], ...]:
    formats: Iterable[Format] = GRAPH_FORMATS if form.gives_graph else (CSV, TSV, RESULTS_JSON, RESULTS_XML)
    asked = [("query", page.query), *page.dataset.parameters]

    def address(suffix: str) -> str:
        return "/sparql?" + urlencode([*asked, ("format", suffix)]) if page.has_links else suffix

    return tuple((f.label, address(f.suffix), f.media_type) for f in formats)
