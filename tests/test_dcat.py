"""The record of the releases: DCAT 3, held against the published shapes of DCAT-AP 3 and the files."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyshacl
import pytest
import rdflib
from rdflib import DCTERMS, FOAF, RDF, SKOS, XSD, Literal, URIRef

from kg.archive import Archive
from kg.description import Site, catalogue, release
from kg.description.said import CATALOGUE, DATASET, PREFIXES
from kg.namespaces import BASE
from kg.rdf_output import GRAPH_MEDIA_TYPES, serialise
from webapp import create_app
from webapp.settings import Settings

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from kg.rdf_output import Quad

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

SHAPES = Path(__file__).with_name("standards") / "dcat-ap-3" / "shapes.ttl"
# rdflib's own namespace lacks the terms of DCAT 3.
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
VCARD = rdflib.Namespace("http://www.w3.org/2006/vcard/ns#")
SITE = Site("https://example.org", "mailto:editors@example.org")
FIRST, SECOND = URIRef(BASE + "release/0.1.0"), URIRef(BASE + "release/0.2.0")
GRAPHS = {
    "ttl": "turtle",
    "nt": "nt",
    "jsonld": "json-ld",
    "rdf": "xml",
}

RANGES: Final = {
    (DCAT.Catalog, DCTERMS.language): DCTERMS.LinguisticSystem,
    (DCAT.Catalog, DCTERMS.license): DCTERMS.LicenseDocument,
    (DCAT.Catalog, DCTERMS.publisher): FOAF.Agent,
    (DCAT.Catalog, DCAT.themeTaxonomy): SKOS.ConceptScheme,
    (DCAT.Catalog, DCAT.service): DCAT.DataService,
    (DCAT.Catalog, DCAT.dataset): DCAT.Dataset,
    (DCAT.Catalog, FOAF.homepage): FOAF.Document,
    (DCAT.Dataset, DCAT.contactPoint): VCARD.Kind,
    (DCAT.Dataset, DCAT.distribution): DCAT.Distribution,
    (DCAT.Dataset, DCTERMS.publisher): FOAF.Agent,
    (DCAT.Dataset, DCAT.theme): SKOS.Concept,
    (DCAT.Dataset, DCTERMS.accessRights): DCTERMS.RightsStatement,
    (DCAT.Dataset, DCTERMS.conformsTo): DCTERMS.Standard,
    (DCAT.Dataset, DCAT.hasVersion): DCAT.Dataset,
    (DCAT.Dataset, DCAT.hasCurrentVersion): DCAT.Dataset,
    (DCAT.Dataset, DCAT.isVersionOf): DCAT.Dataset,
    (DCAT.Dataset, DCAT.previousVersion): DCAT.Dataset,
    (DCAT.Dataset, DCTERMS.language): DCTERMS.LinguisticSystem,
    (DCAT.Dataset, DCTERMS.provenance): DCTERMS.ProvenanceStatement,
    (DCAT.Dataset, DCAT.landingPage): FOAF.Document,
    (DCAT.Distribution, SPDX.checksum): SPDX.Checksum,
    (DCAT.Distribution, DCAT.mediaType): DCTERMS.MediaType,
    (DCAT.Distribution, DCAT.compressFormat): DCTERMS.MediaType,
    (DCAT.Distribution, DCAT.packageFormat): DCTERMS.MediaType,
    (DCAT.Distribution, DCTERMS.format): DCTERMS.MediaTypeOrExtent,
    (DCAT.Distribution, DCTERMS.license): DCTERMS.LicenseDocument,
    (DCAT.DataService, DCAT.servesDataset): DCAT.Dataset,
    (DCAT.DataService, DCTERMS.license): DCTERMS.LicenseDocument,
    (DCAT.DataService, DCTERMS.accessRights): DCTERMS.RightsStatement,
    (DCAT.DataService, DCTERMS.conformsTo): DCTERMS.Standard,
    (DCAT.DataService, DCTERMS.publisher): FOAF.Agent,
    (SPDX.Checksum, SPDX.algorithm): SPDX.ChecksumAlgorithm,
}
"""The class of the values of each property that we use; ORIGIN.md says what was compared with the profile."""


def graph_of(quads: list[Quad]) -> rdflib.Graph:
    """Read statements as rdflib does."""
    return rdflib.Graph().parse(data=serialise(quads, "text/turtle", PREFIXES), format="turtle")


def problems(graph: rdflib.Graph) -> set[tuple[object, object]]:
    """Return what the published shapes find: the node and the property."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(SHAPES), advanced=True)
    sh = rdflib.SH
    assert isinstance(report, rdflib.Graph)
    return {
        (report.value(result, sh.focusNode), report.value(result, sh.resultPath))
        for result in report.subjects(RDF.type, sh.ValidationResult)
    }


@pytest.fixture(name="all_releases", scope="module")
def _all_releases(archive: Archive) -> rdflib.Graph:
    return graph_of(catalogue(archive, "0.2.0", SITE))


@pytest.fixture(name="client")
def _client(released_site: Flask) -> FlaskClient:
    return released_site.test_client()


class TestPublishedShapes:
    """DCAT-AP 3 in SHACL, as the European Commission publishes it."""

    def test_the_record_of_all_releases_passes(self, all_releases: rdflib.Graph) -> None:
        """Of two releases with their files and both services."""
        assert set() == problems(all_releases)

    def test_the_record_of_one_release_passes(self, archive: Archive) -> None:
        """It is whole by itself: nothing in it is described elsewhere alone."""
        first = archive.named("0.1.0")
        assert first is not None

        assert set() == problems(graph_of(release(archive, first, SITE)))

    def test_the_record_of_no_release_passes(self) -> None:
        """A site that answers from an endpoint elsewhere has services to describe, and nobody to write to."""
        described = graph_of(catalogue(Archive(None), "0.9.0", Site("https://example.org")))

        assert set() == problems(described)
        assert [] == list(described.subject_objects(DCAT.contactPoint))

    def test_the_shapes_do_find_what_is_wrong(self, all_releases: rdflib.Graph) -> None:
        """A size that is no size, and a release without a title."""
        spoilt = rdflib.Graph() + all_releases
        file = next(spoilt.subjects(DCAT.byteSize))
        spoilt.set((file, DCAT.byteSize, Literal("12 kB")))
        spoilt.remove((FIRST, DCTERMS.title, None))

        assert {(file, DCAT.byteSize), (FIRST, DCTERMS.title)} == problems(spoilt)

    @pytest.mark.parametrize("places", RANGES)
    def test_values_are_of_the_class_that_is_wanted(
        self, all_releases: rdflib.Graph, places: tuple[URIRef, URIRef]
    ) -> None:
        """Every value says itself what it is, for a reader fetches nothing."""
        kind, property_ = places
        values = {
            value
            for subject in all_releases.subjects(RDF.type, kind)
            for value in all_releases.objects(subject, property_)
        }

        assert values
        assert [] == [value for value in values if (value, RDF.type, RANGES[places]) not in all_releases]

    def test_every_property_with_things_as_values_is_in_that_table(self, all_releases: rdflib.Graph) -> None:
        """So that none is used whose values nobody looked at; addresses of the web need no class."""
        addresses = {DCAT.accessURL, DCAT.downloadURL, DCAT.endpointURL, DCAT.endpointDescription}
        kinds = {kind for kind, _ in RANGES}
        used = {
            (kind, property_)
            for kind in kinds
            for subject in all_releases.subjects(RDF.type, kind)
            for property_, value in all_releases.predicate_objects(subject)
            if isinstance(value, URIRef) and property_ not in {RDF.type, rdflib.RDFS.seeAlso, *addresses}
        }

        assert {(DCAT.Catalog, DCTERMS.conformsTo), (DCAT.Dataset, DCTERMS.license)} | set(RANGES) | {
            (DCAT.DataService, DCAT.contactPoint),
            (DCAT.DataService, DCAT.landingPage),
        } == used


class TestReleases:
    """What is said of each release is so."""

    def test_releases_are_versions_of_one_dataset(self, all_releases: rdflib.Graph) -> None:
        """The second comes after the first, and is the current one."""
        whole = URIRef(DATASET)

        assert {FIRST, SECOND} == set(all_releases.objects(whole, DCAT.hasVersion))
        assert [SECOND] == list(all_releases.objects(whole, DCAT.hasCurrentVersion))
        assert [(SECOND, FIRST)] == list(all_releases.subject_objects(DCAT.previousVersion))
        assert {whole, FIRST, SECOND} == set(all_releases.objects(URIRef(CATALOGUE), DCAT.dataset))
        assert {FIRST: whole, SECOND: whole} == dict(all_releases.subject_objects(DCAT.isVersionOf))

    def test_the_days_of_publication(self, all_releases: rdflib.Graph) -> None:
        """As the archive notes them; the catalogue changed last when the last release came."""
        issued = {str(s): str(o) for s, o in all_releases.subject_objects(DCTERMS.issued)}

        assert "2026-01-15" == issued[str(FIRST)]
        assert "2026-06-30" == issued[str(SECOND)]
        assert Literal("2026-06-30", datatype=XSD.date) == all_releases.value(
            URIRef(CATALOGUE), DCTERMS.modified
        )

    def test_what_nobody_knows_is_not_said(self, all_releases: rdflib.Graph) -> None:
        """No source says of the whole which time or which region it covers."""
        for property_ in (DCTERMS.temporal, DCTERMS.spatial, DCTERMS.accrualPeriodicity):
            assert [] == list(all_releases.subject_objects(property_))

    def test_every_file_is_as_it_is_described(
        self, archive: Archive, client: FlaskClient, all_releases: rdflib.Graph
    ) -> None:
        """Fetched from its address, it has the size and the digest that the record gives."""
        files = set(all_releases.subjects(RDF.type, DCAT.Distribution))

        assert len(files) == sum(len(each.entries or ()) for each in archive.all())
        for file in files:
            address = str(all_releases.value(file, DCAT.downloadURL)).removeprefix(SITE.base)
            with client.get(address) as answer:
                body = answer.data
            checksum = all_releases.value(file, SPDX.checksum)
            assert len(body) == int(str(all_releases.value(file, DCAT.byteSize)))
            assert Literal(hashlib.sha256(body).hexdigest(), datatype=XSD.hexBinary) == all_releases.value(
                checksum, SPDX.checksumValue
            )

    def test_a_packed_file_says_how(self, all_releases: rdflib.Graph) -> None:
        """The media type is that of what is inside."""
        file = URIRef(f"{FIRST}#regcoop.nq.gz")
        iana = "https://www.iana.org/assignments/media-types/application/"

        assert URIRef(iana + "n-quads") == all_releases.value(file, DCAT.mediaType)
        assert URIRef(iana + "gzip") == all_releases.value(file, DCAT.compressFormat)
        assert None is all_releases.value(file, DCAT.packageFormat)

    def test_a_contact_on_the_web(self, archive: Archive) -> None:
        """A page to write on is an address, and no mailbox."""
        described = graph_of(
            catalogue(archive, "", Site("https://example.org", "https://example.org/issues"))
        )
        contact = next(described.objects(SECOND, DCAT.contactPoint))

        assert URIRef("https://example.org/issues") == described.value(contact, VCARD.hasURL)
        assert None is described.value(contact, VCARD.hasEmail)


class TestServed:
    """`/data` and `/r/<version>/` in RDF."""

    @pytest.mark.parametrize("media_type", GRAPH_MEDIA_TYPES)
    def test_data_is_negotiated(self, client: FlaskClient, media_type: str) -> None:
        """The page for people, DCAT for programs, at one address."""
        page = client.get("/data", headers={"Accept": "text/html"})
        data = client.get("/data", headers={"Accept": media_type})

        assert ("text/html", 200) == (page.mimetype, page.status_code)
        assert (media_type, 200) == (data.mimetype, data.status_code)
        assert "Accept" in data.vary
        assert "*" == data.headers["Access-Control-Allow-Origin"]
        assert '<https://w3id.org/regcoop/profile/dcat>; rel="profile"' in data.headers.getlist("Link")

    @pytest.mark.parametrize("suffix", GRAPHS)
    @pytest.mark.parametrize("stem", ["/data", "/r/0.1.0"])
    def test_every_format_says_the_same(self, client: FlaskClient, stem: str, suffix: str) -> None:
        """Read by rdflib, they are one graph."""
        graphs = [
            rdflib.Graph().parse(data=client.get(f"{stem}.{each}").data, format=GRAPHS[each])
            for each in ("nt", suffix)
        ]

        assert len(graphs[0]) > 20
        assert set(graphs[0]) == set(graphs[1])

    def test_a_release_is_negotiated_at_its_own_address(self, client: FlaskClient) -> None:
        """Its IRI leads there, too."""
        at_page = client.get("/r/0.1.0/", headers={"Accept": "text/turtle"})
        by_iri = client.get("/release/0.1.0", headers={"Accept": "text/turtle"}, follow_redirects=True)

        assert client.get("/r/0.1.0.ttl").data == at_page.data == by_iri.data
        assert b"release/0.1.0" in at_page.data

    def test_the_latest_release_has_an_address(self, client: FlaskClient) -> None:
        """It leads to the one that does not move."""
        answer = client.get("/r/latest.ttl")

        assert (302, "/r/0.2.0.ttl") == (answer.status_code, answer.headers["Location"])

    @pytest.mark.parametrize(
        "path",
        [
            "/r/9.9.9.ttl",
            "/r/..%2f..%2fetc.ttl",
            "/r/%3Cscript%3E.ttl",
            f"/r/{'9' * 10_000}.ttl",
            "/data.foo",
        ],
    )
    def test_what_there_is_not_is_404(self, client: FlaskClient, path: str) -> None:
        """In a sentence, and with nothing of the address in it that a browser would run."""
        answer = client.get(path, headers={"Accept": "text/html"})

        assert 404 == answer.status_code
        assert b"<script>" not in answer.data

    def test_an_unknown_type_is_406(self, client: FlaskClient) -> None:
        """With what there is."""
        answer = client.get("/data", headers={"Accept": "image/png"})

        assert 406 == answer.status_code
        assert "text/turtle" in answer.text

    def test_the_bytes_are_the_same_each_time_and_304_saves_them(self, client: FlaskClient) -> None:
        """No time of day stands in it."""
        first, second = client.get("/data.ttl"), client.get("/data.ttl")
        again = client.get("/data.ttl", headers={"If-None-Match": first.headers["ETag"]})

        assert first.data == second.data
        assert 304 == again.status_code

    def test_a_site_without_archive_describes_its_services(self, site: Flask) -> None:
        """And says of the release that it serves that it exists."""
        described = rdflib.Graph().parse(data=site.test_client().get("/data.nt").data, format="nt")

        assert 2 == len(set(described.subjects(RDF.type, DCAT.DataService)))
        assert [] == list(described.subjects(RDF.type, DCAT.Distribution))

    def test_whom_to_write_to_is_the_setting(self, archive: Archive, released_site: Flask) -> None:
        """`report_to`, where the operator gives it."""
        settings: Settings = released_site.config["REGCOOP"]
        app = create_app(Settings(settings.store, archive=archive, report_to="mailto:a@example.org"))
        described = rdflib.Graph().parse(data=app.test_client().get("/data.nt").data, format="nt")

        assert {URIRef("mailto:a@example.org")} == set(described.objects(None, VCARD.hasEmail))
