"""Terms across the door of pyoxigraph: from the engine's classes to ours, and back."""

from __future__ import annotations

from typing import assert_never

import pyoxigraph as ox

from kg.errors import StoreError
from kg.terms import XSD_STRING, BlankNode, Iri, Literal, Term


def from_engine(term: object) -> Term:
    """
    Convert a term of the engine.

    Raises:
        StoreError: the term is none of RDF 1.1, such as a triple term or a text with a direction.
    """
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return BlankNode(term.value)
    if isinstance(term, ox.Literal) and term.direction is None:
        if term.language is not None:
            return Literal(term.value, language=term.language)
        datatype = term.datatype.value
        return Literal(term.value, None if datatype == XSD_STRING else datatype)
    raise StoreError(f"RDF 1.1 does not know the term {term}; use its parts instead.")


def to_engine(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Convert a term of ours."""
    if isinstance(term, Iri):
        return ox.NamedNode(term.value)
    if isinstance(term, BlankNode):
        return ox.BlankNode(term.value)
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(term.value, language=term.language)
        return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype or XSD_STRING))
    assert_never(term)
