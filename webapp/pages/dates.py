"""Dates in words, as finely as a source gives them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_OF_DIGITS: Final = re.compile(r"\b((?:19|20)\d\d)-(0[1-9]|1[0-2])\b(?!-)")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_FIGURES: Final = re.compile(r"[\d/-]+")
_DAY: Final = timedelta(days=1)
_LAST_MONTH: Final = 12
_KEPT: Final = 10_000
_BY_BOUNDS: Final = "interval"
_OPEN: Final = {"open", "unbounded"}

DATED: Final = ("begins", "ends", "precision", "printed")
"""The columns of queries that date a thing."""
ATTESTED: Final = ("attestedFrom", "attestedTo", "attestedPrecision", "attested")
"""The columns of queries that say for which time a source states something."""


@lru_cache(_KEPT)
def in_words(begins: str | None, ends: str | None, precision: str, printed: str | None = None) -> str:
    """
    Return a date or an interval in words; empty where nothing is known of it.

    Args:
        begins: The first day on which it may be, as an ISO date; None where the source sets no such bound.
        ends: The last day, likewise.
        precision: The key of a date precision: `day`, `month`, `year`, `interval`, `open` or `unbounded`.
        printed: The date as the source prints it; a phrase stands for itself, unless it only spells the
            same date in another way.
    """
    words = _exactly(begins, ends, precision)
    is_open = precision in _OPEN or not (begins and ends)
    if printed and is_phrase(printed) and (is_open or _letters(printed) != _letters(words)):
        return printed
    return words


def _exactly(begins: str | None, ends: str | None, precision: str) -> str:
    first, last = (date.fromisoformat(day) if day else None for day in (begins, ends))
    if first is None or last is None:
        return _bounded(first, last, precision)
    if precision == "year" and first.year == last.year:
        return str(first.year)
    if precision in {"month", "day"}:
        return _month(first) if precision == "month" else _day(first)
    return _interval(first, last)


def of_row(row: Mapping[str, str], columns: tuple[str, str, str, str] = DATED) -> str:
    """Return the date of a row of a query in words; empty where the row has none."""
    begins, ends, precision, printed = (row.get(column) for column in columns)
    return in_words(begins, ends, (precision or _BY_BOUNDS).rpartition("/")[2], printed)


def spelt(text: str) -> str:
    """Return a text with its months of digits spelt: `February 2020` for `2020-02`; spans of years stay."""
    return _OF_DIGITS.sub(lambda found: _month(date(int(found[1]), int(found[2]), 1)), text)


def is_phrase(printed: str) -> bool:
    """Tell whether a printed date says more than figures do: `2018 or later`, `3 February, 2017`."""
    return not _FIGURES.fullmatch(printed)


def _letters(text: str) -> str:
    """Return the letters and figures of a text, by which two spellings of one date are the same."""
    return "".join(c for c in text.casefold() if c.isalnum())


def _bounded(first: date | None, last: date | None, precision: str) -> str:
    """Return a date of which one bound at most is known."""
    if first and precision not in _OPEN:
        return {"month": _month(first), "year": str(first.year)}.get(precision) or _day(first)
    if first:
        return f"from {_edge(first, is_first=True)} on"
    return f"by {_edge(last, is_first=False)}" if last else ""


def _interval(first: date, last: date) -> str:
    """Return an interval, in whole years or months where both its ends are such."""
    if first == last:
        return _day(first)
    starts, stops = first.replace(day=1) == first, (last + _DAY).day == 1
    if starts and stops and first.month == 1 and last.month == _LAST_MONTH:
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if starts and stops:
        one_month = (first.year, first.month) == (last.year, last.month)
        return _month(first) if one_month else f"{_month(first)} to {_month(last)}"
    return f"{_beginning(first, last)} to {_day(last)}"


def _beginning(first: date, last: date) -> str:
    """Return the first day of an interval without what its last day says again."""
    if first.year != last.year:
        return _day(first)
    month = "" if first.month == last.month else f" {_MONTHS[first.month - 1]}"
    return f"{first.day}{month}"


def _edge(day: date, *, is_first: bool) -> str:
    """Return one bound: a year where it is the edge of a year, else a day."""
    of_year = (day.month, day.day) == ((1, 1) if is_first else (_LAST_MONTH, 31))
    return str(day.year) if of_year else _day(day)


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
