"""Processes that share members as a picture, and the same as a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from webapp.pages.networks.choice import part
from webapp.pages.networks.drawing import Thing, drawing
from webapp.pages.overlaps.form import Named
from webapp.pages.parts import Part
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from webapp.knowledge import Knowledge
    from webapp.pages.networks.drawing import Drawing
    from webapp.pages.overlaps.choice import OverlapChoice

_ROOM: Final = 33_000
_NAME: Final = 45
_WIDTHS: Final = (
    ("few", "1 to 5 shared"),
    ("some", "6 to 20 shared"),
    ("many", "more than 20 shared"),
)


@dataclass(frozen=True, slots=True)
class NeighbourRow:
    """A process, with how many processes it shares members with, and with which."""

    process: Named
    degree: Named
    others: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class NeighboursTable:
    """Processes with those that they share members with, a part of them."""

    rows: tuple[NeighbourRow, ...]
    total: int
    part: Part


def neighbours_table(
    knowledge: Knowledge, choice: OverlapChoice, pairs: Iterable[tuple[str, str]]
) -> NeighboursTable:
    """Return each process of the picture with those that it shares members with, by name, in parts."""
    others: dict[str, set[str]] = {}
    for one, other in pairs:
        others.setdefault(one, set()).add(other)
        others.setdefault(other, set()).add(one)
    address = choice.addresses(2)
    # The more the choice holds, the longer is each of very many addresses.
    room = _ROOM // (len(escape(address("", ""))) + _NAME)
    parts: list[list[str]] = [[]]
    mentions = 0
    for iri in knowledge.network.by_name(others):
        mentions += len(others[iri])
        if parts[-1] and mentions > room:
            parts.append([])
            mentions = len(others[iri])
        parts[-1].append(iri)
    number = part(choice.others, len(parts))
    shown = {iri: others[iri] for iri in parts[number - 1]}
    href = choice.address(others="PART", anchor="neighbours").replace("PART", "{}")
    return NeighboursTable(
        tuple(_neighbours(knowledge, choice, shown)), len(others), Part(number, len(parts), href)
    )


def _neighbours(
    knowledge: Knowledge, choice: OverlapChoice, others: Mapping[str, Iterable[str]]
) -> Iterator[NeighbourRow]:
    network, alone, address = knowledge.network, choice.addresses(1), choice.addresses(2)
    for iri, near in others.items():
        found = network.by_name(near)
        yield NeighbourRow(
            Named(network.label(iri), path_of(iri)),
            Named("", alone(iri, anchor="pairs"), len(found)),
            tuple(Named(network.label(other), address(iri, other)) for other in found),
        )


def overlap_drawing(knowledge: Knowledge, choice: OverlapChoice, pairs: Iterable[tuple[str, str]]) -> Drawing:
    """Draw the processes on a ring, with a line between those that share members."""
    network, sets = knowledge.network, knowledge.sets
    graph, alone = sets.overlaps(choice.roles, choice.region), choice.addresses(1)
    links = []
    for one, other in pairs:
        shared = graph.edges[one, other]["shared"]
        links.append((one, other, "few" if shared <= 5 else "some" if shared <= 20 else "many"))  # noqa: PLR2004
    degrees = Counter(iri for one, other, _ in links for iri in (one, other))
    ring = [
        Thing(
            iri,
            network.label(iri),
            alone(iri),
            f"{network.label(iri)}, regional process, shares members with {degrees[iri]} in this picture",
            "process",
        )
        for iri in sets.processes
        if iri in degrees
    ]
    return drawing([ring], links, _WIDTHS, ())
