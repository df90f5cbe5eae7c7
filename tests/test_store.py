"""Both engines keep one contract: the embedded store, and a real SPARQL server behind the remote one."""

from __future__ import annotations

import http.server
import json
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from rdflib import Dataset

from kg.errors import (
    KgError,
    MediaTypeError,
    QueryError,
    QuerySyntaxError,
    StoreError,
    StoreUnreachableError,
)
from kg.store import open_store
from kg.store.datasets import dataset_clauses, without_dataset_clauses
from kg.store.embedded import open_embedded
from kg.store.protocol import GRAPH_TYPES, RESULT_TYPES, DatasetChoice, Form, query_form
from kg.store.remote import RemoteStore
from kg.terms import BlankNode, Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.store.protocol import Solutions, Store

PREFIXES = """
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX id: <https://w3id.org/regcoop/id/>
PREFIX assertion: <https://w3id.org/regcoop/assertion/>
"""
ID = "https://w3id.org/regcoop/id/"
XSD = "http://www.w3.org/2001/XMLSchema#"
FORUM = "https://w3id.org/regcoop/assertion/initiatives/forum"
CURRICULUM = "https://w3id.org/regcoop/assertion/initiatives/curriculum"

NQUADS = """
<{id}initiative/forum> <{rdfs}label> "forum of \\"directors\\""@en <{a}initiatives/forum> .
<{id}initiative/forum> <{rc}servesDomain> <{id}domain/escap-2017/1> <{a}initiatives/forum> .
<{id}initiative/forum> <{rc}incompleteInSource> "false"^^<{xsd}boolean> <{a}initiatives/forum> .
<{id}initiative/curriculum> <{rdfs}label> "curriculum"@en <{a}initiatives/curriculum> .
<{id}initiative/curriculum> <{rc}servesDomain> <{id}domain/escap-2017/1> <{a}initiatives/curriculum> .
<{id}process/bali-process> <{rc}shortName> "Bali Process" <{a}processes/bali-process> .
<{id}process/bali-process> <{rc}beginsOn> "2002-02-26"^^<{xsd}date> <{a}processes/bali-process> .
<{a}initiatives/forum> <{rc}restsOn> <{id}passage/escap-2017/forum> <{base}graph/evidence> .
""".format(
    a="https://w3id.org/regcoop/assertion/",
    base="https://w3id.org/regcoop/",
    id=ID,
    rc="https://w3id.org/regcoop/ontology#",
    rdfs="http://www.w3.org/2000/01/rdf-schema#",
    xsd=XSD,
)


TABLE = f"""
SELECT ?thing ?name ?number {{ VALUES (?thing ?name ?number) {{
  (<http://a/b?c=1&d> "A \\"quoted\\", <text>\\r\\nof two lines"@en UNDEF)
  (UNDEF "tab\\there"^^<{XSD}token> 46)
}} }}
"""


@pytest.fixture(name="nquads", scope="module")
def _nquads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three assertions and what one of them rests on."""
    path = tmp_path_factory.mktemp("release") / "sample.nq"
    path.write_text(NQUADS, encoding="utf-8")
    return path


@pytest.fixture(
    name="store", scope="module", params=["embedded", pytest.param("remote", marks=pytest.mark.slow)]
)
def _store(request: pytest.FixtureRequest, nquads: Path) -> Iterator[Store]:
    """The same data in each engine."""
    if request.param == "embedded":
        store = open_store("memory", nquads)
    else:
        start: Callable[[bytes], str] = request.getfixturevalue("oxigraph_server")
        store = open_store(f"sparql:{start(nquads.read_bytes())}", nquads)
    yield store
    store.close()


def values(solutions: Solutions) -> list[str]:
    """Return all terms of a table as texts, sorted."""
    return sorted(str(term) for row in solutions.rows for term in row.values())


class TestContract:
    """What every engine does."""

    def test_select_gives_typed_terms_in_the_order_of_the_variables(self, store: Store) -> None:
        """IRIs, plain strings, texts with a language and typed literals are told apart."""
        answer = store.select(
            f"{PREFIXES} SELECT ?process ?name ?begun {{ ?process rc:shortName ?name ; rc:beginsOn ?begun }}"
        )

        assert answer.variables == ("process", "name", "begun")
        assert answer.rows == (
            {
                "process": Iri(f"{ID}process/bali-process"),
                "name": Literal("Bali Process"),
                "begun": Literal("2002-02-26", f"{XSD}date"),
            },
        )

    def test_language_and_quotation_marks_survive(self, store: Store) -> None:
        """A text comes back character for character, with its language and without a datatype."""
        answer = store.select(f"{PREFIXES} SELECT ?label {{ id:initiative\\/forum rdfs:label ?label }}")

        assert answer.rows == ({"label": Literal('forum of "directors"', language="en")},)

    def test_a_truth_value_is_a_typed_literal(self, store: Store) -> None:
        """It keeps its datatype, so a page can tell `false` from a text."""
        answer = store.select(f"{PREFIXES} SELECT ?it {{ ?initiative rc:incompleteInSource ?it }}")

        assert answer.rows == ({"it": Literal("false", f"{XSD}boolean")},)

    def test_an_explicit_string_is_a_plain_one(self, store: Store) -> None:
        """RDF 1.1 knows one kind of string; so do our terms."""
        answer = store.select(f'SELECT ?text {{ VALUES ?text {{ "a"^^<{XSD}string> }} }}')

        assert answer.rows == ({"text": Literal("a")},)

    def test_an_unbound_variable_is_absent_from_its_row(self, store: Store) -> None:
        """It stays among the variables."""
        answer = store.select(
            f"{PREFIXES} SELECT ?initiative ?it {{ ?initiative rdfs:label ?label "
            "OPTIONAL { ?initiative rc:incompleteInSource ?it } } ORDER BY ?initiative"
        )

        assert answer.variables == ("initiative", "it")
        assert [sorted(row) for row in answer.rows] == [["initiative"], ["initiative", "it"]]

    def test_an_answer_without_rows_keeps_its_variables(self, store: Store) -> None:
        """An empty table still has its head."""
        answer = store.select("SELECT ?a ?b { ?a <urn:nothing> ?b }")

        assert (answer.variables, answer.rows) == (("a", "b"), ())

    def test_a_blank_node_is_one(self, store: Store) -> None:
        """It is not mistaken for an IRI or a text."""
        answer = store.select("SELECT ?node { BIND(BNODE() AS ?node) }")

        assert [type(row["node"]) for row in answer.rows] == [BlankNode]

    @pytest.mark.parametrize(("key", "expected"), [("forum", True), ("nothing", False)])
    def test_ask_gives_a_truth_value(self, store: Store, key: str, expected: bool) -> None:  # noqa: FBT001
        """True if there is a match."""
        assert store.ask(f"ASK {{ <{ID}initiative/{key}> ?p ?o }}") is expected

    def test_the_default_graph_is_the_union_of_all_graphs(self, store: Store) -> None:
        """A plain pattern joins statements of different assertions."""
        answer = store.select(f"{PREFIXES} SELECT ?one {{ ?one rc:servesDomain id:domain\\/escap-2017\\/1 }}")

        assert values(answer) == [f"{ID}initiative/curriculum", f"{ID}initiative/forum"]

    def test_graph_reaches_the_assertion(self, store: Store) -> None:
        """The name of the graph leads on to what the assertion rests on."""
        answer = store.select(
            f"{PREFIXES} SELECT ?passage {{ GRAPH ?assertion {{ ?one rc:servesDomain ?domain }} "
            "?assertion rc:restsOn ?passage }"
        )

        assert values(answer) == [f"{ID}passage/escap-2017/forum"]

    @pytest.mark.parametrize(
        ("clause", "expected"),
        [
            (f"FROM <{FORUM}>", ["forum"]),
            ("FROM assertion:initiatives\\/curriculum", ["curriculum"]),
            (f"FROM <{FORUM}> FROM <{CURRICULUM}>", ["curriculum", "forum"]),
            ("FROM <https://w3id.org/regcoop/graph/nothing>", []),
            (f"FROM NAMED <{FORUM}>", []),
        ],
    )
    def test_from_limits_the_default_graph(self, store: Store, clause: str, expected: list[str]) -> None:
        """A query that names graphs asks those alone, not the union."""
        answer = store.select(f"{PREFIXES} SELECT ?one {clause} {{ ?one rc:servesDomain ?domain }}")

        assert values(answer) == [f"{ID}initiative/{key}" for key in expected]

    def test_from_named_limits_the_named_graphs(self, store: Store) -> None:
        """GRAPH then sees those alone."""
        clause = f"FROM NAMED <{FORUM}>"

        answer = store.select(
            f"{PREFIXES} SELECT ?one {clause} {{ GRAPH ?graph {{ ?one rc:servesDomain ?domain }} }}"
        )

        assert values(answer) == [f"{ID}initiative/forum"]

    @pytest.mark.parametrize("clause", ["", f"FROM <{CURRICULUM}>"])
    def test_the_dataset_of_a_request_comes_before_that_of_the_query(self, store: Store, clause: str) -> None:
        """So the protocol demands, in whichever way the store is asked."""
        query = f"{PREFIXES} SELECT ?one {clause} {{ ?one rc:servesDomain ?domain }} ORDER BY ?one"
        only_curriculum = f"{PREFIXES} ASK {clause} {{ id:initiative\\/curriculum ?p ?o }}"
        chosen = DatasetChoice(default_graphs=(FORUM,))

        body = store.answer(query, "text/csv", chosen)

        assert body.decode().split() == ["one", f"{ID}initiative/forum"]
        assert values(store.select(query, chosen)) == [f"{ID}initiative/forum"]
        assert (store.ask(only_curriculum), store.ask(only_curriculum, chosen)) == (True, False)

    def test_the_named_graphs_of_a_request_leave_the_default_graph_empty(self, store: Store) -> None:
        """A request that names only named graphs has no default graph."""
        chosen = DatasetChoice(named_graphs=(FORUM,))
        plain, named = "{ ?s ?p ?o }", "{ GRAPH ?g { ?s ?p ?o } }"

        for pattern, count in ((plain, "0"), (named, "3")):
            query = f"SELECT (COUNT(*) AS ?n) {pattern}"
            assert store.answer(query, "text/csv", chosen).decode().split() == ["n", count]
            assert values(store.select(query, chosen)) == [count]
            assert store.ask(f"ASK {pattern}", chosen) is (count != "0")

    def test_a_dataset_that_names_nothing_is_none(self, store: Store) -> None:
        """A request that names no graphs asks the union of them all."""
        query = f"{PREFIXES} SELECT ?one {{ ?one rc:servesDomain ?domain }}"

        assert values(store.select(query, DatasetChoice())) == values(store.select(query))
        assert store.ask("ASK { ?s ?p ?o }", DatasetChoice())

    @pytest.mark.parametrize("media_type", RESULT_TYPES)
    def test_a_table_comes_in_every_media_type_of_results(self, store: Store, media_type: str) -> None:
        """Each body holds the value."""
        body = store.answer(f"{PREFIXES} SELECT ?name {{ ?process rc:shortName ?name }}", media_type)

        assert b"Bali Process" in body

    def test_csv_is_rfc_4180(self, store: Store) -> None:
        """Lines end in CR LF, quotes are doubled, what is unbound is empty, IRIs stand without brackets."""
        expected = (
            b"thing,name,number\r\n"
            b'http://a/b?c=1&d,"A ""quoted"", <text>\r\nof two lines",\r\n'
            b",tab\there,46\r\n"
        )

        assert store.answer(TABLE, "text/csv") == expected

    def test_a_cell_that_looks_like_a_formula_is_not_changed(self, store: Store) -> None:
        """Data that is read back equals what was published."""
        body = store.answer('SELECT ?x { VALUES ?x { "=1+1" "-2" "@a" } }', "text/csv")

        assert body == b"x\r\n=1+1\r\n-2\r\n@a\r\n"

    def test_tsv_keeps_languages_and_types(self, store: Store) -> None:
        """A term a cell in the notation of Turtle; tabs and line ends are escaped, lines end in LF."""
        lines = store.answer(TABLE, "text/tab-separated-values").decode().split("\n")

        assert lines == [
            "?thing\t?name\t?number",
            '<http://a/b?c=1&d>\t"A \\"quoted\\", <text>\\r\\nof two lines"@en\t',
            f'\t"tab\\there"^^<{XSD}token>\t46',
            "",
        ]

    def test_results_in_xml_are_well_formed_and_whole(self, store: Store) -> None:
        """Markup in texts is escaped."""
        ns = {"r": "http://www.w3.org/2005/sparql-results#"}
        body = store.answer(TABLE, "application/sparql-results+xml")
        root = ET.fromstring(body)  # noqa: S314  (our own bytes)

        # A parser of XML reads a line end as a line feed, unless a carriage return is written as a number.
        texts = [(e.text or "").replace("\r\n", "\n") for e in root.findall(".//r:literal", ns)]
        assert texts == ['A "quoted", <text>\nof two lines', "tab\there", "46"]
        assert [e.text for e in root.findall(".//r:uri", ns)] == ["http://a/b?c=1&d"]

    @pytest.mark.parametrize("media_type", RESULT_TYPES)
    def test_a_truth_value_comes_in_every_media_type_of_results(self, store: Store, media_type: str) -> None:
        """CSV and TSV, for which the standard knows none, hold the word alone."""
        body = store.answer("ASK { ?s ?p ?o }", media_type)

        assert b"true" in body

    @pytest.mark.parametrize("media_type", GRAPH_TYPES)
    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("CONSTRUCT { ?s rc:shortName ?o } WHERE { ?s rc:shortName ?o }", 1),
            (f"DESCRIBE <{ID}initiative/forum>", 3),
        ],
    )
    @pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
    def test_a_graph_comes_in_every_media_type_of_graphs(
        self, store: Store, media_type: str, query: str, count: int
    ) -> None:
        """Each body parses, by another library, to the same number of statements."""
        body = store.answer(PREFIXES + query, media_type)

        read = Dataset(default_union=True)
        read.parse(data=body, format={"application/trig": "trig"}.get(media_type, media_type))
        assert len(list(read.triples((None, None, None)))) == count

    @pytest.mark.parametrize(
        ("query", "media_type"),
        [
            ("SELECT * { ?s ?p ?o }", "text/turtle"),
            ("ASK {}", "application/ld+json"),
            ("DESCRIBE <urn:a>", "text/csv"),
            ("CONSTRUCT WHERE { ?s ?p ?o }", "application/sparql-results+json"),
            ("SELECT * { ?s ?p ?o }", "image/png"),
        ],
    )
    def test_a_media_type_of_another_form_is_refused(self, store: Store, query: str, media_type: str) -> None:
        """The error lists what is possible."""
        with pytest.raises(MediaTypeError, match="ask for one of"):
            store.answer(query, media_type)

    @pytest.mark.parametrize(
        "query",
        ["SELECT ?s WHERE { ?s ?p", "SELECT (nonsense(?s) AS ?x) {}", "SELECT * { ?s rdfs:label ?o }"],
    )
    def test_a_query_that_does_not_parse_says_where(self, store: Store, query: str) -> None:
        """Line and column count from 1; the reason is one short line."""
        with pytest.raises(QuerySyntaxError, match=r"at line \d+, column \d+") as caught:
            store.select(f"# a comment\n{query}")

        assert caught.value.line == 2
        assert caught.value.column is not None
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) < 300

    @pytest.mark.parametrize("query", ["", "nothing", "INSERT DATA { <a:a> <a:b> <a:c> }"])
    def test_what_is_no_query_does_not_parse(self, store: Store, query: str) -> None:
        """Updates are no queries."""
        for ask in (store.select, store.ask, lambda text: store.answer(text, "text/csv")):
            with pytest.raises(QuerySyntaxError):
                ask(query)

    def test_each_method_takes_its_own_form(self, store: Store) -> None:
        """A query of another form is refused rather than answered by chance."""
        with pytest.raises(QueryError, match="SELECT is needed here, not ASK; change its first"):
            store.select("ASK {}")
        with pytest.raises(QueryError, match="ASK is needed here, not SELECT; change its first"):
            store.ask("SELECT * {}")

    def test_a_text_that_is_no_text_is_refused(self, store: Store) -> None:
        """Half of a surrogate pair cannot be sent to any engine."""
        with pytest.raises(QueryError):
            store.select('SELECT ("\ud800" AS ?x) {}')

    @pytest.mark.parametrize("term", ["TRIPLE(?s, ?p, ?o)", "STRLANGDIR('a', 'en', 'ltr')"])
    def test_a_term_that_rdf_1_1_does_not_know_is_refused_aloud(self, store: Store, term: str) -> None:
        """A triple term, a text with a direction: nothing is dropped in silence."""
        with pytest.raises(StoreError, match=r"RDF 1\.1"):
            store.select(f"SELECT ({term} AS ?t) {{ ?s ?p ?o }}")

    def test_the_label_names_the_engine(self, store: Store) -> None:
        """In a few words."""
        assert store.label.startswith(("embedded Oxigraph", "SPARQL endpoint http://127.0.0.1:"))


class TestEmbedded:
    """What only the store in the process does."""

    def test_a_graph_is_written_with_our_prefixes(self, nquads: Path) -> None:
        """Turtle is read by people."""
        body = open_embedded(nquads).answer("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle")

        assert b"@prefix rc: <https://w3id.org/regcoop/ontology#>" in body
        assert b"rc:shortName" in body

    @pytest.mark.parametrize(
        ("name", "text", "match"),
        [
            ("a.nq", "<urn:a> <urn:b>", "malformed"),
            ("a.xls", "", "no extension"),
            ("a.ttl", "<urn:a> <urn:b> <<( <urn:c> <urn:d> <urn:e> )>> .", "triple terms"),
            ("b.ttl", '<urn:a> <urn:b> "a"@en--ltr .', "direction"),
        ],
    )
    def test_a_file_that_cannot_be_used_is_named(
        self, tmp_path: Path, name: str, text: str, match: str
    ) -> None:
        """The error holds the file's name and the reason."""
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")

        with pytest.raises(StoreError, match=f"{name}.*{match}"):
            open_embedded(path)

    def test_a_missing_file_says_how_to_make_it(self, tmp_path: Path) -> None:
        """The release is built by a command."""
        with pytest.raises(StoreError, match="regcoop build"):
            open_store("memory", tmp_path / "absent.nq")

    def test_an_unknown_function_is_the_fault_of_the_query(self, nquads: Path) -> None:
        """The engine says so only while it evaluates."""
        with pytest.raises(QueryError, match="urn:unknown"):
            open_embedded(nquads).select("SELECT * { ?s ?p ?o FILTER(<urn:unknown>(?o)) }")


class Endpoint(http.server.BaseHTTPRequestHandler):
    """A server that answers every POST with its class's status, type and body, and remembers the request."""

    status, media_type, body = 200, "application/sparql-results+json", b"{}"
    promised_bytes: int | None = None
    seen: tuple[dict[str, str], str] | None = None

    def do_POST(self) -> None:
        """Answer."""
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).seen = ({key.lower(): value for key, value in self.headers.items()}, sent.decode())
        self.send_response(self.status)
        self.send_header("Content-Type", self.media_type)
        self.send_header("Content-Length", str(self.promised_bytes or len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server gives
        """Keep silent."""


@contextmanager
def serving(**settings: object) -> Iterator[tuple[str, type[Endpoint]]]:
    """Serve `Endpoint` with these settings; give its address and its class."""
    handler = type("Configured", (Endpoint,), settings)
    with http.server.HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/query", handler
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(name="no_proxy", autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the machine is not to stand between a test and its own server."""
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")


class TestRemote:
    """What can go wrong between us and an endpoint."""

    def test_the_request_is_a_form_post_with_one_accepted_type(self) -> None:
        """The most portable way to ask; nothing but the protocol's own fields is sent."""
        with serving(body=b'{"head":{"vars":["s"]},"results":{"bindings":[]}}') as (url, handler):
            RemoteStore(url).select("SELECT ?s FROM <urn:g> { ?s ?p ?o }")

        assert handler.seen is not None
        headers, sent = handler.seen
        assert headers["content-type"] == "application/x-www-form-urlencoded"
        assert headers["accept"] == "application/sparql-results+json"
        assert sorted(field.split("=")[0] for field in sent.split("&")) == ["default-graph-uri", "query"]

    def test_credentials_go_into_the_header_and_nowhere_else(self) -> None:
        """They do not show in the label."""
        with serving(body=b'{"boolean": true}') as (url, handler):
            store = RemoteStore(url.replace("http://", "http://reader:se%20cret@"))
            store.ask("ASK {}")

        assert handler.seen is not None
        assert handler.seen[0]["authorization"] == "Basic cmVhZGVyOnNlIGNyZXQ="
        assert "reader" not in store.label

    def test_an_endpoint_that_is_not_there_is_named(self) -> None:
        """The error holds the address."""
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{unused.getsockname()[1]}/query"

            with pytest.raises(StoreUnreachableError, match="refused") as caught:
                RemoteStore(url, 0.5).ask("ASK {}")

        assert caught.value.url == url

    @pytest.mark.parametrize(
        ("status", "error"),
        [(401, StoreError), (404, StoreError), (406, MediaTypeError), (500, StoreError)],
    )
    def test_a_refusal_tells_the_status(self, status: int, error: type[KgError]) -> None:
        """One sentence with the address, the status and what to do; the server's own page is left out."""
        with (
            serving(status=status, body=b"<html>Traceback</html>") as (url, _),
            pytest.raises(error) as caught,
        ):
            RemoteStore(url).ask("ASK {}")

        assert f"{url} answered with HTTP status {status};" in str(caught.value)
        assert "Traceback" not in str(caught.value)

    @pytest.mark.parametrize(
        ("said", "error"),
        [
            (b"Virtuoso 37000 Error SP030: SPARQL compiler, line 1: oh", QuerySyntaxError),
            (b"unknown function", QueryError),
        ],
    )
    def test_a_bad_query_is_told_in_the_words_of_the_server_shortened(
        self, said: bytes, error: type[KgError]
    ) -> None:
        """Some servers send pages, and not all that they refuse fails to parse."""
        with (
            serving(status=400, body=said + b"\n" + b"x " * 5_000) as (url, _),
            pytest.raises(error, match=said.decode()) as caught,
        ):
            RemoteStore(url).ask("ASK {}")

        assert type(caught.value) is error
        assert len(str(caught.value)) < 350

    @pytest.mark.parametrize(
        "body",
        [
            b"<html></html>",
            b"[]",
            b'{"head": {}}',
            b'{"head": {"vars": ["a"]}, "results": {"bindings": [1]}}',
        ],
    )
    def test_an_answer_that_is_none_is_no_answer(self, body: bytes) -> None:
        """A page, or an error in the body of a healthy status, is never an empty table."""
        with serving(body=body) as (url, _):
            store = RemoteStore(url)

            with pytest.raises(StoreError, match="query address"):
                store.select("SELECT * {}")
            with pytest.raises(StoreError, match="query address"):
                store.ask("ASK {}")

    def test_an_answer_that_breaks_off_is_no_answer(self) -> None:
        """It is not taken for a short one."""
        with (
            serving(body=b'{"head":{"vars":["a"]},', promised_bytes=50) as (url, _),
            pytest.raises(StoreUnreachableError, match="broke off after 23 bytes"),
        ):
            RemoteStore(url).answer("SELECT ?a {}", "text/csv")

    def test_an_answer_in_another_media_type_is_refused(self) -> None:
        """A page of a server that is none of SPARQL."""
        with serving(media_type="text/html") as (url, _):
            with pytest.raises(StoreError, match="text/html"):
                RemoteStore(url).answer("SELECT * {}", "text/csv")
            with pytest.raises(StoreError, match="text/html"):
                RemoteStore(url).answer("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle")

    def test_truth_values_of_virtuoso(self) -> None:
        """They come as numbers, and to ASK as a table of one row or none."""
        truth = {"type": "typed-literal", "value": "0", "datatype": f"{XSD}boolean"}
        answers = [
            json.dumps({"head": {"vars": [name]}, "results": {"bindings": rows}}).encode()
            for name, rows in (
                ("a", [{"a": truth}]),
                ("__ASK_RETVAL", [{"__ASK_RETVAL": truth}]),
                ("__ASK_RETVAL", []),
            )
        ]

        with serving(body=answers[0]) as (url, _):
            assert RemoteStore(url).select("SELECT * {}").rows == ({"a": Literal("false", f"{XSD}boolean")},)
        with serving(body=answers[1]) as (url, _):
            assert RemoteStore(url).ask("ASK {}") is True
        with serving(body=answers[2]) as (url, _):
            assert RemoteStore(url).ask("ASK {}") is False

    def test_old_and_new_kinds_of_terms(self) -> None:
        """`typed-literal` of SPARQL 1.0 is understood; triple terms of SPARQL 1.2 are refused aloud."""
        old = {"type": "typed-literal", "value": "1", "datatype": f"{XSD}integer"}
        new = {"type": "triple", "value": {}}
        answers = [
            json.dumps({"head": {"vars": ["a"]}, "results": {"bindings": [{"a": term}]}}).encode()
            for term in (old, new)
        ]

        with serving(body=answers[0]) as (url, _):
            assert RemoteStore(url).select("SELECT * {}").rows == ({"a": Literal("1", f"{XSD}integer")},)
        with serving(body=answers[1]) as (url, _), pytest.raises(StoreError, match="triple"):
            RemoteStore(url).select("SELECT * {}")


class TestOpening:
    """Which engine a user gets."""

    @pytest.mark.parametrize(
        "spec", ["", "disk", "sparql:", "sparql:file:///etc/passwd", "http://a/", "sparql:http://"]
    )
    def test_an_unknown_store_lists_what_is_possible(self, spec: str, tmp_path: Path) -> None:
        """Only the memory and web addresses are stores."""
        with pytest.raises(KgError, match="http"):
            open_store(spec, tmp_path)

    def test_a_release_folder_stands_for_its_statements(self, nquads: Path) -> None:
        """The one N-Quads file in it is loaded."""
        assert open_store("memory", nquads.parent).ask("ASK { ?s ?p ?o }")

    def test_an_empty_release_folder_is_told(self, tmp_path: Path) -> None:
        """It is not taken for an empty store."""
        with pytest.raises(StoreError, match="0 N-Quads files"):
            open_store("memory", tmp_path)

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("module", "stranger"),
        [
            ("kg.store.embedded", "SPARQLWrapper"),
            ("kg.store.remote", "pyoxigraph"),
            ("kg.store", "pyoxigraph"),
        ],
    )
    def test_one_engine_does_not_load_the_library_of_the_other(self, module: str, stranger: str) -> None:
        """Start-up time is for what is used."""
        code = f"import {module}, sys; sys.exit({stranger!r} in sys.modules)"

        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestForm:
    """What a query is, is found in its first keyword."""

    @pytest.mark.parametrize(
        ("query", "form"),
        [
            ("SELECT * {}", Form.SELECT),
            ("select(1 AS ?x) {}", Form.SELECT),
            ("SELECTDISTINCT?x{}", Form.SELECT),
            ("# ASK {}\nPREFIX select: <urn:ask> DESCRIBE select:x", Form.DESCRIBE),
            ("BASE <http://e/ASK> PREFIX : <#> CONSTRUCT WHERE { ?s :ask 'SELECT' }", Form.CONSTRUCT),
            ("ASK { { SELECT * {} } }", Form.ASK),
        ],
    )
    def test_comments_prefixes_and_subqueries_do_not_mislead(self, query: str, form: Form) -> None:
        """Only the keyword after the prologue counts."""
        assert query_form(query) is form

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("SELECT * { ?from <urn:from> 'FROM <urn:a>' } # FROM <urn:a>", DatasetChoice()),
            ("SELECT * FROM <urn:a> FROM NAMED <urn:b> {}", DatasetChoice(("urn:a",), ("urn:b",))),
            (
                "BASE <http://e/> PREFIX a: <x#> ASK FROM a:b FROM <c> {}",
                DatasetChoice(("http://e/x#b", "http://e/c")),
            ),
            ("PREFIX from: <urn:f> SELECT * FROM from:x { ?s from:y ?o }", DatasetChoice(("urn:fx",))),
        ],
    )
    def test_the_graphs_that_a_query_names(self, query: str, expected: DatasetChoice) -> None:
        """FROM and FROM NAMED, with prefixes and relative IRIs resolved; they alone can be taken out."""
        assert dataset_clauses(query) == expected
        without = without_dataset_clauses(query)
        assert not dataset_clauses(without)
        assert len(without) == len(query)
        assert (without == query) == (not expected)
