"""The page of all mappings: between frameworks, pair by pair, and to what others hold."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from kg.exports.mapping_sets import NO_TERM, QUERY, MappingSet, mapping_set
from kg.namespaces import ID
from webapp.pages.draft import Draft
from webapp.pages.parts import Cell, Heading, Table
from webapp.pages.tables import long_table
from webapp.pages.words import relation
from webapp.urls import path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.exports.mapping_sets import Record
    from webapp.knowledge import Knowledge
    from webapp.urls import Links

_BETWEEN: Final = tuple(Heading(text) for text in ("Element", "Relation", "Counterpart", "Why"))
_OUTSIDE: Final = tuple(Heading(text) for text in ("Thing", "Relation", "IRI of others"))


@dataclass(frozen=True, slots=True)
class Part:
    """Mappings of one kind: between two frameworks, or to what others hold."""

    id: str
    title: str
    lead: str
    count: int
    table: Table
    links: Links | None = None


@dataclass(frozen=True, slots=True)
class MappingsPage:
    """All that `mappings.html` may use; `files` are (name, address, media type)."""

    iri: str
    files: tuple[tuple[str, str, str], ...]
    total: int
    parts: tuple[Part, ...]


def mappings_of(knowledge: Knowledge) -> MappingSet:
    """Return all mappings, read once."""

    def made() -> MappingSet:
        release = knowledge.release
        return mapping_set(knowledge.rows(QUERY).rows, release.release if release else "")

    return knowledge.once.get(MappingSet, made)


def mappings_page(knowledge: Knowledge, iri: str, files: tuple[tuple[str, str, str], ...]) -> MappingsPage:
    """Return the page of all mappings; `files` lead to the whole set."""
    draft, records = Draft(knowledge), mappings_of(knowledge).records
    between = sorted((each for each in records if each.subject_source), key=_frameworks)
    parts = [
        _between(draft, number, frameworks, tuple(some))
        for number, (frameworks, some) in enumerate(groupby(between, key=_frameworks), start=1)
    ]
    outside = tuple(each for each in records if not each.subject_source)
    if outside:
        parts.append(_outside(draft, outside))
    return MappingsPage(iri, files, len(records), tuple(parts))


def _frameworks(record: Record) -> tuple[str, str]:
    return record.subject_source, record.object_source


def _between(draft: Draft, number: int, frameworks: tuple[str, str], records: tuple[Record, ...]) -> Part:
    names = tuple(draft.names.short(iri) for iri in frameworks)
    title = f"{names[0]} to {names[1]}"
    rows = tuple(
        (
            _element(draft, each.subject, names[0]),
            Cell(
                "no counterpart" if NO_TERM in {each.subject, each.object} else relation(each.relation),
                path_of(each.id),
            ),
            _element(draft, each.object, names[1]),
            Cell(each.why, evidence=draft.evidence(each.assertion)),
        )
        for each in records
    )
    table = long_table(f"pair-{number}-list", f"Mappings from {title}", _BETWEEN, rows, cards=True)
    return Part(f"pair-{number}", title, "", len(rows), table)


def _element(draft: Draft, iri: str, framework: str) -> Cell | str:
    return f"none in {framework}" if iri == NO_TERM else Cell(draft.names.label(iri), path_of(iri))


def _outside(draft: Draft, records: Iterable[Record]) -> Part:
    rows = tuple(
        (
            Cell(draft.names.label(each.subject), path_of(each.subject), note=each.subject.removeprefix(ID)),
            relation(each.relation),
            Cell(each.object, path_of(each.object), evidence=draft.evidence(each.assertion)),
        )
        for each in records
    )
    table = long_table("outside-list", "Links to IRIs of others", _OUTSIDE, rows, cards=True)
    lead = "Only what a document on record gives; nothing is matched by its name."
    return Part("outside", "To what others hold", lead, len(rows), table, query_links("outside-links"))
