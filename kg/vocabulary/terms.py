"""The terms of the ontology and its vocabularies, each with what a change of it would be seen in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import ID, PREFIXES, RC, RDF_TYPE
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.rdf_output import Quad
    from kg.terms import Term as Value

_DCTERMS, _OWL, _RDFS, _SKOS, _VS = (PREFIXES[name] for name in ("dcterms", "owl", "rdfs", "skos", "vs"))

DEPRECATED: Final = _OWL + "deprecated"
REPLACED_BY: Final = _DCTERMS + "isReplacedBy"
REASON: Final = _SKOS + "changeNote"
SINCE: Final = RC + "deprecatedSince"
STATUS: Final = _VS + "term_status"

_KINDS: Final[dict[str, str]] = {
    _OWL + "Class": "class",
    _OWL + "ObjectProperty": "property",
    _OWL + "DatatypeProperty": "property",
    _OWL + "AnnotationProperty": "property",
    _RDFS + "Datatype": "datatype",
    _SKOS + "ConceptScheme": "scheme",
}
_BOUNDS: Final[dict[str, str]] = {
    "domain": _RDFS + "domain",
    "range": _RDFS + "range",
    "superclass": _RDFS + "subClassOf",
    "superproperty": _RDFS + "subPropertyOf",
}


@dataclass(frozen=True, slots=True)
class Term:
    """
    A class, property, datatype, scheme or concept of ours.

    `kind` is one of these words, or `other`.  `bounds` are (what, IRIs): domain, range, superclass and
    superproperty, sorted, only those that are stated.  A deprecated term says by which terms it is replaced,
    or why there is none, and since which version of the ontology.
    """

    iri: str
    kind: str
    label: str
    definition: str
    status: str
    bounds: tuple[tuple[str, tuple[str, ...]], ...]
    is_deprecated: bool
    replaced_by: tuple[str, ...]
    reason: str
    since: str

    @property
    def name(self) -> str:
        """Return the short name of the term: `servesDomain`, or `basis/derived` for a concept."""
        return self.iri.removeprefix(RC).removeprefix(ID)


def short(iri: str) -> str:
    """Return an IRI as people read it: `rc:servesDomain`, `basis/derived` for a concept of ours."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.removeprefix(ID)


def terms(quads: Iterable[Quad]) -> dict[str, Term]:
    """Return the terms that the statements of an ontology introduce, by IRI, sorted."""
    said: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, Iri) and quad.subject.value.startswith((RC, ID)):
            said[quad.subject.value][quad.predicate.value].append(quad.object)
    return {iri: _term(iri, values) for iri, values in sorted(said.items()) if RDF_TYPE in values}


def _term(iri: str, said: Mapping[str, list[Value]]) -> Term:
    types = _iris(said, RDF_TYPE)
    known = [_KINDS[name] for name in types if name in _KINDS]
    return Term(
        iri,
        known[0] if known else ("concept" if iri.startswith(ID) else "other"),
        _text(said, _RDFS + "label"),
        _text(said, _SKOS + "definition"),
        _text(said, STATUS),
        tuple((what, found) for what, name in _BOUNDS.items() if (found := _iris(said, name))),
        is_deprecated=_text(said, DEPRECATED) in {"true", "1"},
        replaced_by=_iris(said, REPLACED_BY),
        reason=_text(said, REASON),
        since=_text(said, SINCE),
    )


def _iris(said: Mapping[str, list[Value]], name: str) -> tuple[str, ...]:
    return tuple(sorted({value.value for value in said.get(name, ()) if isinstance(value, Iri)}))


def _text(said: Mapping[str, list[Value]], name: str) -> str:
    found = [v for v in said.get(name, ()) if isinstance(v, Literal) and v.language in {None, "en"}]
    return min((value.value for value in found), default="")
