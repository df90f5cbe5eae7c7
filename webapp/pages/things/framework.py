"""The page of a governance framework: domains, levels, indicators, legal basis, mappings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import RC
from webapp.pages.panels import coverage, coverage_rows, known_facts, mentions, thing_page
from webapp.pages.parts import Cell, Heading, Item, Level, Panel, Table, Things
from webapp.pages.tables import indicator_items, mapping_table
from webapp.pages.things.conflict import disagreements
from webapp.urls import path_of, query_links

if TYPE_CHECKING:
    from webapp.pages.parts import ThingPage
    from webapp.pages.subject import Subject


def framework_page(subject: Subject) -> ThingPage:
    """Return the page of one framework."""
    panels = (
        known_facts(subject, title="What it is"),
        *_domains(subject),
        *_legal_basis(subject),
        *_levels(subject),
        *_indicators(subject),
        *_mappings(subject),
        *disagreements(subject),
        *coverage(subject, coverage_rows(subject)),
        *mentions(subject, _SHOWN),
    )
    return thing_page(subject, panels)


_SHOWN = (
    RC + "partOfFramework",
    RC + "mapsToFramework",
    RC + "mapsFromFramework",
    RC + "conflictSubject",
    "http://www.w3.org/2004/02/skos/core#inScheme",
)


def _domains(subject: Subject) -> tuple[Panel, ...]:
    rows = subject.draft.table("domains", framework=subject.slug)
    if not rows:
        return ()
    body = tuple(
        (
            Cell(row.get("notation") or row["number"]),
            Cell(row["label"], path_of(row["domain"]), subject.draft.evidence(row["assertion"])),
        )
        for row in rows
    )
    table = Table("domain-list", "Its domains by number", (Heading("Number"), Heading("Domain")), body)
    links = query_links("domains", framework=subject.slug)
    return (Panel("domains", "Domains", (table,), links, len(rows), term=path_of(RC + "GovernanceDomain")),)


def _legal_basis(subject: Subject) -> tuple[Panel, ...]:
    rows = subject.draft.table("legal-basis", framework=subject.slug)
    if not rows:
        return ()
    columns = (Heading("Domain"), Heading("Gets its legitimacy from"))
    body = tuple(
        (
            Cell(f"{row['domainNumber']} {row['domainLabel']}", path_of(row["domain"])),
            Cell(
                row["resolutionLabel"], path_of(row["resolution"]), subject.draft.evidence(row["assertion"])
            ),
        )
        for row in rows
    )
    table = Table("legal-basis-list", "What gives each domain its legitimacy", columns, body)
    links = query_links("legal-basis", framework=subject.slug)
    return (Panel("legal-basis", "Legal basis", (table,), links),)


def _levels(subject: Subject) -> tuple[Panel, ...]:
    rows = subject.draft.table("levels", framework=subject.slug)
    if not rows:
        return ()
    columns = (Heading("Level"), Heading("Place on the scale"))
    body = tuple(
        (
            Cell(row["label"], path_of(row["level"]), subject.draft.evidence(row["assertion"])),
            Cell(level=Level(f"{row['order']} of {len(rows)}", int(row["order"]))),
        )
        for row in rows
    )
    table = Table("level-list", "The levels in their order, the lowest first", columns, body)
    lead = "An order of words, not a quantity: distances between levels mean nothing."
    links = query_links("levels", framework=subject.slug)
    return (Panel("levels", "Levels", (table,), links, len(rows), lead, term=path_of(RC + "RatingLevel")),)


def _indicators(subject: Subject) -> tuple[Panel, ...]:
    rows = [
        row
        for row in subject.draft.table("indicators")
        if row["domain"].startswith(subject.iri.replace("/framework/", "/domain/") + "/")
    ]
    if not rows:
        return ()
    listed = indicator_items(subject.draft, rows)
    items = tuple(
        Item(i.href, i.label, i.evidence, f"in {row['domainLabel']}")
        for i, row in zip(listed.items, rows, strict=True)
    )
    links = query_links("indicators")
    return (
        Panel("indicators", "Indicators", (Things(items),), links, len(rows), term=path_of(RC + "Indicator")),
    )


def _mappings(subject: Subject) -> tuple[Panel, ...]:
    rows = subject.draft.table("framework-mappings", framework=subject.slug)
    if not rows:
        return ()
    table = mapping_table(subject.draft, rows, "Mappings of its domains")
    links = query_links("framework-mappings", framework=subject.slug)
    lead = "By the editors' judgement of the subject. Equal numbers in two frameworks mean nothing."
    return (
        Panel("mappings", "In other frameworks", (table,), links, lead=lead, term=path_of(RC + "Mapping")),
    )
