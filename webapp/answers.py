"""Answers of stored queries, kept: the store is only read while the site runs, so they stay true."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.store.protocol import Solutions, Store

ROWS_KEPT: Final = 20_000
"""How many rows of answers are kept at most; the answers least recently asked for go first."""


class Answers:
    """The answers of one store; threads may share them."""

    def __init__(self, store: Store, rows_kept: int = ROWS_KEPT) -> None:
        """Ask `store` for what is not kept, and keep `rows_kept` rows at most."""
        self._store = store
        self._rows_kept = rows_kept
        self._kept: OrderedDict[str, Solutions] = OrderedDict()
        self._rows = 0
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
        if query in self._kept or _size(answer) > self._rows_kept:
            return
        self._kept[query] = answer
        self._rows += _size(answer)
        while self._rows > self._rows_kept:
            _, oldest = self._kept.popitem(last=False)
            self._rows -= _size(oldest)


def _size(answer: Solutions) -> int:
    """Count an answer's rows; one without rows takes room, too."""
    return len(answer.rows) + 1
