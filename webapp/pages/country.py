"""The page of a country: names, codes, ratings, and what is and is not known of its memberships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import RC
from kg.terms import Iri
from webapp.pages.panels import NO_RANKING, coverage, coverage_rows, known_facts, mentions, thing_page
from webapp.pages.parts import Fact, Facts, Gap, Panel, Value
from webapp.pages.tables import rating_sources, rating_table
from webapp.urls import path_of, query_links

if TYPE_CHECKING:
    from webapp.pages.parts import Body, ThingPage
    from webapp.pages.subject import Subject

_MEMBER = RC + "member"
_RATED = RC + "ratedCountry"


def country_page(subject: Subject) -> ThingPage:
    """Return the page of one country."""
    panels = (
        known_facts(subject, title="Names and codes"),
        *_ratings(subject),
        memberships(subject),
        *coverage(subject, coverage_rows(subject)),
        *mentions(subject, (_RATED, _MEMBER)),
    )
    return thing_page(subject, panels)


def _ratings(subject: Subject) -> tuple[Panel, ...]:
    rows = subject.draft.table("ratings", country=subject.slug)
    if not rows:
        return ()
    sources = rating_sources(subject.draft, rows)
    table = rating_table(subject.draft, rows, f"Ratings of {subject.name} by domain", "domain")
    links = query_links("ratings", country=subject.slug)
    return (Panel("ratings", "Ratings by domain", (*sources, table), links, len(rows), caution=NO_RANKING),)


def memberships(subject: Subject) -> Panel:
    """
    Return the panel of the processes that a country or organization belongs to or is listed in.

    Where a document does not name the members of a process, that is said here: the absence of a membership is
    then no evidence.
    """
    draft = subject.draft
    rows = draft.table("memberships", member=subject.key)
    facts = tuple(
        Fact(
            row["processLabel"],
            (
                Value(
                    row.get("roleLabel", row["role"]), draft.evidence(row["assertion"]), path_of(row["role"])
                ),
            ),
            path_of(row["process"]),
        )
        for row in rows
    )
    bodies: list[Body] = [Facts(facts)] if facts else []
    if unknown := _unknown_members(subject):
        bodies.append(Gap(unknown))
    lead = "" if facts or not unknown else "No source read so far names the members:"
    links = query_links("memberships", member=subject.key)
    return Panel("memberships", "Processes", tuple(bodies), links, len(facts) or None, lead)


def _unknown_members(subject: Subject) -> tuple[Fact, ...]:
    rows = subject.draft.table("property-coverage", property=Iri(_MEMBER))
    return tuple(
        Fact(
            f"Members of the {subject.draft.names.short(row['subject'])}",
            (
                Value(
                    f"“{row['documentLabel']}”",
                    subject.draft.evidence(row["assertion"]),
                    state=row["state"].rpartition("/")[2],
                ),
            ),
            path_of(row["subject"]),
            note=row.get("note"),
        )
        for row in rows
        if not row["state"].endswith("/recorded")
    )
