"""
The mapping set, read as its users read it: by the published rules of SSSOM/TSV and SSSOM/RDF.

`read` is a reader of our own that follows the specification to the letter and refuses what it forbids.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import curies
import pandas as pd
import pytest
import rdflib
import yaml

from kg.distributions import DISTRIBUTIONS, Source, write
from kg.exports.mapping_sets import ANY_RELATION, NO_TERM, mapping_set
from kg.exports.sssom import MAPPING_SET, SLOTS, as_json, as_quads, as_tsv
from kg.namespaces import ID, PREFIXES, RC, assertion, thing
from kg.resources import data_dir
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from kg.archive import Archive
    from kg.terms import Term

BUILT_IN = {
    "linkml": "https://w3id.org/linkml/",
    **{name: PREFIXES[name] for name in ("owl", "rdf", "rdfs", "semapv", "skos", "sssom", "xsd")},
}
SET_SLOTS = (
    "sssom_version",
    "curie_map",
    "mapping_set_id",
    "mapping_set_version",
    "mapping_set_title",
    "mapping_set_description",
    "license",
    "mapping_date",
    "publication_date",
    "see_also",
    "comment",
    "extension_definitions",
)
"""The slots of a set that this reader knows, in the order of the standard."""

MAPPING_SLOTS = (
    "record_id",
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "subject_source",
    "object_source",
    "mapping_date",
    "confidence",
    "see_also",
    "comment",
)
ENTITIES = (
    "record_id",
    "subject_id",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "subject_source",
    "object_source",
)
MATCHES = {f"skos:{name}Match" for name in ("exact", "close", "broad", "narrow", "related")}

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


@dataclass
class Read:
    """A set as its reader has it: metadata, and rows with identifiers in full and lists as lists."""

    metadata: dict[str, Any]
    short: list[dict[str, str]]
    rows: list[dict[str, Any]]


def read(data: bytes) -> Read:
    """
    Read SSSOM/TSV with its metadata in front.

    Raises:
        ValueError: It breaks a rule of the specification.
    """
    text = data.decode("utf-8")
    if text.startswith("\ufeff") or "\r" in text:
        raise ValueError("a byte order mark, or line breaks of another kind")
    lines = text.splitlines(keepends=True)
    block = [line for line in lines if line.startswith("#")]
    if lines[: len(block)] != block or not block:
        raise ValueError("the metadata stand elsewhere than in front")
    if any(re.match(r"#\s*[%&*!]", line) for line in block):
        raise ValueError("YAML that the specification forbids")
    metadata = yaml.safe_load("".join(line[1:] for line in block))
    known = [slot for slot in SET_SLOTS if slot in metadata]
    if list(metadata) != known or not {"mapping_set_id", "license"} <= set(metadata):
        raise ValueError("slots unknown, missing or out of order")
    prefixes = metadata["curie_map"]
    if list(prefixes) != sorted(prefixes) or any(BUILT_IN.get(p, iri) != iri for p, iri in prefixes.items()):
        raise ValueError("prefixes out of order, or built-in ones that mean something else")
    converter = curies.Converter.from_prefix_map({**BUILT_IN, **prefixes}, strict=False)
    table = csv.DictReader(io.StringIO("".join(lines[len(block) :]), newline=""), delimiter="\t", strict=True)
    extensions = _extensions(metadata, converter)
    columns = list(table.fieldnames or ())
    if columns != [slot for slot in MAPPING_SLOTS if slot in columns] + extensions:
        raise ValueError("columns unknown or out of order")
    short = list(table)
    return Read(metadata, short, [_row(row, converter) for row in short])


def _extensions(metadata: dict[str, Any], converter: curies.Converter) -> list[str]:
    found = metadata.get("extension_definitions", [])
    for each in found:
        if set(each) != {"slot_name", "property", "type_hint"} or not re.fullmatch(
            r"[A-Za-z_][\w.-]*", each["slot_name"]
        ):
            raise ValueError("an extension that a reader would ignore")
        for name in ("property", "type_hint"):
            converter.expand(each[name], strict=True)
    properties = [converter.expand(each["property"], strict=True) for each in found]
    if properties != sorted(properties):
        raise ValueError("extensions out of order")
    return [each["slot_name"] for each in found]


def _row(row: dict[str, str], converter: curies.Converter) -> dict[str, Any]:
    if None in row or None in row.values():
        raise ValueError("a row with more or fewer fields than columns")
    made: dict[str, Any] = dict(row)
    for slot in ENTITIES:
        if row[slot]:
            made[slot] = converter.expand(row[slot], strict=True)
    for slot in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
        if not row[slot]:
            raise ValueError(f"a mapping without {slot}")
    made["see_also"] = [
        re.sub(r"\\([\\|])", r"\1", part) for part in re.split(r"(?<!\\)\|", row["see_also"]) if part
    ]
    return made


def table(name: str, folder: Path | None = None) -> list[dict[str, str]]:
    """Read a curated table, row by row."""
    path = (folder or data_dir()) / "tables" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(name="client", scope="module")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.fixture(name="mapped", scope="module")
def _mapped(client: FlaskClient) -> Read:
    return read(client.get("/mappings.sssom.tsv").data)


class TestTheSet:
    """What the file holds is what the rows say, no more and no less."""

    def test_the_metadata_name_the_set(self, mapped: Read, client: FlaskClient) -> None:
        """Its IRI, its licence, and the release that it is of; no date, since no row has one."""
        release = client.get("/identifiers.json?scheme=iso2").json

        assert release is not None
        assert MAPPING_SET == mapped.metadata["mapping_set_id"]
        assert "https://creativecommons.org/licenses/by/4.0/" == mapped.metadata["license"]
        assert release["release"] == mapped.metadata["mapping_set_version"]
        assert not {"mapping_date", "publication_date"} & set(mapped.metadata)

    def test_every_row_of_the_tables_is_a_record(self, mapped: Read) -> None:
        """Mappings by their keys with reason and relation; IRIs of others by the columns that give them."""
        expected = {
            (
                thing("mapping", row["key"]),
                ID + row["from"] if row["from"] else NO_TERM,
                f"{PREFIXES['skos']}{row['relation']}Match" if row["relation"] != "none" else ANY_RELATION,
                ID + row["to"] if row["to"] else NO_TERM,
                row["justification"],
            )
            for row in table("mappings")
        }
        columns = {"un_iri": "exactMatch", "sdgio_iri": "closeMatch", "wikidata_iri": "closeMatch"}
        outside = {
            (thing("target", row["key"]), PREFIXES["skos"] + relation, row[column])
            for row in table("targets")
            for column, relation in columns.items()
            if row[column]
        }
        given = [row for row in mapped.rows if row["subject_source"]]
        others = [row for row in mapped.rows if not row["subject_source"]]
        slots = ("record_id", "subject_id", "predicate_id", "object_id", "comment")

        assert expected == {tuple(row[slot] for slot in slots) for row in given}
        assert outside == {(row["subject_id"], row["predicate_id"], row["object_id"]) for row in others}
        assert len(expected) + len(outside) == len(mapped.rows)

    def test_every_record_has_its_evidence(self, mapped: Read) -> None:
        """Documents and places that pair, the basis, and the assertion; none a number for how sure it is."""
        for row in mapped.rows:
            assert row["evidence_source"]
            assert len(row["evidence_source"].split("; ")) == len(row["evidence_locator"].split(" | "))
            assert row["evidence_basis"].startswith("regcoop:basis/")
            assert row["see_also"][0].startswith(assertion("", "")[:-1])
            assert "confidence" not in row

    def test_every_relation_is_one_of_skos(self, mapped: Read) -> None:
        """Curated by hand, all of them; where there is no counterpart no relation at all holds."""
        relations = {row["predicate_id"] for row in mapped.short}
        lost = [row for row in mapped.short if "sssom:NoTermFound" in {row["subject_id"], row["object_id"]}]

        assert relations <= MATCHES | {"skos:mappingRelation"}
        assert {"semapv:ManualMappingCuration"} == {row["mapping_justification"] for row in mapped.short}
        assert {"skos:mappingRelation"} >= {row["predicate_id"] for row in lost}
        assert all(row["subject_source"] and row["object_source"] for row in lost)

    def test_ids_are_unique_and_in_order(self, mapped: Read) -> None:
        """So a new release differs by the lines that changed, and each record can be named."""
        ids = [row["record_id"] for row in mapped.rows]

        assert sorted(set(ids)) == ids

    def test_pandas_reads_it(self, client: FlaskClient, mapped: Read) -> None:
        """With the lines of metadata as comments, as the handbooks of SSSOM do it."""
        text = client.get("/mappings.sssom.tsv").text
        rest = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
        frame = pd.read_csv(io.StringIO(rest), sep="\t", dtype=str, keep_default_na=False)

        assert list(SLOTS) == list(frame.columns)
        assert mapped.short == frame.to_dict("records")


class TestForms:
    """The same set as JSON, as RDF, and as the file of a release."""

    def test_json_has_the_same_records(self, client: FlaskClient, mapped: Read) -> None:
        """Slot for slot, with the same metadata; what does not apply is left out."""
        body = json.loads(client.get("/mappings.json").data)
        records = body.pop("mappings")

        assert mapped.metadata == body
        assert [
            {slot: cell for slot, cell in row.items() if cell and slot != "see_also"} for row in mapped.short
        ] == [{slot: cell for slot, cell in row.items() if slot != "see_also"} for row in records]
        assert [row["see_also"] for row in mapped.rows] == [row["see_also"] for row in records]

    @pytest.mark.parametrize(
        ("suffix", "name"),
        [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdf", "xml"), ("trig", "trig")],
    )
    def test_rdf_has_the_same_records(
        self, client: FlaskClient, mapped: Read, suffix: str, name: str
    ) -> None:
        """Axioms with annotated source, property and target, each under the name of its record."""
        graph = rdflib.Dataset(default_union=True)
        graph.parse(data=client.get(f"/mappings.{suffix}").data, format=name)
        owl = rdflib.OWL
        given = {
            (str(record), *(str(graph.value(record, slot)) for slot in
                            (owl.annotatedSource, owl.annotatedProperty, owl.annotatedTarget)))
            for record in graph.subjects(rdflib.RDF.type, owl.Axiom)
        }  # fmt: skip
        sssom = PREFIXES["sssom"]

        assert {
            (row["record_id"], row["subject_id"], row["predicate_id"], row["object_id"])
            for row in mapped.rows
        } == given
        assert {row["record_id"] for row in mapped.rows} == {
            str(o) for o in graph.objects(rdflib.URIRef(MAPPING_SET), rdflib.URIRef(sssom + "mappings"))
        }
        assert all((rdflib.URIRef(each[0]), rdflib.DCTERMS.source, None) in graph for each in given)

    def test_the_form_follows_accept(self, client: FlaskClient) -> None:
        """A page, unless a program asks for a form by its type; nothing of ours is 406."""
        asked = {
            "text/html": "text/html",
            "text/tab-separated-values": "text/tab-separated-values",
            "application/json": "application/json",
            "text/turtle;q=0.9, text/html;q=0.1": "text/turtle",
        }

        assert asked == {
            accept: client.get("/mappings", headers={"Accept": accept}).mimetype for accept in asked
        }
        assert 406 == client.get("/mappings", headers={"Accept": "image/png"}).status_code
        assert 404 == client.get("/mappings.xlsx").status_code
        assert (
            304
            == client.get(
                "/mappings.ttl", headers={"If-None-Match": str(client.get("/mappings.ttl").headers["ETag"])}
            ).status_code
        )

    def test_the_file_of_the_release_is_that_of_the_site(
        self, archive: Archive, released_site: Flask, tmp_path: Path
    ) -> None:
        """Byte for byte, whether it was published, or is written anew."""
        served = archive.served
        assert served is not None
        (made,) = (each for each in DISTRIBUTIONS if each.name == "regcoop.sssom.tsv")
        again = tmp_path / made.name
        write(made, Source(served.release, None), again)
        shown = released_site.test_client().get("/mappings.sssom.tsv").data

        assert shown == (served.release.files / made.name).read_bytes()
        assert shown == again.read_bytes()


class TestThePage:
    """For people: pair by pair of frameworks, and what others hold."""

    def test_every_mapping_stands_there_with_its_marker(self, client: FlaskClient) -> None:
        """With what has no counterpart, and links to the files."""
        page = client.get("/mappings").text
        markers = re.findall(r'href="/assertion/mappings/([^"]+)"', page)

        assert {row["key"] for row in table("mappings")} == set(markers)
        for row in table("targets"):
            assert row["un_iri"] in page
        for suffix in ("sssom.tsv", "json", "ttl"):
            assert f'href="/mappings.{suffix}"' in page


class TestHardTexts:
    """Whatever a cell of a table may hold."""

    ROW: ClassVar[dict[str, Term]] = {
        "subject": Iri(thing("target", "x")),
        "subjectLabel": Literal('A "name"\twith a tab\nand a line'),
        "relation": Iri(PREFIXES["skos"] + "closeMatch"),
        "object": Iri("https://other.example/things/a|b"),
        "why": Literal("# no comment: \\ | 'x'"),
        "basis": Iri(thing("basis", "editorial")),
        "confidence": Iri(thing("confidence", "one-source")),
        "document": Iri(thing("document", "escap-2017")),
        "assertion": Iri(assertion("targets", "x|y")),
    }

    def test_they_come_back_as_they_were(self) -> None:
        """Tabs, quotes, line breaks and strokes; an IRI of no known vocabulary gets a prefix of its own."""
        found = read(as_tsv(mapping_set([self.ROW], "1.0")))

        (row,) = found.rows
        assert (self.ROW["subjectLabel"].value, self.ROW["why"].value) == (
            row["subject_label"],
            row["comment"],
        )
        assert ("https://other.example/things/a|b", [assertion("targets", "x|y")]) == (
            row["object_id"],
            row["see_also"],
        )
        assert "https://other.example/things/" in found.metadata["curie_map"].values()
        assert "not recorded" == row["evidence_locator"]

    def test_nothing_is_a_set_too(self) -> None:
        """Without mappings there is a header and no row; a version that is not known is left out."""
        empty = mapping_set([], "")

        assert [] == read(as_tsv(empty)).rows
        assert [] == json.loads(as_json(empty))["mappings"]
        assert "mapping_set_version" not in read(as_tsv(empty)).metadata
        assert all(quad.subject == Iri(MAPPING_SET) for quad in as_quads(empty))

    @pytest.mark.parametrize(
        ("part", "other"),
        [
            ("#license:", "#lisense:"),
            ("#curie_map:", "#  curie_map:"),
            ("record_id\t", "recordid\t"),
            ("regcoop:target/x", "https://w3id.org/regcoop/id/target/x"),
            ("skos:closeMatch", ""),
            ("\tregcoop:basis/editorial", ""),
        ],
    )
    def test_the_reader_can_refuse(self, part: str, other: str) -> None:
        """A reader that takes everything would prove nothing."""
        data = as_tsv(mapping_set([self.ROW], "1.0")).decode()
        assert part in data

        with pytest.raises((ValueError, yaml.YAMLError)):
            read(data.replace(part, other, 1).encode())


@pytest.mark.slow
def test_the_whole_set(whole_site: Flask, whole_data: Path) -> None:
    """As many records as rows and IRIs of others; no IRI of countries, since no row gives one."""
    found = read(whole_site.test_client().get("/mappings.sssom.tsv").data)
    targets = table("targets", whole_data)
    outside = sum(bool(row[name]) for row in targets for name in ("un_iri", "sdgio_iri", "wikidata_iri"))

    assert len(table("mappings", whole_data)) + outside == len(found.rows)
    assert {"SDGIO", "unsdg", "wikidata"} <= set(found.metadata["curie_map"])
    assert not any(row["subject_id"].startswith(thing("country", "")) for row in found.rows)
    assert RC not in {row["object_id"] for row in found.rows}
