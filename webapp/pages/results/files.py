"""A view as a file: its picture as SVG, its rows as CSV, a network as GraphML or GEXF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.errors import QueryError
from kg.exports.labelled import BOTH, labelled
from kg.terms import Iri
from webapp.pages.results import edges, grids
from webapp.pages.results.answers import NO_ROW
from webapp.pages.results.choice import NETWORK
from webapp.pages.results.page import said, shown
from webapp.pages.results.pictures import beside, headed, noted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.exports.labelled import Item
    from kg.store.bounded import Preview
    from webapp.knowledge import Knowledge
    from webapp.pages.results.answers import Answer, Made
    from webapp.pages.results.choice import Choice

SUFFIXES: Final[dict[str, str]] = {
    "svg": "image/svg+xml",
    "csv": "text/csv",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
}
"""The media types of the files of views."""

_OF_NETWORKS: Final = {"graphml", "gexf"}


def view_file(
    knowledge: Knowledge, preview: Preview, query: str, chosen: str, suffix: str
) -> tuple[str, bytes]:
    """
    Return a view of an answer by its name, and as a file.

    Args:
        knowledge: The graph, for the names of things.
        preview: The rows.
        query: What was asked.
        chosen: The view, as `webapp.pages.results.choice.asked_view` gives it.
        suffix: One of `SUFFIXES`.

    Raises:
        QueryError: The answer has no such view; a file of another would be taken for it.
    """
    answer, choice, made, problems = shown(knowledge, preview, query, chosen)
    if problems:
        raise QueryError(" ".join(problems))
    if suffix in _OF_NETWORKS:
        if choice.view != NETWORK:
            raise QueryError(f"A file .{suffix} holds a network; ask for view=network, or for .svg or .csv.")
        return choice.view, _network(answer, made, suffix)
    if suffix == "csv":
        rows = [_of_file(row) for row in made.rows]
        heads = [head.removeprefix("?") for head in made.heads]
        names = list(_single(heads))
        return choice.view, labelled(made.title, names, rows, answer.name, choice.labels or BOTH).csv()
    return choice.view, _picture(answer, choice, made)


def _picture(answer: Answer, choice: Choice, made: Made) -> bytes:
    notes = said(answer, choice, made)
    if not made.pictures:
        drawn = grids.grid(answer, made)
    elif not made.pictures[0].heading:
        drawn = made.pictures[0]
    else:
        drawn = beside(made.title, "The table beside this view has the same values.", made.pictures)
    return headed(noted(drawn, notes)).file()


def _of_file(row: tuple[Item, ...]) -> tuple[Item, ...]:
    """Return a row for programs, which find nothing where the answer has no row."""
    return tuple(None if item == NO_ROW else item for item in row)


def _single(names: list[str]) -> Iterator[str]:
    """Yield names, each once."""
    taken: set[str] = set()
    for name in names:
        single = name
        while single in taken:
            single += "_"
        taken.add(single)
        yield single


def _network(answer: Answer, made: Made, suffix: str) -> bytes:
    """Return all links of the answer as a graph whose nodes and edges have names."""
    from kg.networks.files import of_links, written  # noqa: PLC0415  (networkx takes 0.2 s to import)

    columns: Mapping[str, str] = made.columns
    found = edges.links(answer, columns["from"], columns["to"], columns["link"])
    names = {iri: answer.text(Iri(iri)) for one, other, _ in found for iri in (one, other)}
    told = [(one, other, "" if term is None else answer.text(term)) for one, other, term in found]
    return written(of_links(names, told), suffix, {})
