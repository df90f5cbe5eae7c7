"""What a stranger's query may do, and that no disguise gets another one past the policy."""

from __future__ import annotations

import time

import pyoxigraph
import pytest

from kg.catalogue import catalogue
from kg.errors import QuerySyntaxError, RefusedQueryError
from kg.store.policy import MAX_BYTES, MAX_DEPTH, MAX_OPERATORS, RULES, check, check_graphs
from kg.store.protocol import DatasetChoice, Form

# Nothing listens there, and the engine refuses the port without opening a connection.
TRAP = "<http://127.0.0.1:9/sparql>"
CALL = f"{TRAP} {{ ?a ?b ?c }}"
TRIPLE = "<urn:s> <urn:p> 1 ."


def rule_of(query: str) -> str:
    """Return the rule that refuses `query`."""
    with pytest.raises(RefusedQueryError) as caught:
        check(query)
    return caught.value.rule


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?service ?load ?insert }",
        "SELECT * { ?s $service ?o }",
        "PREFIX service: <urn:s> SELECT * { ?s service:p service:o }",
        "PREFIX service: <urn:s> SELECT * { service:s a service:Service . { ?s ?p ?o } }",
        "PREFIX a: <urn:a> SELECT * { ?s a:service ?o ; a:load a:insert }",
        "PREFIX a: <urn:a> SELECT * { ?s a:service ?o OPTIONAL { ?s a:delete ?d } }",
        "PREFIX service: <urn:s> SELECT * FROM service:g { GRAPH service:g { ?s ?p ?o } }",
        "PREFIX service: <urn:s> DESCRIBE service:x { ?s ?p ?o }",
        "PREFIX load: <urn:l> PREFIX : <urn:x> SELECT * { ?s load: :insert }",
        f"SELECT * {{ ?s ?p ?o }} # SERVICE {CALL}",
        f"# SERVICE {CALL}\nSELECT * {{ ?s ?p ?o }}",
        'SELECT * { ?s ?p "SERVICE <urn:x> { ?a ?b ?c }" }',
        'SELECT * { ?s ?p \'\'\'LOAD <urn:x>; \'DROP\' ALL\'\'\' , """a "SERVICE" \\"""" }',
        r'SELECT * { ?s ?p "\" SERVICE" , "\\", "INSERT" }',
        "SELECT * { ?s <http://service.example/SERVICE#load> <urn:service> }",
        "SELECT * { _:service ?p 'x'@service }",
        "SELECT * { ?s ?p ?o { SELECT ?s { ?s ?q ?r } } }",
        "SELECT * { ?s ?p ?o FILTER(?o<5 && ?o > 3) }",
        "SELECT * { ?a ?p ?b . ?c ?q ?d FILTER(?a<?b&&?c>?d) }",
        "SELECT * { ?s ?p ?o FILTER(?p = <http://e/it's#1> || ?o IN (1, <urn:a#b>, 'c')) }",
        "SELECT * { VALUES (?a ?b) { (1 <#x>) (<urn:x> <urn:it's>) } }",
        "SELECT * { ?s <#x> ?o ; <urn:it's> ?p }",
        "SELECT * { ?s ?p ?o FILTER(REGEX(?o, '^\\\\d+$')) }",
        "SELECT ('caf\\u00e9' AS ?x) {}",
        "SELECT * { ?s <urn:a>|<urn:b>/^<urn:c>* ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING(?n > 1) ORDER BY DESC(?n) LIMIT 5",
        "SELECT * { VALUES ?x { " + "<urn:a> " * 3_000 + "} }",
        "SELECT * { VALUES (?x ?y) { " + "(1 -1.5e3) " * 2_000 + "} }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (" + "1, " * 3_000 + "1)) }",
        "SELECT * { " + "{ " * (MAX_DEPTH - 2) + "?s ?p ?o" + " }" * (MAX_DEPTH - 2) + " }",
    ],
)
def test_an_honest_query_passes(query: str) -> None:
    """Words are free in strings, comments, names, variables and IRIs, and values may be many."""
    assert check(query) in Form
    pyoxigraph.Store().query(query, base_iri="http://example.org/")


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE {CALL} }}",
        f"SELECT * {{ service silent {CALL} }}",
        f"SELECT * {{ SeRvIcE{TRAP}{{}} }}",
        f"SELECT * {{ SERVICE#x\n{CALL} }}",
        f"SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE {CALL} }} }} }} }}",
        f"SELECT * {{ FILTER EXISTS {{ SERVICE {CALL} }} }}",
        f"SELECT * {{ ?s ?p ?o MINUS {{ SERVICE ?p {{}} }} }} # {TRAP}",
        f"SELECT * {{ SERVICESILENT{CALL} }}",
        f"SELECT * {{ ?s ?p trueSERVICE{CALL} }}",
        f"SELECT * {{ ?s ?p 1SERVICE{CALL} }}",
        f"PREFIX a: {TRAP} SELECT * {{ SERVICEa:b{{}} }}",
        f"PREFIX : {TRAP} SELECT * {{ SERVICE:{{}} }}",
        f"PREFIX : {TRAP} SELECT * {{ SERVICE SILENT:x{{}} }}",
        f"PREFIX a: {TRAP} SELECT * {{ ?s ?p trueSERVICEa:b{{}} }}",
        # The name would make no valid IRI, so an engine falls back to the prefix and the keyword.
        f"PREFIX a: <http://[::1]> SELECT * {{ OPTIONAL {{ ?s ?p a:SERVICE{CALL} }} }}",
        f"PREFIX a: <http://[::1]> SELECT * {{ OPTIONAL {{ ?s ?p a:SERVICESILENT{CALL} }} }}",
        f"SELECT * {{ ?s ?p 'a' . SERVICE {CALL} . ?s ?p 'b' }}",
        f"SELECT * {{ ?s ?p '''a''' . SERVICE {CALL} . ?s ?p '''b''' }}",
        f'SELECT * {{ ?s ?p "\\\\" . SERVICE {CALL} . ?s ?p "\\\\" }}',
        f"SELECT * {{ ?s ?p '#' . SERVICE {CALL} }}",
        f"SELECT * {{ ?s <urn:a#b> ?o . SERVICE {CALL} }}",
        f"SELECT * {{ ?s ?p ?o # a comment\rSERVICE {CALL} }}",
        f"DESCRIBE ?s {{ SERVICE {CALL} }}",
        f"SELECT * {{ \\u0053ERVICE {CALL} }}",
        f"SELECT * {{ \\U00000053ERVICE {CALL} }}",
        f"SELECT * {{ ?s ?p '\\u0027 . SERVICE {CALL} . ?s ?p \\u0027' }}",
        f"SELECT * {{ ?s ?p ?o \\u007D SERVICE {CALL} }}",
        f"SELECT * {{ FILTER(?a<?b&&?c>?d)SERVICE{CALL} }}",
        f"SELECT * {{ SERVICE {CALL} ?s ?p 'not closed }}",
    ],
)
def test_service_is_refused_in_every_disguise(query: str) -> None:
    """Nothing that is asked here makes the server send a request."""
    assert rule_of(query) == "no-service"


@pytest.mark.parametrize(
    "query",
    [
        # An IRI with a fragment, or a comparison and a comment?
        f"SELECT * {{ ?a ?x ?b FILTER(?a<?b)SERVICE#>\n{CALL} }}",
        # An IRI with an apostrophe, or a comparison and a string?
        f"SELECT * {{ ?a ?x ?b FILTER('0'<'>')SERVICE{CALL} FILTER(''='') }}",
        f"SELECT * {{ ?a ?x ?b FILTER(?a<'>'&&EXISTS{{SERVICE{CALL}}}&&'a'<'>') }}",
        # An escaped backslash and a quotation mark as a character, or the end of the string?
        f'SELECT * {{ ?s ?p "\\\\\\u0022 . SERVICE {CALL} . ?s ?p \\\\\\u0022" }}',
        r'SELECT ("\uD800" AS ?x) {}',
        r'SELECT ("\U00110000" AS ?x) {}',
        r'SELECT ("\u0022" AS ?x) {}',
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(query: str) -> None:
    """An engine may read it in the other way."""
    assert rule_of(query) in {"ambiguous", "no-service"}


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "insert { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "DELETE WHERE { ?s ?p ?o }",
        "PREFIX a: <urn:a> DELETE DATA { a:b a:c a:d }",
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "LOAD <http://example.org/data>",
        "CLEAR ALL",
        "DROP GRAPH <urn:g>",
        "CREATE GRAPH <urn:g>",
        "ADD <urn:a> TO <urn:b>",
        "MOVE DEFAULT TO <urn:b>",
        "COPY <urn:a> TO DEFAULT",
        "SELECT * { ?s ?p ?o } ; DROP ALL",
        "# SELECT\n\\u0044ROP ALL",
    ],
)
def test_updates_are_refused(query: str) -> None:
    """The data change by a release, never by a request."""
    assert rule_of(query) == "read-only"


@pytest.mark.parametrize(
    ("query", "rule"),
    [
        ("SELECT * " + "{" * 5_000 + "}" * 5_000, "depth"),
        ("SELECT (" + "(" * 8_000 + "1" + ")" * 8_000 + " AS ?x) {}", "depth"),
        ("SELECT * { ?s ?p " + "[ <urn:p> " * 100 + "1" + "]" * 100 + " }", "depth"),
        ("SELECT (1" + "+1" * 8_000 + " AS ?x) {}", "size"),
        ("SELECT (" + "!" * 8_000 + "1 AS ?x) {}", "size"),
        ("SELECT * { {}" + "UNION{}" * 8_000 + " }", "size"),
        ("SELECT * { " + "OPTIONAL{?a?b?c}" * 5_000 + " }", "size"),
        ("SELECT * { ?s " + "/".join(["<urn:p>"] * 5_000) + " ?o }", "size"),
        ("SELECT * { " + TRIPLE * 5_000 + " }", "size"),
        ("SELECT * { ?s <urn:p> 1" + ",1" * 5_000 + " }", "size"),
        ("SELECT * { ?s <urn:p> (" + "1 " * 5_000 + ") }", "size"),
        ("DESCRIBE " + "<urn:a>" * 5_000, "size"),
        ("SELECT * { VALUES ?x { 1 } " + "VALUES?x{1}" * 5_000 + " }", "size"),
        ("SELECT * { FILTER(?a<?b" + "&&?a<?b" * 5_000 + ") }", "size"),
        ("SELECT * { } #" + "x" * MAX_BYTES, "length"),
        ("SELECT * { } #" + "\u00e9" * (MAX_BYTES // 2), "length"),
    ],
)
def test_what_fells_an_engine_is_refused_quickly(query: str, rule: str) -> None:
    """Engines recurse over these on the native stack; most of these queries end pyoxigraph's process."""
    begun = time.process_time()

    assert rule_of(query) == rule

    assert time.process_time() - begun < 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "part",
    ["a.", "a:.", '"""a', "'a", "<a", "<a ", "_:a.", "a:b.%", "\\u", "\u00e9", "@a-", "..", ":", "-"],
)
def test_the_scan_is_linear(part: str) -> None:
    """No text of the greatest length takes long, whether it passes or not."""
    begun = time.process_time()

    with pytest.raises((RefusedQueryError, QuerySyntaxError)):
        check("VALUES { " + part * (MAX_BYTES // len(part) // 2))

    assert time.process_time() - begun < 2


def test_the_limit_of_operators_is_exact() -> None:
    """The last operator that is allowed passes; one more does not."""
    query = "SELECT({}AS ?x){{}}"
    free = 3  # SELECT, AS and the brace

    assert check(query.format("1" + "+1" * (MAX_OPERATORS - free))) is Form.SELECT
    assert rule_of(query.format("1" + "+1" * (MAX_OPERATORS - free + 1))) == "size"


@pytest.mark.parametrize("query", ["", "hello", "{ ?s ?p ?o }", "SELECT * { ?s ?p 'open }"])
def test_what_is_no_query_does_not_parse(query: str) -> None:
    """It is an error of syntax, not of policy."""
    with pytest.raises(QuerySyntaxError):
        check(query)


def test_every_stored_query_keeps_to_the_policy() -> None:
    """What the site asks itself, a stranger may ask."""
    assert [query.name for query in catalogue() if check(query.text) is not query.form] == []


def test_every_rule_has_its_reason() -> None:
    """The reason is one sentence that says what to do."""
    assert all(reason.endswith(".") and ";" in reason for reason in RULES.values())


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX a:<urn:x> SELECT*FROMa:b{?s ?p ?o}",
        "PREFIX a:<urn:x> SELECT(1 AS ?x)FROMa:b{}",
        "PREFIX a:<urn:x> SELECT*FROMNAMEDa:b{?s ?p ?o}",
        "PREFIX a:<urn:x> ASKFROMa:b{{SELECT * {?s ?p ?o}}}",
        "PREFIX a:<urn:x> CONSTRUCT{}FROMa:b WHERE{?s ?p ?o}",
        "PREFIX a:<urn:x> PREFIX FROMa:<urn:y> SELECT*FROMFROMa:b{?s ?p ?o}",
        "PREFIX a:<urn:x> PREFIX FROMa:<urn:y> DESCRIBE*FROMFROMa:b{?s ?p ?o}",
        "PREFIX a:<urn:x> PREFIX FROMa:<urn:y> DESCRIBE<urn:z>FROM<urn:known>FROMFROMa:b",
        "ASKFROM<urn:x>{?s ?p ?o}",
        "ASK \\u0046ROM <urn:x> {?s ?p ?o}",
        "ASK F\\U00000052OM NAMED <urn:x> {?s ?p ?o}",
    ],
)
def test_no_graph_is_hidden_by_joining_its_name_to_the_word_before_it(query: str) -> None:
    """Engines read these as clauses, whatever a scanner makes of them."""
    with pytest.raises((RefusedQueryError, QuerySyntaxError)):
        check_graphs(query, DatasetChoice(), lambda iri: iri == "urn:known")
