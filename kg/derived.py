"""Answers of stored queries as SQLite tables, which listings, facets and matrices read."""

from __future__ import annotations

import sqlite3
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.store.protocol import Solutions


class Derived:
    """
    Tables in memory, each the answer of one stored query, made when first asked for.

    The store is only read while a release is served, so a table stays equal to the answer.  Threads may share
    one object.
    """

    def __init__(self, answer: Callable[[str], Solutions]) -> None:
        """Fill tables by `answer`, which runs a stored query by its name, without parameters."""
        self._answer = answer
        # Several threads may read at once: SQLite itself takes care that they do not meet.
        self._tables = sqlite3.connect(":memory:", check_same_thread=False)
        self._tables.row_factory = sqlite3.Row
        self._made: dict[str, str] = {}
        self._lock = Lock()

    def table(self, query_name: str, *indexed: str) -> str:
        """
        Return the name of the table that holds the answer of a stored query, in its columns and its order.

        A column holds the text of each term, and NULL where the query left it unbound.

        Args:
            query_name: The stored query.
            indexed: Columns to be looked up by.
        """
        with self._lock:
            if query_name not in self._made:
                self._made[query_name] = self._make(query_name, indexed)
            return self._made[query_name]

    def _make(self, query_name: str, indexed: Sequence[str]) -> str:
        answer = self._answer(query_name)
        name = f'"{query_name}"'
        columns = ", ".join(f'"{column}" TEXT' for column in answer.variables)
        holes = ", ".join("?" * len(answer.variables))
        self._tables.execute(f"CREATE TABLE {name} ({columns})")
        self._tables.executemany(
            f"INSERT INTO {name} VALUES ({holes})",  # noqa: S608  (names of our own query files)
            (
                tuple(row[column].value if column in row else None for column in answer.variables)
                for row in answer.rows
            ),
        )
        for column in indexed:
            self._tables.execute(f'CREATE INDEX "{query_name} {column}" ON {name} ("{column}")')
        return name

    def rows(self, statement: str, values: Sequence[str | int] = ()) -> list[sqlite3.Row]:
        """Return the rows of an SQL statement on tables made before; values only through its `?`."""
        return self._tables.execute(statement, values).fetchall()
