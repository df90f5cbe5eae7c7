"""A thing in the words of schema.org, as far as these are true of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import ID, PREFIXES, RC, RDF_TYPE, XSD, thing
from kg.rdf_output import Quad
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.exports.descriptions import Description, Statement
    from kg.terms import Term

_SCHEMA: Final = PREFIXES["schema"]
_SKOS, _DCTERMS, _FOAF = PREFIXES["skos"], PREFIXES["dcterms"], PREFIXES["foaf"]
_LABEL: Final = PREFIXES["rdfs"] + "label"

_TYPES: Final[Mapping[str, str]] = {
    # The first that a thing is an instance of counts, so the narrower stand before the wider.
    RC + "State": "Country",
    RC + "Territory": "AdministrativeArea",
    RC + "Region": "Place",
    RC + "RegionalProcess": "Organization",
    RC + "ProcessBody": "Organization",
    RC + "Organization": "Organization",
    PREFIXES["org"] + "Organization": "Organization",
    RC + "Person": "Person",
    RC + "Meeting": "Event",
    PREFIXES["qb"] + "DataSet": "Dataset",
    PREFIXES["dcat"] + "Dataset": "Dataset",
    RC + "Resolution": "CreativeWork",
    RC + "Document": "CreativeWork",
    _SKOS + "ConceptScheme": "DefinedTermSet",
    _SKOS + "Concept": "DefinedTerm",
}
"""The classes of schema.org by ours."""

_EVERYWHERE: Final[Mapping[str, str]] = {
    _LABEL: "name",
    _SKOS + "altLabel": "alternateName",
    RC + "shortName": "alternateName",
    RC + "acronym": "alternateName",
    RC + "printedLabel": "alternateName",
    _DCTERMS + "description": "description",
    _SKOS + "definition": "description",
}
_OF_TYPE: Final[Mapping[str, Mapping[str, str]]] = {
    "Country": {RC + "inRegion": "containedInPlace"},
    "AdministrativeArea": {RC + "inRegion": "containedInPlace"},
    "Place": {RC + "partOfRegion": "containedInPlace"},
    "Organization": {RC + "bodyOfProcess": "parentOrganization"},
    "Event": {RC + "heldIn": "location"},
    "CreativeWork": {_FOAF + "page": "url", _DCTERMS + "creator": "creator"},
    "DefinedTerm": {_SKOS + "notation": "termCode", _SKOS + "inScheme": "inDefinedTermSet"},
}
"""What schema.org calls a property of ours, by the class of the thing."""

_NOTATION: Final = _SKOS + "notation"
_SCHEMES: Final[Mapping[str, str]] = {
    RC + "iso2": "ISO 3166-1 alpha-2",
    RC + "iso3": "ISO 3166-1 alpha-3",
    RC + "m49": "UN M49",
}
_DATED: Final[Mapping[str, tuple[str, str]]] = {
    "Event": ("startDate", "endDate"),
    "CreativeWork": ("datePublished", ""),
}
_SHOWN: Final[Mapping[str, int]] = {
    thing("precision", "day"): 10,
    thing("precision", "month"): 7,
    thing("precision", "year"): 4,
}
"""How many characters of a date a source gives: a day, a month or a year."""

_TYPE, _NAME = Iri(RDF_TYPE), Iri(_SCHEMA + "name")


def schema_type(types: frozenset[str], *, has_name: bool) -> str | None:
    """
    Return the class of schema.org that a thing belongs to.

    Args:
        types: The IRIs of its classes in the graph.
        has_name: Whether the graph names it.

    Returns:
        The local name of the class; `Thing` for what has a name and is in none of the others, else None.
    """
    return next((name for iri, name in _TYPES.items() if iri in types), "Thing" if has_name else None)


def as_schema(description: Description) -> Iterator[Quad]:
    """
    Go through the statements of schema.org that the graph bears out, with the names of what they lead to.

    Nothing is inferred but the type and a date as short as its source has it: of a year alone, the year.
    """
    about = Iri(description.iri)
    own = [s for s in description.statements if s.subject == about]
    kind = schema_type(frozenset(description.types), has_name=any(s.property.value == _LABEL for s in own))
    if kind is None:
        return
    yield Quad(about, _TYPE, Iri(_SCHEMA + kind))
    words = {**_EVERYWHERE, **_OF_TYPE.get(kind, {})}
    names = {s.value for s in own if s.property.value == _LABEL}
    for statement in own:
        if statement.value in names and statement.property.value != _LABEL:
            continue  # a name that a source prints as it is, too, is no other name
        if name := words.get(statement.property.value):
            yield Quad(about, Iri(_SCHEMA + name), _text(statement.value))
            yield from _named(statement)
        elif statement.property.value == _NOTATION:
            yield Quad(about, Iri(_SCHEMA + "identifier"), _identifier(statement.value))
    yield from _dates(about, kind, {s.property.value: s.value for s in own})


def _named(statement: Statement) -> Iterator[Quad]:
    value = statement.value
    if isinstance(value, Iri) and value.value.startswith(ID) and statement.value_label is not None:
        yield Quad(value, _NAME, statement.value_label)


def _text(value: Term) -> Term:
    """Return a value without a datatype that only our ontology knows."""
    return Literal(value.value) if isinstance(value, Literal) and _is_ours(value) else value


def _is_ours(value: Literal) -> bool:
    return value.datatype is not None and value.datatype.startswith(RC)


def _identifier(value: Term) -> Term:
    """Return a code, after the name of the standard that it belongs to where there is one."""
    standard = _SCHEMES.get(value.datatype or "") if isinstance(value, Literal) else None
    return Literal(f"{standard}: {value.value}") if standard else _text(value)


def _dates(about: Iri, kind: str, said: Mapping[str, Term]) -> Iterator[Quad]:
    """Yield the dates of a thing where its source gives a day, a month or a year."""
    begins, ends = _DATED.get(kind, ("", ""))
    precision = str(said.get(RC + "datePrecision", ""))
    shown = _SHOWN.get(precision)
    if not begins or not shown:
        return
    datatype = XSD + {10: "date", 7: "gYearMonth", 4: "gYear"}[shown]
    for property_, name in ((RC + "beginsOn", begins), (RC + "endsOn", ends)):
        if name and property_ in said:
            yield Quad(about, Iri(_SCHEMA + name), Literal(said[property_].value[:shown], datatype))
