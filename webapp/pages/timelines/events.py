"""Meetings and initiatives with their dates, as the timeline orders and chooses them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from webapp.pages.dates import DATED, in_words
from webapp.pages.prepared import once

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from webapp.knowledge import Knowledge

NOT_STATED: Final = "date not stated"
_EARLIEST, _LATEST = 0, 9999
_YEAR: Final = 4

Ties = dict[str, dict[str, str]]
"""By the kind of tie (`process`, `country`...), the names of what a thing is tied to, by IRI."""


@dataclass(frozen=True, slots=True)
class Event:
    """
    One date of a meeting or initiative; where sources disagree on it, there is an event for each of them.

    `begins` and `ends` are ISO dates, None where the source sets no such bound; `precision` is a key, empty
    where no date is on record; `words` say the date as finely as the source does.  `first` and `last` are the
    years in which it may be, the ends of time without a bound.  `graph` gives the date, or else says what the
    thing is; there may be several, with spaces between.
    """

    iri: str
    label: str
    kind: str
    graph: str
    begins: str | None = None
    ends: str | None = None
    precision: str = ""
    words: str = NOT_STATED
    first: int = _EARLIEST
    last: int = _LATEST
    note: str = ""
    claim: str = ""
    ties: Ties = field(default_factory=dict)

    @property
    def is_dated(self) -> bool:
        """Tell whether a source bounds its date on one side at least."""
        return self.begins is not None or self.ends is not None

    @property
    def year(self) -> int:
        """The year under which it stands: the one in which it begins, or by which it is at the latest."""
        return self.first if self.begins else self.last

    def tied(self, kind: str) -> dict[str, str]:
        """Return what it is tied to in one way, names by IRI."""
        return self.ties.get(kind, {})


@once
def all_events(knowledge: Knowledge) -> tuple[Event, ...]:
    """Return every meeting and initiative, the oldest first, those without a date at the end."""
    ties: dict[str, Ties] = {}
    for row in knowledge.table("timeline-ties"):
        found = ties.setdefault(row["event"], {})
        found.setdefault(row["tie"], {})[row["value"]] = row["valueLabel"]
    dates: dict[str, list[dict[str, str]]] = {}
    for row in knowledge.table("timeline-dates"):
        _add(dates.setdefault(row["event"], []), row)
    events = [
        event
        for row in knowledge.table("timeline-events")
        for event in _dated(row, dates.get(row["event"], ()), ties.get(row["event"], {}))
    ]
    return tuple(sorted(events, key=_place))


def _add(dates: list[dict[str, str]], row: dict[str, str]) -> None:
    """Add a date to those of an event; where another source gives the same one, that one stands on both."""
    for same in dates:
        if all(same.get(name) == row.get(name) for name in DATED):
            same["assertion"] += f" {row['assertion']}"
            return
    dates.append(row)


def _dated(row: Mapping[str, str], dates: Iterable[Mapping[str, str]], ties: Ties) -> list[Event]:
    event = Event(
        row["event"], row["label"], row["kind"], row["assertion"], note=row.get("note", ""), ties=ties
    )
    return [_with_date(event, date) for date in dates] or [event]


def _with_date(event: Event, date: Mapping[str, str]) -> Event:
    begins, ends = date.get("begins"), date.get("ends")
    precision = date["precision"].rpartition("/")[2]
    return replace(
        event,
        graph=date["assertion"],
        begins=begins,
        ends=ends,
        precision=precision,
        words=in_words(begins, ends, precision, date.get("printed")) or NOT_STATED,
        first=int(begins[:_YEAR]) if begins else _EARLIEST,
        last=int(ends[:_YEAR]) if ends else _LATEST,
        claim=date.get("claim", ""),
    )


def _place(event: Event) -> tuple[bool, str, str, str, str, str]:
    day = event.begins or event.ends or ""
    return (not event.is_dated, day, event.ends or "", event.label.casefold(), event.iri, event.graph)


@dataclass(frozen=True, slots=True)
class Choice:
    """
    Which events to show: those of one of the processes, and of one of the countries, and so on.

    What is empty chooses all.  `first` and `last` are years.
    """

    process: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    first: int = _EARLIEST
    last: int = _LATEST

    def holds(self, event: Event) -> bool:
        """Tell whether an event is of the choice, whatever its date."""
        return (
            (not self.kind or event.kind in self.kind)
            and _any(event, "process", self.process)
            and _any(event, "level", self.level)
            and (_any(event, "country", self.country) or _any(event, "party", self.country))
        )

    def spans(self, event: Event) -> bool:
        """Tell whether an event may have been within the years; what has an open end may."""
        return event.first <= self.last and event.last >= self.first


def _any(event: Event, tie: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or any(iri in event.tied(tie) for iri in wanted)


def chosen(knowledge: Knowledge, choice: Choice) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Return the events of a choice: those with a date, the oldest first, and those without."""
    found = [event for event in all_events(knowledge) if choice.holds(event)]
    dated = tuple(event for event in found if event.is_dated and choice.spans(event))
    return dated, tuple(event for event in found if not event.is_dated)


@once
def dated_of_processes(knowledge: Knowledge) -> dict[str, tuple[Event, ...]]:
    """Return the events with a date of each process, by its IRI, the oldest first."""
    found: dict[str, list[Event]] = {}
    for event in all_events(knowledge):
        for process in event.tied("process") if event.is_dated else ():
            found.setdefault(process, []).append(event)
    return {process: tuple(events) for process, events in found.items()}
