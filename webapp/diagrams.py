"""Diagrams of the ontology: which classes a topic joins by which properties, and where they are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import RC

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH, HEIGHT = 172, 36
"""The size of a box."""

ACROSS, _DOWN = 314, 92
MARGIN = 8
# Beyond the last column: names of upright arrows stand to the right of them.
_BEYOND = 64
_HEAD = 8
_RAISED = 9


@dataclass(frozen=True, slots=True)
class Diagram:
    """
    A topic of the ontology.

    `boxes` gives the column and row of each class; `arrows` are (class, property, class); `derived` are the
    properties that only rules write.
    """

    id: str
    title: str
    lead: str
    boxes: dict[str, tuple[int, int]]
    arrows: tuple[tuple[str, str, str], ...]
    derived: tuple[str, ...] = ()


DIAGRAMS: Final = (
    Diagram(
        "belonging",
        "Who belongs to what",
        "A membership joins member, process and role; a seat in a body makes no one a member of the process.",
        {
            "Region": (0, 0),
            "Chairmanship": (1, 0),
            "Establishment": (2, 0),
            "Country": (0, 1),
            "Membership": (1, 1),
            "RegionalProcess": (2, 1),
            "Organization": (0, 2),
            "BodyMembership": (1, 2),
            "ProcessBody": (2, 2),
            "MembershipRole": (1, 3),
        },
        (
            ("Country", "inRegion", "Region"),
            ("Chairmanship", "chair", "Country"),
            ("Chairmanship", "chairOf", "RegionalProcess"),
            ("Establishment", "establishmentOf", "RegionalProcess"),
            ("Membership", "member", "Country"),
            ("Membership", "inProcess", "RegionalProcess"),
            ("BodyMembership", "member", "Organization"),
            ("BodyMembership", "inBody", "ProcessBody"),
            ("BodyMembership", "memberRole", "MembershipRole"),
            ("ProcessBody", "bodyOfProcess", "RegionalProcess"),
        ),
    ),
    Diagram(
        "work",
        "What they do",
        "An initiative runs under a process and serves domains; what a process covers follows by rule.",
        {
            "Meeting": (0, 0),
            "RegionalProcess": (1, 0),
            "Theme": (2, 0),
            "Organization": (0, 1),
            "Initiative": (1, 1),
            "GovernanceDomain": (2, 1),
            "Country": (0, 2),
            "CollaborationMode": (1, 2),
            "InitiativeStatus": (2, 2),
        },
        (
            ("Meeting", "meetingOf", "RegionalProcess"),
            ("RegionalProcess", "dealsWith", "Theme"),
            ("RegionalProcess", "coversDomain", "GovernanceDomain"),
            ("Theme", "furthersDomain", "GovernanceDomain"),
            ("Initiative", "underProcess", "RegionalProcess"),
            ("Initiative", "servesDomain", "GovernanceDomain"),
            ("Initiative", "ledBy", "Organization"),
            ("Initiative", "involvesCountry", "Country"),
            ("Initiative", "usesMode", "CollaborationMode"),
            ("Initiative", "initiativeStatus", "InitiativeStatus"),
        ),
        ("coversDomain",),
    ),
    Diagram(
        "frameworks",
        "Frameworks and mappings",
        "Each framework has elements of its own; only a mapping, with its reason, leads from one to another.",
        {
            "GovernanceFramework": (0, 0),
            "Mapping": (1, 0),
            "GovernanceDomain": (0, 1),
            "Rating": (1, 1),
            "Country": (2, 1),
            "Indicator": (0, 2),
            "RatingLevel": (1, 2),
            "GovernanceProfile": (2, 2),
            "SubIndicator": (0, 3),
            "AnswerOption": (1, 3),
        },
        (
            ("GovernanceDomain", "partOfFramework", "GovernanceFramework"),
            ("Mapping", "mapsToFramework", "GovernanceFramework"),
            ("Mapping", "mapsFrom", "GovernanceDomain"),
            ("Rating", "ratedDomain", "GovernanceDomain"),
            ("Rating", "ratedCountry", "Country"),
            ("Rating", "level", "RatingLevel"),
            ("GovernanceProfile", "profileOf", "Country"),
            ("Indicator", "inDomain", "GovernanceDomain"),
            ("SubIndicator", "partOfIndicator", "Indicator"),
            ("AnswerOption", "optionOf", "SubIndicator"),
        ),
    ),
    Diagram(
        "evidence",
        "Evidence and conflicts",
        "Every statement stands in an assertion, which rests on passages or was derived by a rule.",
        {
            "Basis": (0, 0),
            "Rule": (1, 0),
            "Conflict": (0, 1),
            "Assertion": (1, 1),
            "Passage": (2, 1),
            "Certainty": (0, 2),
            "Confidence": (1, 2),
            "Document": (2, 2),
            "CoverageState": (1, 3),
            "CoverageStatement": (2, 3),
        },
        (
            ("Assertion", "restsOn", "Passage"),
            ("Passage", "passageOf", "Document"),
            ("Assertion", "derivedBy", "Rule"),
            ("Assertion", "basis", "Basis"),
            ("Assertion", "confidence", "Confidence"),
            ("Assertion", "certainty", "Certainty"),
            ("Conflict", "conflictingAssertion", "Assertion"),
            ("CoverageStatement", "coverageOf", "Document"),
            ("CoverageStatement", "coverageState", "CoverageState"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Box:
    """A class as drawn: its fragment on the page, its name, the middle of its box, where its name leads."""

    anchor: str
    name: str
    x: float
    y: float
    href: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """
    A property as drawn, from edge to edge of two boxes.

    `head` are the corners of the arrow's head; `label_x` and `label_y` say where its name stands, beside the
    line of an arrow that goes up or down and upon any other.
    """

    source: Box
    name: str
    anchor: str
    target: Box
    line: tuple[float, float, float, float]
    head: str
    label_x: float
    label_y: float
    is_upright: bool
    is_derived: bool
    href: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A diagram with its names and all its places worked out."""

    id: str
    title: str
    lead: str
    width: int
    height: int
    box_width: int
    box_height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def drawings(name: Callable[[str], str]) -> tuple[Drawing, ...]:
    """Draw all diagrams; `name` gives the name of a term by its IRI."""
    return tuple(_drawn(diagram, name) for diagram in DIAGRAMS)


def _drawn(diagram: Diagram, name: Callable[[str], str]) -> Drawing:
    boxes = {
        term: Box(
            term,
            name(RC + term),
            MARGIN + WIDTH / 2 + column * ACROSS,
            MARGIN + HEIGHT / 2 + row * _DOWN,
            f"#{term}",
        )
        for term, (column, row) in diagram.boxes.items()
    }
    arrows = tuple(
        arrow_between(boxes[source], term, name(RC + term), boxes[target], is_derived=term in diagram.derived)
        for source, term, target in diagram.arrows
    )
    columns, rows = (max(places) for places in zip(*diagram.boxes.values(), strict=True))
    width = 2 * MARGIN + WIDTH + columns * ACROSS + _BEYOND
    height = 2 * MARGIN + HEIGHT + rows * _DOWN
    return Drawing(
        *(diagram.id, diagram.title, diagram.lead, width, height),
        *(WIDTH, HEIGHT, tuple(boxes.values()), arrows),
    )


def arrow_between(source: Box, term: str, name: str, target: Box, *, is_derived: bool = False) -> Arrow:
    """Draw a property between two boxes; its name leads to its place on the page."""
    across, down = target.x - source.x, target.y - source.y
    # How far along the line between the middles the edge of a box is crossed.
    edge = min(
        WIDTH / 2 / abs(across) if across else 1.0,
        HEIGHT / 2 / abs(down) if down else 1.0,
    )
    length = (across**2 + down**2) ** 0.5
    along, aside = (across / length, down / length), (-down / length, across / length)
    tip = (target.x - across * edge, target.y - down * edge)
    foot = (tip[0] - along[0] * _HEAD, tip[1] - along[1] * _HEAD)
    corners = (
        tip,
        (foot[0] + aside[0] * _HEAD / 2, foot[1] + aside[1] * _HEAD / 2),
        (foot[0] - aside[0] * _HEAD / 2, foot[1] - aside[1] * _HEAD / 2),
    )
    is_upright = not across
    # Between two rows, names of upright arrows stand higher than those of slanting ones: both have room.
    share = 0.5 + (-_RAISED if is_upright else _RAISED) / down if down else 0.5
    return Arrow(
        source,
        name,
        term,
        target,
        (
            round(source.x + across * edge, 1),
            round(source.y + down * edge, 1),
            round(foot[0], 1),
            round(foot[1], 1),
        ),
        " ".join(f"{x:.1f},{y:.1f}" for x, y in corners),
        source.x + across * share + (8 if is_upright else 0),
        source.y + down * share - (0 if down else 11),
        is_upright,
        is_derived,
        f"#{term}",
    )
