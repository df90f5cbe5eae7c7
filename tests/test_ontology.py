"""
The ontology, held to its rules.

Each query in `tests/ontology/hygiene/` finds offenders against one rule, which its head states, and must find
none.  Beside it, `<rule>.offending.ttl` breaks the rule: with that file added, the query must find exactly
the terms that the file calls `offender`, or it would be a rule that nothing can break.
"""

from __future__ import annotations

import re
import tomllib
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import owlrl
import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from kg import rdf
from kg.namespaces import BASE, RC
from kg.resources import ontology_dir, shapes_dir

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.term import Node

HERE = Path(__file__).parent
HYGIENE = HERE / "ontology" / "hygiene"
RULES = sorted(HYGIENE.glob("*.rq"))
CORE = ontology_dir() / "regcoop.ttl"

# The files that introduce classes and properties of ours, a topic each.
TERMS = [CORE, *(ontology_dir() / f"{topic}.ttl" for topic in ("cooperation", "governance"))]

# Words about words: a reasoner concludes nothing from them that could contradict anything.
ANNOTATIONS = {RDFS.label, SKOS.prefLabel, SKOS.definition, SKOS.scopeNote, SKOS.example, RDFS.isDefinedBy}


def _offenders(query: str, *paths: Path) -> set[str]:
    """Run a hygiene query over Turtle files and return the IRIs, or names of blank nodes, that it finds."""
    store = ox.Store()
    for path in paths:
        store.load(path=path)
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    return {str(solution["offender"]).strip("<>") for solution in solutions}


def _iris(path: Path) -> set[str]:
    return {term.value for triple in ox.parse(path=path) for term in triple if isinstance(term, ox.NamedNode)}


def _head(query: str) -> dict[str, str]:
    lines = [line.removeprefix("#+ ") for line in query.splitlines() if line.startswith("#+ ")]
    return tomllib.loads("\n".join(lines))


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_no_term_breaks_the_rule(path: Path) -> None:
    """The message of the failure is the head of the query: the rule, and how to mend a breach."""
    query = path.read_text(encoding="utf-8")

    assert _offenders(query, *ontology_dir().glob("*.ttl")) == set(), "{rule} {fix}".format(**_head(query))


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_an_offender_would_be_found(path: Path) -> None:
    """Every offender of the file beside the query is found, and nothing else."""
    offending = path.with_suffix(".offending.ttl")
    query = path.read_text(encoding="utf-8")

    offenders = {iri for iri in _iris(offending) if "offender" in iri.lower()}

    assert offenders == _offenders(query, *ontology_dir().glob("*.ttl"), offending)


def test_every_rule_says_what_it_asks_and_how_to_mend_a_breach() -> None:
    """The head of a hygiene query holds two sentences, and nothing else."""
    heads = {path.stem: _head(path.read_text(encoding="utf-8")) for path in RULES}

    assert [name for name, head in heads.items() if set(head) != {"rule", "fix"}] == []
    assert [text for head in heads.values() for text in head.values() if not text.endswith(".")] == []


def test_every_rule_can_be_broken() -> None:
    """Queries and offending files come in pairs."""
    offending = {path.name.removesuffix(".offending.ttl") for path in HYGIENE.glob("*.offending.ttl")}

    assert offending == {path.stem for path in RULES}


def _subjects(text: str) -> list[str]:
    return re.findall(r"^(rc:\S+) a ", text, re.MULTILINE)


@pytest.mark.parametrize("path", TERMS, ids=lambda path: path.stem)
def test_terms_stand_in_order(path: Path) -> None:
    """Classes, then properties, then datatypes, each by the alphabet, so that a term is found by eye."""
    parts = re.split(
        r"^# (Classes|Properties|Datatypes)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    sections = [_subjects(part) for part in parts[2::2]]

    assert parts[1::2] == ["Classes", "Properties", "Datatypes"][: len(sections)]
    assert [sorted(section) for section in sections] == sections


def test_a_term_has_one_block() -> None:
    """Each term is introduced once, in the file of its topic."""
    terms = [term for path in TERMS for term in _subjects(path.read_text(encoding="utf-8"))]

    assert sorted(set(terms)) == sorted(terms)


def test_what_shares_no_member_is_said_in_one_place() -> None:
    """Disjoint kinds of all topics stand together in the core file, where a gap is seen."""
    scattered = [path.name for path in TERMS if "owl:AllDisjointClasses" in path.read_text(encoding="utf-8")]

    assert scattered == [CORE.name]


@pytest.mark.parametrize("path", TERMS, ids=lambda path: path.stem)
def test_parts_of_a_block_stand_in_one_order(path: Path) -> None:
    """Label, definition, structure, note, example, ontology: so versions are easy to compare."""
    order = [
        *("rdfs:label", "skos:definition"),
        *("rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:domain", "rdfs:range"),
        *("skos:scopeNote", "skos:example", "rdfs:isDefinedBy", "vs:term_status"),
    ]
    blocks = re.findall(r"^rc:\S+ a .*?\.$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    found = [re.findall(r"^    (\w+:\w+) ", block, re.MULTILINE) for block in blocks]

    assert [parts for parts in found if parts != [part for part in order if part in parts]] == []


def test_alignments_stay_apart() -> None:
    """The core names no near terms of others, and the alignments say nothing that a reasoner would follow."""
    core = {iri for path in TERMS for iri in _iris(path)}
    predicates = {triple.predicate.value for triple in ox.parse(path=ontology_dir() / "alignments.ttl")}

    assert core & {str(SKOS.closeMatch), str(RDFS.seeAlso)} == set()
    assert predicates & {str(RDFS.subClassOf), str(RDFS.subPropertyOf), str(OWL.equivalentClass)} == set()


@pytest.mark.parametrize(
    ("path", "iri"),
    [(CORE, BASE + "ontology"), (shapes_dir() / "header.ttl", BASE + "shapes")],
    ids=["ontology", "shapes"],
)
def test_the_version_is_written_alike(path: Path, iri: str) -> None:
    """The version of the text and the version of the address are one."""
    graph = Graph().parse(path)
    version = graph.value(URIRef(iri), OWL.versionInfo)

    assert URIRef(f"{iri}/{version}") == graph.value(URIRef(iri), OWL.versionIRI)


@pytest.mark.parametrize(
    ("path", "iri"),
    [(CORE, BASE + "ontology"), (shapes_dir() / "header.ttl", BASE + "shapes")],
    ids=["ontology", "shapes"],
)
def test_a_version_names_the_one_before_it(path: Path, iri: str) -> None:
    """The first has none before it; any other says which it follows."""
    graph = Graph().parse(path)
    version = str(graph.value(URIRef(iri), OWL.versionInfo))
    prior = str(graph.value(URIRef(iri), OWL.priorVersion) or "")

    assert (version == "0.1.0") == (prior == "")
    assert prior == "" or re.fullmatch(re.escape(iri) + r"/\d+\.\d+\.\d+", prior)
    assert prior != f"{iri}/{version}"


def test_the_order_of_levels_is_no_quantity() -> None:
    """The definition itself keeps readers from calculating with levels."""
    graph = Graph().parse(ontology_dir() / "governance.ttl")
    definition = str(graph.value(URIRef(RC + "levelOrder"), SKOS.definition))

    assert "it is an order and not a quantity" in definition


def _reasoned(paths: Iterable[Path]) -> Graph:
    """Return what OWL 2 RL concludes from our ontology, the vocabularies it builds on, and these files."""
    graph = Graph()
    for path in (*sorted(ontology_dir().glob("*.ttl")), HERE / "ontology" / "outside.ttl", *paths):
        graph.parse(path)
    for predicate in ANNOTATIONS:
        graph.remove((None, predicate, None))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def _disjoint(graph: Graph) -> set[tuple[Node, Node]]:
    return {
        *graph.subject_objects(OWL.disjointWith),
        *(
            pair
            for members in graph.objects(None, OWL.members)
            for pair in combinations(Collection(graph, members), 2)
        ),
    }


def _contradictions(graph: Graph) -> set[Node]:
    """Return the things that belong to two classes which nothing may belong to at once."""
    members = {
        cls: {thing for thing in graph.subjects(RDF.type, cls) if not isinstance(thing, BNode | Literal)}
        for pair in _disjoint(graph)
        for cls in pair
    }
    return {thing for one, other in _disjoint(graph) for thing in members[one] & members[other]}


@pytest.mark.slow
def test_nothing_belongs_to_two_disjoint_classes() -> None:
    """What the shapes accept, a reasoner accepts: domains, ranges and superclasses contradict nothing."""
    examples = HERE / "shapes"
    graph = _reasoned([examples / "background.ttl", *sorted(examples.glob("*/valid.*.ttl"))])

    assert _contradictions(graph) == set()


@pytest.mark.slow
def test_nothing_in_our_own_graph_belongs_to_two_disjoint_classes(graph_file: Path, tmp_path: Path) -> None:
    """What is published contradicts nothing: a note on a thing of the wrong kind would make it two things."""
    union = tmp_path / "union.nt"
    union.write_bytes(rdf.ntriples(rdf.load_any(graph_file)))
    graph = _reasoned([union])

    assert _contradictions(graph) == set()
    assert (URIRef(BASE + "id/process/bali-process"), RDF.type, URIRef(RC + "RegionalProcess")) in graph


@pytest.mark.slow
def test_a_contradiction_would_be_found() -> None:
    """Also one that only shows when domains, ranges and superclasses are followed."""
    graph = _reasoned([HERE / "ontology" / "contradiction.ttl"])

    assert _contradictions(graph) == {
        URIRef(BASE + "id/" + path)
        for path in ("person/ann", "framework/one", "meeting/made", "body/office", "country/ind")
    }
