"""Where to mend a finding: the row and column of a table, or a file of the repository."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg import rdf
from kg.namespaces import BASE
from kg.namespaces import assertion as assertion_iri

if TYPE_CHECKING:
    from kg.dataset import Dataset
    from kg.sources import Tables


def places_of(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Return, by the IRI of each thing, the rows that speak of it: first those of which it is the subject."""
    rows = _rows_by_assertion(dataset.tables)
    subjects: dict[str, list[str]] = defaultdict(list)
    objects: dict[str, list[str]] = defaultdict(list)
    for quad in dataset.quads:
        subject, value, graph = (rdf.iri(term) for term in (quad.subject, quad.object, quad.graph_name))
        # An assertion's own description stands in the evidence graph; its row is that of its IRI.
        row = rows.get(graph) or rows.get(subject)
        if row:
            subjects[subject].append(row)
            objects[value].append(row)
    return {
        thing: tuple(dict.fromkeys([*subjects.get(thing, ()), *objects.get(thing, ())]))
        for thing in subjects | objects
        if thing.startswith(BASE)
    }


def _rows_by_assertion(tables: Tables) -> dict[str, str]:
    return {assertion_iri(name, row.key): tables.place(row) for name, rows in tables.items() for row in rows}


def place(places: tuple[str, ...], table: str, column: str) -> str:
    """
    Say where to mend a finding.

    A shape names a table; or `*`, the table of the row itself; or, with a slash, a file of the repository,
    and then a property instead of a column.
    """
    if "/" in table:
        return f"{table}, property {column!r}"
    first = places[0] if places else ""
    chosen = next((place for place in places if f"/{table}.csv" in place), first)
    in_table = chosen and (table == "*" or f"/{table}.csv" in chosen)
    return f"{chosen}, column {column!r}" if in_table and column else chosen
