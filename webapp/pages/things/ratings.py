"""The ratings as their table prints them: countries by domains, each level with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import RC, thing
from kg.terms import Iri
from webapp.pages.draft import Draft
from webapp.pages.panels import NOT_A_RANKING
from webapp.pages.parts import Cell, Heading, Level, MatrixRow, Value
from webapp.pages.tables import rating_cell
from webapp.urls import Links, key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from webapp.knowledge import Knowledge

_NOT_ASSESSED = thing("coverage-state", "not-assessed")


@dataclass(frozen=True, slots=True)
class RatingTable:
    """
    One table of ratings for one year; `table` and `makers` say which and by whom.

    `documents` are those that it is taken from, whose names for countries and domains its headings show.
    """

    id: str
    caption: str
    table: Value
    makers: tuple[Value, ...]
    documents: tuple[Heading, ...]
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
    headings = _Headings(draft, iri)
    domains = {row["domain"]: (int(row["domainNumber"]), row["domainLabel"]) for row in rows}
    by_number = sorted(domains, key=lambda domain: domains[domain])
    # The heading's markers come first on the page, so they are numbered first.
    table = draft.link(iri, *(row["assertion"] for row in said if row["property"] == RC + "ratedPeriod"))
    makers = tuple(
        draft.link(row["value"], row["assertion"]) for row in made if row["property"] == RC + "madeBy"
    )
    missing = Cell(draft.names.label(_NOT_ASSESSED), state=key_of(_NOT_ASSESSED))
    columns = tuple(headings.of(domain) for domain in by_number)
    countries: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows:
        countries.setdefault(row["country"], {})[row["domain"]] = row
    return RatingTable(
        id=key_of(iri).replace("/", "-"),
        caption=f"{draft.names.label(iri)}. {draft.names.short(framework)}, rated year {rows[0]['period']}",
        table=table,
        makers=makers,
        documents=headings.documents,
        columns=columns,
        rows=tuple(
            _row(
                headings.of(country),
                (rating_cell(draft, rated[domain]) if domain in rated else missing for domain in by_number),
            )
            for country, rated in countries.items()
        ),
        levels=tuple(Level(row["label"], int(row["order"])) for row in scale),
    )


def _row(heading: Heading, cells: Iterable[Cell]) -> MatrixRow:
    return MatrixRow(heading.label, heading.href, tuple(cells), heading.is_disputed, heading.evidence)


class _Headings:
    """The headings of a table as the document prints them that its ratings are taken from."""

    def __init__(self, draft: Draft, table: str) -> None:
        self._draft = draft
        rows = draft.table("printed-headings", table=Iri(table))
        self._printed: dict[str, dict[str, str]] = {}
        for row in rows:
            self._printed.setdefault(row["thing"], row)
        found = {row["document"]: row["documentLabel"] for row in self._printed.values()}
        self.documents = tuple(Heading(label, path_of(iri)) for iri, label in found.items())

    def of(self, thing: str) -> Heading:
        """Return the printed name of a country or domain, with markers where it is not the usual one."""
        row, usual = self._printed.get(thing), self._draft.names.label(thing)
        if row is None or row["printed"] == usual:
            return Heading(usual, path_of(thing))
        graphs = row["assertion"].split()
        evidence = self._draft.evidence(*graphs)
        return Heading(row["printed"], path_of(thing), self._draft.is_disputed(*graphs), evidence)
