"""Terms write themselves so that an engine reads back the same term."""

from __future__ import annotations

import pyoxigraph
import pytest

from kg.errors import QuerySyntaxError
from kg.store.embedded import EmbeddedStore
from kg.terms import BlankNode, Iri, Literal, Term

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    "term",
    [
        Iri("https://w3id.org/regcoop/id/domain/escap-2017/2"),
        Iri("http://e/it's?a=b&c=%20#d"),
        Iri("http://e/\u00e9\U0001f30d"),
        Literal(""),
        Literal('"'),
        Literal("'''\"\"\""),
        Literal("\\"),
        Literal("\\u0022 \\n"),
        Literal("a\nb\r\nc\td\x00\x0b"),
        Literal("\u2028\u00e9\U0001f30d"),
        Literal("} } DELETE { ?s ?p ?o } #"),
        Literal("Bali", language="en"),
        Literal("46", f"{XSD}integer"),
        Literal("2016", f"{XSD}gYear"),
        Literal("x", "https://w3id.org/regcoop/ontology#iso3"),
    ],
)
def test_a_term_comes_back_from_an_engine_as_it_was(term: Term) -> None:
    """Whatever characters it holds."""
    store = EmbeddedStore(pyoxigraph.Store())

    assert store.select(f"SELECT ?it {{ VALUES ?it {{ {term.n3()} }} }}").rows == ({"it": term},)


def test_an_iri_cannot_break_out_of_its_brackets() -> None:
    """Characters that no IRI has are escaped; an engine then refuses the IRI, and reads nothing beyond it."""
    store = EmbeddedStore(pyoxigraph.Store())
    written = Iri("http://e/> } #").n3()

    assert written == "<http://e/\\u003E\\u0020\\u007D\\u0020#>"
    with pytest.raises(QuerySyntaxError):
        store.select(f"SELECT ?it {{ VALUES ?it {{ {written} }} }}")


@pytest.mark.parametrize(
    ("term", "text", "written"),
    [
        (Iri("urn:a"), "urn:a", "<urn:a>"),
        (Literal("a", language="en"), "a", '"a"@en'),
        (Literal("1", f"{XSD}integer"), "1", f'"1"^^<{XSD}integer>'),
        (BlankNode("b0"), "b0", "_:b0"),
    ],
)
def test_people_read_the_text_and_engines_the_notation(term: Term, text: str, written: str) -> None:
    """`str` gives the bare text, `n3` what SPARQL and Turtle write."""
    assert (str(term), term.n3()) == (text, written)


def test_terms_of_different_kinds_are_different() -> None:
    """A plain text, one with a language, one with a datatype and an IRI share their characters only."""
    terms: set[Term] = {
        Iri("a"),
        BlankNode("a"),
        Literal("a"),
        Literal("a", language="en"),
        Literal("a", "urn:t"),
    }

    assert len(terms) == 5
