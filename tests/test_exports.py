"""What leaves the graph: statements in eight formats, each with where it comes from, and cells of tables."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.catalogue import catalogue
from kg.errors import KgError, MediaTypeError
from kg.exports.descriptions import Description, describe_assertion, describe_thing, short
from kg.exports.statements import CSV_HEADER, as_csv, as_json, as_rdf
from kg.exports.tables import csv_bytes, records
from kg.namespaces import GRAPH_EVIDENCE, PREFIXES, RC, assertion, thing
from kg.rdf_output import GRAPH_MEDIA_TYPES, Quad, read_turtle, serialise
from kg.store.embedded import open_embedded
from kg.store.protocol import Solutions
from kg.terms import BlankNode, Iri, Literal, Term

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.protocol import Store

XSD = PREFIXES["xsd"]


@pytest.fixture(name="store", scope="module")
def _store(graph_file: Path) -> Store:
    return open_embedded(graph_file)


class Rows:
    """Runs stored queries over a store."""

    def __init__(self, store: Store) -> None:
        """Ask this store."""
        self.store = store

    def __call__(self, query_name: str, **params: Term) -> Solutions:
        """Run a query of the catalogue."""
        return self.store.select(catalogue().named(query_name).bind(params))


@pytest.fixture(name="rows", scope="module")
def _rows(store: Store) -> Rows:
    return Rows(store)


def described(rows: Rows, kind: str, key: str) -> Description:
    """Describe a thing that is there."""
    found = describe_thing(rows, thing(kind, key))
    assert found is not None
    return found


class TestTables:
    """Cells for those who know no RDF."""

    def test_csv_is_rfc_4180(self) -> None:
        """Lines end in CR LF, quotes are doubled, what is absent is empty."""
        rows = [("http://a/b?c=1&d", 'A "quoted", <text>\r\nof two lines', None), ("", "tab\there", 46)]
        expected = (
            b"thing,name,number\r\n"
            b'http://a/b?c=1&d,"A ""quoted"", <text>\r\nof two lines",\r\n'
            b",tab\there,46\r\n"
        )

        assert expected == csv_bytes(("thing", "name", "number"), rows)

    def test_a_cell_that_looks_like_a_formula_is_not_changed(self) -> None:
        """Data that is read back equals what was published."""
        assert b"name\r\n=1+1\r\n" == csv_bytes(["name"], [["=1+1"]])

    def test_plain_records_have_json_s_own_types(self) -> None:
        """Numbers are numbers, what is unbound is null, the rest is text; every row has every column."""
        table = Solutions(
            ("thing", "number"),
            (
                {"thing": Iri("http://a/b")},
                {"thing": BlankNode("x"), "number": Literal("46", XSD + "integer")},
                {"thing": Literal("a", None, "en"), "number": Literal("0.5", XSD + "decimal")},
            ),
        )

        assert [("http://a/b", None), ("_:x", 46), ("a", 0.5)] == [tuple(r.values()) for r in records(table)]

    @pytest.mark.parametrize(
        ("value", "datatype", "expected"),
        [
            ("true", "boolean", True),
            ("0", "boolean", False),
            ("many", "integer", "many"),
            ("INF", "double", "INF"),
            ("2016", "gYear", "2016"),
        ],
    )
    def test_what_json_cannot_say_stays_text(self, value: str, datatype: str, expected: object) -> None:
        """A year is no amount, and infinity no number of JSON."""
        made = records(Solutions(("x",), ({"x": Literal(value, XSD + datatype)},)))

        assert [{"x": expected}] == made


# rdflib's own parsers use names that rdflib has deprecated.
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
class TestRdf:
    """Statements in RDF formats."""

    @pytest.mark.parametrize("media_type", GRAPH_MEDIA_TYPES)
    def test_order_does_not_matter(self, rows: Rows, media_type: str) -> None:
        """The same statements are the same bytes."""
        quads = [s.quad() for s in described(rows, "process", "bali-process").statements]
        turned = [*reversed(quads), quads[0]]

        assert serialise(quads, media_type) == serialise(turned, media_type)

    @pytest.mark.parametrize(
        ("media_type", "name"),
        [
            ("application/n-triples", "nt"),
            ("application/ld+json", "json-ld"),
            ("application/rdf+xml", "xml"),
        ],
    )
    def test_the_formats_without_graphs_hold_the_same(self, rows: Rows, media_type: str, name: str) -> None:
        """rdflib, a foreign reader, finds in each what it finds in Turtle."""
        description = described(rows, "indicator", "mgi-2016/1.2")
        turtle = rdflib.Graph().parse(data=as_rdf(description, "text/turtle"), format="turtle")
        other = rdflib.Graph().parse(data=as_rdf(description, media_type), format=name)

        assert len(turtle) > len(description.statements)
        assert isomorphic(turtle, other)

    @pytest.mark.parametrize(
        ("media_type", "name"), [("application/trig", "trig"), ("application/n-quads", "nquads")]
    )
    def test_the_formats_with_graphs_hold_what_the_store_holds(
        self, store: Store, rows: Rows, media_type: str, name: str
    ) -> None:
        """Every statement stands in its assertion's graph, and the evidence is with it."""
        data = as_rdf(described(rows, "rating", "mgi-2016/bgd/5"), media_type)
        read = rdflib.Dataset()
        read.parse(data=data, format=name)

        graphs = {str(g) for _, _, _, g in read.quads()}
        assert {assertion("ratings", "mgi-2016/bgd/5"), GRAPH_EVIDENCE} == graphs
        for s, p, o, g in read.quads():
            assert store.ask(f"ASK {{ GRAPH <{g}> {{ {s.n3()} {p.n3()} {o.n3()} }} }}")

    def test_an_assertion_in_turtle_brings_its_evidence(self, rows: Rows) -> None:
        """Whoever asks for an assertion asks for what it rests on, in any format."""
        iri = assertion("ratings", "mgi-2016/bgd/5")
        description = describe_assertion(rows, iri)
        assert description is not None
        graph = rdflib.Graph().parse(data=as_rdf(description, "text/turtle"), format="turtle")

        passages = list(graph.objects(rdflib.URIRef(iri), rdflib.URIRef(RC + "restsOn")))
        assert passages
        assert all(graph.value(p, rdflib.URIRef(RC + "locator")) for p in passages)

    def test_blank_nodes_get_the_same_names_each_time(self, tmp_path: Path) -> None:
        """An engine renames them whenever it reads them; what we write does not show it."""
        path = tmp_path / "list.ttl"
        path.write_text("<http://a/b> <http://a/c> ( 1 2 ) .", encoding="utf-8")

        assert serialise(read_turtle(path), "text/turtle") == serialise(read_turtle(path), "text/turtle")

    def test_a_file_that_does_not_parse_is_named(self, tmp_path: Path) -> None:
        """The message says which file and where."""
        path = tmp_path / "bad.ttl"
        path.write_text("<http://a/b> .", encoding="utf-8")

        with pytest.raises(KgError, match=r"bad\.ttl is not valid Turtle"):
            read_turtle(path)

    def test_a_literal_is_no_subject(self) -> None:
        """RDF does not know such a statement."""
        with pytest.raises(KgError, match="cannot be the subject"):
            serialise([Quad(Literal("x"), Iri("http://a/b"), Literal("y"))], "text/turtle")

    def test_an_unknown_type_is_refused(self) -> None:
        """The error names the type."""
        with pytest.raises(MediaTypeError, match="image/png"):
            serialise([], "image/png")

    def test_json_ld_is_short_and_means_the_same(self) -> None:
        """Our prefixes stand in the context, types and datatypes use them."""
        quads = [
            Quad(Iri("http://a/s"), Iri(PREFIXES["rdf"] + "type"), Iri(RC + "Country")),
            Quad(Iri("http://a/s"), Iri(RC + "number"), Literal("2", XSD + "integer")),
        ]
        document = json.loads(serialise(quads, "application/ld+json"))

        node = {
            "@id": "http://a/s",
            "rc:number": [{"@type": "xsd:integer", "@value": "2"}],
            "@type": ["rc:Country"],
        }
        assert [node] == document["@graph"]


class TestEvidence:
    """Every statement that leaves says where it comes from."""

    THINGS = (
        ("country", "bgd"),
        ("process", "bali-process"),
        ("domain", "escap-2017/2"),
        ("rating", "mgi-2016/bgd/5"),
        ("document", "escap-2017"),
        ("basis", "derived"),
    )

    @pytest.mark.parametrize(("kind", "key"), THINGS)
    def test_no_row_of_csv_lacks_its_source(self, rows: Rows, kind: str, key: str) -> None:
        """Assertion, source, its name and the place in it are in every row, whatever the thing."""
        read = list(csv.DictReader(io.StringIO(as_csv(described(rows, kind, key)).decode(), newline="")))

        assert tuple(read[0]) == CSV_HEADER
        for row in read:
            assert all(row[name] for name in ("assertion", "source", "source_label", "locator")), row

    def test_what_is_derived_names_rule_and_inputs(self, rows: Rows) -> None:
        """A rule is a source, too: it and the assertions it used are named."""
        description = described(rows, "process", "bali-process")
        derived = next(s for s in description.statements if s.property.value == RC + "coversDomain")

        (evidence,) = derived.evidence
        assert ("rule", thing("rule", "process-covers-domain")) == (evidence.kind, evidence.source)
        assert evidence.inputs
        assert all(name in evidence.locator for name in evidence.inputs)

    def test_json_is_for_those_who_know_no_rdf(self, rows: Rows) -> None:
        """A thing has id, label and statements; a value is a text, or an id with its label."""
        made = json.loads(as_json(described(rows, "rating", "mgi-2016/bgd/5"), {"license": "free"}))
        level = next(s for s in made["statements"] if s["property"] == RC + "level")

        assert {"id": thing("level", "mgi-2016/mature"), "label": "Mature"} == level["value"]
        assert assertion("ratings", "mgi-2016/bgd/5") == level["assertion"]
        assert thing("document", "escap-2017") == level["evidence"][0]["document"]["id"]
        assert "part 7" in level["evidence"][0]["locator"]
        assert "free" == made["license"]

    def test_a_thing_with_two_names_states_the_rest_once(self, rows: Rows) -> None:
        """Other names do not multiply statements."""
        statements = described(rows, "domain", "escap-2017/2").statements
        keys = [(s.subject, s.property, s.value, s.graph) for s in statements]

        assert len(set(keys)) == len(keys)

    def test_of_what_nobody_speaks_there_is_no_description(self, rows: Rows) -> None:
        """None, which the site answers with 404."""
        assert describe_thing(rows, thing("country", "nowhere")) is None
        assert describe_assertion(rows, assertion("ratings", "none")) is None


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (RC + "servesDomain", "rc:servesDomain"),
        (thing("country", "bgd"), "country/bgd"),
        (assertion("ratings", "a/b"), "assertion/ratings/a/b"),
        (GRAPH_EVIDENCE, "graph/evidence"),
        ("http://elsewhere/x", "http://elsewhere/x"),
    ],
)
def test_an_iri_is_shortened_for_people(iri: str, expected: str) -> None:
    """Ours by their keys, terms by their prefix, foreign ones not at all."""
    assert expected == short(iri)
