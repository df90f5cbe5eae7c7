"""The ontology and the shapes as products: versions, a page a term, what changed between releases."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, URIRef
from rdflib.compare import isomorphic

from kg.archive import Archive
from kg.namespaces import BASE, GRAPH_ONTOLOGY, RC
from kg.releases import NQUADS, opened
from kg.resources import ontology_dir
from kg.store.embedded import open_embedded
from webapp import create_app
from webapp.settings import Settings

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

# rdflib's own parser of JSON-LD uses names that rdflib has deprecated.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")]

BROWSER = {"Accept": "text/html"}
OWL_FORMATS = {"ttl": "turtle", "owl": "xml", "rdf": "xml", "jsonld": "json-ld", "nt": "nt"}


@pytest.fixture(name="released", scope="module")
def _released(released_site: Flask) -> FlaskClient:
    """A client of the site over an archive of two releases."""
    return released_site.test_client()


@pytest.fixture(name="client", scope="module")
def _client(site: Flask) -> FlaskClient:
    """A client of a site without an archive."""
    return site.test_client()


def _linked(header: list[str]) -> dict[str, str]:
    """Return the addresses of Link values by their relation, without the alternates."""
    found = [re.fullmatch(r'<([^>]*)>; rel="([\w-]+)".*', value) for value in header]
    return {match[2]: match[1] for match in found if match and match[2] != "alternate"}


class TestVersions:
    """A version of the ontology or the shapes is an address that never changes."""

    @pytest.mark.parametrize("suffix", OWL_FORMATS)
    @pytest.mark.parametrize("path", ["/ontology", "/shapes"])
    def test_a_version_is_what_its_releases_hold(
        self, released: FlaskClient, client: FlaskClient, path: str, suffix: str
    ) -> None:
        """From an archive and from a store alone: the same graph as the source files, in every format."""
        ours = rdflib.Graph().parse(
            data=released.get(f"{path}/0.1.0.{suffix}").data, format=OWL_FORMATS[suffix]
        )
        alone = rdflib.Graph().parse(data=client.get(f"{path}/0.1.0.nt").data, format="nt")

        assert isomorphic(ours, alone)
        assert isomorphic(ours, rdflib.Graph().parse(data=client.get(f"{path}.nt").data, format="nt"))

    def test_the_version_holds_what_the_files_say(self, released: FlaskClient) -> None:
        """Nothing is lost on the way from Turtle through a release to an address."""
        files = rdflib.Graph()
        for path in ontology_dir().glob("*.ttl"):
            files.parse(path)

        assert isomorphic(files, rdflib.Graph().parse(data=released.get("/ontology/0.1.0.ttl").data))

    def test_both_engines_read_owl(self, released: FlaskClient) -> None:
        """The suffix .owl is RDF/XML, as readers of OWL expect it."""
        answer = released.get("/ontology/0.1.0.owl")

        assert "application/rdf+xml" == answer.mimetype
        assert len(rdflib.Graph().parse(data=answer.data, format="xml")) == len(
            list(ox.parse(answer.data, format=ox.RdfFormat.RDF_XML))
        )
        assert answer.data == released.get("/ontology/0.1.0", headers={"Accept": "application/rdf+xml"}).data

    @pytest.mark.parametrize("path", ["/ontology", "/ontology/0.1.0", "/shapes", "/ontology/term/Country"])
    def test_owl_in_xml_of_its_own_is_not_claimed(self, client: FlaskClient, path: str) -> None:
        """OWL/XML is another syntax, which nothing here writes: 406, with what there is."""
        answer = client.get(path, headers={"Accept": "application/owl+xml"})

        assert 406 == answer.status_code
        assert "text/turtle" in answer.get_json()["detail"]

    @pytest.mark.parametrize(("path", "iri"), [("/ontology", "ontology"), ("/shapes", "shapes")])
    def test_links_lead_through_the_versions(self, released: FlaskClient, path: str, iri: str) -> None:
        """By the relations of RFC 5829; the version is its own canonical address."""
        whole = _linked(released.get(path, headers=BROWSER).headers.getlist("Link"))
        version = _linked(released.get(f"{path}/0.1.0.ttl").headers.getlist("Link"))

        assert f"{BASE}{iri}" == whole["canonical"]
        assert f"{path}/0.1.0" == whole["latest-version"] == version["latest-version"]
        assert f"{BASE}{iri}/0.1.0" == version["canonical"]
        assert "predecessor-version" not in version

    @pytest.mark.parametrize(
        "path", ["/ontology/9.9.9", "/shapes/0.2.0", "/ontology/0.1", "/ontology/1.0.ttl"]
    )
    def test_an_unknown_version_names_those_there_are(self, released: FlaskClient, path: str) -> None:
        """Releases of the data have numbers of their own."""
        answer = released.get(path)

        assert 404 == answer.status_code
        assert answer.get_json()["detail"].endswith("there are 0.1.0.")

    def test_old_addresses_of_groups_and_parts_work(self, released: FlaskClient) -> None:
        """A group stands under its name and under that of a version; a file's IRI leads to the whole."""
        assert 200 == released.get("/ontology/classes").status_code
        assert 200 == released.get("/ontology/0.1.0/classes").status_code
        assert 200 == released.get("/shapes/g-Country").status_code
        assert "/ontology" == released.get("/ontology/cooperation").headers["Location"]
        assert 404 == released.get("/ontology/cooperations").status_code

    @pytest.mark.parametrize(
        "part", ["x" * 10_000, "0" * 10_000, "%00", "<script>", "..%2f..%2fetc", "1.2.3.4.5"]
    )
    def test_other_names_are_not_found(self, released: FlaskClient, part: str) -> None:
        """Whatever stands there, a sentence says where to go on."""
        for path in ("/ontology/", "/shapes/", "/ontology/term/"):
            answer = released.get(path + part, headers=BROWSER)

            assert 404 == answer.status_code
            assert "<script>" not in answer.text.partition("<main")[2]


@pytest.fixture(name="names", scope="module")
def _names() -> list[str]:
    """The names of all classes, properties and datatypes of ours."""
    graph = rdflib.Graph()
    for path in ontology_dir().glob("*.ttl"):
        graph.parse(path)
    defined = graph.subjects(RDFS.isDefinedBy, URIRef(BASE + "ontology"))
    return sorted(str(term).removeprefix(RC) for term in defined if str(term).startswith(RC))


@pytest.mark.parametrize(
    "path", ["/ontology", "/ontology/0.1.0", "/shapes", "/shapes/0.1.0", "/ontology/links"]
)
def test_no_page_is_larger_than_all_others_may_be(client: FlaskClient, path: str) -> None:
    """A hundred kilobytes, unpacked."""
    assert len(client.get(path, headers=BROWSER).data) <= 100 * 1024


class TestTerms:
    """Every class and property has a page, and is RDF by itself."""

    def test_every_term_has_a_page(self, client: FlaskClient, names: list[str]) -> None:
        """Small, with its definition, and every term of ours that it names has one, too."""
        linked = set()
        for name in names:
            answer = client.get(f"/ontology/term/{name}", headers=BROWSER)

            assert 200 == answer.status_code
            assert len(answer.data) <= 100_000
            linked |= set(re.findall(r'href="/ontology/term/([^"#]+)"', answer.text))

        assert linked
        assert set() == {each for each in linked if each.partition(".")[0] not in names}

    def test_diagrams_have_room_for_their_words(self, client: FlaskClient, names: list[str]) -> None:
        """A name fits its box, and names of arrows that lie side by side do not stand on each other."""
        for name in names:
            page = client.get(f"/ontology/term/{name}", headers=BROWSER).text
            boxes = re.findall(r'text-anchor="middle">([^<]+)</text>', page)
            places = [
                (float(x), float(y), words)
                for x, y, words in re.findall(
                    r'<text class="arrow" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]+)<', page
                )
            ]

            assert [box for box in boxes if 7.5 * len(box) > 330] == []
            assert [
                (words, others)
                for n, (x, y, words) in enumerate(places)
                for x2, y2, others in places[n + 1 :]
                if abs(y - y2) < 14 and abs(x - x2) < 3.3 * (len(words) + len(others))
            ] == []

    def test_the_page_tells_what_the_term_joins(self, client: FlaskClient) -> None:
        """Both ends of properties, near terms elsewhere, shapes, and examples with evidence."""
        page = client.get("/ontology/term/Initiative", headers=BROWSER).text

        for href in ("servesDomain", "GovernanceDomain", "usesMode"):
            assert f'href="/ontology/term/{href}"' in page
        assert 'href="https://schema.org/Project"' in page
        assert "/shapes/g-Initiative#" in page
        assert 'href="/query/things?class=https%3A//w3id.org/regcoop/ontology%23Initiative"' in page
        assert re.search(r'href="/assertion/initiatives/[\w-]+"', page)

    def test_examples_are_statements_of_the_release(self, client: FlaskClient) -> None:
        """A property shows who has it, with what value and where that is said."""
        page = client.get("/ontology/term/servesDomain", headers=BROWSER).text
        count = re.search(r">(\d+) things</a> that have it", page)
        rows = client.get("/query/property-statements.json", query_string={"property": RC + "servesDomain"})

        assert count
        assert int(count[1]) == len({row["thing"]["value"] for row in rows.get_json()["results"]["bindings"]})
        assert re.search(r'href="/doc/initiative/[\w-]+"', page)
        assert re.search(r'href="/assertion/initiative_domains/[^"]+"', page)

    @pytest.mark.parametrize("suffix", OWL_FORMATS)
    def test_a_term_alone_is_rdf(self, client: FlaskClient, suffix: str) -> None:
        """All that the ontology says of it, and nothing of others."""
        answer = client.get(f"/ontology/term/Initiative.{suffix}")
        graph = rdflib.Graph().parse(data=answer.data, format=OWL_FORMATS[suffix])
        whole = rdflib.Graph().parse(data=client.get("/ontology.nt").data, format="nt")
        term = URIRef(RC + "Initiative")

        assert set(graph) == set(whole.triples((term, None, None)))
        assert (term, RDF.type, OWL.Class) in graph
        assert f'<{RC}Initiative>; rel="describes"' in answer.headers.getlist("Link")

    def test_the_fragment_leads_to_the_page(self, client: FlaskClient, names: list[str]) -> None:
        """The IRI of a term is a place on the page of the whole, which links to the page of the term."""
        page = client.get("/ontology", headers=BROWSER).text

        assert [] == [
            name for name in names if f'<div id="{name}"><dt><a href="/ontology/term/{name}">' not in page
        ]

    def test_a_name_that_is_nearly_right_is_told(self, client: FlaskClient) -> None:
        """As a person mistypes it."""
        answer = client.get("/ontology/term/servesDomian")

        assert 404 == answer.status_code
        assert answer.get_json()["detail"].endswith("did you mean servesDomain?")

    def test_a_term_is_asked_for_conditionally(self, client: FlaskClient) -> None:
        """Whoever has it already is not sent it again."""
        tag = client.get("/ontology/term/Country.ttl").headers["ETag"]

        assert 304 == client.get("/ontology/term/Country.ttl", headers={"If-None-Match": tag}).status_code


class TestChanges:
    """What changed of the terms between two releases."""

    def test_releases_of_one_edition_differ_in_no_term(self, released: FlaskClient) -> None:
        """The data changed and the ontology did not: the page says so, and the files have no rows."""
        assert "No term changed" in released.get("/ontology/changes").text
        assert [] == released.get("/ontology/changes.json?from=0.1.0&to=0.2.0").get_json()["rows"]

    def test_a_site_of_one_release_says_so(self, client: FlaskClient) -> None:
        """There is nothing to compare."""
        assert "There is nothing to compare" in client.get("/ontology/changes").text

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("from=9.9", 404),
            ("from=0.1.0&from=0.2.0", 400),
            ("to=" + "x" * 9_000, 404),
            ("from=%3Cscript%3E", 404),
        ],
    )
    def test_other_choices_are_refused(self, released: FlaskClient, query: str, status: int) -> None:
        """With the releases there are."""
        for path in ("/ontology/changes", "/ontology/changes.csv"):
            answer = released.get(f"{path}?{query}", headers=BROWSER)

            assert status == answer.status_code
            assert "<script>" not in answer.text.partition("<main")[2]

    def test_another_format_is_not_found(self, released: FlaskClient) -> None:
        """The formats are those of all tables."""
        assert 404 == released.get("/ontology/changes.pdf").status_code


@pytest.fixture(name="history", scope="module")
def _history(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of a site whose second release gives a term up, adds one and puts one more clearly."""
    folder = tmp_path_factory.mktemp("history")
    first, second = archive.all()
    shutil.copytree(first.release.directory, folder / "0.1.0")
    target = Path(shutil.copytree(second.release.directory, folder / "0.2.0"))
    name = f"<{RC}usesMode>"
    graph = f"<{GRAPH_ONTOLOGY}> .\n"
    vs = "<http://www.w3.org/2003/06/sw-vocab-status/ns#term_status>"
    lines = (target / NQUADS).read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [
        line.replace('versionInfo> "0.1.0"', 'versionInfo> "0.2.0"').replace(
            "one another on", "each other on"
        )
        for line in lines
        if not line.startswith(f"{name} {vs}")
    ]
    changed += [
        f'{name} {vs} "archaic" {graph}',
        f'{name} <{OWL.deprecated}> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> {graph}',
        f'{name} <{RC}deprecatedSince> "0.2.0" {graph}',
        f"{name} <http://purl.org/dc/terms/isReplacedBy> <{RC}takesForm> {graph}",
        f"<{RC}takesForm> <{RDF.type}> <{OWL.ObjectProperty}> {graph}",
        f'<{RC}takesForm> <{RDFS.label}> "takes form"@en {graph}',
    ]
    (target / NQUADS).write_text("".join(changed), encoding="utf-8")
    shelf = Archive(folder, opened(target))
    app = create_app(Settings(open_embedded(target / NQUADS), archive=shelf))
    app.testing = True
    return app.test_client()


class TestHistory:
    """A site whose ontology has a past."""

    def test_each_version_gives_its_own_terms(self, history: FlaskClient) -> None:
        """The old address still gives what it gave, and links to what follows."""
        old, new = (history.get(f"/ontology/{version}.ttl") for version in ("0.1.0", "0.2.0"))

        assert (b"rc:takesForm" in old.data, b"rc:takesForm" in new.data) == (False, True)
        assert "/ontology/0.2.0" == _linked(old.headers.getlist("Link"))["successor-version"]
        assert "/ontology/0.1.0" == _linked(new.headers.getlist("Link"))["predecessor-version"]
        assert "This is not the newest version" in history.get("/ontology/0.1.0").text
        assert "This is not the newest version" not in history.get("/ontology/0.2.0").text

    def test_the_page_of_a_term_that_is_given_up_says_what_follows(self, history: FlaskClient) -> None:
        """Since when, and what to use instead."""
        page = history.get("/ontology/term/usesMode", headers=BROWSER).text

        assert "This term is deprecated since version 0.2.0 of the ontology." in page
        assert 'Use instead: <a href="/ontology/term/takesForm">takes form</a>' in page

    def test_the_changes_are_told_and_taken_away(self, history: FlaskClient) -> None:
        """One row a change, with the release it came with."""
        rows = history.get("/ontology/changes.json").get_json()["rows"]
        page = history.get("/ontology/changes").text

        assert [("added", "takesForm"), ("deprecated", "usesMode"), ("redefined", "RegionalProcess")] == [
            (row["change"], row["term"].removeprefix(RC)) for row in rows
        ]
        assert {f"{BASE}release/0.2.0"} == {row["source"] for row in rows}
        assert all(heading in page for heading in ("New terms", "given up", "another definition"))
        assert len(rows) + 1 == len(history.get("/ontology/changes.csv").text.splitlines())

    def test_the_other_way_round_what_was_added_is_gone(self, history: FlaskClient) -> None:
        """Any two releases can be compared."""
        rows = history.get("/ontology/changes.json?from=0.2.0&to=0.1.0").get_json()["rows"]

        assert ("removed", RC + "takesForm") in [(row["change"], row["term"]) for row in rows]

    def test_a_term_says_since_when_it_is_there(self, history: FlaskClient) -> None:
        """The first release that has it, with its day."""
        page = history.get("/ontology/term/takesForm", headers=BROWSER).text

        assert "version 0.2.0 of the ontology, in release 0.2.0 of the data of 2026-06-30" in page


def test_the_shapes_of_a_release_stand_in_it(archive: Archive, released: FlaskClient) -> None:
    """As on the site, byte for byte, as long as the program is the same."""
    for issued in archive.all():
        assert issued.release.shapes
        assert issued.release.shapes.read_bytes() == released.get("/shapes.ttl").data
        assert (issued.release.files / "ontology.ttl").read_bytes() == released.get(
            "/ontology/0.1.0.ttl"
        ).data


def test_a_shape_alone_is_rdf(client: FlaskClient) -> None:
    """A node shape with its property shapes and the lists in them, as the whole has them."""
    answer = client.get("/shapes/g-Country", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=answer.data)
    shape = URIRef(BASE + "shapes#Country")

    assert (shape, RDF.type, URIRef("http://www.w3.org/ns/shacl#NodeShape")) in graph
    assert all(
        (part, None, None) in graph
        for part in graph.objects(shape, URIRef("http://www.w3.org/ns/shacl#property"))
    )
    assert answer.data == client.get("/shapes/g-Country.ttl").data
    assert 0 < len(graph) < len(rdflib.Graph().parse(data=client.get("/shapes.ttl").data))
