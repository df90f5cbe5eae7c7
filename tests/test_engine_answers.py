"""What strangers ask, and the pages of the site, give the same on every engine: real servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.errors import QueryError, QuerySyntaxError
from kg.store.delegated import Delegated
from kg.store.embedded import open_embedded
from kg.store.protocol import GRAPH_TYPES, RESULT_TYPES, DatasetChoice
from kg.store.remote import RemoteStore
from kg.terms import Literal
from webapp import create_app
from webapp.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from kg.store.protocol import Store

pytestmark = pytest.mark.slow

XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = f"""
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <{XSD}>
"""
ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY STR(?s) STR(?p) STR(?o)"
COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY STR(?g)"
TABLES = {
    "dates, and cells without a value": """
        SELECT ?s ?d ?x { ?s rc:beginsOn ?d . OPTIONAL { ?s <urn:none> ?x } } ORDER BY STR(?s) STR(?d)""",
    "texts in their languages": """
        SELECT ?s ?l { ?s a rc:Initiative ; rdfs:label ?l } ORDER BY STR(?s) STR(?l) LANG(?l)""",
    "counts in groups": """
        SELECT ?p (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER (STRSTARTS(STR(?p), STR(rc:))) }
        GROUP BY ?p ORDER BY DESC(?n) STR(?p)""",
    "what is left out by MINUS": """
        SELECT DISTINCT ?s { ?s a rc:Initiative MINUS { ?s rc:servesDomain ?d } } ORDER BY STR(?s)""",
    "terms made by the query": """
        SELECT (STRDT("5", xsd:integer) AS ?n) (STRLANG("a", "fr") AS ?l) (IF(BOUND(?x), ?x, "no") AS ?y)
        { OPTIONAL { <urn:a> <urn:b> ?x } }""",
    "characters that formats escape": r"""
        SELECT ?x { VALUES ?x { "a,b" "<&>'\"" "tab\tend" "é–𝄞" } } ORDER BY STR(?x)""",
    "no rows": "SELECT ?s ?o { ?s <urn:none> ?o }",
    "yes": "ASK { ?s a rc:Initiative }",
    "no": "ASK { ?s a rc:None }",
}
GRAPHS = [
    "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a rc:Initiative ; rdfs:label ?l }",
    "CONSTRUCT { ?s rdfs:comment 'é \"<&>\" \\n' ; rc:beginsOn ?d } WHERE { ?s rc:beginsOn ?d }",
    "CONSTRUCT { ?s rdfs:seeAlso [ rdfs:label ?n ] } WHERE { ?s a rc:Initiative ; rdfs:label ?n }",
    "CONSTRUCT WHERE { ?s <urn:none> ?o }",
]
PAGES = ["/", "/domains", "/matrix", "/processes", "/doc/process/bali-process", "/sparql", "/queries"]


@pytest.fixture(name="embedded", scope="module")
def _embedded(graph_file: Path) -> Store:
    """The graph of the small dataset in memory."""
    return open_embedded(graph_file)


@pytest.fixture(name="remote", scope="module", params=["oxigraph", "virtuoso"])
def _remote(request: pytest.FixtureRequest, graph_file: Path) -> RemoteStore:
    """The same graph on a server of each kind."""
    if request.param == "oxigraph":
        start: Callable[[bytes], str] = request.getfixturevalue("oxigraph_server")
        return RemoteStore(start(graph_file.read_bytes()))
    load: Callable[[Path], str] = request.getfixturevalue("virtuoso_server")
    return RemoteStore(load(graph_file))


@pytest.fixture(name="strangers", scope="module")
def _strangers(remote: RemoteStore) -> Delegated:
    """The server as strangers ask it."""
    return Delegated(remote)


@pytest.fixture(name="two_graphs", scope="module")
def _two_graphs(embedded: Store) -> tuple[str, str]:
    """Two named graphs of the dataset."""
    found = embedded.select("SELECT DISTINCT ?g { GRAPH ?g { ?s a ?t } } ORDER BY STR(?g) LIMIT 2").rows
    return found[0]["g"].value, found[1]["g"].value


@pytest.mark.parametrize("media_type", RESULT_TYPES)
@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_the_same_to_the_letter(
    embedded: Store, strangers: Delegated, name: str, media_type: str
) -> None:
    """In every format, whatever formats the server has."""
    query = PREFIXES + TABLES[name]

    assert embedded.answer(query, media_type) == strangers.answer(query, media_type).read()


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("media_type", GRAPH_TYPES)
@pytest.mark.parametrize("query", GRAPHS)
def test_a_graph_is_the_same(embedded: Store, strangers: Delegated, query: str, media_type: str) -> None:
    """In every format: Virtuoso has no N-Quads and no TriG."""
    here = embedded.answer(PREFIXES + query, media_type)
    there = strangers.answer(PREFIXES + query, media_type).read()

    assert isomorphic(graph(here, media_type), graph(there, media_type))


def graph(body: bytes, media_type: str) -> Graph:
    """Read a document of one graph."""
    if media_type in {"application/n-quads", "application/trig"}:
        # The answer of a CONSTRUCT names no graphs: it is one of the formats within them.
        media_type = "text/turtle"
    read = Graph()
    read.parse(data=body, format="json-ld" if media_type == "application/ld+json" else media_type)
    return read


def test_the_prefixes_are_ours(strangers: Delegated) -> None:
    """Not those of the server, and only where they are used."""
    body = strangers.answer(PREFIXES + GRAPHS[0], "text/turtle").read()

    assert b"@prefix rdfs:" in body
    assert b"@prefix ns" not in body


def test_values_of_every_kind_are_the_same(embedded: Store, strangers: Delegated) -> None:
    """By value: an engine may write a number as it stores it."""
    query = f"""{PREFIXES} SELECT ?n {{ VALUES ?n {{
        1 2.50 1e3 true false "a" "b"@en "2020-01-31"^^xsd:date "2016"^^xsd:gYear "046"^^xsd:integer }} }}"""
    here, there = embedded.select(query).rows, strangers.preview(query).solutions.rows

    assert [value(row["n"]) for row in here] == [value(row["n"]) for row in there]


def value(term: object) -> tuple[object, str | None, str | None]:
    """Return what a literal means."""
    assert isinstance(term, Literal)
    is_number = term.datatype in {f"{XSD}{kind}" for kind in ("integer", "decimal", "double")}
    return float(term.value) if is_number else term.value, term.datatype, term.language


class TestDataset:
    """Graphs that a request or a query names."""

    def test_named_by_the_request(
        self, embedded: Store, strangers: Delegated, two_graphs: tuple[str, str]
    ) -> None:
        """As the default graph, and as named ones; the others are not seen."""
        one, two = two_graphs
        for query, dataset in (
            (ALL, DatasetChoice((one,))),
            (ALL, DatasetChoice((one, two))),
            (COUNTS, DatasetChoice((), (one, two))),
            (COUNTS, DatasetChoice((one,), (two,))),
        ):
            expected = embedded.answer(query, "text/csv", dataset)
            assert expected.count(b"\n") > 1
            assert expected == strangers.answer(query, "text/csv", dataset).read()

    def test_named_by_the_query(
        self, embedded: Store, strangers: Delegated, two_graphs: tuple[str, str]
    ) -> None:
        """FROM and FROM NAMED; the request goes before them."""
        one, two = two_graphs
        from_one = ALL.replace("{", f"FROM <{one}> {{", 1)
        from_two = COUNTS.replace("{", f"FROM NAMED <{one}> FROM NAMED <{two}> {{", 1)
        for query in (from_one, from_two):
            assert embedded.answer(query, "text/csv") == strangers.answer(query, "text/csv").read()
        chosen = DatasetChoice((two,))

        assert embedded.answer(from_one, "text/csv", chosen) == (
            strangers.answer(from_one, "text/csv", chosen).read()
        )


class TestRefused:
    """What a server cannot do is the fault of the query, in one sentence and in its own words."""

    def test_a_query_that_does_not_parse(self, strangers: Delegated) -> None:
        """400, and not a fault of the server."""
        with pytest.raises(QuerySyntaxError):
            strangers.answer("SELECT ?s { ?s ?p ", "text/csv")

    def test_a_function_that_nobody_knows(self, strangers: Delegated) -> None:
        """Servers call it an error of their own."""
        with pytest.raises(QueryError, match="urn:unknown") as caught:
            strangers.answer("SELECT ?s { ?s ?p ?o FILTER (<urn:unknown>(?s)) } LIMIT 1", "text/csv")

        assert "\n" not in str(caught.value)


@pytest.fixture(name="remote_site", scope="module")
def _remote_site(remote: RemoteStore) -> FlaskClient:
    """The site on the server."""
    app = create_app(Settings(remote))
    app.testing = True
    return app.test_client()


@pytest.fixture(name="embedded_site", scope="module")
def _embedded_site(graph_file: Path) -> Flask:
    """A site that nobody has asked a query, so that it tells no times."""
    return create_app(Settings(open_embedded(graph_file)))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same(embedded_site: Flask, remote_site: FlaskClient, path: str) -> None:
    """To the letter."""
    here, there = embedded_site.test_client().get(path), remote_site.get(path)

    assert here.status_code == there.status_code == 200
    assert here.text == there.text


def test_the_endpoint_answers_the_same(site: Flask, remote_site: FlaskClient) -> None:
    """Through the protocol: a table, a graph, a truth value."""
    for query, accept in (
        (TABLES["counts in groups"], "text/csv"),
        (TABLES["yes"], "application/sparql-results+json"),
        (TABLES["no"], "application/sparql-results+xml"),
    ):
        asked = {"query": PREFIXES + query}
        headers = {"Accept": accept}
        here = site.test_client().post("/sparql", data=asked, headers=headers)
        there = remote_site.post("/sparql", data=asked, headers=headers)

        assert here.status_code == there.status_code == 200
        assert here.data == there.data
