"""schema.org in the heads of pages: true, in its own terms, and read back by a JSON-LD processor."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pytest
import rdflib
from markupsafe import Markup
from pyld import jsonld
from rdflib import RDF, RDFS, SDO, Literal, URIRef

from kg import rdf_output
from kg.description import Site, record
from kg.exports.schema_org import SCHEMA, json_ld, schema_of
from kg.namespaces import BASE, ID, LICENCE, PREFIXES, RC, thing
from kg.terms import Iri
from kg.terms import Literal as Text
from tests.page_types import PAGE_TYPES
from webapp.descriptions import block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from kg.archive import Archive
    from kg.terms import Term

BLOCK: Final = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
HTML: Final = {"Accept": "text/html"}
BEGINS, ENDS, FINE = RC + "beginsOn", RC + "endsOn", RC + "datePrecision"
SITE = Site("https://example.org")


def refuse(url: str, _options: object) -> None:
    """Fetch nothing: what a page says must be whole in it."""
    raise AssertionError(url)


def read(document: dict[str, Any]) -> rdflib.Graph:
    """Read JSON-LD by PyLD."""
    made = jsonld.to_rdf(document, {"documentLoader": refuse, "format": "application/n-quads"})
    return rdflib.Graph().parse(data=made, format="nt")


def blocks(client: FlaskClient, path: str) -> list[dict[str, Any]]:
    """Return what a page says in schema.org."""
    return [json.loads(found) for found in BLOCK.findall(client.get(path, headers=HTML).text)]


def event(*said: tuple[str, Term]) -> dict[str, Any]:
    """Return what schema.org is told of a meeting."""
    return json_ld(schema_of(thing("meeting", "m"), [(str(RDF.type), Iri(RC + "Meeting")), *said]))


def day(text: str) -> Text:
    """Return a date as the graph has it."""
    return Text(text, PREFIXES["xsd"] + "date")


@pytest.fixture(name="client", scope="module")
def _client(whole_site: Flask) -> FlaskClient:
    return whole_site.test_client()


@pytest.fixture(name="said", scope="module")
def _said(client: FlaskClient) -> dict[str, list[dict[str, Any]]]:
    return {path: blocks(client, path) for path in PAGE_TYPES.values()}


@pytest.mark.slow
class TestPages:
    """One page of each type."""

    def test_every_term_is_one_of_schema_org(self, said: dict[str, list[dict[str, Any]]]) -> None:
        """Classes and properties, by the list that rdflib has of them."""
        used: set[str] = set()
        for graph in self._graphs(said):
            used |= {str(p) for p in graph.predicates() if p != RDF.type}
            used |= {str(o) for o in graph.objects(None, RDF.type)}

        assert len(used) > 15
        assert [] == [term for term in sorted(used) if term.removeprefix(SCHEMA) not in SDO.__annotations__]

    def test_every_block_has_one_typed_subject_with_a_name(
        self, said: dict[str, list[dict[str, Any]]]
    ) -> None:
        """Nothing is said of what is not named; only what belongs to a data set stands inside another."""
        for documents in said.values():
            assert len(documents) <= 1
            for document in documents:
                graph = read(document)
                subject = URIRef(document["@id"])
                assert (subject, RDF.type, SDO[document["@type"]]) in graph
                assert list(graph.objects(subject, SDO.name))

    def test_a_block_says_what_the_graph_says(self, client: FlaskClient) -> None:
        """Read back, it is what is made of the statements about the thing, and no more."""
        for path in ("country/bgd", "meeting/bali-process/bpmc1", "domain/escap-2017/2", "organization/iom"):
            (document,) = blocks(client, f"/doc/{path}")
            data = client.get(f"/doc/{path}.nt").data
            source = rdflib.Graph().parse(data=data, format="nt")
            subject = URIRef(ID + path)
            names = {(str(o), o.language) for o in source.objects(subject, RDFS.label)}  # type: ignore[attr-defined]
            made = {(str(o), o.language) for o in read(document).objects(subject, SDO.name)}  # type: ignore[attr-defined]

            assert names == made

    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            ("/", "Dataset"),
            ("/data", "Dataset"),
            ("/doc/country/bgd", "Country"),
            ("/doc/region/southern-asia", "Place"),
            ("/doc/organization/iom", "Organization"),
            ("/doc/meeting/bali-process/bpmc1", "Event"),
            ("/doc/document/escap-2017", "CreativeWork"),
            ("/doc/domain/escap-2017/2", "DefinedTerm"),
            ("/doc/mode/declaration", "DefinedTerm"),
            ("/doc/scheme/targets", "DefinedTermSet"),
        ],
    )
    def test_pages_have_the_class_that_is_true(
        self, said: dict[str, list[dict[str, Any]]], path: str, kind: str
    ) -> None:
        """A thing with several classes has the one that tells most."""
        assert [kind] == [document["@type"] for document in said[path]]

    @pytest.mark.parametrize(
        "path", ["/doc/process/bali-process", "/doc/rating/mgi-2016/bgd/5", "/matrix", "/sparql"]
    )
    def test_what_schema_org_has_no_word_for_is_not_said(
        self, said: dict[str, list[dict[str, Any]]], path: str
    ) -> None:
        """A process is no organization, and a level of an index is no rating of a product."""
        assert [] == said[path]

    def test_nothing_of_it_runs(self, client: FlaskClient) -> None:
        """It is data: the policy of the page allows no script in it, and none is."""
        answer = client.get("/doc/country/bgd", headers=HTML)
        policy = answer.headers["Content-Security-Policy"]

        assert BLOCK.search(answer.text)
        assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]

    def _graphs(self, said: dict[str, list[dict[str, Any]]]) -> Iterator[rdflib.Graph]:
        for documents in said.values():
            yield from map(read, documents)


class TestDates:
    """A date is as fine as its source."""

    @pytest.mark.parametrize(
        ("precision", "begins", "ends"),
        [
            ("day", "2002-02-26", "2002-02-28"),
            ("interval", "2002-02-26", "2002-02-28"),
            ("month", "2002-02", "2002-02"),
            ("year", "2002", "2002"),
        ],
    )
    def test_a_year_stays_a_year(self, precision: str, begins: str, ends: str) -> None:
        """No day is made of it."""
        made = event(
            (BEGINS, day("2002-02-26")),
            (ENDS, day("2002-02-28")),
            (FINE, Iri(thing("precision", precision))),
        )

        assert (begins, ends) == (made["startDate"], made["endDate"])

    def test_what_is_not_sure_is_not_said(self) -> None:
        """An open date, a date without a precision, two dates of two sources."""
        fine = (FINE, Iri(thing("precision", "day")))
        for said in (
            [(BEGINS, day("2002-02-26")), (FINE, Iri(thing("precision", "open")))],
            [(BEGINS, day("2002-02-26"))],
            [(BEGINS, day("2002-02-26")), (BEGINS, day("2002-02-27")), fine],
        ):
            assert "startDate" not in event(*said)

    def test_dates_and_codes_are_in_no_language(self) -> None:
        """Though names are in English unless they say otherwise."""
        graph = read(
            event(
                (BEGINS, day("2002-02-26")),
                (FINE, Iri(thing("precision", "day"))),
                (str(RDFS.label), Text("M", None, "en")),
            )
        )

        assert Literal("2002-02-26") in set(graph.objects(None, SDO.startDate))
        assert Literal("M", lang="en") in set(graph.objects(None, SDO.name))


class TestBlock:
    """The element in a page."""

    def test_no_text_can_end_it(self) -> None:
        """And it still says the same."""
        hostile = "</script><script>alert(1)</script><!-- & \u2028"
        made = block({"name": hostile})

        assert isinstance(made, Markup)
        assert 2 == made.count("<")
        assert hostile == json.loads(BLOCK.findall(made)[0])["name"]

    def test_what_is_made_is_what_is_read(self) -> None:
        """Every kind of value goes through JSON-LD and comes back as it was."""
        subject = thing("domain", "x")
        quads = schema_of(
            subject,
            [
                (str(RDF.type), Iri(PREFIXES["skos"] + "Concept")),
                (str(RDFS.label), Text("One", None, "en")),
                (str(RDFS.label), Text("Un", None, "fr")),
                (RC + "acronym", Text("O")),
                (PREFIXES["skos"] + "notation", Text("1.2", RC + "code")),
                (PREFIXES["skos"] + "exactMatch", Iri("http://example.org/x")),
                (PREFIXES["skos"] + "exactMatch", Iri(thing("domain", "y"))),
            ],
        )
        written = rdf_output.serialise(quads, "application/n-triples")

        assert set(rdflib.Graph().parse(data=written, format="nt")) == set(read(json_ld(quads)))
        assert [URIRef("http://example.org/x")] == list(read(json_ld(quads)).objects(None, SDO.sameAs))

    def test_what_has_no_class_there_says_nothing(self) -> None:
        """No block, not an empty one."""
        assert [] == schema_of(thing("x", "y"), [(str(RDFS.label), Text("X"))])
        assert {} == json_ld([])


class TestDataset:
    """The data set on the first page, on /data, and on the page of a release."""

    def test_it_names_the_files_of_the_release(self, released_site: Flask, archive: Archive) -> None:
        """With the size, the digest and the address of each."""
        served = archive.served
        assert served is not None
        (document,) = blocks(released_site.test_client(), "/data")
        files = {each["contentUrl"]: each for each in document["distribution"]}

        assert served.entries
        assert {f"http://localhost/r/0.2.0/{entry.name}" for entry in served.entries} == set(files)
        for entry in served.entries:
            given = files[f"http://localhost/r/0.2.0/{entry.name}"]
            assert (entry.sha256, f"{entry.bytes} B", entry.media_type) == (
                given["sha256"],
                given["contentSize"],
                given["encodingFormat"],
            )

    def test_it_says_version_licence_and_day(self, released_site: Flask) -> None:
        """Of the release whose page it is."""
        (document,) = blocks(released_site.test_client(), "/r/0.1.0/")

        assert BASE + "release/0.1.0" == document["@id"]
        assert ("0.1.0", LICENCE, "2026-01-15") == (
            document["version"],
            document["license"],
            document["datePublished"],
        )
        assert date.fromisoformat(document["datePublished"])
        assert True is document["isAccessibleForFree"]

    def test_what_nobody_knows_is_not_said(self, archive: Archive) -> None:
        """No time and no place is claimed for the whole; without a release there is no version."""
        for issued in (archive.latest, None):
            made = record(issued, issued.version if issued else "", SITE)
            assert not {"temporalCoverage", "spatialCoverage"} & made.keys()
        assert not {"version", "datePublished", "distribution"} & made.keys()
        assert [] == [p for p in read(made).predicates() if not str(p).startswith(SCHEMA) and p != RDF.type]
