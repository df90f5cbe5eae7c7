"""What a description holds for whom: the statements of one thing in each profile of content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.exports.schema_org import schema_class, schema_of
from kg.namespaces import ID, PREFIXES, RDF_TYPE
from kg.rdf_output import Quad
from kg.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.exports.descriptions import Description, Statement

CORE, EVIDENCE, SKOS, SCHEMA = "core", "evidence", "skos", "schema"

_LABEL: Final = PREFIXES["rdfs"] + "label"
_NAME: Final = PREFIXES["schema"] + "name"
_OF_SKOS: Final = PREFIXES["skos"]
_CONCEPTS: Final = frozenset({_OF_SKOS + "Concept", _OF_SKOS + "ConceptScheme"})
_GRAPHS: Final = frozenset({"application/n-quads", "application/trig"})


def own_profile(media_type: str, *, is_assertion: bool) -> str:
    """
    Return the profile of an RDF format where none is asked for.

    The formats with graphs say which assertion states what, so they bring the evidence.  Whoever asks for an
    assertion asks for what it rests on, in any format.
    """
    return EVIDENCE if is_assertion or media_type in _GRAPHS else CORE


def carried(types: Iterable[str], *, is_assertion: bool) -> frozenset[str]:
    """
    Return the profiles in which something can be described.

    Args:
        types: The IRIs of its classes.
        is_assertion: Whether it is an assertion, which is no concept and nothing that schema.org knows.
    """
    always = {CORE, EVIDENCE}
    if is_assertion:
        return frozenset(always)
    classes = frozenset(types)
    skos = {SKOS} if classes & _CONCEPTS else set()
    return frozenset(always | skos | ({SCHEMA} if schema_class(classes) else set()))


def quads_in(description: Description, profile: str, header: Sequence[Quad] = ()) -> list[Quad]:
    """
    Return the statements of a description in a profile.

    Only those of `evidence` stand in named graphs; a format for one graph holds their union.

    Args:
        description: The thing or assertion.
        profile: `CORE`, `EVIDENCE`, `SKOS` or `SCHEMA`, one that it can be described in.
        header: Statements about the document itself.
    """
    everything = (*description.statements, *description.coverage, *description.incoming)
    if profile == EVIDENCE:
        return [*header, *(s.quad() for s in everything), *description.evidence]
    if profile == SKOS:
        return [*header, *_skos(description)]
    if profile == SCHEMA:
        return [*header, *_schema(description)]
    return [*header, *map(_bare, everything), *_names(everything)]


def _skos(description: Description) -> list[Quad]:
    """Return what is said of a concept or scheme in SKOS, with the names of what it leads to."""
    said = (*description.statements, *description.incoming)
    kept = [s for s in said if _is_skos(s)]
    return [*map(_bare, kept), *_names(kept)]


def _schema(description: Description) -> list[Quad]:
    """Return what is said of a thing in schema.org, with the names of the things that it leads to."""
    own = [s for s in description.statements if s.subject.value == description.iri]
    told = schema_of(description.iri, ((s.property.value, s.value) for s in own))
    led_to = {quad.object for quad in told if quad.object.value.startswith(ID)}
    return told + [
        Quad(s.value, Iri(_NAME), s.value_label)
        for s in own
        if s.value in led_to and s.value_label is not None
    ]


def _is_skos(statement: Statement) -> bool:
    if statement.property.value == RDF_TYPE:
        return str(statement.value) in _CONCEPTS
    return statement.property.value.startswith(_OF_SKOS)


def _bare(statement: Statement) -> Quad:
    return Quad(statement.subject, statement.property, statement.value)


def _names(statements: Iterable[Statement]) -> list[Quad]:
    """Return the names of the things that statements lead to, for display."""
    return [
        Quad(s.value, Iri(_LABEL), s.value_label)
        for s in statements
        if s.value_label is not None and isinstance(s.value, Iri)
    ]
