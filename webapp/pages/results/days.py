"""The dates of an answer: which days a literal may mean."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.namespaces import XSD

if TYPE_CHECKING:
    from kg.terms import Literal

_TYPES: Final = {
    XSD + "date": "day",
    XSD + "dateTime": "day",
    XSD + "dateTimeStamp": "day",
    XSD + "gYear": "year",
    XSD + "gYearMonth": "month",
}
_WRITTEN: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T[\d:.]+)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_PARTS: Final = {"year": 1, "month": 2, "day": 3}
_KEPT: Final = 10_000

Days = tuple[str, str, str]
"""The first and the last day that a date may mean, in ISO form, and its precision: day, month or year."""


def days_of(term: Literal) -> Days | None:
    """Return which days a date means; None for what is no date, or one before the year 1 or after 9999."""
    precision = _TYPES.get(term.datatype or "")
    return _read(term.value, precision) if precision else None


@lru_cache(_KEPT)
def _read(text: str, precision: str) -> Days | None:
    found = _WRITTEN.fullmatch(text) if len(text) <= len("2016-01-01T00:00:00.000000000000+00:00") else None
    parts = [int(part) for part in found.groups() if part] if found else []
    if len(parts) != _PARTS[precision]:
        return None
    year, month, day = (*parts, 1, 1)[:3]
    try:
        first = date(year, month, day)
    except ValueError:
        return None
    last = {
        "year": date(year, 12, 31),
        "month": date(year, month, calendar.monthrange(year, month)[1]),
        "day": first,
    }[precision]
    return first.isoformat(), last.isoformat(), precision
