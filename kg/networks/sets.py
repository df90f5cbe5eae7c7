"""Set arithmetic on who belongs to what and which domain is served: what is shared, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from kg.networks import projections
from kg.networks.things import ROLE, kind, relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from networkx import Graph

    from kg.networks.things import Network

FULL_ROLES: Final = ("member", "signatory")
"""The keys of the roles that make a country belong to a process; the others stand beside it."""

IN_REGION: Final = relation("inRegion")
PART_OF_REGION: Final = relation("partOfRegion")
UNDER: Final = relation("underProcess")
SERVES: Final = relation("servesDomain")
DEALS: Final = relation("dealsWith")
FURTHERS: Final = relation("furthersDomain")
OF_FRAMEWORK: Final = relation("partOfFramework")


@dataclass(frozen=True, slots=True)
class Served:
    """
    Who is reached by what serves one domain, in one region.

    A country is `reached` if it belongs to a process under which an initiative for the domain is on record;
    `initiatives` are these, by process; `missing` are the other countries.
    """

    reached: frozenset[str]
    missing: frozenset[str]
    initiatives: Mapping[str, frozenset[str]]

    @property
    def countries(self) -> int:
        """How many countries the region has."""
        return len(self.reached) + len(self.missing)

    @property
    def all_initiatives(self) -> frozenset[str]:
        """The initiatives of all processes, each once."""
        return frozenset().union(*self.initiatives.values())


class Sets:
    """Sets of things of one network; made once, then only read."""

    def __init__(self, network: Network) -> None:
        """Keep the network, and the answers that it gave last."""
        self.network = network
        self.overlaps = lru_cache(64)(self._overlaps)
        self.served = lru_cache(512)(self._served)
        self._covers: dict[tuple[str, str], frozenset[str]] = {}

    @cached_property
    def processes(self) -> tuple[str, ...]:
        """All processes, by name."""
        return self.network.by_kind["process"]

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The keys of all roles in which processes list countries, the full ones first, then by key."""
        found = {
            role.removeprefix(ROLE)
            for roles in self._listed.values()
            for role, members in roles.items()
            if any(kind(member) == "country" for member in members)
        }
        return tuple(sorted(found, key=lambda key: (key not in FULL_ROLES, key)))

    @cached_property
    def _listed(self) -> dict[str, dict[str, dict[str, tuple[str, ...]]]]:
        """Who is listed, by process and role, with the graphs that say so."""
        found: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {}
        for process in self.processes:
            for member, links in self.network.graph.pred[process].items():
                for key, link in links.items():
                    if key.startswith(ROLE):
                        found.setdefault(process, {}).setdefault(key, {})[member] = link["assertions"]
        return found

    def listed(self, process: str, segment: str) -> dict[str, dict[str, tuple[str, ...]]]:
        """Return who of one kind is listed in a process: by thing, its roles with the graphs that say so."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for role, members in self._listed.get(process, {}).items():
            for member, graphs in members.items():
                if kind(member) == segment:
                    found.setdefault(member, {})[role] = graphs
        return found

    def members(
        self, process: str, roles: Iterable[str] = FULL_ROLES, region: str | None = None
    ) -> dict[str, tuple[str, ...]]:
        """
        Return the countries that belong to a process, each with the graphs that say so.

        Args:
            process: The process.
            roles: Keys of the roles that count.
            region: Only countries of this region, or of a region within it.
        """
        wanted = {ROLE + key for key in roles}
        inside = self.countries(region) if region else None
        return {
            member: tuple(graph for role in sorted(wanted & held.keys()) for graph in held[role])
            for member, held in self.listed(process, "country").items()
            if wanted & held.keys() and (inside is None or member in inside)
        }

    @cached_property
    def full_members(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """The countries that belong to each process in a full role, with the graphs that say so."""
        return {process: self.members(process) for process in self.processes}

    @cached_property
    def without_members(self) -> tuple[str, ...]:
        """The processes of which nobody is listed in a full role, by name: their members are not known."""
        return tuple(process for process in self.processes if not self.full_members[process])

    def _overlaps(self, roles: tuple[str, ...], region: str | None) -> Graph[str]:
        """Return the processes, linked where they share countries, with how many as `shared`."""
        return projections.shared({p: self.members(p, roles, region) for p in self.processes})

    def domains(self, process: str, framework: str | None = None) -> dict[str, dict[str, frozenset[str]]]:
        """
        Return the domains that a process covers: by domain, the initiatives and themes that lead to it.

        Domains of several frameworks stand side by side: nothing joins them.
        """
        found: dict[str, dict[str, frozenset[str]]] = {}
        steps = (*self.network.into(process, UNDER), *self.network.out(process, DEALS))
        for step in steps:
            for served in (*self.network.out(step, SERVES), *self.network.out(step, FURTHERS)):
                if framework is None or framework in self.network.out(served, OF_FRAMEWORK):
                    ways = found.setdefault(served, {"initiative": frozenset(), "theme": frozenset()})
                    ways[kind(step)] |= {step}
        return found

    def shared_domains(self, process: str, other: str, framework: str) -> list[str]:
        """Return the domains of one framework that two processes both cover, in the order of their IRIs."""
        return sorted(self._covered(process, framework) & self._covered(other, framework))

    def _covered(self, process: str, framework: str) -> frozenset[str]:
        if (process, framework) not in self._covers:
            self._covers[process, framework] = frozenset(self.domains(process, framework))
        return self._covers[process, framework]

    @cached_property
    def _regions(self) -> dict[str, frozenset[str]]:
        """The countries of each region and of the regions within it."""
        found: dict[str, set[str]] = {region: set() for region in self.network.by_kind["region"]}
        for country in self.network.by_kind["country"]:
            above, seen = set(self.network.out(country, IN_REGION)), set[str]()
            while above:
                for region in above:
                    found.setdefault(region, set()).add(country)
                seen |= above
                # Another's graph may say that two regions are parts of each other.
                above = {wide for region in above for wide in self.network.out(region, PART_OF_REGION)} - seen
        return {region: frozenset(countries) for region, countries in found.items()}

    def countries(self, region: str | None = None) -> frozenset[str]:
        """Return the countries of a region and of the regions within it, or all."""
        if region is None:
            return frozenset(self.network.by_kind["country"])
        return self._regions.get(region, frozenset())

    def serving(self, process: str, domain: str) -> frozenset[str]:
        """Return the initiatives under a process that serve a domain."""
        graph = self.network.graph
        return frozenset(
            initiative
            for initiative in self.network.into(process, UNDER)
            if graph.has_edge(initiative, domain, SERVES)
        )

    def _served(self, domain: str, region: str | None) -> Served:
        """Return who is reached by initiatives for a domain, and through what."""
        inside = self.countries(region)
        reached: set[str] = set()
        initiatives: dict[str, frozenset[str]] = {}
        for process in self.processes:
            members = inside.intersection(self.full_members[process])
            found = self.serving(process, domain) if members else frozenset()
            if found:
                initiatives[process] = found
                reached |= members
        return Served(frozenset(reached), inside - reached, initiatives)

    def in_no_process(self, region: str | None = None) -> frozenset[str]:
        """Return the countries that no process lists in any role."""
        listed = {m for p in self.processes for m in self.listed(p, "country")}
        return self.countries(region) - listed

    def in_no_full_role(self, region: str | None = None) -> frozenset[str]:
        """Return the countries that processes list, and none of them in a full role."""
        full = {member for members in self.full_members.values() for member in members}
        return self.countries(region) - full - self.in_no_process(region)
