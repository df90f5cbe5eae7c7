"""The page of an organization: its roles, what it leads and partners, what it published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from webapp.pages.panels import coverage, coverage_rows, known_facts, mentions, thing_page
from webapp.pages.sentences import sentence
from webapp.pages.things.belonging import chairs, memberships, seats
from webapp.pages.things.conflict import disagreements
from webapp.pages.things.meetings import CAPACITIES, meetings_attended

if TYPE_CHECKING:
    from webapp.pages.parts import ThingPage
    from webapp.pages.subject import Subject

_SHOWN: Final = (RC + "member", RC + "conflictSubject", RC + "chair", *CAPACITIES)
_DEEDS: Final = ("in-ledBy", "in-partner")
_PUBLISHED: Final = ("in-publisher", "in-creator", "in-madeBy", "in-adoptedBy", "in-commissionedBy")


def organization_page(subject: Subject) -> ThingPage:
    """Return the page of an organization: its roles, its initiatives, its documents, what it is."""
    pointing = {panel.id: panel for panel in mentions(subject, _SHOWN)}
    deeds = [pointing.pop(key) for key in _DEEDS if key in pointing]
    published = [pointing.pop(key) for key in _PUBLISHED if key in pointing]
    panels = (
        known_facts(subject, title="What it is"),
        memberships(subject),
        *seats(subject),
        *chairs(subject),
        *deeds,
        *published,
        *meetings_attended(subject),
        *disagreements(subject),
        *coverage(subject, coverage_rows(subject)),
        *pointing.values(),
    )
    counts = {panel.id: panel.count or 0 for panel in panels}
    clauses = (
        (counts["memberships"], "is listed in|process", "#memberships"),
        (counts.get("bodies", 0), "sits in|organ", "#bodies"),
        (counts.get("in-ledBy", 0), "leads|initiative", "#in-ledBy"),
        (counts.get("in-partner", 0), "is a partner of|initiative", "#in-partner"),
        (counts.get("meetings", 0), "took part in|meeting", "#meetings"),
    )
    return thing_page(subject, panels, sentence(f"{subject.name} ", clauses), _tools(subject))


def _tools(subject: Subject) -> tuple[tuple[str, str], ...]:
    return (("Network", f"/network?of=organization/{subject.slug}"),)
