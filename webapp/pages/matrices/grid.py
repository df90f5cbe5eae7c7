"""A grid: things by things, each square in one of five states, on the screen and as a file."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.exports.sheets import Sheet
from kg.namespaces import thing
from webapp.reach import RECORDED
from webapp.urls import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from webapp.names import Names
    from webapp.pages.parts import Evidence, Heading


STATES: Final = (RECORDED, "recorded-as-none", "not-stated", "not-assessed", "not-applicable")
"""The keys of the five states."""


@dataclass(frozen=True, slots=True)
class Square:
    """
    A square of a grid.

    `text` is what stands in a recorded one: the name of the one item there with its markers, or how many
    there are, as a link to their list; then `count` is that number.  A square in another state has no text.
    `note` is a small text after it, with a list of its own behind it or none.
    """

    state: str
    text: str = ""
    href: str = ""
    evidence: tuple[Evidence, ...] = ()
    count: int | None = None
    note: str = ""
    note_href: str = ""
    incomplete: bool = False
    is_disputed: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: what it is about, and its squares."""

    label: str
    href: str
    squares: tuple[Square, ...]
    note: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """
    The whole grid; `columns` are without that of the rows' headings, which `corner` is over.

    `rows` are those of one part of a long one, `total` the row under them all.
    """

    id: str
    caption: str
    corner: str
    columns: tuple[Heading, ...]
    rows: tuple[GridRow, ...]
    total: GridRow | None = None


def by_name(names: Names, iris: Iterable[str]) -> list[tuple[str, str]]:
    """
    Return things with their short names, in the order of these.

    What shares its short name with another one has its key beside it, so that no two are the same.
    """
    named = [(iri, names.short(iri)) for iri in iris]
    often = Counter(label for _, label in named)
    told = [(iri, f"{label} ({key_of(iri)})" if often[label] > 1 else label) for iri, label in named]
    return sorted(told, key=lambda entry: (folded(entry[1]), entry[0]))


def folded(text: str) -> str:
    """Return a text as it is sorted: in small letters without accents."""
    if text.isascii():
        return text.casefold()
    parts = unicodedata.normalize("NFKD", text)
    return "".join(char for char in parts if not unicodedata.combining(char)).casefold()


def words(square: Square, state_words: Mapping[str, str]) -> str:
    """Return a square as it reads on the screen, without its markers."""
    return "; ".join(filter(None, (_said(square, state_words), square.note)))


def _said(square: Square, state_words: Mapping[str, str]) -> str:
    if square.state != RECORDED:
        return state_words[square.state]
    flags = (
        ", incomplete in the source" if square.incomplete else "",
        ", sources disagree" if square.is_disputed else "",
    )
    return f"{square.text}, {state_words[RECORDED]}{''.join(flags)}"


def sheet_of(grid: Grid, names: Names, notes: Iterable[str] = ()) -> Sheet:
    """Return a grid as a table to take away: the words of each square, then the key of its state."""
    labels = tuple(_unlike(heading.label for heading in grid.columns))
    state_words = state_labels(names)
    rows = (*grid.rows, *((grid.total,) if grid.total else ()))
    return Sheet(
        grid.caption,
        (grid.corner, *labels, *(f"State: {label}" for label in labels)),
        tuple(
            (
                "; ".join(filter(None, (row.label, row.note))),
                *(words(square, state_words) for square in row.squares),
                *(square.state for square in row.squares),
            )
            for row in rows
        ),
        tuple(notes),
    )


def _unlike(labels: Iterable[str]) -> Iterator[str]:
    """Yield names with a number beside those that come again, for a file has each column once."""
    seen: Counter[str] = Counter()
    for label in labels:
        seen[label] += 1
        yield f"{label} ({seen[label]})" if seen[label] > 1 else label


def state_labels(names: Names) -> dict[str, str]:
    """Return the words of each state by its key."""
    return {key: names.label(thing("coverage-state", key)) for key in STATES}
