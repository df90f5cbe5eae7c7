"""The page from which a network begins: what it is, and what one may start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import thing
from kg.networks.neighbourhood import CAP
from kg.networks.sets import OF_FRAMEWORK
from webapp.kinds import KINDS as NAMED_KINDS
from webapp.pages.networks.choice import PATH
from webapp.urls import short_key

if TYPE_CHECKING:
    from webapp.knowledge import Knowledge

_OFFERED: Final = ("process", "country", "domain", "theme", "region", "organization")
_FRAMEWORK: Final = thing("framework", "escap-2017")


@dataclass(frozen=True, slots=True)
class StartGroup:
    """Things of one kind to start from, as (key, name)."""

    title: str
    things: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NetworkStartPage:
    """All that `network_start.html` may use; `first` are things with an address, as (name, address)."""

    cap: int
    groups: tuple[StartGroup, ...]
    first: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def network_start_page(knowledge: Knowledge) -> NetworkStartPage:
    """Return the page that offers things to start from."""
    network = knowledge.network
    domains = network.by_name(network.into(_FRAMEWORK, OF_FRAMEWORK))
    domains = [iri for iri in sorted(domains) if iri in network.by_kind["domain"]]
    first = (("Domains of the presentation", domains), ("Processes", list(network.by_kind["process"])))
    return NetworkStartPage(
        CAP,
        tuple(
            StartGroup(
                NAMED_KINDS[segment].many,
                tuple((short_key(iri), network.label(iri)) for iri in network.by_kind[segment]),
            )
            for segment in _OFFERED
        ),
        tuple(
            (title, tuple((network.label(iri), f"{PATH}?of={short_key(iri)}") for iri in things))
            for title, things in first
            if things
        ),
    )
