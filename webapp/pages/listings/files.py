"""All rows of a list's choice as a table to take away, with the columns of the screen and their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.exports.sheets import Sheet
from kg.namespaces import thing
from webapp.pages.draft import Draft
from webapp.pages.listings.choice import choice_of
from webapp.pages.listings.index import index_of
from webapp.pages.listings.rows import NOT_STATED, rows_of
from webapp.urls import short_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from werkzeug.datastructures import MultiDict

    from kg.exports.sheets import Entry
    from webapp.kinds import Kind
    from webapp.knowledge import Knowledge
    from webapp.names import Names
    from webapp.pages.listings.choice import Choice
    from webapp.pages.listings.rows import Row
    from webapp.pages.listings.spec import Listing
    from webapp.pages.parts import Cell, Evidence

_ROWS_AT_ONCE: Final = 5_000
_BOUNDS: Final = ("begins", "ends")
_NO_BOUND: Final = "no bound stated"
_NO_LOCATOR: Final = "not recorded"
_BETWEEN: Final = " || "
"""Stands between two sources, in the titles of which a single bar may stand."""


def listing_sheet(
    knowledge: Knowledge, kind: Kind, listing: Listing, args: MultiDict[str, str]
) -> tuple[Sheet, Choice]:
    """
    Return all rows of a choice, and the choice.

    The columns are `key` and `iri`, those of the screen, for a dated list `begins`, `ends` and `precision`,
    then `sources_disagree`, and the evidence: the nth `locator` belongs to the nth `source`, and `||` stands
    between two.
    """
    choice = choice_of(args, (each.name for each in listing.filters), is_dated=listing.is_dated)
    _count, things = index_of(knowledge, listing).things(choice)
    rows = tuple(
        entries
        for start in range(0, len(things), _ROWS_AT_ONCE)
        for entries in listed_entries(knowledge, listing, things[start : start + _ROWS_AT_ONCE])
    )
    return Sheet(kind.many, listed_columns(listing), rows, (listing.lead,) if listing.lead else ()), choice


def listed_columns(listing: Listing) -> tuple[str, ...]:
    """Return the columns of the files of a list."""
    return (
        "key",
        "iri",
        *(column.name for column in listing.columns),
        *((*_BOUNDS, "precision") if listing.is_dated else ()),
        "sources_disagree",
        "source",
        "locator",
    )


def listed_entries(knowledge: Knowledge, listing: Listing, things: Sequence[str]) -> list[tuple[Entry, ...]]:
    """Return the row of each of some things of a list, in their order, under `listed_columns`."""
    draft = Draft(knowledge)
    rows = rows_of(knowledge.derived, listing.segment, things, listing.columns)
    return [_entries(draft, listing, row) for row in rows]


def _entries(draft: Draft, listing: Listing, row: Row) -> tuple[Entry, ...]:
    cells = [column.cell(draft, row) for column in listing.columns]
    places = {(e.source, e.locator or _NO_LOCATOR): None for cell in cells for e in _evidence(cell)}
    disputed = any(cell.is_disputed or any(value.is_disputed for value in cell.values) for cell in cells)
    return (
        short_key(row.thing),
        row.thing,
        *(words_of(cell, draft.names) for cell in cells),
        *(_dates(row, draft.names) if listing.is_dated else ()),
        "yes" if disputed else "no",
        _BETWEEN.join(source for source, _ in places),
        _BETWEEN.join(locator for _, locator in places),
    )


def _evidence(cell: Cell) -> Iterator[Evidence]:
    yield from cell.evidence
    for value in cell.values:
        yield from value.evidence


def _dates(row: Row, names: Names) -> Iterator[Entry]:
    is_dated = any(bound in row.listed for bound in _BOUNDS)
    nothing = _NO_BOUND if is_dated else _state(names, NOT_STATED)
    for bound in _BOUNDS:
        yield row.listed.get(bound, nothing)
    precision = row.listed.get("precision")
    yield names.label(precision) if precision else nothing


def words_of(cell: Cell, names: Names) -> str:
    """Return what a cell says, in plain words: a state of knowledge, too."""
    if cell.values:
        return "; ".join(value.text for value in cell.values)
    if cell.state and not cell.text:
        return _state(names, cell.state)
    said = f"{cell.text} ({cell.note})" if cell.text and cell.note else cell.text or cell.note
    return f"{said} (incomplete in the source)" if cell.incomplete else said


def _state(names: Names, key: str) -> str:
    return names.label(thing("coverage-state", key))
