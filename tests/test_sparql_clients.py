"""The SPARQL endpoint over a real connection, with the clients that our users have."""

from __future__ import annotations

import shutil
import subprocess
import threading
import warnings
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed
from werkzeug.serving import make_server

from kg.namespaces import BASE, RC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.conftest import Needs

COUNTRIES = f"SELECT ?c WHERE {{ ?c a <{RC}Country> }} ORDER BY ?c"
ASK = f"ASK {{ ?c a <{RC}Country> }}"
CONSTRUCT = f"CONSTRUCT {{ ?c a <{RC}Country> }} WHERE {{ ?c a <{RC}Country> }}"

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")]


@pytest.fixture(name="url", scope="module")
def _url(site: Flask) -> Iterator[str]:
    """Serve the site on a free port and give the address of its endpoint."""
    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with pytest.MonkeyPatch.context() as patch:
        # A proxy of the machine is not to stand between a test and its own server.
        patch.setenv("no_proxy", "127.0.0.1,localhost")
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    server.server_close()
    thread.join()


def converted(wrapper: SPARQLWrapper) -> Any:  # noqa: ANN401  (what it is depends on the format asked for)
    """Send the query and convert the answer."""
    return wrapper.queryAndConvert()


class TestRealClients:
    """Over a connection, with the libraries that our users have."""

    @pytest.mark.parametrize("request_method", [URLENCODED, POSTDIRECTLY])
    @pytest.mark.parametrize("method", ["GET", POST])
    def test_sparqlwrapper_reads_rows(self, url: str, method: str, request_method: str) -> None:
        """By all three ways of the protocol."""
        wrapper = SPARQLWrapper(url)
        wrapper.setMethod(method)
        wrapper.setRequestMethod(request_method)
        wrapper.setReturnFormat(JSON)
        wrapper.setQuery(COUNTRIES)

        found = converted(wrapper)["results"]["bindings"]
        assert f"{BASE}id/country/bgd" in [row["c"]["value"] for row in found]

    def test_sparqlwrapper_reads_the_other_formats(self, url: str) -> None:
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
        wrapper.setQuery(CONSTRUCT)
        wrapper.setReturnFormat(TURTLE)
        assert rdflib.Graph().parse(data=converted(wrapper), format="turtle")

    def test_sparqlwrapper_sees_a_bad_query_as_one(self, url: str) -> None:
        """400 is its own exception there, with our sentence in it."""
        wrapper = SPARQLWrapper(url)
        wrapper.setQuery("SELECT WHERE")

        with pytest.raises(QueryBadFormed, match="does not parse"):
            wrapper.query()

    @pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
    def test_rdflib_asks_as_a_store(self, url: str, method: str) -> None:
        """Patterns and queries through rdflib's own client."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            store = SPARQLStore(url, method=method, returnFormat="xml")
            graph = rdflib.Graph(store)
            country = rdflib.URIRef(f"{BASE}id/country/bgd")
            found = list(graph.objects(country, rdflib.RDFS.label))
            rows = list(graph.query(COUNTRIES))

        assert [rdflib.Literal("Bangladesh", lang="en")] == found
        assert rows

    def test_curl_follows_a_thing_to_its_data(self, url: str, needs: Needs) -> None:
        """From the IRI's path over 303 to Turtle, as an integrator first tries it."""
        curl = shutil.which("curl")
        needs(curl, "curl is not installed", "install curl")
        site = url.removesuffix("/sparql")

        def get(*arguments: str) -> bytes:
            return subprocess.run([str(curl), "-sSf", *arguments], check=True, capture_output=True).stdout

        turtle = get("-L", "-H", "Accept: text/turtle", f"{site}/id/country/bgd")
        assert rdflib.Graph().parse(data=turtle, format="turtle")
        rows = get("--data-urlencode", f"query={COUNTRIES}", "-H", "Accept: text/csv", url)
        assert rows.startswith(b"c\r\n")
        xml = get(
            "-H", "Accept: application/sparql-results+xml", "-G", "--data-urlencode", f"query={ASK}", url
        )
        assert "true" == ET.fromstring(xml).findtext(".//{*}boolean")  # noqa: S314  (our own bytes)
        assert b"" == get("-I", "-o", "/dev/null", url)
