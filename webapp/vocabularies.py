"""What the pages of the ontology and of the shapes list, taken from their statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.exports.descriptions import short
from kg.namespaces import ID, PREFIXES, RC, RCS, RDF_TYPE
from kg.terms import BlankNode, Iri, Literal
from webapp.urls import term_path

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from kg.rdf_output import Quad
    from kg.terms import Term as RdfTerm

_OWL, _RDFS, _SH, _SKOS = (PREFIXES[prefix] for prefix in ("owl", "rdfs", "sh", "skos"))
_LABEL: Final = _RDFS + "label"
_LANGUAGES: Final = (None, "en")

_TERM_GROUPS: Final = (
    ("classes", "Classes", _OWL + "Class"),
    ("links", "Properties that lead to things", _OWL + "ObjectProperty"),
    ("values", "Properties that hold a value", _OWL + "DatatypeProperty"),
)
_RELATIONS: Final[dict[str, str]] = {
    _RDFS + "subClassOf": "is a kind of",
    _RDFS + "subPropertyOf": "is a kind of",
    _RDFS + "domain": "is said of",
    _RDFS + "range": "leads to",
    _OWL + "inverseOf": "is the inverse of",
    _SH + "targetClass": "is checked on",
    _SH + "path": "looks at",
}
_NOTES: Final = (_SKOS + "scopeNote", _SKOS + "example", _SH + "message")
_DEFINITIONS: Final = (_SKOS + "definition", _SH + "description", _RDFS + "comment")


@dataclass(frozen=True, slots=True)
class Term:
    """
    A term on the page.

    `anchor` is its fragment there; `href` is empty unless it has a page of its own; `relations` are (name,
    targets), a target being (text, address).
    """

    anchor: str
    iri: str
    name: str
    definition: str
    href: str
    notes: tuple[str, ...]
    relations: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Terms under one heading."""

    id: str
    title: str
    terms: tuple[Term, ...]


class Statements:
    """The statements of a vocabulary, by subject and property; blank nodes are no terms and left out."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Index the statements."""
        self._values: dict[str, dict[str, list[Iri | Literal]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            if isinstance(quad.subject, Iri) and isinstance(quad.object, Iri | Literal):
                self._values[quad.subject.value][quad.predicate.value].append(quad.object)

    def of_type(self, kind: str) -> list[str]:
        """Return what has this class, by name."""
        return self._by_name(iri for iri, said in self._values.items() if Iri(kind) in said[RDF_TYPE])

    def named_in(self, namespace: str) -> list[str]:
        """Return all that is spoken of in this namespace, by name."""
        return self._by_name(iri for iri in self._values if iri.startswith(namespace))

    def _by_name(self, found: Iterable[str]) -> list[str]:
        return sorted(found, key=lambda iri: (self.name(iri).lower(), iri))

    def text(self, iri: str, *properties: str) -> str:
        """Return the first English text that one of these properties gives; empty if none does."""
        return next((text for name in properties for text in self.texts(iri, name)), "")

    def texts(self, iri: str, name: str) -> list[str]:
        """Return the English texts of a property."""
        values = self._values[iri][name] if iri in self._values else []
        return [v.value for v in values if isinstance(v, Literal) and v.language in _LANGUAGES]

    def iris(self, iri: str, name: str) -> list[str]:
        """Return the IRIs that a property leads to."""
        return [v.value for v in self._values[iri][name] if isinstance(v, Iri)] if iri in self._values else []

    def name(self, iri: str) -> str:
        """Return the name of a term; its short IRI if it has none."""
        return self.text(iri, _LABEL, _SH + "name") or short(iri)

    def term(self, iri: str) -> Term:
        """Return all that a page shows of a term."""
        relations = {
            name: tuple((self.name(target), term_path(target)) for target in self.iris(iri, property_))
            for property_, name in _RELATIONS.items()
            if self.iris(iri, property_)
        }
        anchor = (
            iri.rpartition("#")[2] if iri.startswith((RC, RCS)) else iri.removeprefix(ID).replace("/", "-")
        )
        return Term(
            anchor,
            iri,
            self.name(iri),
            self.text(iri, *_DEFINITIONS),
            term_path(iri) if iri.startswith((RC, ID)) else "",
            tuple(text for name in _NOTES for text in self.texts(iri, name)),
            tuple(relations.items()),
        )


class Grouped:
    """The statements of a vocabulary, in groups of terms as pages show them, and by what they speak of."""

    def __init__(self, quads: Sequence[Quad], grouped: Callable[[Sequence[Quad]], tuple[Group, ...]]) -> None:
        """Group the terms, and index the statements."""
        self.quads = quads
        self.groups = grouped(quads)
        self._by_subject: dict[RdfTerm, list[Quad]] = defaultdict(list)
        for quad in quads:
            self._by_subject[quad.subject].append(quad)

    def about(self, iris: Collection[str]) -> list[Quad]:
        """Return the statements about some terms, with those about the blank nodes in these."""
        told: list[Quad] = []
        ahead: list[RdfTerm] = [Iri(iri) for iri in sorted(iris)]
        done: set[RdfTerm] = set()
        while ahead:
            subject = ahead.pop()
            if subject not in done:
                done.add(subject)
                found = self._by_subject.get(subject, [])
                told += found
                ahead += [quad.object for quad in found if isinstance(quad.object, BlankNode)]
        return told


def ontology_groups(quads: Iterable[Quad]) -> tuple[Group, ...]:
    """List classes and properties of ours, then the concepts of our vocabularies by their class."""
    statements = Statements(quads)
    groups = [
        Group(id_, title, tuple(statements.term(t) for t in statements.of_type(kind) if t.startswith(RC)))
        for id_, title, kind in _TERM_GROUPS
    ]
    listed = {term.iri for group in groups for term in group.terms}
    others = [iri for iri in statements.named_in(RC) if iri not in listed]
    groups.append(Group("others", "Other terms", tuple(statements.term(iri) for iri in others)))
    for kind in statements.of_type(_OWL + "Class"):
        concepts = [iri for iri in statements.of_type(kind) if iri.startswith(ID)]
        title = f"Vocabulary: {statements.name(kind)}"
        groups.append(Group(f"v-{short(kind)[3:]}", title, tuple(statements.term(c) for c in concepts)))
    return tuple(group for group in groups if group.terms)


def shape_groups(quads: Iterable[Quad]) -> tuple[Group, ...]:
    """List the shapes: for each node shape, itself and the property shapes that it holds."""
    statements = Statements(quads)
    shapes = statements.of_type(_SH + "NodeShape")
    times = Counter(statements.name(shape) for shape in shapes)
    groups = []
    for shape in shapes:
        parts = (shape, *statements.iris(shape, _SH + "property"))
        anchor, name = shape.rpartition("#")[2], statements.name(shape)
        # Several check the same of different things: their titles tell them apart.
        title = name if times[name] == 1 else f"{name} ({anchor})"
        groups.append(Group(f"g-{anchor}", title, tuple(statements.term(p) for p in parts)))
    return tuple(groups)
