"""Things by their names: whole, by their beginnings, from inside, and mistyped; over any store."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field, replace
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Final

from kg.folding import fold, joined, runs, words
from kg.hits import Answer, Grade, Hit, Name
from kg.spelling import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    _Range = tuple[int, int]
    _Match = tuple[Grade, int, int, tuple[str, ...], tuple[str, ...]]

LONGEST_ASKED: Final = 200
SHORTEST_INSIDE: Final = 4
"""A shorter text is looked for inside of words only where none begins with it: "RSO" is in "persons"."""
_NAMES_OF_A_THING: Final = 8
_NEAREST_AT_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class _Unit:
    """
    A word asked for, or characters that stand together in a script without breaks.

    `inside` are the words of names that have it inside, `near` those a letter or two off.
    """

    text: str
    written: str
    inside: frozenset[str] = frozenset()
    near: dict[str, int] = field(default_factory=dict)

    def expression(self) -> str:
        """Return what finds it in FTS5."""
        others = "".join(f' OR "{word}"' for word in sorted({*self.inside, *self.near}))
        return f'("{self.text}" *{others})'

    def match(self, text: str) -> tuple[Grade, int, str] | None:
        """Say how closely the folded words of a name match: grade, letters off, and what matched."""
        if f" {self.text}" in f" {text}":
            return Grade.WORDS, 0, self.text
        held = text.split()
        if not self.inside.isdisjoint(held):
            return Grade.INSIDE, 0, self.text
        off = [(self.near[word], word) for word in held if word in self.near]
        return (Grade.TYPO, *min(off)) if off else None


class SearchIndex:
    """
    All names, in an FTS5 table in memory; threads may share one object.

    What is asked is folded as the names are (`kg.folding`), and each of its words has to be in the name.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        """
        Index names.

        Args:
            names: In the order in which things come that match equally well: the names of a kind together,
                and those of a thing together, the one first that is shown.
        """
        self._names = tuple(names)
        self._folded = [fold(name.text) for name in self._names]
        # What is written with a dash or an apostrophe is found when written together, too.
        self._texts = [
            " ".join((folded, *joined(name.text)))
            for folded, name in zip(self._folded, self._names, strict=True)
        ]
        self._vocabulary = Vocabulary(name.text for name in self._names)
        self._starts: dict[str, int] = {}
        for row, name in enumerate(self._names):
            self._starts.setdefault(name.kind, row)
        # Threads that ask the same statement at once could share one that is prepared, and its values.
        self._lock = Lock()
        self._tables = sqlite3.connect(":memory:", check_same_thread=False)
        self._fill()

    def _fill(self) -> None:
        # What is given is folded and parted already: to this tokenizer, all that is not ASCII is a letter.
        self._tables.execute(
            "CREATE VIRTUAL TABLE words USING "
            "fts5(text, content='', columnsize=0, tokenize='ascii', prefix='1 2 3')"
        )
        self._tables.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", enumerate(self._texts))
        self._tables.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._tables.execute("CREATE TABLE whole (rowid INTEGER PRIMARY KEY, folded TEXT)")
        self._tables.executemany("INSERT INTO whole VALUES (?, ?)", enumerate(self._folded))
        self._tables.execute("CREATE INDEX by_text ON whole (folded)")

    def search(self, text: str) -> Answer:
        """
        Return all things one of whose names has every word asked for.

        Words that no name has are taken for mistyped: names with a word one or two letters off are found.
        Where that finds nothing, every word may be mistyped, acronyms too.

        Args:
            text: What was asked; only the first `LONGEST_ASKED` characters count.
        """
        units = self._units(text)
        if not units:
            return Answer()
        unknown = tuple(unit.written for unit in units if self._is_unknown(unit))
        for tried in self._spellings(units):
            hits = self._hits(fold(text[:LONGEST_ASKED]), tried, self._rows(_all_of(tried)))
            if hits:
                return Answer(hits, unknown)
        return Answer((), unknown, self._nearest(units))

    def suggest(self, text: str, limit: int = 8, kinds: Collection[str] = ()) -> list[Hit]:
        """
        Return the best hits for what is being written.

        Args:
            text: As in `search`; its last word may be unfinished, also where a letter is off.
            limit: How many things at most.
            kinds: Only things of these kinds; all if empty.
        """
        asked, units = fold(text[:LONGEST_ASKED]), self._units(text)
        if not units:
            return []
        found: dict[str, Hit] = {}
        within, most = _within(self._ranges(kinds)), limit * _NAMES_OF_A_THING
        for rows, tried in self._stages(asked, units, within, most):
            for hit in self._hits(asked, tried, rows):
                found.setdefault(hit.thing, hit)
            if len(found) >= limit:
                break
        return list(islice(found.values(), limit))

    def _stages(
        self, asked: str, units: list[_Unit], within: str, most: int
    ) -> Iterator[tuple[list[int], list[_Unit]]]:
        """Return rows that match ever less closely, each time with the units that they match."""
        rows = self._read(
            f"SELECT rowid FROM whole WHERE folded = ? {within} LIMIT ?",  # noqa: S608  (numbers of ours)
            (asked, most),
        )
        yield rows, units
        for expression in (f'^"{asked}" *', f'"{asked}" *', _all_of(units)):
            rows = self._rows(expression, within, most)
            yield rows, units
        # Each finds what those before it find; nothing is taken for mistyped where something has it as it is.
        spellings = self._spellings(units, is_unfinished=True)
        while not rows and (tried := next(spellings, None)):
            rows = self._rows(_all_of(tried), within, most)
            yield rows, tried

    def _rows(self, expression: str, within: str = "", most: int = -1) -> list[int]:
        return self._read(
            f"SELECT rowid FROM words WHERE words MATCH ? {within} ORDER BY rowid LIMIT ?",  # noqa: S608  (as above)
            (expression, most),
        )

    def _read(self, statement: str, values: tuple[str, int]) -> list[int]:
        with self._lock:
            return [row for (row,) in self._tables.execute(statement, values)]

    def _ranges(self, kinds: Collection[str]) -> list[_Range]:
        """Return the first row and the one after the last of each kind, kinds side by side as one."""
        ends = [*list(self._starts.values())[1:], len(self._names)]
        ranges: list[_Range] = []
        for (kind, begin), end in zip(self._starts.items(), ends, strict=True):
            if kind not in kinds:
                continue
            if ranges and ranges[-1][1] == begin:
                begin = ranges.pop()[0]  # noqa: PLW2901  (the two are one)
            ranges.append((begin, end))
        return ranges if kinds else [(0, len(self._names))]

    def _units(self, text: str) -> list[_Unit]:
        """Return what is asked for, each once."""
        parts: dict[str, str] = {}
        text = text[:LONGEST_ASKED]
        asked = words(text)
        for run in runs(asked):
            parts[" ".join(word.text for word in run)] = text[run[0].places[0] : run[-1].places[-1] + 1]
        return [_Unit(part, written) for part, written in parts.items()]

    def _is_unknown(self, unit: _Unit) -> bool:
        """Tell whether no name has it, at the beginning of a word or inside."""
        if " " in unit.text:
            return not self._rows(f'"{unit.text}"', most=1)
        return not self._vocabulary.begins(unit.text) and not self._inside(unit)

    def _inside(self, unit: _Unit) -> frozenset[str]:
        is_left = " " in unit.text or (
            len(unit.text) < SHORTEST_INSIDE and self._vocabulary.begins(unit.text)
        )
        return frozenset(() if is_left else self._vocabulary.inside(unit.text))

    def _spellings(self, units: Sequence[_Unit], *, is_unfinished: bool = False) -> Iterator[list[_Unit]]:
        """Return what may be meant: what was asked, or with unknown words mistyped, or with any word."""
        whole = [replace(unit, inside=self._inside(unit)) for unit in units]
        unknown = {unit.text for unit in whole if self._is_unknown(unit)}
        if not unknown:
            yield whole
        for with_codes in (False, True):
            if unknown or with_codes:
                yield [
                    replace(
                        unit,
                        near=self._vocabulary.near(
                            unit.text,
                            with_codes=with_codes,
                            is_unfinished=is_unfinished and unit is whole[-1],
                        ),
                    )
                    if with_codes or unit.text in unknown
                    else unit
                    for unit in whole
                ]

    def _hits(self, asked: str, units: Sequence[_Unit], rows: Iterable[int]) -> tuple[Hit, ...]:
        """Return one hit a thing, by the name of its that matches best, the best first."""
        best: dict[str, _Match] = {}
        for row in rows:
            match = self._match(row, asked, units)
            if match:
                thing = self._names[row].thing
                best[thing] = min(match, best.get(thing, match))
        return tuple(
            Hit(self._names[row], grade, letters, pieces, respelled)
            for grade, letters, row, pieces, respelled in sorted(best.values())
        )

    def _match(self, row: int, asked: str, units: Sequence[_Unit]) -> _Match | None:
        """Say how closely a name matches: grade, letters off, its row, then the pieces as in `Hit`."""
        folded = self._folded[row]
        if folded == asked:
            return (Grade.CODE if self._names[row].is_code else Grade.NAME), 0, row, (asked,), ()
        if folded.startswith(asked):
            return Grade.BEGINNING, 0, row, (asked,), ()
        if f" {asked}" in folded:
            return Grade.PHRASE, 0, row, (asked,), ()
        found = [match for unit in units if (match := unit.match(self._texts[row]))]
        if len(found) < len(units):
            return None
        return (
            max(grade for grade, _, _ in found),
            sum(off for _, off, _ in found),
            row,
            tuple(piece for _, _, piece in found),
            tuple(piece for _, off, piece in found if off),
        )

    def _nearest(self, units: Iterable[_Unit]) -> tuple[Name, ...]:
        """Return some names that have one of the words, or else one like it, the longest word first."""
        found: dict[str, Name] = {}
        by_length = sorted(units, key=lambda unit: -len(unit.text))
        for unit in by_length:
            like = self._vocabulary.like(unit.text) if self._is_unknown(unit) else ()
            for phrase in [f'"{unit.text}" *', *(f'"{word}"' for word in like)]:
                for row in self._rows(phrase, most=_NEAREST_AT_MOST):
                    found.setdefault(self._names[row].thing, self._names[row])
        return tuple(islice(found.values(), _NEAREST_AT_MOST))


def _all_of(units: Iterable[_Unit]) -> str:
    return " AND ".join(unit.expression() for unit in units)


def _within(ranges: Iterable[_Range]) -> str:
    """Return the condition that a row is in one of the ranges, the last row of each not included."""
    return "AND (" + " OR ".join(f"rowid BETWEEN {begin} AND {end - 1}" for begin, end in ranges) + ")"
