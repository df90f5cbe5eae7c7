"""The graph for programs in Python: opened from every kind of place, asked, and its answers as values."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from click.testing import CliRunner

import kg
from kg import Graph, Rows, open_graph, releases
from kg.catalogue import catalogue
from kg.cli import main
from kg.errors import (
    KgError,
    MissingLibraryError,
    ParameterError,
    QueryError,
    QuerySyntaxError,
    RefusedQueryError,
    ReleaseError,
    StoreError,
    StoreSpecError,
    StoreUnreachableError,
    UnknownQueryError,
    UnknownThingError,
)
from kg.namespaces import ASSERTION, GRAPH_EVIDENCE, ID, PREFIXES, RC
from kg.store.embedded import open_embedded
from kg.store.protocol import Solutions
from kg.terms import BlankNode, Iri, Literal
from tests.served import listening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    from kg.terms import Term

XSD = PREFIXES["xsd"]
BALI = f"{ID}process/bali-process"


@pytest.fixture(name="graph", scope="module")
def _graph(graph_file: Path) -> Iterator[Graph]:
    """The graph of the small dataset, opened by its file."""
    with open_graph(graph_file) as graph:
        yield graph


@pytest.fixture(name="whole", scope="module")
def _whole(whole_graph_file: Path) -> Iterator[Graph]:
    """The graph that we publish: in the small one nobody is listed as a member."""
    with open_graph(whole_graph_file) as graph:
        yield graph


@pytest.fixture(name="url", scope="module")
def _url(site: Flask) -> Iterator[str]:
    """The address of the real site."""
    with listening(site) as address:
        yield address


class TestImport:
    """`import kg` is for everybody, also for whoever needs one module of it."""

    def test_it_loads_nothing(self) -> None:
        """No module beside its own."""
        code = "import sys, kg; print([name for name in sys.modules if name.startswith('kg.')])"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

        assert "[]\n" == done.stdout

    def test_public_names_are_all_there(self) -> None:
        """Each is found and listed; another is an error of Python's kind."""
        assert all(hasattr(kg, name) and name in dir(kg) for name in kg.__all__)
        with pytest.raises(AttributeError, match="'no_such_name'"):
            kg.no_such_name  # noqa: B018


class TestOpening:
    """What can be named, and what is said of what cannot."""

    @pytest.mark.slow
    def test_a_release_a_file_a_site_and_an_endpoint_give_the_same_rows(
        self,
        graph_file: Path,
        url: str,
        oxigraph_server: Callable[[bytes], str],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Whoever moves from one to the other changes one line."""
        release = releases.build(tmp_path / "release").release
        monkeypatch.setenv("REGCOOP_RELEASE", str(release.directory))
        endpoint = oxigraph_server(graph_file.read_bytes())
        places = [None, release.directory, release.nquads, str(graph_file), url, f"{url}/", f"{url}/sparql"]
        answers = []
        for place in [*places, endpoint, f"sparql:{endpoint}"]:
            with open_graph(place) as graph:
                answers.append(graph.run("country-ratings", country="bgd").records())

        assert 5 == len(answers[0])
        assert [answers[0]] * len(answers) == answers

    def test_no_release_says_how_to_make_one(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The same for the place of this installation and for one that is named."""
        monkeypatch.setenv("REGCOOP_RELEASE", str(tmp_path / "none"))
        for place in (None, tmp_path / "none"):
            with pytest.raises(ReleaseError, match="none holds no release; make one with `regcoop build"):
                open_graph(place)

    def test_a_damaged_release_is_refused(self, graph_file: Path, tmp_path: Path) -> None:
        """By the digest in its manifest."""
        (tmp_path / "regcoop.nq").write_bytes(graph_file.read_bytes())
        (tmp_path / "manifest.json").write_text(
            '{"version": "1", "inputs": "", "files": {"regcoop.nq": {"sha256": "0"}}}', encoding="utf-8"
        )

        with pytest.raises(ReleaseError, match="is not the file that the manifest names"):
            open_graph(tmp_path)

    @pytest.mark.parametrize(
        ("source", "error"),
        [
            ("no-such-file.nq", StoreError),
            ("pyproject.toml", StoreError),
            ("http://[::1", StoreSpecError),
            ("https://localhost:99999/sparql", StoreSpecError),
            ("sparql:ftp://example.org/", StoreSpecError),
        ],
    )
    def test_what_cannot_be_opened_is_named(self, source: str, error: type[KgError]) -> None:
        """In one sentence with the name in it."""
        with pytest.raises(error, match=re.escape(source)):
            open_graph(source)

    def test_nobody_there_is_an_error_of_the_first_question(self) -> None:
        """Nothing is sent before."""
        graph = open_graph("http://127.0.0.1:9/", timeout_s=2)

        with pytest.raises(StoreUnreachableError, match=re.escape("http://127.0.0.1:9/sparql")):
            graph.ask("ASK {}")


class TestStoredQueries:
    """The names and parameters of the command line and the REST interface."""

    def test_all_are_listed_with_what_they_mean(self, graph: Graph) -> None:
        """Without the checks, which find faults of the data."""
        assert {query.name for query in catalogue() if query.folder != "checks"} == {
            query.name for query in graph.queries
        }
        assert all(query.summary and query.columns for query in graph.queries)

    def test_values_of_python_are_values_of_parameters(self, whole: Graph) -> None:
        """A date, a number, a key, an IRI and a term mean what their texts mean; None is not given."""
        expected = whole.run("membership-at-date", member="country/kaz", date="2018-06-30").records()

        assert expected
        for day in (date(2018, 6, 30), Literal("2018-06-30", f"{XSD}date")):
            for member in (f"{ID}country/kaz", Iri(f"{ID}country/kaz")):
                assert expected == whole.run("membership-at-date", member=member, date=day).records()
        in_year = whole.run("process-overlaps-in-year", year=2024).records()
        assert in_year == whole.run("process-overlaps-in-year", year="2024").records() != []
        assert whole.run("initiatives").records() == whole.run("initiatives", domain=None).records()

    def test_columns_say_what_they_mean(self, graph: Graph) -> None:
        """As the header of the query does."""
        rows = graph.run("country-ratings", country="bgd")

        assert catalogue().named("country-ratings").columns == rows.meanings
        assert set(rows.variables) == set(rows.meanings)

    @pytest.mark.parametrize(
        ("name", "params", "error", "sentence"),
        [
            ("rating", {}, UnknownQueryError, "did you mean ratings"),
            ("country-ratings", {}, ParameterError, "needs the parameter 'country'"),
            ("country-ratings", {"country": "bgx"}, UnknownThingError, "did you mean bgd"),
            ("country-ratings", {"country": 1}, UnknownThingError, "'1'"),
            ("country-ratings", {"state": "bgd"}, ParameterError, "has no parameter 'state'"),
            ("country-ratings", {"country": Literal("bgd")}, ParameterError, "takes a key"),
            ("membership-at-date", {"member": "country/bgd", "date": "2017"}, ParameterError, "type date"),
        ],
    )
    def test_a_slip_is_told(
        self, graph: Graph, name: str, params: dict[str, Any], error: type[KgError], sentence: str
    ) -> None:
        """Never an empty answer."""
        with pytest.raises(error, match=sentence):
            graph.run(name, **params)

    @pytest.mark.slow
    def test_command_line_rest_and_python_give_the_same_rows(
        self, graph: Graph, url: str, site: Flask
    ) -> None:
        """One name, one parameter, one answer."""
        asked = ["query", "country-ratings", "--param", "country=bgd", "--format", "csv"]
        printed = CliRunner().invoke(main, [*asked, "--store", f"sparql:{url}/sparql"]).stdout
        rest = site.test_client().get("/api/v1/country-ratings?country=bgd").json
        rows = graph.run("country-ratings", country="bgd")

        assert rest is not None
        assert rest["rows"] == rows.records()
        texts = [{name: str(value) for name, value in row.items()} for row in rows]
        assert texts == list(csv.DictReader(io.StringIO(printed, newline="")))


class TestRows:
    """Terms of RDF as values of Python."""

    @pytest.fixture(name="rows")
    def _rows(self) -> Rows:
        """One term of each kind, and one that a row does not state."""
        terms: dict[str, Term] = {
            "thing": Iri("http://a.example/<b>"),
            "blank": BlankNode("x"),
            "text": Literal("<i>", None, "en"),
            "whole": Literal("012", f"{XSD}integer"),
            "real": Literal("0.5", f"{XSD}decimal"),
            "truth": Literal("true", f"{XSD}boolean"),
            "day": Literal("2002-02-26", f"{XSD}date"),
            "zoned": Literal("2002-02-26Z", f"{XSD}date"),
            "year": Literal("2016", f"{XSD}gYear"),
            "broken": Literal("x", f"{XSD}integer"),
        }
        return Rows(Solutions((*terms, "none"), (terms,)))

    def test_each_kind_of_term_has_its_value(self, rows: Rows) -> None:
        """What is not as its type says stays a text."""
        assert {
            "thing": "http://a.example/<b>",
            "blank": "_:x",
            "text": "<i>",
            "whole": 12,
            "real": 0.5,
            "truth": True,
            "day": date(2002, 2, 26),
            "zoned": "2002-02-26Z",
            "year": "2016",
            "broken": "x",
            "none": None,
        } == rows[0]
        assert Literal("<i>", None, "en") == rows.terms[0]["text"]

    def test_they_are_a_sequence(self, graph: Graph) -> None:
        """Counted, sliced, and gone through; what one changes in a record changes nothing here."""
        rows = graph.run("country-ratings", country="bgd")
        records = rows.records()
        records[0].clear()

        assert (5, 2, rows[3]) == (len(rows), len(rows[3:]), rows[3:][0])
        assert list(rows) == rows.records() != records
        assert repr(rows).startswith("<Rows: 5 of domain, domainLabel")

    def test_columns_can_be_chosen(self, graph: Graph) -> None:
        """In the order asked for; equal rows come once; a slip names the columns."""
        rows = graph.run("country-ratings", country="bgd")

        assert [{"period": "2016"}] == rows.only("period").records()
        assert ("levelLabel", "domain") == rows.only("levelLabel", "domain").variables
        with pytest.raises(ParameterError, match="no column 'level_label'; there are domain,"):
            rows.only("level_label")

    def test_a_table_of_pandas_knows_what_is_missing(self, rows: Rows) -> None:
        """Whole numbers stay whole beside what is not stated."""
        table = Rows(Solutions(rows.variables, (*rows.terms, {}))).to_pandas()

        assert ("Int64", "boolean", "Float64") == tuple(
            str(table[n].dtype) for n in ("whole", "truth", "real")
        )
        assert list(rows.variables) == list(table.columns)
        assert 12 == table["whole"][0]
        assert table["whole"][1] is pd.NA
        assert list(rows.variables) == list(Rows(Solutions(rows.variables, ())).to_pandas().columns)

    def test_without_pandas_one_sentence_says_so(self, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
        """And how to get it."""
        monkeypatch.setitem(sys.modules, "pandas", None)

        with pytest.raises(MissingLibraryError, match="pandas is needed; install it by `pip install pandas`"):
            rows.to_pandas()

    def test_a_notebook_shows_texts_and_not_markup(self, rows: Rows) -> None:
        """Escaped, empty where nothing is stated, and the first rows only of many."""
        shown = rows._repr_html_()
        many = Rows(Solutions(("n",), tuple({"n": Literal(str(n))} for n in range(51))))

        assert "<td>http://a.example/&lt;b&gt;</td>" in shown
        assert "<td>&lt;i&gt;</td>" in shown
        assert "<td></td></tr>" in shown
        assert "<p>The first 50 of 51 rows.</p>" in many._repr_html_()
        assert 50 == many._repr_html_().count("<td>")


class TestOwnQueries:
    """Queries that users write."""

    def test_each_form_has_its_way(self, graph: Graph) -> None:
        """Rows, a truth value, statements."""
        rated = f"WHERE {{ ?r a <{RC}Rating> }}"

        assert [{"n": 75}] == graph.select(f"SELECT (COUNT(?r) AS ?n) {rated}").records()
        assert graph.ask(f"ASK {rated}")
        statements = graph.construct(f"CONSTRUCT {rated}", "nt")
        assert 75 == statements.count(b" .\n")
        assert b"rc:Rating" in graph.construct(f"CONSTRUCT {rated}")

    @pytest.mark.parametrize(
        ("way", "query", "error"),
        [
            ("select", "SELECT * WHERE { ?s ?p", QuerySyntaxError),
            ("select", "ASK {}", QueryError),
            ("ask", "SELECT * {}", QueryError),
            ("construct", "ASK {}", QueryError),
            ("select", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", RefusedQueryError),
            ("ask", "ASK " + "{" * 100_000 + "}" * 100_000, RefusedQueryError),
        ],
    )
    def test_what_cannot_be_run_is_told(
        self, graph: Graph, way: str, query: str, error: type[KgError]
    ) -> None:
        """By the rules of the public endpoint, which keep a process alive."""
        with pytest.raises(error):
            getattr(graph, way)(query)

    def test_a_format_that_is_none_is_told(self, graph: Graph) -> None:
        """With those that there are."""
        with pytest.raises(ParameterError, match="'n3' is no format of a graph; use one of ttl, nt"):
            graph.construct("DESCRIBE <http://a.example/>", "n3")


class TestEvidence:
    """From a fact to its sources."""

    def test_a_fact_leads_to_its_cell(self, graph: Graph) -> None:
        """By key and short name, by IRIs, with and without the value."""
        subject, level = "rating/mgi-2016/bgd/5", "level/mgi-2016/mature"
        rows = graph.evidence(subject, "rc:level")

        assert [
            (
                f"{ID}{level}",
                "Bali Process experiences in data exchange",
                "part 7 (Table 6), row 2 (Bangladesh), column 5 (Regional and international cooperation)",
                f"{ASSERTION}ratings/mgi-2016/bgd/5",
            )
        ] == [(r["value"], r["documentLabel"], r["locator"], r["assertion"]) for r in rows]
        for value in (level, ID + level):
            assert rows.records() == graph.evidence(ID + subject, f"{RC}level", value).records()
        assert 0 == len(graph.evidence(subject, "rc:level", "level/mgi-2016/nascent"))
        assert len(graph.evidence(subject)) > 1

    def test_a_text_and_a_number_are_values(self, graph: Graph) -> None:
        """As the rows show them."""
        for row in graph.evidence("domain/escap-2017/2"):
            assert row in list(graph.evidence("domain/escap-2017/2", str(row["property"]), row["value"]))

    def test_every_source_is_one_of_the_evidence(self, graph: Graph) -> None:
        """Nothing is added to what the graph of the evidence says."""
        rows = graph.evidence("process/bali-process")
        told = graph.select(
            f"SELECT ?a ?d {{ GRAPH <{GRAPH_EVIDENCE}> {{ ?a <{RC}restsOn> ?p . ?p <{RC}passageOf> ?d }} }}"
        )

        assert rows
        assert {(r["assertion"], r["document"]) for r in rows if r["document"]} <= {
            (r["a"], r["d"]) for r in told
        }

    def test_nothing_said_is_no_row(self, graph: Graph) -> None:
        """That no assertion says so is no error."""
        assert 0 == len(graph.evidence("country/bgd", "rc:noSuchProperty"))
        with pytest.raises(ParameterError):
            graph.evidence("no iri")


class TestNetworks:
    """Graphs of networkx that say what their nodes and edges are."""

    def test_all_things_and_links_are_those_of_the_queries(self, graph: Graph) -> None:
        """Each link once, with the assertions that say so and their documents."""
        network = graph.network()
        links = {
            (row["subject"], row["link"], row["object"])
            for row in graph.run("network-links")
            if row["subject"] in network and row["object"] in network and row["subject"] != row["object"]
        }

        assert links == {(a, said["relation"], b) for a, b, said in network.edges.data()}
        assert all(said["assertions"] for *_, said in network.edges.data())
        assert all(said["label"] and said["kind"] for _, said in network.nodes.data())

    def test_around_a_thing_nothing_is_left_out(self, graph: Graph) -> None:
        """Unlike on a page, which shows as much as a reader can see."""
        whole, near = graph.network(), graph.network("process/bali-process")
        expected = {BALI, *whole.succ[BALI], *whole.pred[BALI]}  # type: ignore[attr-defined]

        assert expected == set(near)
        assert near.nodes[BALI] == graph.network(BALI).nodes[BALI]
        assert set(near) < set(graph.network(BALI, 2))

    def test_processes_without_members_have_no_number(self, whole: Graph) -> None:
        """Not stated is not 0."""
        processes, countries = whole.network("processes"), whole.network("countries")
        stated = ["members" in said for _, said in processes.nodes.data()]

        assert {True, False} == set(stated)
        assert stated == ["members not stated" != said.get("state") for _, said in processes.nodes.data()]
        assert {"process"} == {said["kind"] for _, said in processes.nodes.data()}
        assert {"country"} == {said["kind"] for _, said in countries.nodes.data()}

    @pytest.mark.parametrize(("of", "steps"), [("process/none", 1), ("nothing", 1), (BALI, 0), (BALI, 9)])
    def test_what_it_has_not_is_told(self, graph: Graph, of: str, steps: int) -> None:
        """By the same sentence as on the command line."""
        with pytest.raises(ParameterError):
            graph.network(of, steps)


def test_an_open_graph_says_what_it_is(graph_file: Path) -> None:
    """Without a word of passwords; a closed one holds nothing."""
    graph = open_graph("http://user:secret@localhost/sparql")

    assert "<Graph: SPARQL endpoint http://localhost/sparql>" == repr(graph)
    with open_graph(graph_file) as opened:
        assert opened.ask("ASK { ?s ?p ?o }")
    assert not opened.ask("ASK { ?s ?p ?o }")
    assert open_embedded(graph_file).ask("ASK { ?s ?p ?o }")
