"""The page of a region: its countries, its processes, and the domains that these serve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.namespaces import RC
from webapp.pages.panels import SHOWN_AT_FIRST, coverage, coverage_rows, mentions, thing_page
from webapp.pages.parts import Cell, Heading, Item, Panel, Phrase, Table, Things, Words
from webapp.pages.sentences import counted, sentence
from webapp.pages.tables import first_rows
from webapp.pages.things.conflict import disagreements
from webapp.pages.things.country import names_and_codes
from webapp.pages.things.deeds import FRAMEWORK
from webapp.pages.tiles.themes import region_map
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from webapp.pages.parts import ThingPage
    from webapp.pages.subject import Subject

_FEW: Final = 12
_ON_A_MAP: Final = 80
_LISTED: Final = (RC + "inRegion", RC + "partOfRegion", RC + "conflictSubject")


def region_page(subject: Subject) -> ThingPage:
    """Return the page of one region of M49."""
    countries, regions = _within(subject)
    members = _processes(subject, countries)
    panels = (
        *_countries(subject, countries, regions),
        *_reached(subject, members),
        *_named(subject),
        *_domains(subject, members),
        *disagreements(subject),
        names_and_codes(subject, "Name and place"),
        *coverage(subject, coverage_rows(subject)),
        *mentions(subject, _LISTED),
    )
    clauses = (
        (len(countries), "country", "#countries"),
        (len(regions), "region", "#regions"),
        (len(members), "process", "#processes"),
    )
    told = sentence(f"On record for {subject.name}: ", clauses)
    return thing_page(subject, panels, told, _tools(subject))


def _tools(subject: Subject) -> tuple[tuple[str, str], ...]:
    return (
        ("Map", f"/map?of=region/{subject.slug}"),
        ("Gaps", f"/gaps?region={subject.slug}&framework={FRAMEWORK}"),
        ("Countries by domain", f"/matrix/countries?region={subject.slug}"),
        ("Network", f"/network?of=region/{subject.slug}"),
    )


def _within(subject: Subject) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the countries of a region and of those within it, and the latter, each with who says so."""
    draft = subject.draft
    regions: dict[str, list[str]] = {}
    open_ones = [subject.iri]
    while open_ones:
        for row in draft.of("region-parts", "region", open_ones.pop()):
            if row["part"] not in regions:
                regions[row["part"]] = row["assertion"].split()
                open_ones.append(row["part"])
    countries = {
        row["country"]: row["assertion"].split()
        for region in (subject.iri, *regions)
        for row in draft.of("country-places", "region", region)
        if "assertion" in row
    }
    return dict(sorted(countries.items(), key=lambda entry: draft.names.short(entry[0]).casefold())), regions


def _processes(subject: Subject, countries: Iterable[str]) -> dict[str, set[str]]:
    """Return the processes that list countries of the region, in any role, each with these countries."""
    found: dict[str, set[str]] = {}
    for country in countries:
        for row in subject.draft.of("all-memberships", "member", country):
            found.setdefault(row["process"], set()).add(country)
    return found


def _countries(
    subject: Subject, countries: Mapping[str, list[str]], regions: Mapping[str, list[str]]
) -> tuple[Panel, ...]:
    draft = subject.draft
    panels = []
    for key, title, found in (
        ("countries", "Countries and territories", countries),
        ("regions", "Regions within it", regions),
    ):
        if found:
            shown = len(found) if len(found) <= _FEW else SHOWN_AT_FIRST
            items = tuple(
                Item(path_of(iri), draft.names.short(iri), draft.evidence(*graphs))
                for iri, graphs in sorted(found.items(), key=lambda at: draft.names.short(at[0]).casefold())
            )
            links = query_links("mentions", subject=subject.key)
            with_map = key == "countries" and len(found) <= _ON_A_MAP
            tiles = (region_map(draft, subject.iri),) if with_map else ()
            panels.append(
                Panel(key, title, (*tiles, Things(items[:shown], items[shown:])), links, len(items))
            )
    return tuple(panels)


def _reached(subject: Subject, members: Mapping[str, set[str]]) -> tuple[Panel, ...]:
    """Return the panel of the processes that list countries of the region, with how many of them."""
    if not members:
        return ()
    names = subject.draft.names
    in_order = sorted(members, key=lambda process: names.short(process).casefold())

    def cells(process: str) -> tuple[Cell, ...]:
        listing = f"/countries?{urlencode({'process': key_of(process), 'region': subject.slug})}"
        return Cell(names.short(process), path_of(process)), Cell(str(len(members[process])), listing)

    columns = (Heading("Process"), Heading("Countries of the region"))
    links = query_links("region-countries", region=subject.slug)
    tables = first_rows(
        "process-list", "Processes that list them", columns, in_order, cells, "process", links.query
    )
    lead = "Processes in which a source lists countries of the region, in whatever role."
    return (Panel("processes", "Processes with countries of the region", tables, links, len(members), lead),)


def _named(subject: Subject) -> tuple[Panel, ...]:
    """Return the panel of the processes that sources themselves place in a region of this name."""
    draft = subject.draft
    rows = draft.of("named-regions", "region", subject.name)
    if not rows:
        return ()
    items = tuple(
        Item(path_of(row["process"]), draft.names.short(row["process"]), draft.evidence(row["assertion"]))
        for row in rows
    )
    lead = (
        f"Sources place these in “{subject.name}” in words of their own, which need not mean the region of "
        "M49 and say nothing on where their members lie."
    )
    links = query_links("named-regions")
    title = "Processes that sources place in it by name"
    return (Panel("named", title, (Things(items[:5], items[5:]),), links, len(items), lead),)


def _domains(subject: Subject, members: Iterable[str]) -> tuple[Panel, ...]:
    """Return the panel of which domains the region's processes serve, and for which none on record does."""
    draft = subject.draft
    serving: dict[str, set[str]] = {}
    for process in members:
        for row in draft.of("process-steps", "process", process):
            serving.setdefault(row["domain"], set()).add(process)
    cells = []
    for row in draft.table("domains", framework=FRAMEWORK):
        found = sorted(map(draft.names.short, serving.get(row["domain"], ())), key=str.casefold)
        asked = {"region": subject.slug, "framework": FRAMEWORK}
        gap = f"/gaps?{urlencode(asked, safe='/')}"
        cells.append(
            (
                Cell(f"{row['number']} {row['label']}", path_of(row["domain"])),
                Cell(counted(len(found), "process"), gap, note=", ".join(found))
                if found
                else Cell(state="not-stated"),
            )
        )
    columns = (Heading("Domain"), Heading("Processes that serve it"))
    table = Table(
        "domain-list", "Domains by the processes that serve them", columns, tuple(cells), cards=True
    )
    words = Words(
        (
            Phrase(
                "Who serves what here, and where no one does",
                f"/gaps?region={subject.slug}&framework={FRAMEWORK}",
            ),
        )
    )
    lead = (
        "Through the processes above, by an initiative or theme. It says what the processes do, and not what "
        "the countries do."
    )
    return (Panel("domains", "Domains served", (table, words), None, lead=lead),)
