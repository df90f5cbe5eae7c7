"""
Answers of stored queries as SQLite tables: what listings, facets and matrices read instead of the store.

A triple store is slow at what lists need: to sort everything and show fifty rows, to count every option of
every filter.  Here a query is asked once, and its answer becomes a table that such questions are put to.
"""

from __future__ import annotations

import sqlite3
from threading import RLock
from typing import TYPE_CHECKING, TypeVar

from kg.keeping import Keeping

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from kg.store.protocol import Solutions

Made = TypeVar("Made")


class Derived:
    """
    Tables in memory, each the answer of one stored query, made when first asked for.

    The store is only read while a release is served, so a table stays equal to the answer.  Threads may share
    one object.
    """

    def __init__(self, answer: Callable[[str], Solutions]) -> None:
        """Fill tables by `answer`, which runs a stored query by its name, without parameters."""
        self._answer = answer
        # The threads of a server share one memory, and so one connection; the lock lets in one at a time,
        # and for no longer than SQLite works: who makes something does not keep others from what there is.
        self._tables = sqlite3.connect(":memory:", check_same_thread=False)
        self._tables.row_factory = sqlite3.Row
        self._made = Keeping()
        self._kept = Keeping()
        self._lock = RLock()

    def table(self, query_name: str, *indexed: str) -> str:
        """
        Return the name of the table that holds the answer of a stored query, in its columns and its order.

        A column holds the text of each term, and NULL where the query left it unbound.  The order is that of
        `rowid`, which counts from 1.

        Args:
            query_name: The stored query.
            indexed: Columns to be looked up by, each by itself.

        Raises:
            UnknownQueryError: There is no such query.
            ParameterError: It cannot run without parameters.
            StoreError: The store cannot answer; the next call asks again.
        """
        name = f'"{query_name}"'
        self._made.get(query_name, lambda: self._fill(name, self._answer(query_name)))
        with self._lock:
            for column in indexed:
                self._index(query_name, (column,))
        return name

    def _index(self, query_name: str, columns: Sequence[str]) -> None:
        together = ", ".join(f'"{column}"' for column in columns)
        name = f"{query_name} {' '.join(columns)}"
        self._tables.execute(f'CREATE INDEX IF NOT EXISTS "{name}" ON "{query_name}" ({together})')

    def _fill(self, name: str, answer: Solutions) -> None:
        columns = ", ".join(f'"{column}" TEXT' for column in answer.variables)
        holes = ", ".join("?" * len(answer.variables))
        with self._lock, self._tables:
            self._tables.execute(f"CREATE TABLE {name} ({columns})")
            self._tables.executemany(
                f"INSERT INTO {name} VALUES ({holes})",  # noqa: S608  (names of our own query files)
                (
                    tuple(row[column].value if column in row else None for column in answer.variables)
                    for row in answer.rows
                ),
            )

    def rows(self, statement: str, values: Sequence[str | int] = ()) -> list[sqlite3.Row]:
        """Return the rows of an SQL statement on tables made before; values only through its `?`."""
        with self._lock:
            return self._tables.execute(statement, values).fetchall()

    def texts(self, query_name: str, **among: Sequence[str]) -> list[dict[str, str]]:
        """
        Return the rows of a query's table with one of some values in each column named, in their order.

        What is unbound is left out of a row.

        Args:
            query_name: The stored query.
            among: Values by column, 32,766 in all at most (the limit of SQLite); rows are looked up by all
                the columns together.
        """
        table = self.table(query_name)
        with self._lock:
            self._index(query_name, tuple(among))
        narrowed = " AND ".join(f'"{column}" IN ({", ".join("?" * len(among[column]))})' for column in among)
        found = self.rows(
            f"SELECT * FROM {table} WHERE {narrowed} ORDER BY rowid",  # noqa: S608  (our own names)
            [value for values in among.values() for value in values],
        )
        return [_texts(row) for row in found]

    def all_texts(self, query_name: str) -> Iterable[dict[str, str]]:
        """Return all rows of a query's table, in the order of the answer, without what is unbound."""
        table = self.table(query_name)
        return map(_texts, self.rows(f"SELECT * FROM {table} ORDER BY rowid"))  # noqa: S608  (our own names)

    def kept(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what `make` returns, made once for each `key`: an index over tables, say."""
        return self._kept.get(key, make)


def _texts(row: sqlite3.Row) -> dict[str, str]:
    return {name: row[name] for name in row.keys() if row[name] is not None}  # noqa: SIM118  (a Row is no dict)
