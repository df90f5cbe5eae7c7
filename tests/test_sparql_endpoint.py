"""The SPARQL endpoint: the protocol case by case, its page, and real clients over a real connection."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
import rdflib

from kg.namespaces import BASE, GRAPH_RELEASE, RC, assertion
from webapp.service_description import SD

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
COUNTRIES = f"SELECT ?c WHERE {{ ?c a <{RC}Country> }} ORDER BY ?c"
ASK = f"ASK {{ ?c a <{RC}Country> }}"
CONSTRUCT = f"CONSTRUCT {{ ?c a <{RC}Country> }} WHERE {{ ?c a <{RC}Country> }}"
RESULTS = {
    "application/sparql-results+json": "application/sparql-results+json",
    "application/sparql-results+xml": "application/sparql-results+xml",
    "text/csv": "text/csv",
    "text/tab-separated-values": "text/tab-separated-values",
    "application/json": "application/json",
    "application/xml": "application/xml",
    "*/*": "application/sparql-results+json",
    "text/turtle, text/csv;q=0.5, text/tab-separated-values;q=0.7": "text/tab-separated-values",
}
GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/n-quads": "nquads",
    "application/trig": "trig",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


@pytest.fixture(name="client")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


def ask(client: FlaskClient, query: str, accept: str = "application/sparql-results+json") -> TestResponse:
    """Send a query by GET."""
    return client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})


def values(answer: TestResponse, name: str) -> list[str]:
    """Return one column of results in JSON."""
    return [row[name]["value"] for row in json.loads(answer.data)["results"]["bindings"]]


class TestThreeWaysToAsk:
    """Section 2.1 of the SPARQL 1.1 Protocol."""

    def test_all_three_give_the_same(self, client: FlaskClient) -> None:
        """GET, a form by POST, and a bare query by POST."""
        accept = {"Accept": "application/sparql-results+json"}
        form = client.post("/sparql", data={"query": COUNTRIES}, headers=accept)
        bare = client.post(
            "/sparql", data=COUNTRIES, content_type="application/sparql-query; charset=UTF-8", headers=accept
        )

        assert 200 == form.status_code == bare.status_code
        assert ask(client, COUNTRIES).data == form.data == bare.data
        assert values(form, "c")

    @pytest.mark.parametrize(
        ("request_", "status", "words"),
        [
            ({"query_string": {"query": "SELECT WHERE"}}, 400, "does not parse"),
            ({"query_string": "query=ASK{}&query=ASK{}"}, 400, "more than one query"),
            ({"query_string": "query=%FF%FE"}, 400, "not UTF-8"),
            ({"query_string": "query="}, 400, "none of the words"),
            ({"method": "POST", "data": {}}, 415, "posted as"),
            ({"method": "POST", "data": {"other": "x"}}, 400, "'query' is missing"),
            ({"method": "POST", "data": "ASK{}", "content_type": "text/plain"}, 415, "not as text/plain"),
            ({"method": "POST", "data": "ASK{}"}, 415, "not as nothing named"),
            (
                {"method": "POST", "data": b"\xff\xfe", "content_type": "application/sparql-query"},
                400,
                "not valid UTF-8",
            ),
            (
                {
                    "method": "POST",
                    "data": "ASK{}".encode("utf-16"),
                    "content_type": "application/sparql-query; charset=utf-16",
                },
                415,
                "not as utf-16",
            ),
            (
                {
                    "method": "POST",
                    "data": "ASK{}",
                    "content_type": "application/sparql-query",
                    "query_string": "query=ASK{}",
                },
                400,
                "more than one query",
            ),
            ({"query_string": "&".join(f"a{n}=1" for n in range(1_001))}, 400, "send fewer"),
        ],
    )
    def test_a_malformed_request_is_told_why(
        self, client: FlaskClient, request_: dict[str, object], status: int, words: str
    ) -> None:
        """4xx as RFC 9457, readable by scripts of any site."""
        answer = client.open("/sparql", **request_)  # type: ignore[arg-type]

        assert (status, "application/problem+json") == (answer.status_code, answer.mimetype)
        assert words in answer.json["detail"]  # type: ignore[index]
        assert "*" == answer.headers["Access-Control-Allow-Origin"]

    def test_a_syntax_error_says_where(self, client: FlaskClient) -> None:
        """Line and column are members of the problem."""
        made = ask(client, "SELECT *\nWHERE { ?s ?p ) }").json

        assert made is not None
        assert 2 == made["line"]
        assert made["column"] > 1

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
    def test_other_methods_are_405(self, client: FlaskClient, method: str) -> None:
        """With the methods that there are."""
        answer = client.open("/sparql", method=method)

        assert 405 == answer.status_code
        assert {"GET", "HEAD", "POST", "OPTIONS"} == set(answer.headers["Allow"].split(", "))

    def test_a_body_without_end_is_413(self, client: FlaskClient) -> None:
        """Nothing is read that could not be a query."""
        answer = client.post("/sparql", data=b" " * 1_000_001, content_type="application/sparql-query")

        assert 413 == answer.status_code


class TestNothingIsChanged:
    """Read-only, and no requests to others."""

    @pytest.mark.parametrize(
        "request_",
        [
            {"method": "POST", "data": {"update": "INSERT DATA { <a:b> <a:b> <a:b> }"}},
            {"query_string": {"update": "CLEAR ALL"}},
            {"method": "POST", "data": "CLEAR ALL", "content_type": "application/sparql-update"},
            {"query_string": {"query": "INSERT DATA { <a:b> <a:b> <a:b> }"}},
        ],
    )
    def test_an_update_is_refused(self, client: FlaskClient, request_: dict[str, object]) -> None:
        """403 with the id of the rule."""
        answer = client.open("/sparql", **request_)  # type: ignore[arg-type]

        assert (403, "read-only") == (answer.status_code, answer.json["rule"])  # type: ignore[index]

    def test_other_servers_are_not_asked(self, client: FlaskClient) -> None:
        """403 before anything is evaluated."""
        answer = ask(client, "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")

        assert (403, "no-service") == (answer.status_code, answer.json["rule"])  # type: ignore[index]

    def test_a_graph_that_is_not_here_is_not_fetched(self, client: FlaskClient) -> None:
        """FROM names graphs of the store; another is refused by name, wherever it stands."""
        query = "SELECT * FROM <http://127.0.0.1:1/x> { ?s ?p ?o }"
        for asked in ({"query": query}, {"query": ASK, "named-graph-uri": "http://127.0.0.1:1/x"}):
            answer = client.get("/sparql", query_string=asked)

            assert (403, "unknown-graph") == (answer.status_code, answer.json["rule"])  # type: ignore[index]
            assert "no graph http://127.0.0.1:1/x here" in answer.json["detail"]  # type: ignore[index]


class TestDatasets:
    """What a query sees."""

    COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"

    def test_without_a_word_all_graphs_are_one(self, client: FlaskClient) -> None:
        """A plain query needs no GRAPH."""
        all_ = int(values(ask(client, self.COUNT), "n")[0])
        one = ask(client, self.COUNT.replace("WHERE", f"FROM <{GRAPH_RELEASE}> WHERE"))

        assert 0 < int(values(one, "n")[0]) < all_

    def test_the_request_names_graphs(self, client: FlaskClient) -> None:
        """By GET and by POST, with what the query itself names replaced."""
        asked = {
            "query": self.COUNT.replace("WHERE", "FROM <http://none> WHERE"),
            "default-graph-uri": GRAPH_RELEASE,
        }
        accept = {"Accept": "application/sparql-results+json"}
        got = client.get("/sparql", query_string=asked, headers=accept)
        posted = client.post("/sparql", data=asked, headers=accept)

        assert 0 < int(values(got, "n")[0]) < 20
        assert got.data == posted.data

    def test_named_graphs_narrow_graph(self, client: FlaskClient) -> None:
        """GRAPH ?g sees those that the request names, and the default graph is then empty."""
        named = [assertion("ratings", "mgi-2016/bgd/5"), assertion("ratings", "mgi-2016/bgd/4")]
        asked = [("query", "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")]
        asked += [("named-graph-uri", iri) for iri in named]
        answer = client.get(f"/sparql?{urlencode(asked)}")

        assert sorted(named) == values(answer, "g")

    def test_a_relative_graph_is_refused(self, client: FlaskClient) -> None:
        """It names no graph of the store."""
        answer = client.get("/sparql", query_string={"query": ASK, "default-graph-uri": "not absolute"})

        assert 403 == answer.status_code


class TestFormats:
    """Every answer in every format that its form has."""

    @pytest.mark.parametrize("query", [COUNTRIES, ASK])
    @pytest.mark.parametrize(("accept", "media_type"), RESULTS.items())
    def test_tables(self, client: FlaskClient, query: str, accept: str, media_type: str) -> None:
        """By weight; a type named by an older name is answered under that name."""
        answer = ask(client, query, accept)

        assert (200, media_type) == (answer.status_code, answer.mimetype)
        assert "Accept" in answer.headers["Vary"]

    @pytest.mark.parametrize(("media_type", "name"), GRAPHS.items())
    def test_graphs(self, client: FlaskClient, media_type: str, name: str) -> None:
        """Each is read by rdflib and holds the same."""
        answer = ask(client, CONSTRUCT, f"{media_type}, text/csv")
        read = rdflib.Dataset(default_union=True)
        read.parse(data=answer.data, format=name)

        assert media_type == answer.mimetype
        subjects = {str(s) for s, _, _ in read.triples((None, None, None))}
        assert set(values(ask(client, COUNTRIES), "c")) == subjects

    @pytest.mark.parametrize(
        ("accept", "name"), [("text/plain", "nt"), ("text/n3", "turtle"), ("application/xml", "xml")]
    )
    def test_older_names_of_graph_formats(self, client: FlaskClient, accept: str, name: str) -> None:
        """Clients still send them."""
        assert rdflib.Graph().parse(data=ask(client, CONSTRUCT, accept).data, format=name)

    def test_describe_gives_a_graph(self, client: FlaskClient) -> None:
        """What the graph says of a thing."""
        answer = ask(client, f"DESCRIBE <{BASE}id/country/bgd>", "text/turtle")

        assert rdflib.Graph().parse(data=answer.data, format="turtle")

    @pytest.mark.parametrize(
        ("query", "accept"), [(COUNTRIES, "text/turtle"), (CONSTRUCT, "text/csv"), (ASK, "image/png")]
    )
    def test_what_a_form_does_not_have_is_406(self, client: FlaskClient, query: str, accept: str) -> None:
        """A table is no graph; the sentence lists what it can be."""
        answer = ask(client, query, accept)

        assert 406 == answer.status_code
        assert "ask for one of" in answer.json["detail"]  # type: ignore[index]

    @pytest.mark.parametrize(
        ("made", "why"),
        [
            ('<urn:s> <http://example.org/1> "x"', "cannot write the property <http://example.org/1>"),
            ('<urn:s> <http://example.org/> "x"', "does not end in a name"),
            ('<urn:s> <http://example.org/p> "a\\u000Bb"', "cannot write a control character"),
        ],
    )
    def test_what_xml_cannot_write_is_406_there_alone(self, client: FlaskClient, made: str, why: str) -> None:
        """It would be no XML; the other formats have it."""
        query = f"CONSTRUCT {{ {made} }} WHERE {{}}"
        refused = ask(client, query, "application/rdf+xml")

        assert 406 == refused.status_code
        assert why in refused.json["detail"]  # type: ignore[index]
        for other in ("text/turtle", "application/ld+json", "application/n-triples"):
            given = ask(client, query, other)
            assert 1 == len(rdflib.Graph().parse(data=given.data, format=other)), other

    def test_xml_keeps_every_line_end(self, client: FlaskClient) -> None:
        """Readers of XML take a bare carriage return for a line feed."""
        query = 'CONSTRUCT { <urn:s> <http://example.org/p> "a\\r\\nb\\rc" } WHERE {}'
        read = rdflib.Graph().parse(data=ask(client, query, "application/rdf+xml").data, format="xml")

        assert ["a\r\nb\rc"] == [str(o) for o in read.objects()]

    @pytest.mark.parametrize(
        ("query", "suffix", "media_type"),
        [
            (COUNTRIES, "csv", "text/csv"),
            (COUNTRIES, "xml", "application/sparql-results+xml"),
            (CONSTRUCT, "ttl", "text/turtle"),
            (CONSTRUCT, "jsonld", "application/ld+json"),
        ],
    )
    def test_a_link_names_its_format(
        self, client: FlaskClient, query: str, suffix: str, media_type: str
    ) -> None:
        """A browser cannot set a header; what it gets this way has a file name."""
        answer = client.get("/sparql", query_string={"query": query, "format": suffix}, headers=BROWSER)

        assert media_type == answer.mimetype
        assert f"filename=answer.{suffix}" in answer.headers["Content-Disposition"]

    def test_a_format_that_is_unknown_leaves_the_word_to_accept(self, client: FlaskClient) -> None:
        """Some clients name their format in several ways at once, for servers of several kinds."""
        asked = urlencode([("query", COUNTRIES), ("format", "ttl"), ("format", "made-up")])
        answer = client.get(f"/sparql?{asked}", headers={"Accept": "text/csv"})

        assert "text/csv" == answer.mimetype


class TestHttp:
    """What proxies and scripts rely on."""

    def test_head_is_get_without_a_body(self, client: FlaskClient) -> None:
        """The same status, type, length and validator."""
        got = ask(client, COUNTRIES)
        head = client.head("/sparql", query_string={"query": COUNTRIES})

        assert (200, b"") == (head.status_code, head.data)
        for name in ("Content-Type", "Content-Length", "ETag"):
            assert got.headers[name] == head.headers[name]

    def test_a_known_answer_is_304(self, client: FlaskClient) -> None:
        """A program that asks every hour need not load the same rows."""
        etag = ask(client, COUNTRIES).headers["ETag"]
        answer = client.get("/sparql", query_string={"query": COUNTRIES}, headers={"If-None-Match": etag})

        assert (304, b"") == (answer.status_code, answer.data)

    def test_scripts_of_any_site_may_ask(self, client: FlaskClient) -> None:
        """The preflight names the methods and the headers."""
        answer = client.options("/sparql", headers={"Origin": "http://elsewhere"})

        assert "POST" in answer.headers["Access-Control-Allow-Methods"]
        assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]
        assert "*" == answer.headers["Access-Control-Allow-Origin"]

    @pytest.mark.parametrize(("media_type", "name"), GRAPHS.items())
    def test_the_service_describes_itself(self, client: FlaskClient, media_type: str, name: str) -> None:
        """Where no query is sent and RDF is asked for."""
        answer = client.get("/sparql", headers={"Accept": media_type})
        read = rdflib.Dataset(default_union=True)
        read.parse(data=answer.data, format=name)

        endpoint = rdflib.URIRef("http://localhost/sparql")
        assert media_type == answer.mimetype
        assert endpoint == read.value(endpoint, rdflib.URIRef(SD + "endpoint"))
        assert (endpoint, rdflib.URIRef(SD + "feature"), rdflib.URIRef(SD + "UnionDefaultGraph")) in read

    def test_without_a_query_no_table_can_be_given(self, client: FlaskClient) -> None:
        """400: what is missing is the query, not the type."""
        answer = client.get("/sparql", headers={"Accept": "application/sparql-results+json"})

        assert 400 == answer.status_code
