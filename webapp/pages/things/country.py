"""The page of a country: to what it belongs, what reaches it and by which way, what is not known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.namespaces import RC, RDF_TYPE, thing
from kg.terms import Iri
from webapp.pages.panels import NO_RANKING, coverage, coverage_rows, known_facts, mentions, thing_page
from webapp.pages.parts import (
    Cell,
    Description,
    Fact,
    Facts,
    Gap,
    Heading,
    Item,
    Panel,
    Phrase,
    Things,
    Value,
    Words,
)
from webapp.pages.sentences import counted, sentence
from webapp.pages.tables import first_rows, rating_sources, rating_table
from webapp.pages.things.belonging import chairs, membership_rows, memberships, seats, unknown_members
from webapp.pages.things.conflict import disagreements
from webapp.pages.things.deeds import FRAMEWORK
from webapp.pages.things.meetings import CAPACITIES, meetings_attended
from webapp.pages.things.members import when
from webapp.pages.things.reach import reach, reached
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from webapp.pages.parts import Body, ThingPage
    from webapp.pages.subject import Subject
    from webapp.pages.things.reach import Steps

_SHOWN: Final = (
    RC + "ratedCountry",
    RC + "member",
    RC + "profileOf",
    RC + "conflictSubject",
    RC + "chair",
    RDF_TYPE,
    *CAPACITIES,
)
_CODES: Final = {
    "Two-letter country code": "ISO 3166-1 alpha-2 code",
    "Three-letter country code": "ISO 3166-1 alpha-3 code",
    "Numeric country code": "M49 code",
    "Lies in region": "Region (M49)",
    "Name": "Name in English",
}


def country_page(subject: Subject) -> ThingPage:
    """Return the page of one country."""
    rows = membership_rows(subject)
    steps = reached(subject.draft, [row["process"] for row in rows])
    pointing = {panel.id: panel for panel in mentions(subject, _SHOWN)}
    involved = [panel for panel in pointing.values() if panel.id == "in-involvesCountry"]
    panels = (
        replace(memberships(subject, with_unknown=False), title="Processes it belongs to"),
        *reach(subject, rows, steps),
        *involved,
        *seats(subject),
        *chairs(subject),
        *meetings_attended(subject),
        *_ratings(subject),
        *_profiles(subject),
        *_resolutions(subject, steps),
        *disagreements(subject),
        *_unknown(subject, steps),
        names_and_codes(subject),
        *coverage(subject, coverage_rows(subject)),
        *(panel for panel in pointing.values() if panel not in involved),
    )
    return thing_page(subject, panels, _summary(subject, panels, steps), _tools(subject))


def _summary(subject: Subject, panels: Iterable[Panel], steps: Steps) -> tuple[Phrase, ...]:
    """Return a sentence on where the country stands; each number opens the block that it counts."""
    counts = {panel.id: panel.count or 0 for panel in panels}
    clauses = (
        (counts["memberships"], "is listed in|process", "#memberships"),
        (counts.get("bodies", 0), "sits in|organ", "#bodies"),
        (counts.get("meetings", 0), "took part in or was the place of|meeting", "#meetings"),
        (counts.get("in-involvesCountry", 0), "is named in|initiative", "#in-involvesCountry"),
    )
    told = sentence(f"{subject.name} ", clauses)
    if told and steps:
        told = (
            *told,
            Phrase(" Its processes reach "),
            Phrase(counted(len(steps), "domain"), "#reach"),
            Phrase("."),
        )
    return told


def _tools(subject: Subject) -> tuple[tuple[str, str], ...]:
    region = key_of(subject.first(RC + "inRegion") or "")
    return (
        ("Compare with another country", f"/compare?country={subject.slug}"),
        ("Briefing to print", f"/briefing/country/{subject.slug}"),
        ("Network", f"/network?of=country/{subject.slug}"),
        ("Timeline", f"/timeline?country={subject.slug}"),
        *([("Map of its region", f"/map?of=region/{region}")] if region else []),
    )


def _ratings(subject: Subject) -> tuple[Panel, ...]:
    rows = subject.draft.of("ratings", "country", subject.iri)
    if not rows:
        return ()
    sources = rating_sources(subject.draft, rows)
    table = rating_table(subject.draft, rows, f"Ratings of {subject.name} by domain", "domain")
    links = query_links("ratings", country=subject.slug)
    return (Panel("ratings", "Ratings by domain", (*sources, table), links, len(rows), caution=NO_RANKING),)


def _profiles(subject: Subject) -> tuple[Panel, ...]:
    draft = subject.draft
    rows = draft.table("governance-profiles", of=Iri(subject.iri))
    if not rows:
        return ()

    def cells(row: Mapping[str, str]) -> tuple[Cell, ...]:
        return (
            Cell(row["label"], path_of(row["profile"]), draft.evidence(row["assertion"])),
            Cell(row["scopeLabel"]) if "scopeLabel" in row else Cell(note="no scope on record"),
            when(row, ("assessedFrom", "assessedTo", "", "assessed")),
            when(row),
        )

    columns = tuple(Heading(text) for text in ("Profile", "Scope", "Assessed", "Published"))
    links = query_links("governance-profiles", of=subject.key)
    tables = first_rows("profile-list", "Profiles on record", columns, rows, cells, "profile", links.query)
    lead = "Assessments of migration governance that a source names; what they find has not been read."
    return (Panel("profiles", "Governance profiles", tables, links, len(rows), lead),)


def _resolutions(subject: Subject, steps: Steps) -> tuple[Panel, ...]:
    """Return the panel of the resolutions on which the domains are said to rest that reach the country."""
    draft = subject.draft
    by_resolution: dict[str, list[dict[str, str]]] = {}
    for row in draft.table("legal-basis", framework=FRAMEWORK):
        if row["domain"] in steps:
            by_resolution.setdefault(row["resolution"], []).append(row)
    if not by_resolution:
        return ()
    items = []
    for resolution, rows in by_resolution.items():
        by = f", adopted by the {rows[0]['adoptedByLabel']}" if "adoptedByLabel" in rows[0] else ""
        numbers = ", ".join(dict.fromkeys(row["domainNumber"] for row in rows))
        domains = f"said to give legitimacy to domain{'s' if ',' in numbers else ''} {numbers}{by}"
        graphs = [graph for row in rows for graph in (row["assertion"], row.get("adoptionAssertion"))]
        items.append(Item(path_of(resolution), rows[0]["resolutionLabel"], draft.evidence(*graphs), domains))
    links = query_links("legal-basis", framework=FRAMEWORK)
    lead = (
        "Those on which the domains above are said to rest. They speak of the domains, not of "
        f"{subject.name}; the texts themselves have not been read."
    )
    return (
        Panel(
            "resolutions", "Resolutions in the background", (Things(tuple(items)),), links, len(items), lead
        ),
    )


def _unknown(subject: Subject, steps: Steps) -> tuple[Panel, ...]:
    """Return the panel of what the sources read so far leave open about the country."""
    bodies: list[Body] = []
    if members := unknown_members(subject):
        bodies.append(Gap(members))
    if unserved := tuple(_unserved(subject, steps)):
        bodies.append(Description((Fact("No initiative of its processes on record for", unserved),)))
    if not subject.draft.of("ratings", "country", subject.iri):
        bodies.append(Description((Fact("Ratings", (Value("No study read so far rates it."),)),)))
    if not bodies:
        return ()
    region = key_of(subject.first(RC + "inRegion") or "")
    if region:
        name = subject.draft.names.label(thing("region", region))
        bodies.append(
            Words(
                (
                    Phrase(
                        f"Domains that no process serves in {name}",
                        f"/gaps?region={region}&framework={FRAMEWORK}",
                    ),
                )
            )
        )
    lead = "What no source read so far says. It may well exist all the same."
    links = query_links("property-coverage", property=RC + "member")
    return (Panel("unknown", "What is not known", tuple(bodies), links, lead=lead),)


def _unserved(subject: Subject, steps: Steps) -> Iterable[Value]:
    """Return the domains that no initiative of the country's processes serves, as far as is on record."""
    for row in subject.draft.table("domains", framework=FRAMEWORK):
        found = [step for rows in steps.get(row["domain"], {}).values() for step in rows]
        if not any(step["way"] == "initiative" for step in found):
            words = ", reached by themes alone" if found else ""
            yield Value(f"{row['number']} {row['label']}{words}", href=path_of(row["domain"]))


def names_and_codes(subject: Subject, title: str = "Names and codes") -> Panel:
    """Return the panel of names and codes; codes are called by the standard that gives them."""
    panel = known_facts(subject, title=title)
    body = panel.bodies[0]
    if not isinstance(body, Facts):
        return panel
    items = tuple(replace(fact, label=_CODES.get(fact.label, fact.label)) for fact in body.items)
    return replace(panel, bodies=(replace(body, items=items),))
