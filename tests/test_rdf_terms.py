"""Terms cross the door of the engine and come back as they were."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.namespaces import PREFIXES
from kg.rdf_terms import from_engine, to_engine
from kg.terms import XSD_STRING, BlankNode, Iri, Literal, Term

XSD = PREFIXES["xsd"]


@pytest.mark.parametrize(
    ("term", "written"),
    [
        (Iri("http://a/b?c=1&d"), "<http://a/b?c=1&d>"),
        (BlankNode("x"), "_:x"),
        (Literal("a"), '"a"'),
        (Literal("a", None, "en"), '"a"@en'),
        (Literal("007", XSD + "integer"), f'"007"^^<{XSD}integer>'),
    ],
)
def test_a_term_comes_back_as_it_was(term: Term, written: str) -> None:
    """Each kind of term has its like in the engine, with language, datatype and every character."""
    there = to_engine(term)

    assert written == str(there)
    assert term == from_engine(there)


def test_an_explicit_string_is_a_plain_one() -> None:
    """RDF 1.1 knows one kind of string; ours has no datatype."""
    assert Literal("a") == from_engine(to_engine(Literal("a", XSD_STRING)))


@pytest.mark.parametrize(
    "term",
    [
        ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("c")),
        ox.Literal("a", language="en", direction=ox.BaseDirection.LTR),
        ox.DefaultGraph(),
    ],
)
def test_what_rdf_1_1_does_not_know_is_shown_and_refused(term: object) -> None:
    """A triple term, a text with a direction, a graph: the error shows the value, nothing is dropped."""
    with pytest.raises(StoreError, match=r"RDF 1\.1") as caught:
        from_engine(term)

    assert str(term) in str(caught.value)
