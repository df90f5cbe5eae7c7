"""The ratings as their table prints them: countries by domains, each level with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import RC, thing
from webapp.pages.draft import Draft
from webapp.pages.panels import NOT_A_RANKING
from webapp.pages.parts import Cell, Heading, Level, MatrixRow, Value
from webapp.pages.tables import rating_cell
from webapp.urls import Links, key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.knowledge import Knowledge

_NOT_ASSESSED = thing("coverage-state", "not-assessed")


@dataclass(frozen=True, slots=True)
class RatingTable:
    """One table of ratings for one year; `table` and `makers` say which and by whom."""

    id: str
    caption: str
    table: Value
    makers: tuple[Value, ...]
    columns: tuple[Heading, ...]
    rows: tuple[MatrixRow, ...]
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class RatingsPage:
    """All that `ratings.html` may use."""

    caution: str
    tables: tuple[RatingTable, ...]
    links: Links


def ratings_page(knowledge: Knowledge) -> RatingsPage:
    """Return all tables of ratings; countries in the order of their names."""
    by_table: dict[str, list[dict[str, str]]] = {}
    draft = Draft(knowledge)
    for row in draft.table("ratings"):
        by_table.setdefault(row["table"], []).append(row)
    tables = tuple(_table(draft, iri, rows) for iri, rows in by_table.items())
    return RatingsPage(NOT_A_RANKING, tables, query_links("ratings"))


def _table(draft: Draft, iri: str, rows: Sequence[dict[str, str]]) -> RatingTable:
    said = draft.table("statements", subject=iri)
    framework = next(row["value"] for row in said if row["property"] == RC + "partOfFramework")
    made = draft.table("statements", subject=framework)
    slug = key_of(framework)
    scale = draft.table("levels", framework=slug)
    domains = {row["domain"]: (int(row["domainNumber"]), row["domainLabel"]) for row in rows}
    by_number = sorted(domains, key=lambda domain: domains[domain])
    # The heading's markers come first on the page, so they are numbered first.
    table = draft.link(iri, *(row["assertion"] for row in said if row["property"] == RC + "ratedPeriod"))
    makers = tuple(
        draft.link(row["value"], row["assertion"]) for row in made if row["property"] == RC + "madeBy"
    )
    missing = Cell(draft.names.label(_NOT_ASSESSED), state=key_of(_NOT_ASSESSED))
    countries: dict[str, dict[str, Cell]] = {}
    for row in rows:
        countries.setdefault(row["country"], {})[row["domain"]] = rating_cell(draft, row)
    return RatingTable(
        id=key_of(iri).replace("/", "-"),
        caption=f"{draft.names.label(iri)}. {draft.names.short(framework)}, rated year {rows[0]['period']}",
        table=table,
        makers=makers,
        columns=tuple(Heading(domains[domain][1], path_of(domain)) for domain in by_number),
        rows=tuple(
            MatrixRow(
                draft.names.label(country),
                path_of(country),
                tuple(cells.get(domain, missing) for domain in by_number),
            )
            for country, cells in countries.items()
        ),
        levels=tuple(Level(row["label"], int(row["order"])) for row in scale),
    )
