"""Methods and limits: how the graph was made, with figures that are counted from it, and how to read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import RC, thing
from webapp.citing import citation
from webapp.pages.misreadings import MISREADINGS, Misreading
from webapp.pages.parts import Cell, Heading, Table
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.citations import Citation
    from webapp.knowledge import Knowledge
    from webapp.urls import Links

_NONE: Final = "none on record"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of things, counted from the graph, and the address of the list of exactly these."""

    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document by its title and the address of its page."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class MethodsPage:
    """
    All that `methods.html` may use.

    `figures` are named by what they count; `misreadings` come with the documents that they rest on.
    """

    figures: Mapping[str, Figure]
    bases: Table
    states: Table
    precisions: Table
    misreadings: tuple[tuple[Misreading, tuple[Source, ...]], ...]
    citation: Citation
    bases_links: Links
    states_links: Links
    precisions_links: Links


def methods_page(knowledge: Knowledge) -> MethodsPage:
    """Return the page with all figures counted anew from the graph."""
    bases = knowledge.table("assertions-by-basis")
    states = knowledge.table("coverage-by-state")
    precisions = knowledge.table("dates-by-precision")
    return MethodsPage(
        figures=_figures(knowledge, bases),
        bases=Table(
            "basis-list", "Statements by how they came about", _columns("Basis", "Statements"), _bases(bases)
        ),
        states=Table(
            "state-list",
            "Findings by their state",
            _columns("State", "Findings"),
            _counted(states, "state", "statements", "in-coverageState"),
        ),
        precisions=Table(
            "precision-list",
            "Things by how finely their dates are given",
            _columns("Precision", "Things"),
            _counted(precisions, "precision", "things", "in-datePrecision"),
        ),
        misreadings=tuple((item, _sources(knowledge, item.documents)) for item in MISREADINGS),
        citation=citation("Methods and limits", "/methods"),
        bases_links=query_links("assertions-by-basis"),
        states_links=query_links("coverage-by-state"),
        precisions_links=query_links("dates-by-precision"),
    )


def _columns(first: str, number: str) -> tuple[Heading, ...]:
    return (Heading(first), Heading("What it means"), Heading(number))


def _figures(knowledge: Knowledge, bases: Iterable[Mapping[str, str]]) -> dict[str, Figure]:
    """Return the figures that stand in sentences, each with its list."""
    counts = {row["class"].removeprefix(RC): int(row["things"]) for row in knowledge.table("class-counts")}
    listings = {
        "documents": ("Document", "/documents"),
        "conflicts": ("Conflict", "/conflicts"),
        "processes": ("RegionalProcess", "/processes"),
    }
    figures = {name: Figure(counts.get(of, 0), path) for name, (of, path) in listings.items()}
    unlisted = {row["process"] for row in knowledge.table("processes-without-members")}
    unkept = knowledge.table("unsourced-assertions")
    figures["unlisted"] = Figure(len(unlisted), query_links("processes-without-members").query)
    figures["unkept"] = Figure(len(unkept), query_links("unsourced-assertions").query)
    for row in bases:
        key = key_of(row["basis"])
        figures[key] = Figure(int(row["assertions"]), query_links("assertions-of-basis", basis=key).query)
    return figures


def _bases(rows: Iterable[Mapping[str, str]]) -> tuple[tuple[Cell | str, ...], ...]:
    return tuple(
        (
            Cell(row["basisLabel"], path_of(row["basis"])),
            row["definition"],
            Cell(
                row["assertions"],
                query_links("assertions-of-basis", basis=key_of(row["basis"])).query,
                number=True,
            ),
        )
        for row in rows
    )


def _counted(
    rows: Iterable[Mapping[str, str]], term: str, number: str, panel: str
) -> tuple[tuple[Cell | str, ...], ...]:
    """Return a row for each term of a vocabulary: its name, its meaning, and how much is so, as a link."""
    return tuple(
        (
            Cell(row[f"{term}Label"], path_of(row[term])),
            row["definition"],
            Cell(row[number], f"{path_of(row[term])}#{panel}", number=True)
            if number in row
            else Cell(note=_NONE),
        )
        for row in rows
    )


def _sources(knowledge: Knowledge, keys: Iterable[str]) -> tuple[Source, ...]:
    """Return those documents that the graph at hand knows."""
    found = (thing("document", key) for key in keys)
    return tuple(
        Source(knowledge.names.label(iri), path_of(iri)) for iri in found if knowledge.names.has_label(iri)
    )
