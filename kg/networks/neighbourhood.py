"""What stands around one thing, one step or two away, as much of it as a picture can hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.networks.things import KINDS, kind

if TYPE_CHECKING:
    from collections.abc import Collection

    from kg.networks.things import Link, Network

CAP: Final = 150
"""How many things one picture shows at most."""

STEPS: Final = (1, 2)
"""How many steps away from its start a picture may go."""


@dataclass(frozen=True, slots=True)
class Picture:
    """
    A part of the network.

    `steps` gives the things that are shown by their distance from the start, nearest first, then by kind and
    name; `left_out` the things within reach for which there was no room, in the same order; `links` all links
    among what is shown; `around` what each thing is linked with in the picture, by name.
    """

    start: str
    steps: dict[str, int]
    links: tuple[Link, ...]
    left_out: tuple[str, ...]
    around: dict[str, tuple[str, ...]]

    @property
    def counts(self) -> dict[str, int]:
        """How many things of each kind are shown, in the order of the kinds."""
        return _counted(self.steps)

    @property
    def counts_left_out(self) -> dict[str, int]:
        """How many things of each kind are left out, in the order of the kinds."""
        return _counted(self.left_out)


def neighbourhood(
    network: Network, start: str, steps: int = 1, kinds: Collection[str] = (), cap: int = CAP
) -> Picture:
    """
    Return what is linked with a thing.

    What is nearer goes first, then what comes first in `KINDS`, then by name: what is beyond the cap is left
    out.  That depends on nothing but the graph, so a picture stays the same.

    Args:
        network: All links.
        start: A thing of the network.
        steps: How many steps to go: 1 or 2.
        kinds: The segments of the kinds that may be shown, and stepped on, beside the start; all if empty.
        cap: How many things to show at most.
    """
    found = {start: 0}
    edge = {start}
    for step in range(1, steps + 1):
        reached = {near for iri in edge for near in network.around[iri]} - found.keys()
        edge = {iri for iri in reached if not kinds or kind(iri) in kinds}
        found |= dict.fromkeys(edge, step)
    order = network.order
    ordered = sorted(found, key=lambda iri: (found[iri], *order[iri]))
    shown = {iri: found[iri] for iri in ordered[:cap]}
    # One order of all, so that a hundred small ones need not compare names again.
    place = {iri: number for number, iri in enumerate(network.by_name(shown))}
    within = frozenset(shown)
    around = {iri: tuple(sorted(network.around[iri] & within, key=place.__getitem__)) for iri in shown}
    return Picture(start, shown, tuple(network.links_among(shown)), tuple(ordered[cap:]), around)


def _counted(things: Collection[str]) -> dict[str, int]:
    counted = Counter(kind(iri) for iri in things)
    return {segment: counted[segment] for segment in KINDS if counted[segment]}
