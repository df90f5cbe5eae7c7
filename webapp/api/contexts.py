"""What an answer says of itself so that JSON-LD reads its rows with the terms that the store gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.contexts import VOCABULARY
from kg.namespaces import CONTEXT, PREFIXES, QUERY, REST, XSD
from kg.terms import XSD_STRING, Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.catalogue import Query
    from kg.store.protocol import Solutions
    from kg.terms import Term

_NATIVE: Final = frozenset(
    {XSD_STRING, PREFIXES["rdf"] + "langString"}
    | {XSD + name for name in ("boolean", "integer", "int", "long", "short", "nonNegativeInteger")}
    | {XSD + name for name in ("positiveInteger", "decimal", "double", "float")}
)
"""Datatypes whose values JSON has itself, or that a text has without saying so."""


def query_context(query: Query, solutions: Solutions) -> list[Any]:
    """
    Return the context of the rows of a stored query.

    A row is a node, its columns are properties under the IRI of the query: `.../query/<name>#<column>`.  A
    column all of whose values are IRIs, or of one datatype or language, is said to be so; that of a column of
    mixed terms stays a text.  All rows are looked at, so each part of an answer says the same.
    """
    vocabulary = f"{QUERY}{query.name}#"
    columns = {
        name: _column(row[name] for row in solutions.rows if name in row) for name in solutions.variables
    }
    params = {param.name: {"@type": "@id"} for param in query.params if param.type == "iri"}
    return [CONTEXT, {"rows": _rows(vocabulary, columns), "params": _scoped("params", vocabulary, params)}]


def list_context(name: str) -> list[Any]:
    """Return the context of the rows of a list: each is a node of the thing itself, its columns are texts."""
    vocabulary = f"{REST}lists/{name}#"
    columns = {"iri": "@id"}
    return [CONTEXT, {"rows": _rows(vocabulary, columns), "filters": _scoped("filters", vocabulary, {})}]


def _rows(vocabulary: str, columns: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: term for name, term in columns.items() if term}
    return {**_scoped("rows", vocabulary, said), "@container": "@list"}


def _scoped(member: str, vocabulary: str, terms: Mapping[str, Any]) -> dict[str, Any]:
    # Columns are named freely: none of the terms outside may be taken for one.
    named = {
        name: {"@id": vocabulary + name, **term} if isinstance(term, dict) else term
        for name, term in terms.items()
    }
    return {"@id": VOCABULARY + member, "@context": [None, {"@version": 1.1, "@vocab": vocabulary, **named}]}


def _column(terms: Iterable[Term]) -> dict[str, str] | None:
    """Return what all values of a column have in common, beside what JSON says of them."""
    kinds = {_kind(term) for term in terms}
    if len(kinds) != 1:
        return None
    return dict([kinds.pop()]) if kinds != {_PLAIN} else None


_PLAIN: Final = ("", "")


def _kind(term: Term) -> tuple[str, str]:
    if isinstance(term, Iri):
        return "@type", "@id"
    if not isinstance(term, Literal):
        return _PLAIN
    if term.language:
        return "@language", term.language
    if term.datatype and term.datatype not in _NATIVE:
        return "@type", term.datatype
    return _PLAIN


def names_of(columns: Sequence[str], meanings: Mapping[str, str]) -> dict[str, str]:
    """Return the meaning of each column, empty where none is written."""
    return {name: meanings.get(name, "") for name in columns}
