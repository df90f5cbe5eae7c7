"""Answers of stored queries, kept: the store is only read while the site runs, so they stay true."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.store.protocol import Solutions, Store

ROWS_KEPT: Final = 20_000
"""How many rows of answers are kept at most; the answers least recently asked for go first."""

CHARACTERS_A_ROW: Final = 100
"""How many characters of a query's text take the room of a row: the text is kept beside its answer."""

LONGEST_KEPT: Final = 10_000
"""The length of a query's text, in characters, above which its answer is not kept."""


class Answers:
    """The answers of one store; threads may share them."""

    def __init__(self, store: Store, rows_kept: int = ROWS_KEPT) -> None:
        """Ask `store` for what is not kept, and keep answers that weigh `rows_kept` rows at most."""
        self._store = store
        self._rows_kept = rows_kept
        self._kept: OrderedDict[str, Solutions] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def select(self, query: str) -> Solutions:
        """Return the answer to a SELECT query, from memory if asked before; errors are the store's."""
        with self._lock:
            kept = self._kept.get(query)
            if kept is not None:
                self._kept.move_to_end(query)
                return kept
        # Not under the lock: other threads need not wait for the store.
        answer = self._store.select(query)
        with self._lock:
            self._keep(query, answer)
        return answer

    def _keep(self, query: str, answer: Solutions) -> None:
        weight = _weight(query, answer)
        if query in self._kept or len(query) > LONGEST_KEPT or weight > self._rows_kept:
            return
        self._kept[query] = answer
        self._weight += weight
        while self._weight > self._rows_kept:
            self._weight -= _weight(*self._kept.popitem(last=False))


def _weight(query: str, answer: Solutions) -> int:
    """Count an answer's rows and the room of its query, which is a row at least."""
    return len(answer.rows) + 1 + len(query) // CHARACTERS_A_ROW
