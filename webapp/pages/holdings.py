"""What the graph holds, counted: things by class, statements by property, datatype and table, links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.description.said import short_name
from kg.namespaces import RC
from webapp.kinds import KINDS
from webapp.pages.parts import Cell, Heading, Table
from webapp.pages.tables import long_table
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.description import Counts
    from kg.description.counts import Tally

_LISTINGS: Final = {RC + kind.rdf_class: kind.listing for kind in KINDS.values() if kind.rdf_class}
_GRAPHS: Final = {
    "graph/evidence": "Record of evidence",
    "graph/ontology": "Ontology and vocabularies",
    "graph/release": "Record of the release",
    "graph/sdg-extract": "Extract of the UN's data on its goals",
}


def _figures(label: str) -> Heading:
    return Heading(label, number=True)


_COUNTED: Final = (_figures("Statements"), _figures("About"), _figures("Values"))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page: a table with its heading, how many rows it has, and what it counts."""

    id: str
    title: str
    lead: str
    table: Table
    count: int


@dataclass(frozen=True, slots=True)
class HoldingsPage:
    """
    All that `holdings.html` may use.

    `totals` are (what, how many); `release` is the version, empty if it is not known; `formats` are (name,
    address, media type).
    """

    release: str
    totals: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    formats: tuple[tuple[str, str, str], ...]


def holdings_page(
    counts: Counts, release: str, name: Callable[[str], str], formats: Iterable[tuple[str, str, str]]
) -> HoldingsPage:
    """
    Return the page of a graph.

    Args:
        counts: Its counts.
        release: The version of its release, empty if it is not known.
        name: Returns what a class or property is called.
        formats: The other forms of the page: name, address, media type.
    """
    return HoldingsPage(
        release,
        (
            ("Statements", f"{counts.tally.triples:,}"),
            ("Things of ours", f"{counts.entities:,}"),
            ("Classes", f"{len(counts.classes):,}"),
            ("Properties", f"{len(counts.properties):,}"),
            ("Vocabularies", f"{len(counts.vocabularies):,}"),
        ),
        (
            _classes(counts, name),
            _properties(counts, name),
            _datatypes(counts),
            _graphs(counts),
            _links(counts),
        ),
        tuple(formats),
    )


def _classes(counts: Counts, name: Callable[[str], str]) -> Part:
    rows = [
        (
            _term(each.iri, name),
            Cell(f"{each.entities:,}", href=_LISTINGS.get(each.iri), number=True),
            Cell(f"{each.triples:,}", number=True),
        )
        for each in counts.classes
    ]
    return _part(
        "classes",
        "Things by class",
        "A thing of several classes counts in each. Where there is a list of them, their number leads to it.",
        (Heading("Class"), _figures("Things"), _figures("Statements about them")),
        rows,
    )


def _properties(counts: Counts, name: Callable[[str], str]) -> Part:
    rows = [(_term(each.iri, name), *_cells(each.tally)) for each in counts.properties]
    return _part(
        "properties",
        "Statements by property",
        "About: about how many nodes the property says something. Values: how many different ones it has.",
        (Heading("Property"), *_COUNTED),
        rows,
    )


def _datatypes(counts: Counts) -> Part:
    rows = [(Cell(short_name(iri)), Cell(f"{triples:,}", number=True)) for iri, triples in counts.datatypes]
    return _part(
        "datatypes",
        "Statements by datatype",
        "Of statements whose value is a text, a number, a date or a code.",
        (Heading("Datatype"), _figures("Statements")),
        rows,
    )


def _graphs(counts: Counts) -> Part:
    rows = [
        (
            Cell(_GRAPHS.get(each.path) or each.path.rpartition("/")[2].replace("_", " ").replace("-", " ")),
            *_cells(each.tally),
        )
        for each in counts.graphs
    ]
    return _part(
        "graphs",
        "Statements by where they stand",
        "By the table whose rows state them, by the rule that derives them, or by the graph of their own.",
        (Heading("Table, rule or graph"), *_COUNTED),
        rows,
    )


def _links(counts: Counts) -> Part:
    rows = [
        (Cell(f"{short_name(each.property)} to {each.space}"), *_cells(each.tally)) for each in counts.links
    ]
    return _part(
        "links",
        "Links to others",
        "From things and terms of ours to those of others that are the same, close, narrower or broader.",
        (Heading("Link"), _figures("Links"), _figures("From"), _figures("To")),
        rows,
    )


def _part(
    id_: str, title: str, lead: str, columns: tuple[Heading, ...], rows: Sequence[tuple[Cell, ...]]
) -> Part:
    ordered = tuple(sorted(rows, key=lambda row: (row[0].text.lower(), row[0].note)))
    return Part(id_, title, lead, long_table(f"{id_}-table", title, columns, ordered), len(rows))


def _term(iri: str, name: Callable[[str], str]) -> Cell:
    short = short_name(iri)
    called = name(iri)
    return Cell(
        called or short, href=path_of(iri) if iri.startswith(RC) else None, note=short if called else ""
    )


def _cells(tally: Tally) -> tuple[Cell, ...]:
    return tuple(
        Cell(f"{number:,}", number=True) for number in (tally.triples, tally.subjects, tally.objects)
    )
