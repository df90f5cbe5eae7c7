"""What a cell means: a date as precise as its source, and sources paired with their locators."""

from __future__ import annotations

import calendar
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")
_YEARS = re.compile(r"(\d{4})-(\d{4})")
_REMARK = re.compile(r"(?P<date>[^()]+) \(.+\)")
_UNDATED = re.compile(r"undated(?: \((?P<words>.+)\))?")
_DAY = timedelta(days=1)
_NOT_RECORDED = "not recorded"
_SLUG_LENGTH = 80
_DIGITS = 4

_FORMS = (
    "is not a date; write 2015, 2015-11, 2015-11-24, 2015-10/2016-02 or 2013-2018, or in words "
    "'2015 or later', 'from 2015', 'after 2015', 'before 2015', 'by 2015', 'about 2015', 'undated' or "
    "'undated (words)', and further words only in brackets at the end"
)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """
    A date as the source gives it.

    `first` and `last` are the first and last day that it may mean, None where the source sets no bound;
    `precision` is day, month, year, interval, open (bounded on one side) or unbounded.  `printed` is the
    cell where it is a phrase; a date in our own form is nobody's print, and `printed` is None.
    """

    first: date | None
    last: date | None
    precision: str
    printed: str | None = None


def date_span(text: str) -> DateSpan:
    """
    Read a date: in our form (`2017-02-03`, `2017-02`, `2017`, two of them with a slash) or as a phrase.

    The bounds of a phrase are those that its words set, and no others: `about 2001` has none.

    Raises:
        ValueError: The text is none of these, or no such day exists; the message says which.
    """
    if exact := _in_our_form(text):
        return exact
    try:
        first, last, precision = _phrase(text)
    except OverflowError as error:
        raise ValueError(f"{text!r} goes beyond the calendar") from error
    return DateSpan(first, last, precision, text)


_Bounds: TypeAlias = tuple[date | None, date | None, str]


def _phrase(text: str) -> _Bounds:
    """Return the bounds and the precision of a phrase."""
    if match := _UNDATED.fullmatch(text):
        return _undated(match["words"] or "")
    if match := _REMARK.fullmatch(text):
        inside = date_span(match["date"])
        return inside.first, inside.last, inside.precision
    if match := _YEARS.fullmatch(text):
        both = date_span("/".join(match.groups()))
        return both.first, both.last, both.precision
    return _bounded(text)


def _undated(words: str) -> _Bounds:
    """Return the bounds that the words behind `undated` set, if they do."""
    if not _YEARS.fullmatch(words) and not words.startswith(("after ", "before ")):
        return None, None, "unbounded"
    try:
        return _phrase(words)
    except ValueError:  # words such as "after the summit"
        return None, None, "unbounded"


def _bounded(text: str) -> _Bounds:
    """Return the bounds of `2015 or later`, `before 2015` and the like."""
    word, _, named = (
        ("from", "", text.removesuffix(" or later")) if text.endswith(" or later") else (text.partition(" "))
    )
    span = _in_our_form(named)
    if span is None or span.first is None or span.last is None:
        raise ValueError(f"{text!r} {_FORMS}")
    match word:
        case "from":
            return span.first, None, "open"
        case "after":
            return span.last + _DAY, None, "open"
        case "before":
            return None, span.first - _DAY, "open"
        case "by":
            return None, span.last, "open"
        case "about":
            return None, None, "unbounded"
    raise ValueError(f"{text!r} {_FORMS}")


def _in_our_form(text: str) -> DateSpan | None:
    """Return the date, or None if the text has another form."""
    first, slash, last = text.partition("/")
    if not _DATE.fullmatch(first) or (slash and not _DATE.fullmatch(last)):
        return None
    begin, begin_last, precision = _one_date(first)
    if not slash:
        return DateSpan(begin, begin_last, precision)
    _, end, _ = _one_date(last)
    if end < begin:
        raise ValueError(f"{text!r} ends before it begins")
    return DateSpan(begin, end, "interval")


def _one_date(text: str) -> tuple[date, date, str]:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} {_FORMS}")
    year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
    try:
        if year is not None and month is not None and day is not None:
            exact = date(year, month, day)
            return exact, exact, "day"
        if year is not None and month is not None:
            last_day = calendar.monthrange(year, month)[1]
            return date(year, month, 1), date(year, month, last_day), "month"
        return date(year or 0, 1, 1), date(year or 0, 12, 31), "year"
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
    sources: it is given to all of them as it stands, marked unpaired.  The locator `not recorded` stands
    for none.

    Raises:
        ValueError: Neither is the case; the message says both numbers.
    """
    if len(sources) == len(locators):
        return tuple(_passage(s, place, "paired") for s, place in zip(sources, locators, strict=True))
    if len(locators) == 1:
        return tuple(_passage(source, locators[0], "unpaired") for source in sources)
    raise ValueError(
        f"{len(locators)} locators do not pair with {len(sources)} sources; "
        "give one locator a source, separated by ' | ', or one for all"
    )


def _passage(source: str, locator: str, status: str) -> Passage:
    return (
        Passage(source, "", "not-recorded") if locator == _NOT_RECORDED else Passage(source, locator, status)
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
