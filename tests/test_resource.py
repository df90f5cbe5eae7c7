"""Things, assertions, ontology and shapes under their own addresses."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import rdflib

from kg.namespaces import BASE, LICENCE, PREFIXES, PROFILE, RC, RCS, assertion, thing

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

FORMATS = {
    "ttl": ("text/turtle", "turtle"),
    "nt": ("application/n-triples", "nt"),
    "nq": ("application/n-quads", "nquads"),
    "trig": ("application/trig", "trig"),
    "jsonld": ("application/ld+json", "json-ld"),
    "rdf": ("application/rdf+xml", "xml"),
}
THINGS = (
    "/doc/country/bgd",
    "/doc/indicator/mgi-2016/1.2",
    "/doc/target/sdg/10.7",
    "/doc/basis/derived",
    "/assertion/ratings/mgi-2016/bgd/5",
    "/assertion/process-covers-domain/bali-process/escap-2017/1",
)
DATA = (
    "/api/v1/countries",
    "/assertion/ratings/mgi-2016/bgd/5",
    "/doc/country/bgd",
    "/graph/release",
    "/id/country/bgd",
    "/ontology.ttl",
    "/queries",
    "/query/countries",
    "/shapes",
    "/source/escap-2017",
    "/sparql",
)
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


@pytest.fixture(name="client")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


def triples(data: bytes, name: str) -> set[tuple[str, str, str]]:
    """Read with rdflib all statements of a format, whatever graph they stand in."""
    read = rdflib.Dataset(default_union=True)
    read.parse(data=data, format=name)
    return {(str(s), str(p), str(o)) for s, p, o in read.triples((None, None, None))}


class TestIdentity:
    """A thing has an address of its own, and a document about it another."""

    def test_a_thing_leads_to_its_document(self, client: FlaskClient) -> None:
        """303: a country cannot be sent over the wire; which form is decided at the document."""
        answer = client.get("/id/country/bgd", headers={"Accept": "text/turtle"})

        assert (303, "/doc/country/bgd") == (answer.status_code, answer.headers["Location"])
        assert '</doc/country/bgd>; rel="describedby"' in answer.headers["Link"]

    @pytest.mark.parametrize(
        "path",
        [
            "/id/country/nowhere",
            "/id/country",
            "/id/Country/BGD",
            "/id/country/../bgd",
            "/id/country/a%20b",
            "/id/country/%3E",
            "/id/country/" + "a" * 1_000,
            "/source/" + "a" * 1_000,
        ],
    )
    def test_an_unknown_thing_is_404(self, client: FlaskClient, path: str) -> None:
        """So is what cannot be the name of a thing."""
        answer = client.get(path)

        assert (404, "application/problem+json") == (answer.status_code, answer.mimetype)

    def test_a_source_key_leads_to_the_document(self, client: FlaskClient) -> None:
        """The short address of a source is a redirect; an unknown one is 404."""
        answer = client.get("/source/escap-2017")

        assert (303, "/doc/document/escap-2017") == (answer.status_code, answer.headers["Location"])
        assert 404 == client.get("/source/none").status_code


class TestRepresentations:
    """One resource, many forms."""

    @pytest.mark.parametrize("path", THINGS)
    def test_a_browser_gets_a_page(self, client: FlaskClient, path: str) -> None:
        """HTML is the default, for a browser and for whoever takes anything."""
        for headers in (BROWSER, {"Accept": "*/*"}, {}):
            answer = client.get(path, headers=headers)
            assert (200, "text/html") == (answer.status_code, answer.mimetype)

    @pytest.mark.parametrize("path", THINGS)
    @pytest.mark.parametrize("suffix", FORMATS)
    def test_each_rdf_format_by_accept_and_by_suffix(
        self, client: FlaskClient, path: str, suffix: str
    ) -> None:
        """Both ways give the same bytes, which a foreign reader understands, about the IRI at w3id.org."""
        media_type, name = FORMATS[suffix]
        by_suffix = client.get(f"{path}.{suffix}")
        by_accept = client.get(path, headers={"Accept": f"{media_type}, */*;q=0.1"})

        assert (200, media_type) == (by_suffix.status_code, by_suffix.mimetype)
        assert (media_type, by_suffix.data) == (by_accept.mimetype, by_accept.data)
        about = BASE + path.removeprefix("/").replace("doc/", "id/")
        assert any(about in triple for triple in triples(by_suffix.data, name))

    @pytest.mark.parametrize("path", THINGS)
    def test_the_rdf_formats_agree(self, client: FlaskClient, path: str) -> None:
        """Formats of one kind hold the same statements."""
        read = {s: triples(client.get(f"{path}.{s}").data, FORMATS[s][1]) for s in FORMATS}

        assert read["ttl"] == read["nt"] == read["jsonld"] == read["rdf"]
        assert read["nq"] == read["trig"]

    @pytest.mark.parametrize("path", THINGS)
    def test_json_and_csv(self, client: FlaskClient, path: str) -> None:
        """For programs that know no RDF and for spreadsheets; every row has its source."""
        made = client.get(path, headers={"Accept": "application/json"}).json
        rows = list(csv.DictReader(io.StringIO(client.get(f"{path}.csv").text, newline="")))

        assert made is not None
        assert made["id"] == BASE + path.removeprefix("/").replace("doc/", "id/")
        assert made["statements"]
        assert rows
        assert all(row["source"] and row["locator"] for row in rows)

    @pytest.mark.parametrize("number", [4, 5])
    @pytest.mark.parametrize("suffix", FORMATS)
    def test_what_documents_leave_out_of_a_thing_is_in_its_rdf(
        self, client: FlaskClient, number: int, suffix: str
    ) -> None:
        """The whole coverage statement: a bare link to it would read as if nothing were known."""
        coverage = thing("coverage", f"escap-2017/domain-{number}/initiatives")
        data = client.get(f"/doc/domain/escap-2017/{number}.{suffix}").data

        assert {
            (coverage, RC + "coverageSubject", thing("domain", f"escap-2017/{number}")),
            (coverage, RC + "coverageOf", thing("document", "escap-2017")),
            (coverage, RC + "coverageProperty", RC + "servesDomain"),
            (coverage, RC + "coverageState", thing("coverage-state", "not-stated")),
        } <= triples(data, FORMATS[suffix][1])

    @pytest.mark.parametrize("number", [4, 5])
    def test_what_documents_leave_out_of_a_thing_is_in_its_tables(
        self, client: FlaskClient, number: int
    ) -> None:
        """JSON and CSV: the state, with the place in the document that it was looked for in."""
        coverage = thing("coverage", f"escap-2017/domain-{number}/initiatives")
        told = client.get(f"/doc/domain/escap-2017/{number}.json").get_json()["coverage"]
        rows = list(csv.DictReader(client.get(f"/doc/domain/escap-2017/{number}.csv").text.splitlines()))

        (state,) = [
            one for one in told if one["subject"] == coverage and one["property"] == RC + "coverageState"
        ]
        (row,) = [
            one for one in rows if one["subject"] == coverage and one["property"] == RC + "coverageState"
        ]
        assert thing("coverage-state", "not-stated") == state["value"]["id"] == row["value"]
        assert "parts 8 to 11 (Modes of collaboration)" == state["evidence"][0]["locator"] == row["locator"]
        assert thing("basis", "transcribed") == state["basis"] == row["basis"]

    def test_the_document_says_what_it_is_about(self, client: FlaskClient) -> None:
        """Topic, licence and release are told of the document, not of the thing."""
        graph = rdflib.Graph().parse(data=client.get("/doc/country/bgd.ttl").data, format="turtle")
        about = rdflib.URIRef(BASE + "doc/country/bgd")

        assert str(graph.value(about, rdflib.FOAF.primaryTopic)) == thing("country", "bgd")
        assert graph.value(about, rdflib.DCTERMS.license)
        assert graph.value(about, rdflib.DCTERMS.isPartOf)

    def test_links_lead_to_the_other_forms(self, client: FlaskClient) -> None:
        """Alternates with their types, the canonical address, what describes it and what it describes."""
        for path in ("/doc/country/bgd", "/doc/country/bgd.ttl"):
            links = client.get(path, headers=BROWSER).headers.getlist("Link")
            assert f'<{BASE}doc/country/bgd>; rel="canonical"' in links
            assert f'<{thing("country", "bgd")}>; rel="describes"' in links
            assert '</doc/country/bgd.trig>; rel="describedby"; type="application/trig"' in links
            csv_form = '</doc/country/bgd.csv>; rel="alternate"; type="text/csv"'
            assert f'{csv_form}; profile="{PROFILE}evidence"' in links
            assert '</countries>; rel="collection"' in links
            assert f'<{LICENCE}>; rel="license"' in links

    def test_every_alternate_is_there(self, client: FlaskClient) -> None:
        """No link leads nowhere, and each gives the type that it promises."""
        for link in client.get("/doc/indicator/mgi-2016/1.2", headers=BROWSER).headers.getlist("Link"):
            found = re.fullmatch(r'<(/.+)>; rel="alternate"; type="(.+)"; profile="(.+)"', link)
            if found:
                answer = client.get(found[1], headers={"Accept": "*/*"})
                assert (200, found[2]) == (answer.status_code, answer.mimetype)
                assert answer.headers["Content-Profile"].startswith(f"<{found[3]}>")

    def test_what_nobody_can_give_is_406(self, client: FlaskClient) -> None:
        """The sentence lists the types that there are; nothing is unknown by negotiation."""
        answer = client.get("/doc/country/bgd", headers={"Accept": "image/png"})

        assert (406, "application/problem+json") == (answer.status_code, answer.mimetype)
        assert "text/turtle" in answer.json["detail"]  # type: ignore[index]

    def test_a_media_type_in_the_address_wins(self, client: FlaskClient) -> None:
        """For links that cannot set a header; a plus sign is encoded."""
        answer = client.get("/doc/country/bgd?_mediatype=application/ld%2Bjson", headers=BROWSER)

        assert "application/ld+json" == answer.mimetype

    @pytest.mark.parametrize(
        "path",
        [
            "/doc/country/nowhere",
            "/doc/country/nowhere.ttl",
            "/assertion/ratings/none.ttl",
            "/assertion/ratings/none",
            "/assertion/a%20b/x",
            "/assertion/a%20b/x.ttl",
            "/assertion/%3E/x",
            "/assertion/Ratings/x",
            "/assertion/ratings/" + "a" * 1_000,
            "/doc/country/" + "a" * 1_000,
            "/doc/country/bgd.exe",
        ],
    )
    def test_nothing_to_describe_is_404(self, client: FlaskClient, path: str) -> None:
        """In whatever form; a suffix that is not listed is part of the name."""
        assert 404 == client.get(path).status_code
        assert 404 == client.get(path, headers=BROWSER).status_code

    def test_a_card_is_a_part_of_a_page(self, client: FlaskClient) -> None:
        """The evidence beside a fact is asked for as a fragment."""
        answer = client.get("/assertion/ratings/mgi-2016/bgd/5?fragment=1", headers=BROWSER)

        assert "text/html" == answer.mimetype
        assert "<html" not in answer.text


class TestHttp:
    """What proxies and scripts rely on."""

    @pytest.mark.parametrize("path", [*THINGS, "/doc/country/bgd.ttl", "/ontology", "/shapes.ttl"])
    def test_head_is_get_without_a_body(self, client: FlaskClient, path: str) -> None:
        """The same status and headers."""
        head, get = client.head(path), client.get(path)

        assert (b"", get.status_code) == (head.data, head.status_code)
        assert [get.headers[n] for n in ("Content-Type", "ETag", "Content-Length")] == [
            head.headers[n] for n in ("Content-Type", "ETag", "Content-Length")
        ]

    def test_a_known_representation_is_304(self, client: FlaskClient) -> None:
        """The validator belongs to one representation: the Turtle's does not fit the page."""
        turtle = client.get("/doc/country/bgd.ttl").headers["ETag"]

        assert 304 == client.get("/doc/country/bgd.ttl", headers={"If-None-Match": turtle}).status_code
        assert 200 == client.get("/doc/country/bgd", headers={"If-None-Match": turtle}).status_code

    @pytest.mark.parametrize(
        "path", ["/id/country/bgd", "/doc/country/bgd", "/doc/country/none", THINGS[4], "/ontology"]
    )
    def test_any_site_may_read_and_caches_know_what_varies(self, client: FlaskClient, path: str) -> None:
        """Also where the answer is an error."""
        for answer in (client.get(path), client.options(path)):
            assert "Accept" in answer.headers["Vary"]
            assert "*" == answer.headers["Access-Control-Allow-Origin"]
        assert "GET" in client.options(path).headers["Access-Control-Allow-Methods"]

    @pytest.mark.parametrize("path", ["/countries.json", "/matrix.csv", "/network.graphml?of=country/bgd"])
    def test_any_site_may_read_the_files_of_lists_and_tools(self, client: FlaskClient, path: str) -> None:
        """They hold data as the rest does; by their suffix they are the same for every Accept."""
        answer = client.get(path)

        assert "*" == answer.headers["Access-Control-Allow-Origin"]
        assert "Accept" not in answer.headers.get("Vary", "")

    def test_nothing_is_written(self, client: FlaskClient) -> None:
        """405 with the methods that there are."""
        answer = client.put("/doc/country/bgd")

        assert 405 == answer.status_code
        assert {"GET", "HEAD", "OPTIONS"} == set(answer.headers["Allow"].split(", "))

    @pytest.mark.parametrize("path", DATA)
    def test_errors_that_no_view_sees_can_be_read_by_any_site(self, client: FlaskClient, path: str) -> None:
        """A method that there is not, and a path beside those of the data."""
        for answer in (client.patch(path), client.get(f"/{path.split('/')[1]}/none/such/thing")):
            assert answer.status_code >= 300
            assert "*" == answer.headers["Access-Control-Allow-Origin"]
            assert "Accept" in answer.headers["Vary"]

    def test_pages_that_are_no_data_are_not_opened(self, client: FlaskClient) -> None:
        """What is there to be read by people alone stays as browsers keep it."""
        for path in ("/", "/design", "/search?q=a", "/nowhere"):
            assert "Access-Control-Allow-Origin" not in client.get(path).headers


class TestVocabularies:
    """The ontology and the shapes: to read, and to load."""

    @pytest.mark.slow
    @pytest.mark.parametrize("suffix", FORMATS)
    @pytest.mark.parametrize("path", ["/ontology", "/shapes"])
    def test_each_format_loads(self, client: FlaskClient, path: str, suffix: str) -> None:
        """By suffix and by Accept, the same."""
        media_type, name = FORMATS[suffix]
        answer = client.get(f"{path}.{suffix}")

        assert (200, media_type) == (answer.status_code, answer.mimetype)
        assert client.get(path, headers={"Accept": media_type}).data == answer.data
        assert any(s.startswith((RC, RCS)) for s, _, _ in triples(answer.data, name))

    def test_every_class_stands_on_the_page(self, client: FlaskClient) -> None:
        """With its definition, under the fragment of its IRI: a click on a term finds it."""
        graph = rdflib.Graph().parse(data=client.get("/ontology.ttl").data, format="turtle")
        page = client.get("/ontology").text

        classes = [c for c in graph.subjects(rdflib.RDF.type, rdflib.OWL.Class) if str(c).startswith(RC)]
        assert classes
        for term in classes:
            assert f'id="{str(term).removeprefix(RC)}"' in page

    def test_every_shape_stands_on_the_page_with_its_message(self, client: FlaskClient) -> None:
        """The sentence that a curator reads."""
        graph = rdflib.Graph().parse(data=client.get("/shapes.ttl").data, format="turtle")
        page = client.get("/shapes").text

        shapes = list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(PREFIXES["sh"] + "NodeShape")))
        assert shapes
        assert all(f'id="{str(shape).removeprefix(RCS)}"' in page for shape in shapes)

    @pytest.mark.parametrize("path", ["/ontology", "/shapes", "/queries", "/sparql?query=ASK{}", "/api/v1/"])
    def test_no_two_parts_of_a_page_have_one_name(self, client: FlaskClient, path: str) -> None:
        """A fragment finds one place."""
        ids = Counter(re.findall(r'\bid="([^"]+)"', client.get(path, headers=BROWSER).text))

        assert [] == [name for name, times in ids.items() if times > 1]

    def test_parts_lead_to_the_whole_and_versions_to_themselves(self, client: FlaskClient) -> None:
        """Every IRI that the ontology gives itself can be followed."""
        assert "/ontology" == client.get("/ontology/governance").headers["Location"]
        for path in ("/ontology/0.1.0", "/shapes/0.1.0"):
            assert 200 == client.get(path).status_code

    def test_the_graphs_that_are_no_assertions_can_be_loaded(self, client: FlaskClient) -> None:
        """The IRI of a graph gives the graph; a browser is led to something to read."""
        quads = client.get("/graph/release", headers={"Accept": "application/n-quads"}).text

        assert all(f"<{BASE}graph/release>" in line for line in quads.strip().splitlines())
        assert "/ontology" == client.get("/graph/ontology", headers=BROWSER).headers["Location"]
        assert 200 == client.get("/graph/evidence", headers=BROWSER, follow_redirects=True).status_code
        assert 404 == client.get("/graph/none").status_code


def test_an_assertion_of_a_table_of_two_words_is_served(client: FlaskClient) -> None:
    """Its table's name has an underscore."""
    assert 200 == client.get("/assertion/initiative_modes/training-directors-forum/forum").status_code


def test_an_assertion_s_address_is_its_iri_s_path(client: FlaskClient) -> None:
    """What the data names, the site serves."""
    key = "ratings/mgi-2016/bgd/5"

    assert assertion("ratings", "mgi-2016/bgd/5") == client.get(f"/assertion/{key}.json").json["id"]  # type: ignore[index]
