"""
What the graph says of a thing in the words of schema.org, as far as schema.org has a true word for it.

A process is no Organization, and a state that takes part in a meeting is no attendee in the sense of
schema.org, so neither is said.  A date is as fine as its source: a year stays a year.  The profile `schema`
and the data in the heads of pages are both made here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.namespaces import BASE, ID, PREFIXES, RC, RDF_TYPE, XSD, thing
from kg.rdf_output import Quad
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.terms import Term

SCHEMA: Final = PREFIXES["schema"]
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
    (PREFIXES["qb"] + "DataSet", "Dataset"),
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
    RC + "printedLabel": "alternateName",
    PREFIXES["dcterms"] + "description": "description",
    _SKOS + "definition": "description",
}
_OF_TYPE: Final = {
    "AdministrativeArea": {RC + "inRegion": "containedInPlace"},
    "Country": {RC + "inRegion": "containedInPlace"},
    "CreativeWork": {PREFIXES["dcterms"] + "creator": "creator", PREFIXES["foaf"] + "page": "url"},
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
_NOTATION: Final = _SKOS + "notation"
_STANDARDS: Final = {
    RC + "iso2": "ISO 3166-1 alpha-2",
    RC + "iso3": "ISO 3166-1 alpha-3",
    RC + "m49": "UN M49",
}
"""The lists that codes belong to, by the datatype of the code."""

_DATES: Final = {RC + "beginsOn": "startDate", RC + "endsOn": "endDate"}
_PRECISION: Final = RC + "datePrecision"
_FINE: Final = {
    thing("precision", "day"): 10,
    thing("precision", "interval"): 10,
    thing("precision", "month"): 7,
    thing("precision", "year"): 4,
}
"""How many characters of a date its source stands for, by the precision; of others none."""

_DATATYPES: Final = {10: XSD + "date", 7: XSD + "gYearMonth", 4: XSD + "gYear"}


def schema_class(types: Iterable[str]) -> str | None:
    """
    Return the name of the class of schema.org that a thing belongs to, None if there is no true one.

    Args:
        types: The IRIs of its classes in the graph.
    """
    kinds = frozenset(types)
    return next((theirs for ours, theirs in _TYPES if ours in kinds), None)


def schema_of(iri: str, said: Iterable[tuple[str, Term]]) -> list[Quad]:
    """
    Return what can be said of a thing in schema.org; nothing if schema.org has no class for it.

    Args:
        iri: The thing.
        said: What the graph says of it: properties and values.
    """
    pairs = list(dict.fromkeys(said))
    kind = schema_class(value.value for name, value in pairs if name == RDF_TYPE)
    if kind is None:
        return []
    about = Iri(iri)
    words = _OF_ALL | _OF_TYPE.get(kind, {})
    names = {value for name, value in pairs if name == _LABEL}
    quads = [Quad(about, Iri(RDF_TYPE), Iri(SCHEMA + kind))]
    for name, value in pairs:
        if name in words and not _is_idle(words[name], value, names):
            quads.append(Quad(about, Iri(SCHEMA + words[name]), _plain(value)))
        elif name == _NOTATION and name not in words:
            quads.append(Quad(about, Iri(SCHEMA + "identifier"), _identifier(value)))
    if kind == "Event":
        quads += _dates(about, pairs)
    if iri.startswith(ID):
        document = Iri(f"{BASE}doc/{iri.removeprefix(ID)}")
        quads.append(Quad(about, Iri(SCHEMA + "mainEntityOfPage"), document))
    return list(dict.fromkeys(quads))


def _is_idle(word: str, value: Term, names: set[Term]) -> bool:
    """Say whether a word would tell nothing: another name that is the name, or an address that is ours."""
    if word == "alternateName":
        return value in names
    # What is the same as another thing of ours has an address here, and no page of reference elsewhere.
    return word == "sameAs" and value.value.startswith(BASE)


def _plain(value: Term) -> Term:
    """Return a value; a code without the datatype that names its list, which schema.org does not know."""
    return Literal(value.value) if isinstance(value, Literal) and value.datatype else value


def _identifier(value: Term) -> Term:
    """Return a code, after the name of the standard that it belongs to where there is one."""
    standard = _STANDARDS.get(value.datatype or "") if isinstance(value, Literal) else None
    return Literal(f"{standard}: {value.value}") if standard else _plain(value)


def _dates(about: Iri, pairs: list[tuple[str, Term]]) -> list[Quad]:
    fine = {_FINE.get(value.value) for name, value in pairs if name == _PRECISION}
    length = fine.pop() if len(fine) == 1 else None
    dates = [(theirs, value) for name, value in pairs if (theirs := _DATES.get(name))]
    if length is None or len({name for name, _ in dates}) != len(dates):
        # Sources give several dates, or none as a date: whoever wants to know reads the page.
        return []
    datatype = _DATATYPES[length]
    return [Quad(about, Iri(SCHEMA + name), Literal(value.value[:length], datatype)) for name, value in dates]


def json_ld(quads: Iterable[Quad]) -> dict[str, Any]:
    """
    Return what is said of one thing in schema.org as JSON-LD with `CONTEXT`; empty if that is nothing.

    Dates are plain texts there, as those who read pages expect them.
    """
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
    if term.language == context["@language"]:
        return term.value
    return {"@value": term.value, "@language": term.language} if term.language else {"@value": term.value}
