"""How many rows the examples have and how long they take, as they were last run on this server."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.errors import KgError
from kg.store.syntax import Form
from webapp.pages.sentences import counted

if TYPE_CHECKING:
    from webapp.knowledge import Knowledge

_MILLISECOND: Final = 0.001


@dataclass(frozen=True, slots=True)
class Measure:
    """The rows of an answer, and the seconds that it took."""

    rows: int
    seconds: float

    @property
    def words(self) -> str:
        """Say both."""
        return f"{counted(self.rows, 'row')}, {duration(self.seconds)}"


class Measures:
    """What is known of the examples, by name; of what never ran there is nothing."""

    def __init__(self) -> None:
        """Begin without any."""
        self._taken: dict[str, Measure] = {}

    def of(self, name: str) -> Measure | None:
        """Return what is known of a stored query."""
        return self._taken.get(name)

    def take(self, name: str, rows: int, seconds: float) -> None:
        """Note how a stored query went, run as it stands in its file."""
        self._taken[name] = Measure(rows, seconds)


def measures(knowledge: Knowledge) -> Measures:
    """Return what is known of the examples on this graph."""
    return knowledge.once.get(Measures, Measures)


def measure_all(knowledge: Knowledge, pause: float) -> None:
    """
    Run every example that was not run yet, as a stranger's query; for a thread of its own.

    What goes over a limit, or finds all workers taken, stays unknown until a reader runs it.

    Args:
        knowledge: The graph.
        pause: How long to wait after each, in times of what it took: readers who come meanwhile go first.
    """
    known = measures(knowledge)
    for query in knowledge.queries:
        if query.form is not Form.SELECT or known.of(query.name):
            continue
        started = time.monotonic()
        try:
            found = knowledge.strangers.preview(query.text, most=1)
        except KgError:
            pass
        else:
            known.take(query.name, found.total, found.seconds)
        time.sleep(pause * (time.monotonic() - started))


def duration(seconds: float) -> str:
    """Say how long something took, in words of two figures."""
    if seconds < _MILLISECOND:
        return "less than 1 ms"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
