"""Tables that several pages show: ratings, mappings, indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from kg.namespaces import RC
from webapp.pages.parts import (
    Cell,
    Fact,
    Facts,
    Heading,
    Item,
    Level,
    Phrase,
    Table,
    Things,
    Value,
    Words,
)
from webapp.pages.sentences import counted
from webapp.pages.words import relation
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from webapp.pages.draft import Draft
    from webapp.pages.parts import Body

T = TypeVar("T")

_PART_OF = RC + "partOfFramework"
_MADE_BY = RC + "madeBy"
_NO_REASON: Final = "no reason on record"
_RATED = {"country": "Country", "domain": "Domain"}


ROWS_SHOWN: Final = 15
"""How many rows of a long table stand before the fold."""

_HARDLY_MORE: Final = 3

FIRST: Final = 5
"""How many rows of a block among others stand before the fold."""

FOLDED: Final = 12
"""How many rows a block has at most; of a longer list it shows the first, with a link to all."""


def long_table(
    name: str,
    caption: str,
    columns: Iterable[Heading],
    rows: tuple[tuple[Cell | str, ...], ...],
    *,
    cards: bool = False,
) -> Table:
    """Return a table whose later rows are folded; a few rows more than are shown are no reason for a fold."""
    shown = len(rows) if len(rows) <= ROWS_SHOWN + _HARDLY_MORE else ROWS_SHOWN
    return Table(name, caption, tuple(columns), rows[:shown], rest=rows[shown:], cards=cards)


def first_rows(  # noqa: PLR0913, PLR0917  (a table is made of that much)
    name: str,
    caption: str,
    columns: Iterable[Heading],
    found: Sequence[T],
    row: Callable[[T], tuple[Cell | str, ...]],
    noun: str,
    listing: str,
) -> tuple[Body, ...]:
    """
    Return the first five rows of a table; the others are folded if they are few, else a link leads to all.

    Args:
        name: The id of the table.
        caption: What it holds.
        columns: Its columns.
        found: What its rows are about, one each.
        row: Makes the row of one of them; rows that do not stand on the page are not made.
        noun: What one row is: `meeting`.
        listing: The address of the page that lists exactly these.
    """
    headings = tuple(columns)
    if len(found) <= FOLDED:
        rows = tuple(map(row, found))
        first = len(rows) if len(rows) <= FIRST + _HARDLY_MORE else FIRST
        return (Table(name, caption, headings, rows[:first], rest=rows[first:], cards=True),)
    table = Table(name, caption, headings, tuple(map(row, found[:FIRST])), cards=True)
    return table, Words((Phrase("All "), Phrase(counted(len(found), noun), listing)))


def rating_cell(draft: Draft, row: Mapping[str, str]) -> Cell:
    """Return the cell of one row of the query `ratings`: the level and its marker."""
    level = Level(row["levelLabel"], int(row["levelOrder"]))
    return Cell(level=level, href=path_of(row["rating"]), evidence=draft.evidence(row["assertion"]))


def rating_table(draft: Draft, rows: Iterable[Mapping[str, str]], caption: str, rated: str) -> Table:
    """
    Return ratings as a list: what is rated, and the level.

    Args:
        draft: The page.
        rows: Rows of the query `ratings`, in their order.
        caption: What the table holds, with the year.
        rated: `country` or `domain`, whichever differs from row to row.
    """
    columns = (Heading(_RATED[rated]), Heading("Level"), Heading("Year"))
    body = tuple(
        (Cell(row[f"{rated}Label"], path_of(row[rated])), rating_cell(draft, row), row["period"])
        for row in rows
    )
    return Table("rating-list", caption, columns, body)


def rating_sources(draft: Draft, rows: Iterable[Mapping[str, str]]) -> tuple[Facts, ...]:
    """
    Return which study some ratings are of, who made it, and where the table is taken from.

    Args:
        draft: The page.
        rows: Rows of the query `ratings`.

    Returns:
        Facts for each table that the ratings stand in.
    """
    documents: dict[str, list[str]] = {}
    for row in rows:
        documents.setdefault(row["table"], []).append(row.get("source", ""))
    return tuple(_rating_source(draft, table, found) for table, found in documents.items())


def _rating_source(draft: Draft, table: str, documents: Iterable[str]) -> Facts:
    said = draft.table("statements", subject=table)
    study = [row for row in said if row["property"] == _PART_OF]
    makers = [
        draft.link(made["value"], made["assertion"])
        for row in study
        for made in draft.table("statements", subject=row["value"])
        if made["property"] == _MADE_BY
    ]
    graphs = dict.fromkeys(row["assertion"] for row in study)
    facts = (
        Fact(
            "Study",
            tuple(
                Value(
                    draft.names.short(row["value"]), draft.evidence(row["assertion"]), path_of(row["value"])
                )
                for row in study
            ),
        ),
        Fact("Made by", tuple(makers)),
        Fact("Table", (draft.link(table, *graphs),)),
        Fact("Taken from", tuple(draft.link(iri, *graphs) for iri in dict.fromkeys(documents) if iri)),
    )
    return Facts(tuple(fact for fact in facts if fact.values))


def mapping_table(draft: Draft, rows: Iterable[Mapping[str, str]], caption: str) -> Table:
    """Return the rows of `domain-mappings` or `framework-mappings` with relation and justification."""
    columns = tuple(Heading(text) for text in ("Domain", "Relation", "Counterpart", "Why"))
    body = tuple(
        (
            Cell(f"{row['fromLabel']} ({row['fromFramework']})", path_of(row["from"]))
            if "from" in row
            else f"none in the {row['fromFramework']}",
            Cell(
                relation(row["relation"]) if "relation" in row else "no counterpart", path_of(row["mapping"])
            ),
            Cell(f"{row['toLabel']} ({row['toFramework']})", path_of(row["to"]))
            if "to" in row
            else f"none in the {row['toFramework']}",
            Cell(row.get("justification", _NO_REASON), evidence=draft.evidence(row["assertion"])),
        )
        for row in rows
    )
    return long_table("mapping-list", caption, columns, body, cards=True)


def indicator_items(draft: Draft, rows: Iterable[Mapping[str, str]]) -> Things:
    """Return the rows of the query `indicators` as a list with the reason for each."""
    return Things(
        tuple(
            Item(
                path_of(row["indicator"]),
                f"{row['notation']} {row['label']}",
                draft.evidence(row["assertion"]),
                row.get("rationale"),
            )
            for row in rows
        )
    )
