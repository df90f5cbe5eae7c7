"""Derived tables: the answer of a stored query, row for row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.catalogue import catalogue
from kg.derived import Derived
from kg.store.embedded import open_embedded

if TYPE_CHECKING:
    from pathlib import Path


def test_a_table_is_the_answer_of_its_query(graph_file: Path) -> None:
    """Columns, rows and their order are those of the answer; what is unbound is NULL."""
    store = open_embedded(graph_file)
    derived = Derived(lambda name: store.select(catalogue().named(name).text))
    answer = store.select(catalogue().named("memberships").text)
    table = derived.table("memberships", "process")

    found = [tuple(row) for row in derived.rows(f"SELECT * FROM {table}")]  # noqa: S608

    assert answer.rows
    assert found == [
        tuple(row[name].value if name in row else None for name in answer.variables) for row in answer.rows
    ]
