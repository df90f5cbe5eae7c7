"""The doctor of empty answers: broken queries are told from true ones, and the right part is named."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from kg.doctor import Known, examine, looks_empty
from kg.namespaces import BASE
from kg.store.embedded import open_embedded
from kg.store.protocol import DatasetChoice, Solutions
from kg.terms import Literal
from webapp.pages.workbench.advice import advise

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from kg.store.embedded import EmbeddedStore
    from webapp.pages.workbench.advice import Advice

RC = "PREFIX rc: <https://w3id.org/regcoop/ontology#>"
OTHERS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX id: <https://w3id.org/regcoop/id/>
"""
PREFIXES = f"{RC}\n{OTHERS}"
ABW = f"<{BASE}id/country/abw>"
BGD, MEX, BALI = f"<{BASE}id/country/bgd>", f"<{BASE}id/country/mex>", f"<{BASE}id/process/bali-process>"


@pytest.fixture(name="advice_on")
def _advice_on(whole_site: Flask) -> object:
    """Give a function that says what the page would say of a query."""

    def advice_on(query: str) -> Advice:
        with whole_site.test_request_context("/sparql"):
            answer = whole_site.extensions["regcoop"].strangers.preview(query)
            assert looks_empty(query, answer.solutions, answer.total), "the query is to have an empty answer"
            found = advise(query, DatasetChoice())
        assert found is not None
        return found

    return advice_on


@pytest.mark.parametrize(
    ("query", "part", "instead"),
    [
        ("SELECT * { ?c a rc:Country . ?m rc:inProces ?p }", "rc:inProces", "rc:inProcess"),
        ("SELECT * { ?m a rc:Contry ; rdfs:label ?l }", "rc:Contry", "rc:Country"),
        (RC.replace("#", "/") + " SELECT * { ?m a rc:Country }", "rc:Country", "#Country>"),
        (RC.replace("https", "http") + " SELECT * { ?m rc:inProcess ?p }", "rc:inProcess", "<https://w3id"),
        ("PREFIX s: <http://www.w3.org/2004/02/skos/> SELECT * { ?c s:note ?l }", "s:note", "core#"),
        ('SELECT * { ?c a rc:Country ; rdfs:label "Bangladesh"@de }', "@de", '"Bangladesh"@en'),
        ('SELECT * { ?c rdfs:label "Bangladesh" }', '"Bangladesh"', '"Bangladesh"@en'),
        ('SELECT * { ?c rdfs:label "bangladesh"@en }', '"bangladesh"', '"Bangladesh"@en'),
        (f"SELECT * {{ {BALI} rc:inProcess ?m }}", "rc:inProcess ?m", "?m rc:inProcess"),
        ("SELECT * { ?p rc:inProcess ?m . ?m rc:member ?c }", "?p rc:inProcess", "?m rc:inProcess ?p"),
        ("SELECT * { ?p a rc:RegionalProcess . ?p rc:member ?c }", "?p rc:member ?c", ""),
        ("SELECT * { ?c a rc:Country . ?c rc:member/rc:inProcess ?p }", "rc:member/", "^rc:inProcess"),
        (f"SELECT * {{ GRAPH <{BASE}graph/evidence> {{ ?m rc:inProcess ?p }} }}", "rc:inProcess", "?graph"),
        (f"SELECT * {{ GRAPH <{BASE}graph/evidnce> {{ ?m rc:restsOn ?p }} }}", "rc:restsOn", "/evidence>"),
        (f"SELECT * {{ ?m rc:member <{BASE}id/country/bdg> }}", "country/bdg", "country/bgd"),
        ("SELECT * { ?m rc:member <http://w3id.org/regcoop/id/country/bgd> }", "<http:", "<https:"),
        ("SELECT * { VALUES ?c { id:countries } ?m rc:member ?c }", "VALUES", ""),
        ('SELECT * { ?m rc:inProcess "Bali Process" }', '"Bali Process"', "/id/process/"),
        ('SELECT * { ?c a rc:Country ; rdfs:label ?l FILTER (LANG(?l) = "de") }', "LANG(?l)", ""),
        ('SELECT * { ?c a rc:Country ; rdfs:label ?l FILTER (?l = "Kenya") }', "FILTER", '"Kenya"@'),
        (f'SELECT * {{ ?m rc:member ?c FILTER (?c = "{BGD[1:-1]}") }}', "FILTER", BGD),
        ("SELECT * { ?m rc:member ?c FILTER (?c = id:bgd) }", "FILTER", ""),
        ('SELECT * { ?c a rc:Country ; rdfs:label ?l FILTER CONTAINS(?l, "KENYA") }', "CONTAINS", "LCASE"),
        ('SELECT * { ?r rc:ratedPeriod ?d FILTER (?d > "2015-01-01"^^xsd:date) }', "FILTER", ""),
        ("SELECT (COUNT(?m) AS ?n) { ?m rc:inProces ?p }", "rc:inProces", "rc:inProcess"),
        ("SELECT * { { ?m rc:inProces ?p } UNION { ?m a rc:Contry } }", "rc:inProces", "rc:inProcess"),
        ("SELECT * { ?c a rc:Country { SELECT ?c { ?m rc:membr ?c } } }", "rc:membr", "rc:member"),
        ("SELECT * { ?c a rc:Country } LIMIT 0", "LIMIT 0", ""),
        (f"SELECT * {{ {BALI} rc:member ?c }}", f"{BALI} rc:member", ""),
        ("SELECT * { ?m rc:inProcess ?p . ?p a rc:Country }", "?p a rc:Country", ""),
        ("SELECT * { GRAPH ?g { ?m rc:inProcess ?p . ?g rc:basis ?b } }", "rc:basis", "outside the braces"),
        ('SELECT * { ?c a rc:Country ; rdfs:label "Sri  Lanka "@en }', '"Sri', '"Sri Lanka"@en'),
        ('SELECT * { ?c a rc:Country ; rdfs:label "Bangladseh"@en }', '"Bangladseh"', '"Bangladesh"@'),
        ('SELECT * { ?m rc:beginsOn "2002"^^xsd:gYear }', "rc:beginsOn", ""),
        ('SELECT * { ?c rdfs:label ?l FILTER (?l = "Bangladseh"@en) }', "FILTER", '"Bangladesh"@'),
        ('SELECT * { ?c rdfs:label ?l FILTER (STR(?l) = "Bangladseh") }', "FILTER", '"Bangladesh"'),
        ('SELECT * { ?m rc:beginsOn ?d FILTER (?d = "2002") }', "FILTER", "YEAR(?d) = 2002"),
        ("SELECT * { ?m rc:beginsOn ?d FILTER (?d > 2002) }", "FILTER", "YEAR(?d) > 2002"),
        ("SELECT * { ?r rc:ratedPeriod ?y FILTER (?y = 2016) }", "FILTER", '"2016"^^xsd:gYear'),
        ('SELECT * { ?m rc:beginsOn ?d FILTER (YEAR(?d) = "2002") }', "FILTER", ""),
        ("SELECT * { ?m rc:beginsOn ?d FILTER (STR(?d) = 2002) }", "FILTER", ""),
        (f'SELECT * {{ ?m rc:member ?c FILTER (STR(?c) = "{BGD[1:-4]}bdg") }}', "FILTER", "country/"),
        (f"SELECT * {{ ?m rc:member ?Country FILTER (?country = {BGD}) }}", "FILTER", "?Country"),
        (f"SELECT * {{ ?m rc:member ?c {{ ?m rc:inProcess ?p FILTER (?c = {BGD}) }} }}", "FILTER", "outside"),
        ("SELECT * { ?p a rc:RegionalProcess ; rdfs:label ?l FILTER (!BOUND(?l)) }", "FILTER", ""),
        ("SELECT * { ?p a rc:State OPTIONAL { ?p rc:mebr ?c } FILTER (BOUND(?c)) }", "rc:mebr", "rc:member"),
        ("SELECT * { ?c a rc:Country FILTER EXISTS { ?c rc:memberOf ?p } }", "rc:memberOf", "rc:member"),
        ("SELECT * { BIND (<https://w3id.org/regcoop/id/role/membr> AS ?r) ?m ?p ?r }", "BIND", "member"),
        ('SELECT * { ?c rc:listedAs "Nepal"@en }', "rc:listedAs", "rdfs:label"),
        ("SELECT * { ?m rc:beginsOn ?d FILTER (DATATYPE(?d) = xsd:dateTime) }", "FILTER", "= xsd:date"),
        ('SELECT * { VALUES ?l { "Bangladesh" } ?c rdfs:label ?l }', "VALUES", '"Bangladesh"@'),
        ('SELECT * { VALUES ?c { "bgd" } ?m rc:member ?c }', "VALUES", "/id/"),
        (f'SELECT * {{ VALUES ?c {{ "{BGD[1:-1]}" }} ?m rc:member ?c }}', "VALUES", BGD),
        ('SELECT ?p { ?m rc:inProcess ?p } GROUP BY ?p HAVING (COUNT(?m) > "2")', "HAVING", "> 2"),
        ("SELECT ?p (COUNT(?m) AS ?n) { ?m rc:inProcess ?p } GROUP BY ?p HAVING (?nn > 2)", "HAVING", "?n"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_what_to_write_instead(
    advice_on: object, query: str, part: str, instead: str
) -> None:
    """The part that matches nothing, its line, and the nearest thing that the graph does hold."""
    if not query.startswith("PREFIX"):
        query = PREFIXES + query
    advice = advice_on(query)  # type: ignore[operator]
    found = advice.findings[0]

    assert "Something in the query can match nothing as it stands." == advice.verdict
    assert found.is_mistake
    assert part in found.part
    assert instead in found.instead
    assert found.line == query.count("\n") + 1


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ ?m rc:member {BGD} ; rc:inProcess <{BASE}id/process/rcm> }}",
        f"SELECT (COUNT(*) AS ?n) {{ ?m rc:member {BGD} ; rc:inProcess <{BASE}id/process/rcm> }}",
        f"SELECT * {{ ?m rc:member {BGD} ; rc:inProcess ?p . ?n rc:inProcess ?p ; rc:member {MEX} }}",
        "SELECT * { ?c a rc:Country FILTER NOT EXISTS { ?c rdfs:label ?l } }",
        "SELECT * { ?c a rc:Country MINUS { ?c rdfs:label ?l } }",
        "SELECT * { ?d rc:number ?n FILTER (?n > 1000) }",
        "SELECT ?p (COUNT(?m) AS ?n) { ?m rc:inProcess ?p } GROUP BY ?p HAVING (COUNT(?m) > 5000)",
        "SELECT * { ?c a rc:Country } OFFSET 5000",
        'SELECT * { ?p a rc:RegionalProcess ; rdfs:label ?l FILTER regex(?l, "zzzz") }',
        'SELECT * { ?p a rc:RegionalProcess ; rdfs:label "No such process"@en }',
        "SELECT * { { ?d rc:number 99 } UNION { ?d rc:number 98 } }",
        "SELECT * { ?c a rc:Country, rc:RegionalProcess }",
        'SELECT * { VALUES ?l { "Atlantis"@en } ?c a rc:Country ; rdfs:label ?l }',
        'SELECT * { ?c a rc:Country ; rdfs:label ?l FILTER (?l = "Atlantis"@en) }',
        f"SELECT * {{ {ABW} ^rc:ratedCountry/rc:level ?x }}",
        f"SELECT * {{ GRAPH <{BASE}assertion/memberships/rcm/mex/member> {{ ?m rc:member {ABW} }} }}",
        f"SELECT * {{ ?p a rc:State OPTIONAL {{ ?m rc:heldIn ?p , {ABW} }} FILTER BOUND(?m) }}",
        f'SELECT * {{ ?m rc:heldIn ?c FILTER (STR(?c) = "{ABW[1:-1]}") }}',
        f"SELECT * {{ GRAPH ?g {{ ?m rc:member {BGD} ; rc:inProcess <{BASE}id/process/rcm> }} }}",
        f"SELECT * {{ {BGD} rc:inRegion/rc:partOfRegion/rc:partOfRegion/rc:partOfRegion ?x }}",
        "SELECT * { ?c a rc:Country FILTER (YEAR(?c) = 2000) }",
    ],
)
def test_what_the_data_does_not_hold_is_no_mistake(advice_on: object, query: str) -> None:
    """A query that is right is said to be right."""
    advice = advice_on(PREFIXES + query)  # type: ignore[operator]

    assert "The pattern is right; the data has none." == advice.verdict
    assert not any(found.is_mistake for found in advice.findings)


@pytest.mark.parametrize(
    ("rows", "query", "is_empty"),
    [
        ([], "SELECT ?n {}", True),
        (["0"], "SELECT (COUNT(?a) AS ?n) {}", True),
        (["1"], "SELECT (COUNT(?a) AS ?n) {}", False),
        (["0"], "SELECT ?n {}", False),
        (["0", "0"], "SELECT (COUNT(?a) AS ?n) {}", False),
    ],
)
def test_a_count_of_nothing_looks_empty_too(rows: list[str], query: str, *, is_empty: bool) -> None:
    """A zero is an answer only where something was counted."""
    answer = Solutions(("n",), tuple({"n": Literal(value)} for value in rows))

    assert is_empty is looks_empty(query, answer, len(rows))


@pytest.fixture(name="small", scope="module")
def _small(graph_file: Path) -> EmbeddedStore:
    return open_embedded(graph_file)


@pytest.mark.parametrize("query", ["ASK { ?a <b:c> ?d }", "DESCRIBE <a:b>", "SELECT nonsense", ""])
def test_other_forms_are_left_alone(small: EmbeddedStore, query: str) -> None:
    """To ASK, no is an answer; what cannot be read is not examined."""
    assert examine(query, lambda text, _: small.select(text), Known({}, {})) is None


def test_the_examination_ends_when_its_time_is_over(small: EmbeddedStore) -> None:
    """What was found until then stands, and it says that it is not all."""

    def slow(query: str, _: float) -> Solutions:
        time.sleep(0.02)
        return small.select(query)

    found = examine(
        f"SELECT * {{ {' '.join(f'?a <b:{n}> ?c .' for n in range(50))} }}", slow, Known({}, {}), 0.05
    )

    assert found is not None
    assert not found.is_complete
