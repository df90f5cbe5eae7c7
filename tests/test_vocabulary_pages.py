"""The ontology and the shapes as products: versions, a page a term, what changed between releases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, URIRef
from rdflib.compare import isomorphic

from kg.namespaces import BASE, RC, RCS
from kg.resources import ontology_dir

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

# rdflib's own parser of JSON-LD uses names that rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

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
        ours = rdflib.Graph().parse(data=released.get(f"{path}/0.1.0.{suffix}").data, format=OWL_FORMATS[suffix])
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

    @pytest.mark.parametrize("path", ["/ontology/9.9.9", "/shapes/0.2.0", "/ontology/0.1", "/ontology/1.0.ttl"])
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

    @pytest.mark.parametrize("part", ["x" * 10_000, "0" * 10_000, "%00", "<script>", "..%2f..%2fetc", "1.2.3.4.5"])
    def test_other_names_are_not_found(self, released: FlaskClient, part: str) -> None:
        """Whatever stands there, a sentence says where to go on."""
        for path in ("/ontology/", "/shapes/", "/ontology/term/"):
            answer = released.get(path + part, headers=BROWSER)

            assert 404 == answer.status_code
            assert "<script>" not in answer.text.partition("<main")[2]
