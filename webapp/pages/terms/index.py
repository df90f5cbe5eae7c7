"""What the ontology and the shapes say of each term, from both ends of every statement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, RC
from kg.terms import BlankNode, Iri
from webapp.vocabularies import Statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.rdf_output import Quad
    from kg.terms import Term
    from kg.vocabulary import Edition

_OWL, _RDF, _RDFS, _SH = (PREFIXES[name] for name in ("owl", "rdf", "rdfs", "sh"))
SUPERS: Final = (_RDFS + "subClassOf", _RDFS + "subPropertyOf")
DOMAIN: Final = _RDFS + "domain"
RANGE: Final = _RDFS + "range"
INVERSE: Final = _OWL + "inverseOf"
_HELD_BY: Final = (_SH + "path", _SH + "targetClass")


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape that holds a term: its name, and where it stands."""

    name: str
    href: str


class TermIndex:
    """The ontology and the shapes, asked by term."""

    def __init__(self, edition: Edition, shapes: Sequence[Quad]) -> None:
        """Index both."""
        self.edition = edition
        self.said = Statements(edition.quads)
        self._pointing: dict[tuple[str, str], list[str]] = defaultdict(list)
        for quad in edition.quads:
            if isinstance(quad.subject, Iri) and isinstance(quad.object, Iri):
                self._pointing[quad.predicate.value, quad.object.value].append(quad.subject.value)
        self._apart = {iri: members for members in _disjoint(edition.quads) for iri in members}
        self._shapes, self._looked_at = _shapes_by_term(shapes)

    def name(self, iri: str) -> str:
        """Return the name of a term; the short IRI of a foreign one."""
        return self.said.name(iri)

    def pointing(self, iri: str, *properties: str) -> list[str]:
        """Return what points to a term by one of these properties, by name."""
        found = {subject for name in properties for subject in self._pointing.get((name, iri), ())}
        return sorted(found, key=lambda each: (self.name(each).lower(), each))

    def supers(self, iri: str) -> list[str]:
        """Return the classes or properties that a term is a kind of, as stated, by name."""
        found = {target for name in SUPERS for target in self.said.iris(iri, name)}
        return sorted(found, key=lambda each: (self.name(each).lower(), each))

    def ancestors(self, iri: str) -> list[str]:
        """Return all that a term is a kind of, the nearest first; none of it twice."""
        found: list[str] = []
        ahead = self.supers(iri)
        while ahead:
            found += [each for each in ahead if each not in found]
            ahead = [up for each in ahead for up in self.supers(each) if up not in found]
        return found

    def apart(self, iri: str) -> list[str]:
        """Return the classes with which a class shares no member, by name."""
        others = {each for each in self._apart.get(iri, ()) if each != iri}
        return sorted(others, key=lambda each: (self.name(each).lower(), each))

    def shapes(self, iri: str) -> tuple[Shape, ...]:
        """Return the shapes that hold a class, or a property wherever it stands."""
        return tuple(self._shapes.get(iri, ()))

    def looked_at(self, iri: str) -> list[str]:
        """Return the properties without a domain that shapes look at on members of a class, by name."""
        found = {each for each in self._looked_at.get(iri, ()) if each.startswith(RC)}
        without = [each for each in found if not self.said.iris(each, DOMAIN)]
        return sorted(without, key=lambda each: (self.name(each).lower(), each))


def _shapes_by_term(quads: Sequence[Quad]) -> tuple[dict[str, list[Shape]], dict[str, set[str]]]:
    """Return the shapes that hold each term, and the properties that they look at on each class."""
    said = Statements(quads)
    found: dict[str, list[Shape]] = defaultdict(list)
    looked_at: dict[str, set[str]] = defaultdict(set)
    for group in said.of_type(_SH + "NodeShape"):
        anchor = group.rpartition("#")[2]
        for part in (group, *said.iris(group, _SH + "property")):
            name = said.name(group) if part == group else f"{said.name(group)}: {said.name(part)}"
            shape = Shape(name, f"/shapes/g-{anchor}#{part.rpartition('#')[2]}")
            for term in {term for name in _HELD_BY for term in said.iris(part, name)}:
                found[term].append(shape)
            for target in said.iris(group, _SH + "targetClass"):
                looked_at[target].update(said.iris(part, _SH + "path"))
    return found, looked_at


def _disjoint(quads: Iterable[Quad]) -> Iterator[list[str]]:
    """Yield the members of each set of disjoint classes, which stand in lists of blank nodes."""
    firsts: dict[Term, Term] = {}
    rests: dict[Term, Term] = {}
    heads: list[Term] = []
    for quad in quads:
        if isinstance(quad.subject, BlankNode):
            known = {_RDF + "first": firsts, _RDF + "rest": rests}.get(quad.predicate.value)
            if known is not None:
                known[quad.subject] = quad.object
            elif quad.predicate.value == _OWL + "members":
                heads.append(quad.object)
    for head in heads:
        members: list[str] = []
        place: Term | None = head
        while place in firsts:
            members.append(firsts[place].value)
            place = rests.get(place)
        yield members
