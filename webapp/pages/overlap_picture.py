"""Processes that share members as a picture, and the same as a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from webapp.pages.drawing import Thing, drawing
from webapp.pages.overlap_form import Named
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from webapp.knowledge import Knowledge
    from webapp.pages.drawing import Drawing
    from webapp.pages.overlap_choice import OverlapChoice

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


def neighbours(
    knowledge: Knowledge, choice: OverlapChoice, pairs: Iterable[tuple[str, str]]
) -> Iterator[NeighbourRow]:
    """Yield each process of the picture with those that it shares members with, by name."""
    network, alone, address = knowledge.network, choice.addresses(1), choice.addresses(2)
    others: dict[str, set[str]] = {}
    for one, other in pairs:
        others.setdefault(one, set()).add(other)
        others.setdefault(other, set()).add(one)
    for iri in network.by_name(others):
        yield NeighbourRow(
            Named(network.label(iri), path_of(iri)),
            Named("", alone(iri, anchor="pairs"), len(others[iri])),
            tuple(Named(network.label(near), address(iri, near)) for near in network.by_name(others[iri])),
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
