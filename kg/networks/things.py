"""Things and the typed links between them, read once from the store."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.namespaces import ID, PREFIXES, RC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from networkx import MultiDiGraph

    from kg.store.protocol import Solutions

KINDS: Final = (
    "process",
    "domain",
    "country",
    "organization",
    "initiative",
    "theme",
    "body",
    "mode",
    "framework",
    "region",
    "resolution",
    "target",
    "indicator",
    "subcategory",
    "subindicator",
    "document",
    "meeting",
)
"""The kinds of things in a network, by the segment of their IRIs; the last ones are left out first."""

ROLE: Final = f"{ID}role/"
_SKOS: Final = PREFIXES["skos"]
_WORDS: Final[dict[str, str]] = {
    f"{_SKOS}broader": "has the wider term",
    f"{_SKOS}broadMatch": "broader match",
    f"{_SKOS}closeMatch": "close match",
    f"{_SKOS}exactMatch": "exact match",
    f"{_SKOS}narrowMatch": "narrower match",
    f"{_SKOS}relatedMatch": "related match",
}


class Link(NamedTuple):
    """A link: the property or role by which `subject` leads to `object`, and the graphs that say so."""

    subject: str
    relation: str
    object: str
    assertions: tuple[str, ...]


class Network:
    """
    All things that a reader may follow links between.

    `graph` has the IRI of a thing as node and the property or role of a link as the key of its edge, which
    holds the graphs that say so as `assertions`.  It is only read once it is made: threads may share it.
    """

    def __init__(self, answer: Callable[[str], Solutions]) -> None:
        """Read everything by `answer`, which runs a stored query by its name, without parameters."""
        from networkx import MultiDiGraph  # noqa: PLC0415  (takes 0.2 s to import)

        self.graph: MultiDiGraph[str] = MultiDiGraph()
        self._labels: dict[str, str] = dict(_WORDS)
        for row in answer("network-names").rows:
            thing = row["thing"].value
            self._labels.setdefault(thing, row["label"].value)
            if kind(thing) in KINDS:
                self.graph.add_node(thing)
        for row in answer("network-links").rows:
            self._add(*(row[name].value for name in ("subject", "link", "object", "assertion")))

    def _add(self, subject: str, relation: str, target: str, assertion: str) -> None:
        if kind(subject) not in KINDS or kind(target) not in KINDS or subject == target:
            return
        known = self.graph.get_edge_data(subject, target, relation, {"assertions": ()})["assertions"]
        self.graph.add_edge(subject, target, relation, assertions=(*known, assertion))

    def __contains__(self, thing: object) -> bool:
        return thing in self.graph

    def label(self, iri: str) -> str:
        """Return the name of a thing or property, or else the last part of its IRI."""
        return self._labels.get(iri) or iri.rpartition("/")[2].rpartition("#")[2]

    def words(self, relation: str) -> str:
        """Return a link in words: `serves domain`, `listed as member`."""
        label = self.label(relation)
        return f"listed as {label}" if relation.startswith(ROLE) else label

    def by_name(self, things: Iterable[str]) -> list[str]:
        """Return things in the order of their names."""
        return sorted(things, key=self._name_of)

    def _name_of(self, iri: str) -> tuple[str, str]:
        found = self.order.get(iri)
        return found[1] if found else (self.label(iri).casefold(), iri)

    @cached_property
    def order(self) -> dict[str, tuple[int, tuple[str, str]]]:
        """What each thing is sorted by: the place of its kind, then its name in small letters and its IRI."""
        places = {segment: place for place, segment in enumerate(KINDS)}
        return {iri: (places[kind(iri)], (self.label(iri).casefold(), iri)) for iri in self.graph}

    @cached_property
    def around(self) -> dict[str, frozenset[str]]:
        """What each thing is linked with, in either direction."""
        return {
            thing: frozenset(self.graph.succ[thing]) | frozenset(self.graph.pred[thing])
            for thing in self.graph
        }

    @cached_property
    def by_kind(self) -> dict[str, tuple[str, ...]]:
        """All things of each kind, by name."""
        found: dict[str, list[str]] = {segment: [] for segment in KINDS}
        for thing in self.graph:
            found[kind(thing)].append(thing)
        return {segment: tuple(self.by_name(things)) for segment, things in found.items()}

    def out(self, subject: str, relation: str) -> dict[str, tuple[str, ...]]:
        """Return what a thing leads to by one kind of link, each with the graphs that say so."""
        if subject not in self.graph:
            return {}
        return {
            target: links[relation]["assertions"]
            for target, links in self.graph.succ[subject].items()
            if relation in links
        }

    def into(self, target: str, relation: str) -> dict[str, tuple[str, ...]]:
        """Return what leads to a thing by one kind of link, each with the graphs that say so."""
        if target not in self.graph:
            return {}
        return {
            subject: links[relation]["assertions"]
            for subject, links in self.graph.pred[target].items()
            if relation in links
        }

    def links_among(self, things: Iterable[str]) -> Iterator[Link]:
        """Yield the links whose both ends are among some things, in the order of their IRIs."""
        chosen = frozenset(things)
        for subject in sorted(chosen):
            succ = self.graph.succ[subject]
            for target in sorted(chosen.intersection(succ)):
                for relation in sorted(succ[target]):
                    yield Link(subject, relation, target, succ[target][relation]["assertions"])


def kind(iri: str) -> str:
    """Return the segment of a thing's kind: `country`; empty for what is no thing of ours."""
    return iri[len(ID) :].partition("/")[0] if iri.startswith(ID) else ""


def relation(name: str) -> str:
    """Return the IRI of a property of ours by its local name."""
    return RC + name
