"""What a comparison of countries holds: processes, what reaches them, ratings, profiles, meetings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from kg.namespaces import RC, thing
from kg.terms import Iri
from webapp.pages.compare.rows import (
    Group,
    Row,
    Side,
    by_thing,
    facts,
    number,
    said_row,
    statements,
    unknown,
)
from webapp.pages.matrices.axes import CELL_LIST, NOT_ITSELF, domain_headings
from webapp.pages.matrices.choice import FRAMEWORK, address
from webapp.pages.panels import NO_RANKING
from webapp.pages.parts import Value
from webapp.pages.things.meetings import CAPACITIES
from webapp.reach import NOT_ASSESSED
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from webapp.pages.draft import Draft

_REACHED: Final = f"Through the processes in which a country is on record. {NOT_ITSELF}"


def country_groups(draft: Draft, countries: Sequence[str]) -> Iterator[Group]:
    """Yield the groups of rows in the order of the page."""
    said = statements(draft, countries)
    yield Group("Where it lies", (said_row(draft, "Region", said, RC + "inRegion"),))
    yield Group("Processes", _processes(draft, countries))
    seats = [draft.table("body-seats", member=Iri(country)) for country in countries]
    organs = by_thing(draft, seats, "body", lambda row: row.get("roleLabel", "listed"))
    yield Group("Organs of processes", organs or (_nothing("Organs in which it sits", countries),))
    yield Group("Initiatives that reach it, by domain", _reached(draft, countries), _REACHED)
    yield _ratings(draft, countries)
    yield Group("Governance profiles", (_profiles(draft, countries),))
    yield Group("Meetings", _meetings(draft, countries))


def _meetings(draft: Draft, countries: Sequence[str]) -> tuple[Row, ...]:
    """Return how many meetings each country has on record, and a row for each that saw several."""
    met = [draft.table("meetings-attended", party=Iri(country)) for country in countries]
    seen = [frozenset(row["meeting"] for row in rows) for rows in met]
    often = Counter(meeting for of in seen for meeting in of)
    shared = [[row for row in rows if often[row["meeting"]] > 1] for rows in met]
    on_record = Row(
        "Meetings on record",
        tuple(
            number(of, ("meeting", "meetings"), f"{path_of(country)}#meetings", unknown())
            for country, of in zip(countries, seen, strict=True)
        ),
    )
    return on_record, *by_thing(draft, shared, "meeting", lambda row: CAPACITIES[row["capacity"]])


def _nothing(label: str, things: Sequence[str]) -> Row:
    return Row(label, tuple(unknown() for _ in things))


def _processes(draft: Draft, countries: Sequence[str]) -> tuple[Row, ...]:
    """Return a row for each process that any of the countries is in, with its role or roles."""
    rows = [draft.table("memberships", member=Iri(country)) for country in countries]
    once = [list({(row["membership"], row["assertion"]): row for row in of}.values()) for of in rows]
    return by_thing(draft, once, "process", lambda row: row.get("roleLabel", key_of(row["role"]))) or (
        _nothing("Processes", countries),
    )


def _reached(draft: Draft, countries: Sequence[str]) -> tuple[Row, ...]:
    """Return a row for each domain: how many initiatives reach each country, and through which processes."""
    domains = domain_headings(draft.knowledge, thing("framework", FRAMEWORK))
    return tuple(
        Row(
            heading.label,
            tuple(_reached_side(draft, country, domain) for country in countries),
            heading.href or "",
        )
        for domain, heading in domains.items()
    )


def _reached_side(draft: Draft, country: str, domain: str) -> Side:
    reach = draft.knowledge.reach
    processes = reach.processes_of(country)
    serving = reach.serving.get(domain, frozenset())
    through = [process for process in processes if not serving.isdisjoint(reach.under.get(process, ()))]
    asked = [("domain", key_of(domain)), ("country", key_of(country))]
    return number(
        reach.initiatives_of(processes) & serving,
        ("initiative", "initiatives"),
        address(CELL_LIST, asked),
        unknown(reach.state_without(domain, processes)),
        "through " + ", ".join(sorted(map(draft.names.short, through))) if through else "",
    )


def _ratings(draft: Draft, countries: Sequence[str]) -> Group:
    """Return a row for each domain in which any of the countries is rated: words, never numbers."""
    rated = [draft.table("ratings", country=key_of(country)) for country in countries]
    at: dict[tuple[str, str], str] = {}
    for rows in rated:
        for row in rows:
            at[row["table"], row["domain"]] = f"{row['domainNumber']} {row['domainLabel']}, {row['period']}"
    if not at:
        return Group("Ratings", (Row("Ratings", tuple(unknown(NOT_ASSESSED) for _ in countries)),))
    found = tuple(
        Row(label, tuple(_level(draft, rows, *cell) for rows in rated), path_of(cell[1]))
        for cell, label in sorted(at.items(), key=lambda entry: (entry[0][0], entry[1]))
    )
    return Group("Ratings of migration governance", found, f"{_publishers(draft, at)} {NO_RANKING}")


def _level(draft: Draft, rows: Sequence[Mapping[str, str]], table: str, domain: str) -> Side:
    values = tuple(
        Value(row["levelLabel"], draft.evidence(row["assertion"]), path_of(row["rating"]))
        for row in rows
        if row["table"] == table and row["domain"] == domain
    )
    if not values:
        return unknown(NOT_ASSESSED)
    return Side(frozenset(value.text for value in values), values=values)


def _publishers(draft: Draft, cells: Mapping[tuple[str, str], str]) -> str:
    """Say which table ratings stand in, of which study, and who made it."""
    told = []
    for table in dict.fromkeys(table for table, _ in cells):
        (said,) = statements(draft, [table])
        studies = [iri for iri, _ in said.get(RC + "partOfFramework", {})]
        makers = [text for made in statements(draft, studies) for _, text in made.get(RC + "madeBy", {})]
        by = f", made by {', '.join(sorted(makers))}" if makers else ""
        told.append(f"{draft.names.label(table)}{by}.")
    return " ".join(told)


def _profiles(draft: Draft, countries: Sequence[str]) -> Row:
    sides = []
    for country in countries:
        rows = draft.table("governance-profiles", of=Iri(country))
        values = tuple(draft.link(row["profile"], row["assertion"], text=row["label"]) for row in rows)
        asked = [("of", f"country/{key_of(country)}")]
        sides.append(facts(values, address("/query/governance-profiles", asked)))
    return Row("Profiles that a source names", tuple(sides))
