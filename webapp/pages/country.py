"""The page of a country: its processes, ratings, profiles and meetings, its names, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, RC
from kg.terms import Iri
from webapp.names import kind_of
from webapp.pages.conflict import disagreements
from webapp.pages.meetings import CAPACITIES, meetings_attended
from webapp.pages.members import belongs_to, merged, when
from webapp.pages.panels import NO_RANKING, coverage, coverage_rows, known_facts, mentions, thing_page
from webapp.pages.parts import Cell, Fact, Gap, Heading, Item, Panel, Things, Value
from webapp.pages.tables import long_table, rating_sources, rating_table
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from webapp.pages.parts import Body, ThingPage
    from webapp.pages.subject import Subject

_MEMBER: Final = RC + "member"
_SHOWN: Final = (
    RC + "ratedCountry",
    _MEMBER,
    RC + "profileOf",
    RC + "conflictSubject",
    PREFIXES["rdf"] + "type",
    *CAPACITIES,
)


def country_page(subject: Subject) -> ThingPage:
    """Return the page of one country."""
    panels = (
        memberships(subject),
        *seats(subject),
        *_ratings(subject),
        *_profiles(subject),
        *meetings_attended(subject),
        *disagreements(subject),
        known_facts(subject, title="Names and codes"),
        *coverage(subject, coverage_rows(subject)),
        *mentions(subject, _SHOWN),
    )
    return thing_page(subject, panels)


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
    cells = tuple(
        (
            Cell(row["label"], path_of(row["profile"]), draft.evidence(row["assertion"])),
            Cell(row["scopeLabel"]) if "scopeLabel" in row else Cell(note="no scope seen"),
            when(row, ("assessedFrom", "assessedTo", "", "assessed")),
            when(row),
        )
        for row in rows
    )
    columns = tuple(Heading(text) for text in ("Profile", "Scope", "Assessed", "Published"))
    table = long_table("profile-list", "Profiles on record", columns, cells, cards=True)
    links = query_links("governance-profiles", of=subject.key)
    lead = "Assessments of migration governance that a source names; what they find has not been read."
    return (Panel("profiles", "Governance profiles", (table,), links, len(rows), lead),)


def seats(subject: Subject) -> tuple[Panel, ...]:
    """Return the panel of the organs of processes in which a country or organization sits."""
    draft = subject.draft
    rows = draft.table("body-seats", member=Iri(subject.iri))
    if not rows:
        return ()
    items = tuple(
        Item(
            path_of(row["body"]),
            row["bodyLabel"],
            draft.evidence(row["assertion"]),
            row.get("roleLabel"),
            draft.is_disputed(row["assertion"]),
        )
        for row in rows
    )
    links = query_links("body-seats", member=subject.key)
    return (Panel("bodies", "Organs in which it sits", (Things(items),), links, len(items)),)


def memberships(subject: Subject) -> Panel:
    """
    Return the panel of the processes that a country or organization belongs to or is listed in.

    Where no source names the members of a process, that is said here: the absence of a membership is then no
    evidence.
    """
    draft = subject.draft
    rows = merged(draft.table("memberships", member=Iri(subject.iri)))
    bodies: list[Body] = [belongs_to(draft, rows)] if rows else []
    if unknown := _unknown_members(subject):
        bodies.append(Gap(unknown))
    lead = "" if rows or not unknown else "No source read so far names the members:"
    if not bodies:
        lead = "No source read so far names it as a member. That is no evidence that it is none."
    links = query_links("memberships", member=subject.key)
    count = len({row["process"] for row in rows}) or None
    return Panel("memberships", "Processes", tuple(bodies), links, count, lead)


def _unknown_members(subject: Subject) -> tuple[Fact, ...]:
    """Return what documents leave out of members of processes that list nothing of the subject's kind."""
    draft = subject.draft
    kind = subject.kind.rdf_class
    listed = {row["process"] for row in draft.table("listed-members") if row["class"] == RC + kind}
    values = tuple(
        Value(
            draft.names.short(row["subject"]),
            draft.evidence(row["assertion"]),
            path_of(row["subject"]),
            state=key_of(row["state"]),
        )
        for row in draft.table("property-coverage", property=Iri(_MEMBER))
        if kind_of(row["subject"]).segment == "process"
        and not row["state"].endswith("/recorded")
        and row["subject"] not in listed
    )
    return (
        (Fact("Members of other processes" if listed else "Members of processes", values),) if values else ()
    )
