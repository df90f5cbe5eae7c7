"""
The drawing of a timeline: years on an axis, and above it a mark for each event, as exact as its date.

A point stands for a day, a few days or a month; a hollow bar for some time within a year; a full bar for a
stretch of time; a bar without an end for what has only one bound.  Marks lie in as many lanes as they need
not to cover one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.pages.timelines.events import Event

POINT, WITHIN, STRETCH, FROM, BY = "point", "within", "stretch", "from", "by"
"""The shapes of marks."""

_WIDTH: Final = 1080
_LEAST_YEAR, _MOST_YEAR = 26, 180
_LANE, _TOP, _AXIS = 15, 6, 22
_POINT: Final = 9
_GAP: Final = 3
_SHORT: Final = timedelta(days=31)
_YEAR_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class Mark:
    """One event: its shape, where it stands in px, and the row of the list that it belongs to."""

    shape: str
    x: float
    y: int
    width: float
    row: str
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis, at the px where it begins; `label` is empty where there is no room for it."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The drawing; sizes are in px."""

    width: int
    height: int
    axis: int
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    shapes: tuple[str, ...]


def strip(events: Sequence[tuple[str, Event]]) -> Strip | None:
    """Return the drawing of some events with dates, each with the id of its row; None if there are none."""
    if not events:
        return None
    first, last = _years([event for _, event in events])
    scale = _Scale(first, last)
    marks = _laid([_drawn(scale, row, event) for row, event in events])
    axis = max(mark.y for mark in marks) + _LANE
    every = max(1, -(-40 // int(scale.year)))
    ticks = tuple(
        Tick(scale.at_year(year), str(year) if not (year - first) % every else "")
        for year in range(first, last + 1)
    )
    shapes = tuple(shape for shape in (POINT, WITHIN, STRETCH, FROM, BY) if shape in {m.shape for m in marks})
    return Strip(scale.width, axis + _AXIS, axis, ticks, marks, shapes)


def _years(events: Sequence[Event]) -> tuple[int, int]:
    days = [day for event in events for day in (event.begins, event.ends) if day]
    return int(min(days)[:4]), int(max(days)[:4])


class _Scale:
    """From days to px: every year is as wide as every other."""

    def __init__(self, first: int, last: int) -> None:
        """Make the years fit the width, as far as they stay wide enough to tell apart."""
        self.first = first
        count = last - first + 1
        self.year = min(_MOST_YEAR, max(_LEAST_YEAR, _WIDTH / count))
        self.width = round(self.year * count)

    def at_year(self, year: int) -> float:
        """Return where a year begins."""
        return round((year - self.first) * self.year, 1)

    def at(self, day: date) -> float:
        """Return where a day begins."""
        return round(self.at_year(day.year) + (day.timetuple().tm_yday - 1) / _YEAR_DAYS * self.year, 1)


def _drawn(scale: _Scale, row: str, event: Event) -> Mark:
    """Return the mark of an event, in no lane yet."""
    begins, ends = (date.fromisoformat(day) if day else None for day in (event.begins, event.ends))
    title = f"{event.label}: {event.words}"
    if begins and ends:
        x, end = scale.at(begins), scale.at(ends)
        if ends - begins < _SHORT:
            middle = min(max((x + end) / 2, _POINT / 2), scale.width - _POINT / 2)
            return Mark(POINT, round(middle - _POINT / 2, 1), 0, _POINT, row, title)
        shape = WITHIN if event.precision == "year" else STRETCH
        return Mark(shape, x, 0, round(max(end - x, _POINT), 1), row, title)
    if begins:
        x = scale.at(begins)
        return Mark(FROM, x, 0, round(max(scale.width - x, _POINT), 1), row, title)
    end = scale.at(ends) if ends else 0
    return Mark(BY, 0, 0, round(max(end, _POINT), 1), row, title)


def _laid(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return marks with a lane each: the first one in which there is room."""
    ends: list[float] = []
    laid: dict[int, Mark] = {}
    for at, mark in sorted(enumerate(marks), key=lambda found: (found[1].x, found[0])):
        lane = next((lane for lane, end in enumerate(ends) if end + _GAP <= mark.x), len(ends))
        ends[lane:] = [mark.x + mark.width, *ends[lane + 1 :]]
        laid[at] = Mark(mark.shape, mark.x, _TOP + lane * _LANE, mark.width, mark.row, mark.title)
    return tuple(laid[at] for at in sorted(laid))
