"""Dates in words, as finely as a source gives them."""

from __future__ import annotations

from datetime import date
from typing import Final

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def in_words(begins: str, ends: str | None, precision: str) -> str:
    """
    Return a date or an interval in words.

    Args:
        begins: The first day on which it may be, as an ISO date.
        ends: The last day, or None.
        precision: The key of a date precision: `day`, `month`, `year` or `interval`.
    """
    first = date.fromisoformat(begins)
    if precision == "year":
        return str(first.year)
    if precision == "month":
        return f"{_MONTHS[first.month - 1]} {first.year}"
    if precision == "interval" and ends:
        return f"{_day(first)} to {_day(date.fromisoformat(ends))}"
    return _day(first)


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
