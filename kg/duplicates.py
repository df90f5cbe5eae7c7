"""Two rows for one thing: pairs that look alike, and that nobody has looked at and kept apart."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from kg.sources import DateSpan, read_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.sources import Row, Tables

RECONCILIATION = "reconciliation.csv"

_COLUMNS = ["kind", "kept", "other", "outcome", "why"]
_KEPT_APART = "kept apart"
# Longer than this, a date says so little that two meetings in it need not be one.
_LONGEST_DAYS = 31
_Things: TypeAlias = frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows of one table that look alike, and in what."""

    one: Row
    other: Row
    alike: str


def suspects(tables: Tables, data_dir: Path) -> tuple[str, ...]:
    """
    Name the pairs of rows that look alike and are not kept apart, one sentence a pair.

    Args:
        tables: The rows.
        data_dir: The folder of the tables, which may hold `reconciliation.csv`: what was looked at.

    Raises:
        TableError: That file cannot be read.
    """
    apart = _kept_apart(data_dir / RECONCILIATION)
    found = [_sentence(tables, pair) for pair in pairs(tables) if _things(tables, pair) not in apart]
    return tuple(dict.fromkeys(found))


def _kept_apart(path: Path) -> frozenset[_Things]:
    """Read which things were looked at, two and two, and kept apart."""
    try:
        rows = read_records(path, _COLUMNS)
    except FileNotFoundError:
        return frozenset()
    return frozenset(
        frozenset({row["kept"].strip(), other.strip()})
        for row in rows
        if row["outcome"] == _KEPT_APART
        for other in row["other"].split(";")
    )


def _thing(tables: Tables, row: Row) -> str:
    return f"{tables.specs[row.table].kind}/{row.key}"


def _things(tables: Tables, pair: Pair) -> _Things:
    return frozenset({_thing(tables, pair.one), _thing(tables, pair.other)})


def _sentence(tables: Tables, pair: Pair) -> str:
    return (
        f"{tables.place(pair.other)}: {_thing(tables, pair.other)} has {pair.alike} as "
        f"{_thing(tables, pair.one)} (row {pair.one.number}); merge the two rows, or enter the pair in "
        f"data/{RECONCILIATION} with the outcome {_KEPT_APART!r}."
    )


def pairs(tables: Tables) -> Iterator[Pair]:
    """Return the pairs of rows that look alike, table by table."""
    sources, meetings = tables["sources"], tables["meetings"]
    yield from _sharing(sources, _address, "the same address")
    yield from _sharing(sources, _title_and_date, "the same title and date")
    for table in ("organizations", "countries"):
        yield from _sharing(tables[table], _names, "the same name or acronym")
    for pair in _sharing(meetings, _named_under("of"), "the same process and name"):
        if _may_be_one_meeting(pair):
            yield pair
    for pair in _sharing(meetings, _level_under, "the same process, level and time"):
        if _may_be_one_meeting(pair) and all(_is_dated(row) for row in (pair.one, pair.other)):
            yield pair
    yield from _sharing(tables["initiatives"], _named_under("under"), "the same process and name")


def _sharing(rows: Iterable[Row], features: Callable[[Row], Iterable[str]], alike: str) -> Iterator[Pair]:
    """Return each pair of rows once that has a feature in common."""
    by_feature: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for feature in sorted(set(features(row))):
            by_feature[feature].append(row)
    found = {
        (one.number, other.number): Pair(one, other, alike)
        for sharing in by_feature.values()
        for one, other in combinations(sharing, 2)
    }
    yield from (pair for _, pair in sorted(found.items()))


def fold(text: str) -> str:
    """Return a name without what is written now so and now so: case, accents, punctuation, the article."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(word for word in re.findall(r"\w+", letters) if word != "the")


def _address(row: Row) -> Iterator[str]:
    """Return the address without what leads to the same page: scheme, `www.`, last slash, fragment."""
    if url := row.texts.get("url"):
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        yield f"{host}{parts.path.rstrip('/')}?{parts.query}"


def _title_and_date(row: Row) -> Iterator[str]:
    if date := row.texts.get("date"):
        yield f"{fold(row.texts['title'])} {date}"


def _names(row: Row) -> Iterator[str]:
    for name in (row.texts["name"], row.texts.get("acronym", ""), *row.lists.get("aliases", ())):
        if folded := fold(name):
            yield folded


def _named_under(column: str) -> Callable[[Row], Iterator[str]]:
    def features(row: Row) -> Iterator[str]:
        return (f"{process} {fold(row.texts['name'])}" for process in row.lists.get(column, ()))

    return features


def _level_under(row: Row) -> Iterator[str]:
    if level := row.texts.get("level"):
        yield from (f"{process} {level}" for process in row.lists.get("of", ()))


def _may_be_one_meeting(pair: Pair) -> bool:
    """Say whether neither number nor time tells two meetings apart."""
    ordinals = {row.texts.get("ordinal") for row in (pair.one, pair.other)}
    if len(ordinals) > 1 and None not in ordinals:
        return False
    one, other = (row.dates.get("date", DateSpan(None, None, "unbounded")) for row in (pair.one, pair.other))
    return not (_ends_before(one, other) or _ends_before(other, one))


def _ends_before(one: DateSpan, other: DateSpan) -> bool:
    return one.last is not None and other.first is not None and one.last < other.first


def _is_dated(row: Row) -> bool:
    """Say whether the time is known well enough to be that of one meeting."""
    span = row.dates.get("date")
    return bool(span and span.first and span.last and (span.last - span.first).days <= _LONGEST_DAYS)
