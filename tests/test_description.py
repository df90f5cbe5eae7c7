"""
What is said of the graph in VoID and on the page of its counts, held against the N-Quads themselves.

The counts are made a second time from the lines of the file, by nothing but Python.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pytest
import rdflib
from rdflib import DCTERMS, FOAF, RDF, VOID, XSD, URIRef
from selectolax.lexbor import LexborHTMLParser

from kg.description.said import short_name
from kg.namespaces import BASE, GRAPH_EVIDENCE, ID, LICENCE, RC
from kg.rdf_output import GRAPH_MEDIA_TYPES
from kg.store.embedded import open_embedded
from kg.store.remote import RemoteStore
from webapp import create_app
from webapp.kinds import LISTED
from webapp.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from rdflib.term import Node

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")]

EXT = rdflib.Namespace("http://ldf.fi/void-ext#")
TYPE: Final = f"<{RDF.type}>"
LINE: Final = re.compile(r"(\S+) (\S+) (.+) <(\S+)> \.\n")
PARSERS: Final = {
    "ttl": "turtle",
    "nt": "nt",
    "nq": "nquads",
    "trig": "trig",
    "jsonld": "json-ld",
    "rdf": "xml",
}
LINKING: Final = re.compile(
    r"<http://www\.w3\.org/(2004/02/skos/core#(exact|close|broad|narrow|related)Match"
    r"|2002/07/owl#(sameAs|equivalentClass|equivalentProperty)"
    r"|2000/01/rdf-schema#(subClassOf|subPropertyOf|seeAlso))>"
)

Triple = tuple[str, str, str]
Sizes = tuple[int, int, int]


@lru_cache(maxsize=2)
def statements(nquads: Path) -> frozenset[tuple[str, str, str, str]]:
    """Read a file of N-Quads, term by term as it is written."""
    with nquads.open(encoding="utf-8") as lines:
        found = [LINE.fullmatch(line) for line in lines]
    return frozenset((m[1], m[2], m[3], m[4]) for m in found if m)


def sizes(triples: Iterable[Triple]) -> Sizes:
    """Count statements, what they are about, and their values."""
    each = set(triples)
    return len(each), len({s for s, _, _ in each}), len({o for _, _, o in each})


def parted(pairs: Iterable[tuple[str, Triple]]) -> dict[str, Sizes]:
    """Count the statements of each part."""
    found: dict[str, set[Triple]] = defaultdict(set)
    for part, triple in pairs:
        found[part].add(triple)
    return {part: sizes(triples) for part, triples in found.items()}


def datatype_of(value: str) -> str | None:
    """Return the datatype of a term of N-Quads, None of a thing."""
    if not value.startswith('"'):
        return None
    end = value[value.rindex('"') + 1 :]
    if end.startswith("^^"):
        return end[3:-1]
    return str(RDF.langString if end else XSD.string)


def iri(term: str) -> str:
    """Return an IRI without its brackets; a blank node as it is."""
    return term[1:-1] if term.startswith("<") else term


def described(void: rdflib.Graph, part: Node) -> Sizes:
    """Return the three sizes that the description gives of a part."""
    given = [void.value(part, name) for name in (VOID.triples, VOID.distinctSubjects, VOID.distinctObjects)]
    return int(str(given[0])), int(str(given[1])), int(str(given[2]))


def partitions(void: rdflib.Graph, whole: Node, by: URIRef, named: URIRef) -> Iterator[tuple[str, Node]]:
    """Go through the parts of a data set: what each is a part by, and itself."""
    for part in void.objects(whole, by):
        yield str(void.value(part, named)), part


def dataset_of(void: rdflib.Graph) -> Node:
    """Return the data set that a document describes."""
    (whole,) = void.objects(URIRef(BASE + "void"), FOAF.primaryTopic)
    return whole


@pytest.fixture(name="client")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.fixture(name="small", scope="module")
def _small(site: Flask, graph_file: Path) -> tuple[rdflib.Graph, Path]:
    body = site.test_client().get("/void.nt").data
    return rdflib.Graph().parse(data=body, format="nt"), graph_file


def hold(void: rdflib.Graph, nquads: Path) -> None:
    """Hold every count of a description against a file of N-Quads."""
    quads = statements(nquads)
    triples = {(s, p, o) for s, p, o, _ in quads}
    classes: dict[str, set[str]] = defaultdict(set)
    for s, p, o in triples:
        if p == TYPE:
            classes[s].add(o)
    whole = dataset_of(void)

    assert len(quads) > 1_000
    assert sizes(triples) == described(void, whole)
    assert len({s for s, _, _ in triples if s.startswith(f"<{ID}")}) == _int(void, whole, VOID.entities)
    assert len({o for _, p, o in triples if p == TYPE}) == _int(void, whole, VOID.classes)
    assert len({p for _, p, _ in triples}) == _int(void, whole, VOID.properties)
    _hold_properties(void, triples, whole)
    _hold_classes(void, triples, classes, whole)
    _hold_graphs_and_links(void, quads, whole)


def _int(void: rdflib.Graph, part: Node, name: URIRef) -> int:
    return int(str(void.value(part, name)))


def _hold_properties(void: rdflib.Graph, triples: set[Triple], whole: Node) -> None:
    by_property = {iri(p): size for p, size in parted((t[1], t) for t in triples).items()}
    parts = dict(partitions(void, whole, VOID.propertyPartition, VOID.property))
    assert by_property == {name: described(void, part) for name, part in parts.items()}

    typed = [(iri(t[1]), kind, t) for t in triples if (kind := datatype_of(t[2]))]
    expected = {
        (name, kind): (size[0], size[2])
        for name in parts
        for kind, size in parted((kind, t) for p, kind, t in typed if p == name).items()
    }
    inner = {
        (name, kind): (_int(void, each, VOID.triples), _int(void, each, VOID.distinctObjects))
        for name, part in parts.items()
        for kind, each in partitions(void, part, EXT.datatypePartition, EXT.datatype)
    }
    assert expected == inner
    overall = {kind: size[0] for kind, size in parted((kind, t) for _, kind, t in typed).items()}
    assert overall == {
        kind: _int(void, each, VOID.triples)
        for kind, each in partitions(void, whole, EXT.datatypePartition, EXT.datatype)
    }


def _hold_classes(
    void: rdflib.Graph, triples: set[Triple], classes: dict[str, set[str]], whole: Node
) -> None:
    by_class: dict[str, set[Triple]] = defaultdict(set)
    for triple in triples:
        for kind in classes.get(triple[0], ()):
            by_class[iri(kind)].add(triple)
    parts = dict(partitions(void, whole, VOID.classPartition, VOID["class"]))

    assert set(by_class) == set(parts)
    for kind, part in parts.items():
        about = {s for s, _, _ in by_class[kind]}
        assert len(about) == _int(void, part, VOID.entities) == _int(void, part, VOID.distinctSubjects)
        assert len(by_class[kind]) == _int(void, part, VOID.triples)
        named = sorted(iri(s) for s in about if s.startswith("<"))
        assert named[:1] == [str(each) for each in void.objects(part, VOID.exampleResource)]
        expected = {iri(p): size for p, size in parted((t[1], t) for t in by_class[kind]).items()}
        assert len(expected) == _int(void, part, VOID.properties)
        assert expected == {
            name: described(void, inner)
            for name, inner in partitions(void, part, VOID.propertyPartition, VOID.property)
        }


def _hold_graphs_and_links(
    void: rdflib.Graph, quads: frozenset[tuple[str, str, str, str]], whole: Node
) -> None:
    def part_of(graph: str) -> str:
        path = graph.removeprefix(BASE)
        return "/".join(path.split("/")[:2])

    parts = parted((part_of(g), (s, p, o)) for s, p, o, g in quads)
    links = parted(
        (f"{iri(p)} {iri(o)[: max(iri(o).rfind('/'), iri(o).rfind('#')) + 1]}", (s, p, o))
        for s, p, o, _ in quads
        if LINKING.fullmatch(p)
        and s.startswith(f"<{BASE}")
        and o.startswith("<")
        and not o.startswith(f"<{BASE}")
    )
    subsets = set(void.objects(whole, VOID.subset))
    linksets = {each for each in subsets if (each, RDF.type, VOID.Linkset) in void}

    assert parts == {str(each).partition("#graphs=")[2]: described(void, each) for each in subsets - linksets}
    assert links == {
        f"{void.value(each, VOID.linkPredicate)} "
        f"{void.value(void.value(each, VOID.objectsTarget), VOID.uriSpace)}": described(void, each)
        for each in linksets
    }
    assert {whole} == {void.value(each, VOID.subjectsTarget) for each in linksets}


class TestCounts:
    """Every number of the description."""

    def test_all_counts_of_the_small_graph(self, small: tuple[rdflib.Graph, Path]) -> None:
        """As Python counts the lines of the file."""
        hold(*small)

    @pytest.mark.slow
    def test_all_counts_of_the_graph_that_we_publish(self, whole_site: Flask, whole_graph_file: Path) -> None:
        """Likewise."""
        body = whole_site.test_client().get("/void.nt").data

        hold(rdflib.Graph().parse(data=body, format="nt"), whole_graph_file)

    @pytest.mark.slow
    def test_a_server_elsewhere_is_described_by_the_same_counts(
        self, graph_file: Path, oxigraph_server: Callable[[bytes], str]
    ) -> None:
        """They are asked of the store, wherever it stands; other graphs in it are not ours to count."""
        foreign = b"<urn:a> <urn:b> <urn:c> <https://example.org/graph> .\n"
        store = RemoteStore(oxigraph_server(graph_file.read_bytes() + foreign))
        void = create_app(Settings(store)).test_client().get("/void.nt").data

        hold(rdflib.Graph().parse(data=void, format="nt"), graph_file)

    def test_nothing_is_weighed(self, small: tuple[rdflib.Graph, Path]) -> None:
        """Numbers are counts: whole, and of nothing but what there is. No rating is added up."""
        void, _ = small
        numbers = [o for o in void.objects() if isinstance(o, rdflib.Literal) and o.datatype == XSD.integer]

        assert len(numbers) > 100
        assert all(str(number).isdigit() for number in numbers)
        assert {XSD.integer} == {
            o.datatype for o in void.objects() if isinstance(o, rdflib.Literal) and o.datatype
        }


class TestDocument:
    """What the description says beside its counts."""

    def test_it_tells_the_ways_to_the_data(
        self, client: FlaskClient, small: tuple[rdflib.Graph, Path]
    ) -> None:
        """The endpoint answers, and the example is a thing that there is."""
        void, _ = small
        whole = dataset_of(void)
        endpoint = str(void.value(whole, VOID.sparqlEndpoint))
        examples = list(void.objects(whole, VOID.exampleResource))

        assert (
            200
            == client.get(
                endpoint.removeprefix("http://localhost"), query_string={"query": "ASK {}"}
            ).status_code
        )
        assert len(examples) > 3
        for example in examples:
            answer = client.get(str(example).removeprefix(BASE.rstrip("/")), follow_redirects=True)
            assert 200 == answer.status_code
        assert {ID} == {str(o) for o in void.objects(whole, VOID.uriSpace)}
        assert URIRef(LICENCE) == void.value(whole, DCTERMS.license)

    def test_its_vocabularies_are_those_in_use(self, small: tuple[rdflib.Graph, Path]) -> None:
        """Our own among them."""
        void, _ = small
        used = {str(o) for o in void.objects(dataset_of(void), VOID.vocabulary)}

        assert {RC, str(FOAF), str(DCTERMS)} < used
        assert BASE + "id/" not in used

    def test_no_part_is_named_twice(self, small: tuple[rdflib.Graph, Path]) -> None:
        """Each has its own number of statements, and one only."""
        void, _ = small
        counted = [s for s, _ in void.subject_objects(VOID.triples)]

        assert len(counted) == len(set(counted))
        assert [] == [s for s in set(void.subjects()) if not isinstance(s, URIRef)]

    def test_every_dump_is_there(self, released_site: Flask) -> None:
        """Each file of RDF of the release that is served, and no other file."""
        client = released_site.test_client()
        void = rdflib.Graph().parse(data=client.get("/void.nt").data, format="nt")
        dumps = [str(o).removeprefix("http://localhost") for o in void.objects(None, VOID.dataDump)]

        assert URIRef(BASE + "release/0.2.0") == dataset_of(void)
        assert "/r/0.2.0/regcoop.nq.gz" in dumps
        for dump in dumps:
            assert dump.startswith("/r/0.2.0/")
            with client.head(dump) as answer:
                assert 200 == answer.status_code

    def test_the_release_is_that_of_the_catalogue(self, released_site: Flask) -> None:
        """The data set of VoID and that of DCAT have one name."""
        client = released_site.test_client()
        both = rdflib.Graph()
        for path in ("/void.nt", "/data.nt"):
            both.parse(data=client.get(path).data, format="nt")
        release = URIRef(BASE + "release/0.2.0")
        dcat = "http://www.w3.org/ns/dcat#"

        assert {VOID.Dataset, URIRef(dcat + "Dataset")} <= set(both.objects(release, RDF.type))
        assert (URIRef(BASE + "data#catalogue"), URIRef(dcat + "dataset"), release) in both

    def test_the_service_description_leads_to_it(
        self, client: FlaskClient, small: tuple[rdflib.Graph, Path]
    ) -> None:
        """What the endpoint answers from is the data set that is described."""
        body = client.get("/sparql", headers={"Accept": "application/n-triples"}).data
        service = rdflib.Graph().parse(data=body, format="nt")
        sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
        dataset = service.value(None, RDF.type, sd.Dataset)

        assert (dataset, RDF.type, VOID.Dataset) in service
        assert (URIRef(BASE + "void"), FOAF.topic, URIRef(BASE + "data#dataset")) in small[0]
        assert URIRef(BASE + "data#dataset") == service.value(dataset, DCTERMS.isVersionOf)
        assert URIRef(BASE + "void") == service.value(dataset, rdflib.RDFS.seeAlso)


class TestAddresses:
    """`/.well-known/void` and `/void`."""

    @pytest.mark.parametrize(
        ("accept", "address"),
        [
            (None, "/void.ttl"),
            ("*/*", "/void.ttl"),
            ("application/rdf+xml", "/void.rdf"),
            ("application/ld+json, text/turtle;q=0.5", "/void.jsonld"),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "/void"),
            ("image/png", "/void.ttl"),
            ("," * 10_000, "/void.ttl"),
        ],
    )
    def test_the_registered_place_leads_to_the_document(
        self, client: FlaskClient, accept: str | None, address: str
    ) -> None:
        """By 302, as the note on VoID has it; each client to the form that it reads."""
        answer = client.get("/.well-known/void", headers={"Accept": accept} if accept else {})

        assert (302, address) == (answer.status_code, answer.headers["Location"])
        assert "Accept" in answer.vary
        assert "*" == answer.headers["Access-Control-Allow-Origin"]
        assert 200 == client.get(address).status_code

    @pytest.mark.parametrize("media_type", GRAPH_MEDIA_TYPES)
    def test_it_is_negotiated(self, client: FlaskClient, media_type: str) -> None:
        """In every format, with the others named."""
        answer = client.get("/void", headers={"Accept": media_type})

        assert (200, media_type) == (answer.status_code, answer.mimetype)
        assert any('rel="alternate"; type="text/html"' in link for link in answer.headers.getlist("Link"))
        assert 200 == client.head("/void", headers={"Accept": media_type}).status_code
        assert answer.data == client.get("/void", query_string={"_mediatype": media_type}).data

    @pytest.mark.parametrize("suffix", PARSERS)
    def test_every_format_says_the_same(
        self, client: FlaskClient, small: tuple[rdflib.Graph, Path], suffix: str
    ) -> None:
        """Read by rdflib, they are one graph."""
        read = rdflib.Dataset(default_union=True).parse(
            data=client.get(f"/void.{suffix}").data, format=PARSERS[suffix]
        )

        assert set(small[0]) == {(s, p, o) for s, p, o, *_ in read.quads()}

    def test_an_unknown_type_is_406_and_an_unknown_suffix_404(self, client: FlaskClient) -> None:
        """Each in a sentence."""
        refused = client.get("/void", headers={"Accept": "image/png"})

        assert 406 == refused.status_code
        assert "text/turtle" in refused.text
        assert 404 == client.get("/void.foo").status_code
        assert 405 == client.post("/void").status_code

    def test_the_same_release_gives_the_same_bytes(self, graph_file: Path, client: FlaskClient) -> None:
        """Also from another start of the site, and 304 saves them."""
        other = create_app(Settings(open_embedded(graph_file))).test_client().get("/void.trig")
        here = client.get("/void.trig")

        assert other.data == here.data
        assert 304 == client.get("/void.trig", headers={"If-None-Match": here.headers["ETag"]}).status_code


class TestPage:
    """The page of counts."""

    def test_it_shows_the_counts_of_the_description(
        self, client: FlaskClient, small: tuple[rdflib.Graph, Path]
    ) -> None:
        """Of each class of ours, how many there are, with a way to their list."""
        void, _ = small
        html = LexborHTMLParser(client.get("/void", headers={"Accept": "text/html"}).text)
        rows = {
            "".join(cell.text(strip=True) for cell in row.css("th")): [
                cell.text(strip=True) for cell in row.css("td")
            ]
            for row in html.css("#classes tbody tr")
        }
        links = {a.text(): a.attributes["href"] for a in html.css("#classes tbody td a")}
        parts = dict(partitions(void, dataset_of(void), VOID.classPartition, VOID["class"]))

        assert len(parts) == len(rows)
        for kind, part in parts.items():
            (cells,) = [cells for name, cells in rows.items() if name.endswith(short_name(kind))]
            assert f"{_int(void, part, VOID.entities):,}" == cells[0]
            assert f"{_int(void, part, VOID.triples):,}" == cells[1]
        assert "/countries" in links.values()

    @pytest.mark.slow
    def test_a_number_leads_to_a_list_of_as_many(self, whole_site: Flask) -> None:
        """Of the lists that have the things of one class and nothing else."""
        client = whole_site.test_client()
        html = LexborHTMLParser(client.get("/void", headers={"Accept": "text/html"}).text)
        counted = {a.attributes["href"]: a.text() for a in html.css("#classes tbody td a")}
        totals = {
            path: re.findall(r'data-total="(\d+)"', client.get(path, headers={"Accept": "text/html"}).text)[0]
            for path in (str(kind.listing) for kind in LISTED)
        }

        assert len(totals) > 15
        assert totals == {path: counted[path] for path in totals}

    def test_it_names_no_graph_by_a_bare_path(self, client: FlaskClient) -> None:
        """Named graphs of their own have names."""
        text = client.get("/void", headers={"Accept": "text/html"}).text

        assert "Record of evidence" in text
        assert GRAPH_EVIDENCE not in text
