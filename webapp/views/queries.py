"""The stored queries as pages: parameters in a form, the rows, the text as run, downloads, a citation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from kg.errors import ParameterError
from kg.store.syntax import Form
from webapp.asked import asked_for
from webapp.cells import Table, named_table
from webapp.citing import citation, public
from webapp.errors import status_of
from webapp.knowledge import knowledge
from webapp.negotiation import HTML, RESULT_FORMATS, split_suffix
from webapp.pages.workbench.calls import snippets_of_call
from webapp.pages.workbench.examples import example
from webapp.pages.workbench.fields import Field, field_of
from webapp.rendering import render
from webapp.representations import alternates, respond
from webapp.stored_queries import FOLDERS, Bound, bound, example_of
from webapp.urls import Links, query_links

if TYPE_CHECKING:
    from kg.catalogue import Query
    from kg.citations import Citation
    from webapp.pages.workbench.code import Snippet

bp = Blueprint("queries", __name__)

_FORMATS: Final = (HTML, *RESULT_FORMATS)


@dataclass(frozen=True, slots=True)
class Entry:
    """A query in the gallery; `measured` says its rows and time as last run here, and is empty if unknown."""

    name: str
    summary: str
    answers: tuple[str, ...]
    href: str
    measured: str


@dataclass(frozen=True, slots=True)
class QueriesPage:
    """All that `queries.html` may use; `groups` are (heading, entries), `text` what is searched for."""

    text: str
    found: int
    total: int
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]


@dataclass(frozen=True, slots=True)
class QueryPage:
    """
    All that `query.html` may use.

    `table` is None if the query was not run: `error` says why, or is empty where no values were given and the
    graph lacks a thing of the query's example. `downloads` are (name, address,
    media type); `columns` (name, meaning); `snippets` is code that gets the same rows.
    """

    query: Query
    fields: tuple[Field, ...]
    columns: tuple[tuple[str, str], ...]
    text: str
    links: Links
    editor: str
    folder: str
    is_example: bool = False
    error: str = ""
    table: Table | None = None
    downloads: tuple[tuple[str, str, str], ...] = ()
    citation: Citation | None = None
    snippets: tuple[Snippet, ...] = ()


@bp.get("/queries")
def gallery() -> Response:
    """List the stored queries, narrowed to those that hold all the words of `q`."""
    text = request.args.get("q", "").strip()
    words = text.lower().split()
    queries = [query for query in knowledge().queries if query.form is Form.SELECT]
    groups = []
    for folder, heading in FOLDERS.items():
        entries = tuple(_entry(q) for q in queries if q.folder == folder and _holds(q, words))
        groups += [(heading, entries)] if entries else []
    found = sum(len(entries) for _, entries in groups)
    page = QueriesPage(text, found, len(queries), tuple(groups))
    return respond(render("queries.html", page), HTML.media_type)


@bp.get("/query/<name>")
def query(name: str) -> Response:
    """Show a stored query and its rows, or give the rows as data."""
    stem, asked = split_suffix(name, RESULT_FORMATS)
    form = asked or asked_for(_FORMATS)
    if form is HTML:
        return _page(stem)
    body = bound(stem, request.args).body(form.media_type)
    saved_as = f"{stem}.{asked.suffix}" if asked else None
    links = alternates(f"/query/{stem}", _FORMATS, form.media_type, _asked())
    return respond(body, form.media_type, links, filename=saved_as)


def _asked() -> str:
    given = list(request.args.items(multi=True))
    return f"?{urlencode(given, safe='/')}" if given else ""


def _entry(found: Query) -> Entry:
    measured = example(found).measured
    return Entry(found.name, found.summary, found.answers, f"/query/{found.name}", measured)


def _holds(found: Query, words: list[str]) -> bool:
    text = " ".join((found.name, found.summary, *found.answers, *found.columns.values())).lower()
    return all(word in text for word in words)


def _page(name: str) -> Response:
    found = knowledge().queries.named(name)
    given = {key: text for key, text in request.args.items() if text}
    blank = QueryPage(
        query=found,
        fields=tuple(field_of(param, given.get(param.name, "")) for param in found.params),
        columns=tuple(found.columns.items()),
        text=found.text,
        links=query_links(name),
        editor=f"/sparql?example={name}",
        folder=FOLDERS.get(found.folder, found.folder),
    )
    if not given and example_of(found) is None:
        return respond(render("query.html", blank), HTML.media_type)
    try:
        ready = bound(name, request.args, is_page=True)
    except ParameterError as error:
        page = render("query.html", replace(blank, error=str(error)))
        return Response(page, status_of(error), mimetype=HTML.media_type)
    return respond(
        render("query.html", _filled(blank, ready)),
        HTML.media_type,
        alternates(f"/query/{name}", _FORMATS, HTML.media_type, _asked()),
    )


def _filled(page: QueryPage, ready: Bound) -> QueryPage:
    texts = ready.texts()
    links = query_links(ready.query.name, **texts)
    given = f"?{urlencode(texts, safe='/')}" if texts else ""
    return replace(
        page,
        fields=tuple(field_of(param, texts.get(param.name, "")) for param in ready.query.params),
        text=ready.text,
        links=links,
        editor="/sparql?" + urlencode({"query": ready.text}),
        is_example=ready.is_example,
        table=named_table(ready.rows(), knowledge().names.label),
        downloads=tuple(
            (f.label, f"/query/{ready.query.name}.{f.suffix}{given}", f.media_type) for f in RESULT_FORMATS
        ),
        citation=_citation(ready, links.query),
        snippets=snippets_of_call(public("/"), ready.query.name, texts),
    )


def _citation(ready: Bound, path: str) -> Citation:
    """Return what to cite: the question, the values that it was asked with, and where the answer stands."""
    names = knowledge().names
    values = "; ".join(
        f"{name}: {names.label(str(term)) if names.has_label(str(term)) else term}"
        for name, term in ready.terms.items()
    )
    return citation(ready.query.summary.rstrip(".") + (f" ({values})" if values else ""), path)
