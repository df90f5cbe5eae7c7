"""The rows of a list, as stored queries answer them, and the cells that are made of one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import quote_plus

from kg.namespaces import ID
from webapp.pages.dates import of_row
from webapp.pages.parts import Cell, Value
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.derived import Derived
    from webapp.pages.draft import Draft

NOT_STATED: Final = "not-stated"
"""The state of what sources leave open."""


@dataclass(slots=True)
class Row:
    """
    One thing of a list.

    `listed` holds the columns of the first row that the query `<kind>-list` has for it, `graphs` the
    assertions that say what it is, `facts` the values of each facet of `<kind>-facets` with the assertions
    behind each.
    """

    thing: str
    listed: dict[str, str]
    graphs: list[str] = field(default_factory=list)
    facts: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def others(self, graphs: Iterable[str]) -> tuple[str, ...]:
        """Return those of some assertions that do not stand behind the row as a whole."""
        return tuple(graph for graph in graphs if graph not in self.graphs)


CellOf: TypeAlias = "Callable[[Draft, Row], Cell]"


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column of a list: its heading, how a cell is made of a row, and its name in files.

    `facets` are those of the query that the cell is made of, where the cell does not tell by itself.
    """

    heading: str
    cell: CellOf
    name: str
    facets: tuple[str, ...] = ()

    def needed(self) -> tuple[str, ...]:
        """Return the facets of the query that its cells are made of."""
        return self.cell.facets if isinstance(self.cell, Said | Counted) else self.facets


def rows_of(derived: Derived, segment: str, things: Sequence[str], columns: Iterable[Column]) -> list[Row]:
    """
    Return the rows of some things of a kind, in the order of the things, with what some columns need.

    Args:
        derived: The answers of stored queries.
        segment: The kind.
        things: Its things, some thousands at most.
        columns: The columns to make cells of.
    """
    rows: dict[str, Row] = {}
    for listed in derived.texts(f"{segment}-list", thing=things):
        row = rows.setdefault(listed["thing"], Row(listed["thing"], listed))
        if listed["assertion"] not in row.graphs:
            row.graphs.append(listed["assertion"])
    if needed := sorted({facet for column in columns for facet in column.needed()}):
        for fact in derived.texts(f"{segment}-facets", thing=things, facet=needed):
            values = rows[fact["thing"]].facts.setdefault(fact["facet"], {})
            values.setdefault(fact["value"], []).append(fact["assertion"])
    return [rows[thing] for thing in things if thing in rows]


def name(draft: Draft, row: Row) -> Cell:
    """Return the name of the thing, which leads to its page, with the markers of the whole row."""
    return Cell(
        row.listed.get("label") or draft.names.label(row.thing),
        path_of(row.thing),
        draft.evidence(*row.graphs),
        incomplete=row.listed.get("incomplete") == "true",
        is_disputed=draft.is_disputed(*row.graphs),
    )


def short_name(draft: Draft, row: Row) -> Cell:
    """Return the short name of the thing, its whole name beside it."""
    cell = name(draft, row)
    whole = row.listed.get("name", "")
    return replace(cell, note=whole) if whole != cell.text else cell


@dataclass(frozen=True, slots=True)
class Said:
    """
    Makes a cell of the values that a thing has of some facets.

    Of `facets` of the query, the first that has values counts.  `words` stand there if nothing is on record;
    the state "not stated" where they are left out.  `path` is where a value that is a text leads to, with
    `{}` for the value.
    """

    facets: tuple[str, ...]
    words: str = ""
    path: str = ""

    def __call__(self, draft: Draft, row: Row) -> Cell:
        """Return the cell of a row."""
        values = next((row.facts[facet] for facet in self.facets if facet in row.facts), None)
        if not values:
            return unknown(self.words)
        return Cell(values=tuple(_value(draft, row, *said, self.path) for said in values.items()))


def said(*facets: str, words: str = "", path: str = "") -> Said:
    """Make a cell of the values of some facets, see `Said`."""
    return Said(facets, words, path)


def _value(draft: Draft, row: Row, value: str, graphs: Sequence[str], path: str) -> Value:
    others = row.others(graphs)
    is_thing = value.startswith(ID)
    return Value(
        draft.names.short(value) if is_thing else value,
        draft.evidence(*others),
        path_of(value) if is_thing else (path.format(quote_plus(value)) or None),
        is_disputed=bool(others) and draft.is_disputed(*others),
    )


def text(column: str, words: str = "") -> CellOf:
    """Make a cell of a text column of the list; with `words`, or else its state, where there is none."""

    def cell(_draft: Draft, row: Row) -> Cell:
        return Cell(row.listed[column]) if column in row.listed else unknown(words)

    return cell


def dated(_draft: Draft, row: Row) -> Cell:
    """Return the date of a thing in words, as finely as its source gives it."""
    when = of_row(row.listed)
    return Cell(when) if when else unknown()


def unknown(words: str = "") -> Cell:
    """Return the cell of what is not on record: in words, or by its state."""
    return Cell(note=words) if words else Cell(state=NOT_STATED)


@dataclass(frozen=True, slots=True)
class Counted:
    """
    Makes a cell that counts the values of a facet, called `one` or `many`, and leads to their list.

    `href` is where that list is, after the path of the thing's page; `words` stand there if there is none.
    """

    facets: tuple[str]
    one: str
    many: str
    href: str
    words: str

    def __call__(self, _draft: Draft, row: Row) -> Cell:
        """Return the cell of a row."""
        number = len(row.facts.get(self.facets[0], ()))
        if not number:
            return Cell(note=self.words)
        return Cell(f"{number} {self.one if number == 1 else self.many}", path_of(row.thing) + self.href)
