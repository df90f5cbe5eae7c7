"""The quick look at a query: it never lets pass what the scan would refuse, and reads no form otherwise."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from kg.catalogue import catalogue
from kg.errors import QueryError
from kg.store import policy
from kg.store.datasets import dataset_clauses
from kg.store.lasting import is_lasting
from kg.store.policy import MAX_BYTES, MAX_DEPTH, MAX_OPERATORS, scan
from kg.store.skimming import skim
from kg.store.syntax import Form, Kind, opening_form, tokens
from tests import test_policy

_PARTS = (
    *("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "select", "PREFIX a: <urn:a>", "BASE <urn:b>"),
    *("PREFIX : <#>", "SERVICE", "service", "LOAD", "INSERT", "WITH", "\u017fERVICE", "A\u212aK", "FROM"),
    *("FROM NAMED", "wasFrom", "{", "}", "(", ")", "[", "]", " ", "\n", "\r", "*", ".", ";", ",", "<", ">"),
    *("<<", ">>", "<=", "!=", "&&", "'", '"', "'''", '"""', "#", "# c\n", "\\", "\\u0053", "\\'", "a:b"),
    *("a:b\\'c", "a:", ":", "_:x", "@en", "?x", "$y", "?a<?b", "<urn:a>", "<http://a.b/#c>", "<urn:it's>"),
    *("<#x>", "<http://a", "1", "1.5e3", "true", "'a'", '"b"', "'a\nb'", "'''a\nb'''", '"it\'s"', "'#'"),
    *('"<"', "FILTER", "UNION", "VALUES", "NOW()", "\u00e9"),
)


def _corpus() -> list[str]:
    """All queries that we keep, and all that the tests of the policy write."""
    found = [query.text for query in catalogue()]
    for name in dir(test_policy):
        for mark in getattr(getattr(test_policy, name), "pytestmark", ()):
            if mark.name == "parametrize":
                found += [given if isinstance(given, str) else given[0] for given in mark.args[1]]
    return found


def _scanned(query: str) -> Form | None:
    """Return the form of a query that the scan lets pass."""
    try:
        return scan(query)
    except QueryError:
        return None


def _skimmed(query: str) -> Form | None:
    return skim(query, MAX_BYTES, MAX_DEPTH, MAX_OPERATORS)


def _first_form(query: str) -> Form | None:
    """Return the form of a query by its tokens alone."""
    try:
        for token in tokens(query):
            if token.kind is Kind.WORD:
                for form in Form:
                    if token.text.upper().startswith(form):
                        return form
    except QueryError:
        pass
    return None


def _names_a_graph(query: str) -> bool:
    """Say whether the tokens hold FROM and an address, outside of all brackets."""
    try:
        found = [token for token in tokens(query) if token.depth == 0]
    except QueryError:
        return False
    return any(
        one.kind is Kind.WORD and one.text.upper() == "FROM" and two.kind in {Kind.IRI, Kind.PNAME}
        for one, two in pairwise(found)
    )


def _is_seen(query: str) -> bool:
    """Say whether clauses are found, or the query is turned away for what cannot be told."""
    try:
        return bool(dataset_clauses(query))
    except QueryError:
        return True


def test_most_queries_need_no_scan() -> None:
    """Nine in ten of our own pass by the quick look; else it would be for nothing."""
    ours = [query.text for query in catalogue()]

    assert len([text for text in ours if _skimmed(text)]) > 0.9 * len(ours)


@pytest.mark.parametrize("query", _corpus())
def test_what_the_quick_look_lets_pass_the_scan_lets_pass(query: str) -> None:
    """With the same form."""
    assert _skimmed(query) in {None, _scanned(query)}


@pytest.mark.slow
def test_both_agree_about_texts_that_nobody_would_write() -> None:
    """Parts in any order, and our own queries with parts put in, taken out, or turned round."""
    chance = random.Random(5)  # noqa: S311  (the same texts every time)
    ours = [query.text for query in catalogue()]
    passed = 0
    for number in range(12_000):
        if number % 2:
            text = "".join(chance.choice(_PARTS) for _ in range(chance.randrange(1, 25)))
        else:
            text = chance.choice(ours)
            for _ in range(chance.randrange(1, 4)):
                start = chance.randrange(len(text) + 1)
                end = min(len(text), start + chance.choice((0, 0, 1, 2, 30)))
                text = text[:start] + chance.choice(_PARTS) + text[end:]
        skimmed = _skimmed(text)
        passed += skimmed is not None
        assert skimmed in {None, _scanned(text)}, text
        assert opening_form(text) in {None, _first_form(text)}, text
        assert _is_seen(text) if _names_a_graph(text) else True, text

    assert passed > 1_000  # the comparison is of something


@pytest.mark.parametrize(
    ("limit", "text"), [("size", "1" + "+1" * 700), ("depth", "(" * 61 + "1" + ")" * 61)]
)
def test_what_is_too_much_is_left_to_the_scan(limit: str, text: str) -> None:
    """It is the scan that names the rule."""
    assert _skimmed(f"SELECT ({text} AS ?x) {{}}") is None
    assert limit == test_policy.rule_of(f"SELECT ({text} AS ?x) {{}}")


@pytest.mark.parametrize(
    ("query", "graphs"),
    [
        ("SELECT*FROM<urn:g>{?s ?p ?o}", ("urn:g",)),
        ("SELECT ?x FROM <urn:g> {?s ?p ?o}", ("urn:g",)),
        ("ASK FROM<urn:g>{}", ("urn:g",)),
        ("ASKFROM<urn:g>{}", ("urn:g",)),
        ("CONSTRUCTFROM<urn:g>WHERE{?s ?p ?o}", ("urn:g",)),
        ("PREFIX FROMa: <urn:a> DESCRIBE FROMa:b", ()),
        ("PREFIX p: <urn:p> SELECT * { ?s p:wasDerivedFrom ?o }", ()),
    ],
)
def test_graphs_are_found_without_a_scan_where_the_word_is_missing(
    query: str, graphs: tuple[str, ...]
) -> None:
    """A name that ends in the word is no clause."""
    assert graphs == dataset_clauses(query).default_graphs


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?t) {}",
        "SELECT * { FILTER(rand()<0.5) }",
        "SELECT (UUID() AS ?u) {}",
        "SELECT (STRUUID() AS ?u) {}",
        "SELECT (BNODE() AS ?b) {}",
        "SELECT (1+NOW() AS ?t) {}",
        "SELECT * { FILTER(trueNOW()) }",
        "SELECT (\\u004eOW() AS ?t) {}",
        "CONSTRUCT { ?s ?p [] } WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p _:b } WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p (1 2) } WHERE { ?s ?p ?o }",
        "CONSTRUCT WHERE { ?s ?p [] }",
    ],
)
def test_an_answer_that_differs_from_time_to_time_is_known(query: str) -> None:
    """Functions of chance and of the clock, and new names for blank nodes, however they are written."""
    assert not is_lasting(query, opening_form(query) or Form.SELECT)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?known ?brand { ?known ?p ?brand }",
        "SELECT * { ?s ?p 'NOW() or UUID()' } # RAND()",
        "SELECT * { ?s <urn:now> _:b . ?s ?p [] }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o > 1) . ?o ?q [] }",
        "DESCRIBE ?s { ?s ?p (1 2) }",
    ],
)
def test_an_answer_that_follows_from_the_data_is_known(query: str) -> None:
    """The words are free where they draw nothing."""
    assert is_lasting(query, opening_form(query) or Form.SELECT)


def test_the_policy_asks_the_quick_look_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it lets pass is not scanned."""
    monkeypatch.setattr(policy, "scan", lambda _: pytest.fail("scanned"))

    assert Form.ASK is policy.check("ASK { ?s ?p 'x' }")
