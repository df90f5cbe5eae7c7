"""The SPARQL endpoint of a served site, with the clients that our users have."""

from __future__ import annotations

import json
import shutil
import subprocess
import warnings
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from kg import releases
from kg.namespaces import BASE, GRAPH_RELEASE, RC
from tests.served import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Needs

COUNTRIES = f"SELECT ?c WHERE {{ ?c a <{RC}Country> }} ORDER BY ?c"
ASK = f"ASK {{ ?c a <{RC}Country> }}"
CONSTRUCT = f"CONSTRUCT {{ ?c a <{RC}Country> }} WHERE {{ ?c a <{RC}Country> }}"
DESCRIBE = f"DESCRIBE <{BASE}id/country/bgd>"
BANGLADESH = f"{BASE}id/country/bgd"


pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")]


@pytest.fixture(name="url", scope="module")
def _url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a release as `regcoop serve` does, and give the address of its endpoint."""
    release = releases.build(tmp_path_factory.mktemp("clients") / "release").release
    with pytest.MonkeyPatch.context() as patch:
        # A proxy of the machine is not to stand between a test and its own server.
        patch.setenv("no_proxy", "127.0.0.1,localhost")
        with serving("--release", str(release.directory)) as site:
            yield f"{site}/sparql"


def converted(wrapper: SPARQLWrapper) -> Any:  # noqa: ANN401  (what it is depends on the format asked for)
    """Send the query and convert the answer."""
    return wrapper.queryAndConvert()


class TestSPARQLWrapper:
    """The client of most Python programs."""

    @pytest.mark.parametrize("request_method", [URLENCODED, POSTDIRECTLY])
    @pytest.mark.parametrize("method", ["GET", POST])
    def test_it_reads_rows(self, url: str, method: str, request_method: str) -> None:
        """By all three ways of the protocol."""
        wrapper = SPARQLWrapper(url)
        wrapper.setMethod(method)
        wrapper.setRequestMethod(request_method)
        wrapper.setReturnFormat(JSON)
        wrapper.setQuery(COUNTRIES)

        found = converted(wrapper)["results"]["bindings"]
        assert BANGLADESH in [row["c"]["value"] for row in found]

    def test_it_reads_the_other_formats(self, url: str) -> None:
        """XML as a document, CSV and TSV as bytes, an answer to ASK, a graph in Turtle."""
        wrapper = SPARQLWrapper(url)
        wrapper.setQuery(COUNTRIES)
        for format_, part in ((CSV, b"country/bgd\r\n"), (TSV, b"country/bgd>\n")):
            wrapper.setReturnFormat(format_)
            assert part in converted(wrapper)
        wrapper.setReturnFormat(XML)
        assert "country/bgd" in converted(wrapper).toxml()
        wrapper.setQuery(ASK)
        wrapper.setReturnFormat(JSON)
        assert converted(wrapper)["boolean"] is True
        for query in (CONSTRUCT, DESCRIBE):
            wrapper.setQuery(query)
            wrapper.setReturnFormat(TURTLE)
            assert rdflib.Graph().parse(data=converted(wrapper), format="turtle")

    def test_it_chooses_graphs(self, url: str) -> None:
        """By the parameters of the protocol."""
        wrapper = SPARQLWrapper(url)
        wrapper.setQuery("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        wrapper.addNamedGraph(GRAPH_RELEASE)
        wrapper.setReturnFormat(JSON)

        found = converted(wrapper)["results"]["bindings"]
        assert [GRAPH_RELEASE] == [row["g"]["value"] for row in found]

    def test_it_sees_a_bad_query_as_one(self, url: str) -> None:
        """400 is its own exception there, with our sentence in it."""
        wrapper = SPARQLWrapper(url)
        wrapper.setQuery("SELECT WHERE")

        with pytest.raises(QueryBadFormed, match="does not parse"):
            wrapper.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_asks_as_a_store(url: str, method: str) -> None:
    """Patterns and queries through rdflib's own client."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        store = SPARQLStore(url, method=method, returnFormat="xml")
        graph = rdflib.Graph(store)
        found = list(graph.objects(rdflib.URIRef(BANGLADESH), rdflib.RDFS.label))
        rows = list(graph.query(COUNTRIES))
        verdict = graph.query(ASK).askAnswer
        made = graph.query(CONSTRUCT).graph

    assert [rdflib.Literal("Bangladesh", lang="en")] == found
    assert rows
    assert verdict is True
    assert made is not None
    assert len(rows) == len(made)


class TestCurl:
    """What an integrator tries first."""

    @pytest.fixture(name="curl")
    def _curl(self, needs: Needs) -> Callable[..., bytes]:
        """Give a function that runs curl; a status of 400 or more fails it."""
        program = shutil.which("curl")
        needs(program, "curl is not installed", "install curl")

        def run(*arguments: str) -> bytes:
            command = [str(program), "-sS", "--fail-with-body", *arguments]
            return subprocess.run(command, check=True, capture_output=True).stdout

        return run

    def test_it_follows_a_thing_to_its_data(self, url: str, curl: Callable[..., bytes]) -> None:
        """From the IRI's path over 303 to Turtle."""
        site = url.removesuffix("/sparql")

        turtle = curl("-L", "-H", "Accept: text/turtle", f"{site}/id/country/bgd")
        assert rdflib.Graph().parse(data=turtle, format="turtle")

    def test_it_asks_in_all_ways(self, url: str, curl: Callable[..., bytes], tmp_path: Path) -> None:
        """A form, the address, a file as the body, the head alone, and packed."""
        given = ("--data-urlencode", f"query={COUNTRIES}", "-H", "Accept: text/csv")
        rows = curl(*given, url)
        assert rows.startswith(b"c\r\n")
        assert rows == curl("-G", *given, url)
        assert rows == curl("-G", "--compressed", *given, url)
        (tmp_path / "query.rq").write_text(COUNTRIES, encoding="utf-8")
        body = ("--data-binary", f"@{tmp_path / 'query.rq'}", "-H", "Content-Type: application/sparql-query")
        assert rows == curl(*body, "-H", "Accept: text/csv", url)
        xml = curl(
            "-G", "--data-urlencode", f"query={ASK}", "-H", "Accept: application/sparql-results+xml", url
        )
        assert "true" == ET.fromstring(xml).findtext(".//{*}boolean")  # noqa: S314  (our own bytes)
        assert b"200" in curl("-I", "-G", "--data-urlencode", f"query={ASK}", url).splitlines()[0]

    def test_it_is_told_what_is_wrong(self, url: str, curl: Callable[..., bytes]) -> None:
        """The problem document is what it prints."""
        with pytest.raises(subprocess.CalledProcessError) as caught:
            curl("--data-urlencode", "query=SELECT * {\n ?s ?p ) }", url)

        problem = json.loads(caught.value.stdout)
        assert (400, 2) == (problem["status"], problem["line"])


class TestComunica:
    """The client of programs in JavaScript."""

    @pytest.fixture(name="comunica")
    def _comunica(self, javascript: Callable[[str], list[str]]) -> list[str]:
        """The command that takes an endpoint."""
        return javascript("ask.mjs")

    def test_it_asks_for_all_forms(self, url: str, comunica: list[str]) -> None:
        """Rows, a truth value, graphs made and described, and named graphs; an error is one."""
        named = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ <{BANGLADESH}> ?p ?o }} }}"
        queries = (COUNTRIES, ASK, CONSTRUCT, DESCRIBE, named, "SELECT * { SERVICE <urn:x> { ?s ?p ?o } }")
        done = subprocess.run(
            [*comunica, url],
            input="".join(json.dumps(query) + "\n" for query in queries),
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        rows, verdict, made, described, graphs, refused = map(json.loads, done.stdout.splitlines())

        countries = [row["c"] for row in rows["rows"]]
        assert BANGLADESH in countries
        assert {"boolean": True} == verdict
        assert dict.fromkeys(countries, f"{RC}Country") == {s: o for s, _, o in made["quads"]}
        assert BANGLADESH in {subject for subject, _, _ in described["quads"]}
        assert graphs["rows"]
        assert refused["error"]

    def test_it_reads_a_thing_by_its_address(self, url: str, comunica: list[str]) -> None:
        """Without an endpoint: it follows 303, asks for RDF, and queries the document that it gets."""
        done = subprocess.run(
            [*comunica, f"{url.removesuffix('/sparql')}/id/country/bgd", "file"],
            input=json.dumps(f"SELECT ?class {{ <{BANGLADESH}> a ?class }}") + "\n",
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )

        assert {"class": f"{RC}Country"} in json.loads(done.stdout)["rows"]
