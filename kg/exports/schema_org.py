"""
What the graph says of a thing in the words of schema.org, as far as schema.org has a true word for it.

A process is no Organization, and a state that takes part in a meeting is no attendee in the sense of
schema.org, so neither is said.  A date is as fine as its source: a year stays a year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.namespaces import BASE, ID, PREFIXES, RC, RDF_TYPE, thing
from kg.rdf_output import Quad
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.terms import Term

SCHEMA: Final = "https://schema.org/"
_NO_LANGUAGE: Final = {"@language": None}
CONTEXT: Final[dict[str, Any]] = {
    "@vocab": SCHEMA,
    "@language": "en",
    "startDate": _NO_LANGUAGE,
    "endDate": _NO_LANGUAGE,
    "termCode": _NO_LANGUAGE,
}
"""The context of JSON-LD in pages, whole: a reader fetches nothing."""

_SKOS: Final = PREFIXES["skos"]
_LABEL: Final = PREFIXES["rdfs"] + "label"
_TYPES: Final = (
    (RC + "State", "Country"),
    (RC + "Country", "AdministrativeArea"),
    (RC + "Region", "Place"),
    (RC + "Meeting", "Event"),
    (RC + "Organization", "Organization"),
    (RC + "Person", "Person"),
    (RC + "Document", "CreativeWork"),
    (_SKOS + "ConceptScheme", "DefinedTermSet"),
    (_SKOS + "Concept", "DefinedTerm"),
    (PREFIXES["owl"] + "Class", "DefinedTerm"),
    (PREFIXES["owl"] + "ObjectProperty", "DefinedTerm"),
    (PREFIXES["owl"] + "DatatypeProperty", "DefinedTerm"),
)
"""Our classes and theirs; of several, the first that a thing has tells most."""

_OF_ALL: Final = {
    _LABEL: "name",
    _SKOS + "altLabel": "alternateName",
    RC + "shortName": "alternateName",
    RC + "acronym": "alternateName",
    _SKOS + "definition": "description",
}
_OF_TYPE: Final = {
    "AdministrativeArea": {RC + "inRegion": "containedInPlace"},
    "Country": {RC + "inRegion": "containedInPlace"},
    "CreativeWork": {PREFIXES["dcterms"] + "creator": "author", PREFIXES["foaf"] + "page": "url"},
    "DefinedTerm": {
        _SKOS + "notation": "termCode",
        _SKOS + "inScheme": "inDefinedTermSet",
        PREFIXES["rdfs"] + "isDefinedBy": "inDefinedTermSet",
        _SKOS + "exactMatch": "sameAs",
    },
    "Event": {RC + "heldInCity": "location", RC + "heldIn": "location", RC + "heldAt": "location"},
    "Organization": {PREFIXES["foaf"] + "page": "url"},
    "Place": {RC + "partOfRegion": "containedInPlace"},
}
_DATES: Final = {RC + "beginsOn": "startDate", RC + "endsOn": "endDate"}
_PRECISION: Final = RC + "datePrecision"
_FINE: Final = {
    thing("precision", "day"): 10,
    thing("precision", "interval"): 10,
    thing("precision", "month"): 7,
    thing("precision", "year"): 4,
}
"""How many characters of a date its source stands for, by the precision; of others none."""


def schema_of(iri: str, said: Iterable[tuple[str, Term]]) -> list[Quad]:
    """
    Return what can be said of a thing in schema.org; nothing if schema.org has no class for it.

    Args:
        iri: The thing.
        said: What the graph says of it: properties and values.
    """
    pairs = list(dict.fromkeys(said))
    kinds = {value.value for name, value in pairs if name == RDF_TYPE}
    kind = next((theirs for ours, theirs in _TYPES if ours in kinds), None)
    if kind is None:
        return []
    about = Iri(iri)
    names = _OF_ALL | _OF_TYPE.get(kind, {})
    quads = [Quad(about, Iri(RDF_TYPE), Iri(SCHEMA + kind))]
    quads += [
        Quad(about, Iri(SCHEMA + names[name]), _plain(value))
        for name, value in pairs
        # What is the same as another thing of ours has an address here, and no page of reference elsewhere.
        if name in names and not (names[name] == "sameAs" and value.value.startswith(BASE))
    ]
    if kind == "Event":
        quads += _dates(about, pairs)
    if iri.startswith(ID):
        document = Iri(f"{BASE}doc/{iri.removeprefix(ID)}")
        quads.append(Quad(about, Iri(SCHEMA + "mainEntityOfPage"), document))
    return list(dict.fromkeys(quads))


def _plain(value: Term) -> Term:
    """Return a value; a code without the datatype that names its list, which schema.org does not know."""
    return Literal(value.value) if isinstance(value, Literal) and value.datatype else value


def _dates(about: Iri, pairs: list[tuple[str, Term]]) -> list[Quad]:
    fine = {_FINE.get(value.value) for name, value in pairs if name == _PRECISION}
    length = fine.pop() if len(fine) == 1 else None
    dates = [(theirs, value) for name, value in pairs if (theirs := _DATES.get(name))]
    if length is None or len({name for name, _ in dates}) != len(dates):
        # Sources give several dates, or none as a date: whoever wants to know reads the page.
        return []
    return [Quad(about, Iri(SCHEMA + name), Literal(value.value[:length])) for name, value in dates]


def json_ld(quads: Iterable[Quad]) -> dict[str, Any]:
    """Return what is said of one thing in schema.org as JSON-LD with `CONTEXT`; empty if that is nothing."""
    document: dict[str, Any] = {}
    for quad in quads:
        if not document:
            document = {"@context": CONTEXT, "@id": quad.subject.value}
        name = quad.predicate.value.removeprefix(SCHEMA)
        if quad.predicate.value == RDF_TYPE:
            document["@type"] = quad.object.value.removeprefix(SCHEMA)
        else:
            document.setdefault(name, []).append(_value(quad.object, CONTEXT.get(name, CONTEXT)))
    return {
        name: value[0] if isinstance(value, list) and len(value) == 1 else value
        for name, value in document.items()
    }


def _value(term: Term, context: Any) -> Any:  # noqa: ANN401  (values of JSON)
    if not isinstance(term, Literal):
        return {"@id": term.value}
    if term.datatype is None and term.language == context["@language"]:
        return term.value
    if term.language:
        return {"@value": term.value, "@language": term.language}
    return {"@value": term.value, "@type": term.datatype} if term.datatype else {"@value": term.value}
