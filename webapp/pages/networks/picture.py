"""The picture of what stands around one thing: rings, kind by kind, and lines by what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, RC
from kg.networks.things import KINDS, ROLE, kind
from webapp.kinds import KINDS as NAMED_KINDS
from webapp.pages.networks.choice import PATH
from webapp.pages.networks.drawing import Thing, drawing
from webapp.urls import DOC, path_of

if TYPE_CHECKING:
    from kg.networks import Network
    from kg.networks.neighbourhood import Picture
    from webapp.pages.networks.choice import Choice
    from webapp.pages.networks.drawing import Drawing

SORTS: Final = (
    ("belong", "is listed in, sits in, chairs"),
    ("serve", "serves, furthers, deals with, covers, uses"),
    ("run", "runs under, is led by, has partner, involves"),
    ("meet", "meets, takes part, is held in"),
    ("part", "is part of, lies in"),
    ("match", "matches, addresses, rests on"),
)
"""The sorts of lines in a picture, with the words of its legend."""

_SORT_OF: Final[dict[str, str]] = {
    RC + name: sort
    for sort, names in {
        "belong": ("chairOf",),
        "serve": ("servesDomain", "furthersDomain", "dealsWith", "coversDomain", "usesMode"),
        "run": ("underProcess", "ledBy", "partner", "involvesCountry", "commissionedBy", "madeBy"),
        "meet": (
            *("meetingOf", "participant", "observingParty", "businessParticipantFrom"),
            *("heldIn", "heldAt", "presentedAt", "putBefore"),
        ),
        "part": (
            *("bodyOf", "bodyOfProcess", "inRegion", "partOfRegion", "partOfFramework", "inDomain"),
            *("partOfIndicator", "partOfPolicyElement"),
        ),
    }.items()
    for name in names
} | {PREFIXES["skos"] + "broader": "part"}


def picture_drawing(network: Network, picture: Picture, choice: Choice) -> Drawing:
    """Return the drawing of a picture: the start in the middle, a ring a step, kind by kind."""
    words = _words_to_start(network, picture)
    rings = [
        [iri for iri, steps in picture.steps.items() if steps == step] for step in range(choice.steps + 1)
    ]
    rings[1:2] = [sorted(ring, key=lambda i: (KINDS.index(kind(i)), words[i])) for ring in rings[1:2]]
    return drawing(
        [[_drawn(network, picture, iri, words) for iri in ring] for ring in rings if ring],
        ((link.subject, link.object, sort_of(link.relation)) for link in picture.links),
        SORTS,
        ((segment, NAMED_KINDS[segment].one) for segment in picture.counts),
    )


def sort_of(relation: str) -> str:
    """Return the sort of a line by the property or role of its link."""
    return "belong" if relation.startswith(ROLE) else _SORT_OF.get(relation, "match")


def _words_to_start(network: Network, picture: Picture) -> dict[str, str]:
    """Return what links each thing with the start, in words; empty for what is further away."""
    found: dict[str, list[str]] = {iri: [] for iri in picture.steps}
    for link in picture.links:
        if picture.start in {link.subject, link.object}:
            other = link.object if link.subject == picture.start else link.subject
            found[other].append(network.words(link.relation).removeprefix("listed as "))
    return {iri: ", ".join(dict.fromkeys(words)) for iri, words in found.items()}


def _drawn(network: Network, picture: Picture, iri: str, words: dict[str, str]) -> Thing:
    links = len(picture.around[iri])
    label, segment = network.label(iri), kind(iri)
    name = f"{label}, {NAMED_KINDS[segment].one}, {links} link{'' if links == 1 else 's'}"
    return Thing(iri, label, around(iri), name, segment, segment, words[iri])


def around(iri: str) -> str:
    """Return the address of the network around a thing; the keys of our things need no quoting here."""
    return f"{PATH}?of={path_of(iri).removeprefix(DOC)}"
