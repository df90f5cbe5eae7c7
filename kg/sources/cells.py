"""What a cell means: a date as precise as its source, and sources paired with their locators."""

from __future__ import annotations

import calendar
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")
_SLUG_LENGTH = 80
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class DateSpan:
    """
    A date as the source gives it.

    `first` and `last` are the first and last day that it may mean; `precision` is day, month, year or
    interval.
    """

    first: date
    last: date
    precision: str


def date_span(text: str) -> DateSpan:
    """
    Read a date: `2017-02-03`, `2017-02`, `2017`, or two of them with a slash between.

    Raises:
        ValueError: The text is none of these, or no such day exists; the message says which.
    """
    first, slash, last = text.partition("/")
    begin = _one_date(first)
    if not slash:
        return DateSpan(begin.first, begin.last, begin.precision)
    end = _one_date(last)
    if end.last < begin.first:
        raise ValueError(f"{text!r} ends before it begins")
    return DateSpan(begin.first, end.last, "interval")


def _one_date(text: str) -> DateSpan:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date such as 2015, 2015-11, 2015-11-24 or 2015-10/2016-02")
    year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
    try:
        if year is not None and month is not None and day is not None:
            exact = date(year, month, day)
            return DateSpan(exact, exact, "day")
        if year is not None and month is not None:
            last_day = calendar.monthrange(year, month)[1]
            return DateSpan(date(year, month, 1), date(year, month, last_day), "month")
        return DateSpan(date(year or 0, 1, 1), date(year or 0, 12, 31), "year")
    except (ValueError, calendar.IllegalMonthError) as error:
        raise ValueError(f"{text!r} is not a day, month or year of the calendar") from error


@dataclass(frozen=True, slots=True)
class Passage:
    """
    A source and a place in it.

    `status` is `paired` (this locator belongs to this source), `unpaired` (one text was given for several
    sources) or `not-recorded` (the source is named without a place, and `locator` is empty).
    """

    source: str
    locator: str
    status: str

    @property
    def key(self) -> str:
        """Name the passage: the source's key and a slug of the locator, the same on every machine."""
        place = self.locator if self.status == "paired" else f"{self.status} {self.locator}"
        return f"{self.source}/{slug(place)}"

    @property
    def order(self) -> str:
        """Return the locator as it sorts in document order: numbers padded, "lines 3" as "line 3"."""
        singular = re.sub(r"s(?= \d)", "", self.locator)
        return re.sub(r"\d+", lambda number: number.group().zfill(_DIGITS), singular)


def passages(sources: tuple[str, ...], locators: tuple[str, ...]) -> tuple[Passage, ...]:
    """
    Pair sources with locators.

    As many locators as sources: the first belongs to the first, and so on.  One locator for several
    sources: it is given to all of them as it stands, marked unpaired.

    Raises:
        ValueError: Neither is the case; the message says both numbers.
    """
    if len(sources) == len(locators):
        return tuple(Passage(s, place, "paired") for s, place in zip(sources, locators, strict=True))
    if len(locators) == 1:
        return tuple(Passage(source, locators[0], "unpaired") for source in sources)
    raise ValueError(
        f"{len(locators)} locators do not pair with {len(sources)} sources; "
        "give one locator a source, separated by ' | ', or one for all"
    )


def slug(text: str) -> str:
    """
    Turn a text into a part of an IRI: lower-case letters, digits and single hyphens.

    Our own and not a library's, since these names are published and must never change with a release of
    it.  A long text is cut and ends in a digest, so that two long texts stay two.
    """
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    plain = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if plain and len(plain) <= _SLUG_LENGTH:
        return plain
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return f"{plain[:_SLUG_LENGTH].rstrip('-')}-{digest}".lstrip("-")
