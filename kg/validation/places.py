"""Where to mend a finding: the row and column of a table, or a file of the repository."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kg import rdf
from kg.namespaces import BASE
from kg.namespaces import assertion as assertion_iri

if TYPE_CHECKING:
    from kg.dataset import Dataset
    from kg.sources import Tables


@dataclass(frozen=True, slots=True)
class Spoken:
    """A row that speaks of a thing: its table, its place, and whether the thing is what it is about."""

    table: str
    row: str
    is_subject: bool


Places: TypeAlias = Mapping[str, tuple[Spoken, ...]]


def places_of(dataset: Dataset) -> Places:
    """Return, by the IRI of each thing, the rows that speak of it: first those of which it is the subject."""
    rows = _rows_by_assertion(dataset.tables)
    subjects: dict[str, list[Spoken]] = defaultdict(list)
    objects: dict[str, list[Spoken]] = defaultdict(list)
    for quad in dataset.quads:
        subject, value, graph = (rdf.iri(term) for term in (quad.subject, quad.object, quad.graph_name))
        # An assertion's own description stands in the evidence graph; its row is that of its IRI.
        if row := rows.get(graph) or rows.get(subject):
            of_subject, of_object = row
            subjects[subject].append(of_subject)
            if value.startswith(BASE):
                objects[value].append(of_object)
    return {
        thing: tuple(dict.fromkeys([*subjects.get(thing, ()), *objects.get(thing, ())]))
        for thing in subjects | objects
        if thing.startswith(BASE)
    }


def _rows_by_assertion(tables: Tables) -> dict[str, tuple[Spoken, Spoken]]:
    """Return, by the IRI of each assertion, its row as it speaks of its subject and of other things."""
    return {
        assertion_iri(name, row.key): (Spoken(name, at, is_subject=True), Spoken(name, at, is_subject=False))
        for name, rows in tables.items()
        for row in rows
        for at in [tables.place(row)]
    }


def place(spoken: tuple[Spoken, ...], table: str, column: str) -> str:
    """
    Say where to mend a finding.

    A shape names a table; or `*`, the table of the row itself; or, with a slash, a file of the repository,
    and then a property instead of a column.
    """
    if "/" in table:
        return f"{table}, property {column!r}"
    if not spoken:
        return ""
    chosen = next((row for row in spoken if row.table == table), spoken[0])
    in_table = table in {"*", chosen.table}
    return f"{chosen.row}, column {column!r}" if in_table and column else chosen.row
