"""What changed between releases, worked out once for all threads and kept as far as there is room."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Final

from kg.changes.telling import record
from kg.keeping import KeepingByWeight

if TYPE_CHECKING:
    from kg.changes.editions import Edition
    from kg.changes.model import Record

KEPT: Final = 150_000
"""How many statements the kept records hold in all; those least recently asked for go first."""

MOST: Final = 50_000
"""How many statements of two releases may differ for the site to tell their changes in sentences."""

_OVERHEAD: Final = 10
"""What a record weighs beside its statements, in statements."""


class Records:
    """The records of pairs of releases; what lies between two graphs never changes."""

    def __init__(self) -> None:
        """Know none yet."""
        self._kept: KeepingByWeight[Record] = KeepingByWeight(KEPT)
        # One at a time: threads that count take the time of those that answer.
        self._making = Lock()

    def between(self, old: Edition, new: Edition) -> Record:
        """
        Return what changed between two releases.

        Raises:
            ManyChangesError: They differ in more than `MOST` statements.
            ChangesError: A file cannot be read.
        """
        key = (old, new)
        if found := self._kept.get(key):
            return found
        with self._making:
            if found := self._kept.get(key):
                return found
            made = record(old, new, MOST)
            self._kept.put(key, made, made.added + made.removed + _OVERHEAD)
            return made
