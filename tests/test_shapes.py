"""
The shapes, specified by examples.

`tests/shapes/<topic>/valid.<why>.ttl` must be accepted.  `invalid.<why>.ttl` must be refused with exactly the
findings of `invalid.<why>.expected.csv`, no fewer and no more: `focus` is an IRI relative to
`https://w3id.org/regcoop/id/`, `shape` a name within `rcs:`, `severity` a name within `sh:`.  Every example
stands in the small world of `tests/shapes/background.ttl`, beside the ontology.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from functools import cache
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias
from urllib.parse import urljoin

import pyshacl
import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH, Namespace
from rdflib.plugins.sparql import prepareQuery

from kg import rdf
from kg.errors import ShapeError
from kg.namespaces import BASE, ID, RCS
from kg.resources import data_dir, ontology_dir, package_dir, shapes_dir
from kg.validation import arbiter, fast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Node

    from tests.conftest import Needs

EXAMPLES = Path(__file__).parent / "shapes"
ACCEPTED = sorted(EXAMPLES.glob("*/valid.*.ttl"))
REFUSED = sorted(EXAMPLES.glob("*/invalid.*.ttl"))
MINE = Namespace(RCS)

Finding: TypeAlias = tuple[str, str, str]


def _parsed(paths: Iterable[Path]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for path in sorted(paths):
        graph.parse(path)
    return graph


def _name(path: Path) -> str:
    return path.relative_to(EXAMPLES).as_posix()


class _Data(Graph):
    """A graph that keeps the queries of checks parsed, which for each example anew would take most time."""

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:  # noqa: ANN401
        """Answer as any graph does."""
        query = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(query, *args, **kwargs)


@cache
def _prepared(query: str) -> Query:
    return prepareQuery(query)


@pytest.fixture(scope="session", name="shapes")
def _shapes() -> Graph:
    return _parsed(shapes_dir().glob("*.ttl"))


@pytest.fixture(scope="session", name="world")
def _world() -> Graph:
    return _parsed([*ontology_dir().glob("*.ttl"), EXAMPLES / "background.ttl"])


class Validate(Protocol):
    """See the fixture `validate`."""

    def __call__(self, example: Path) -> Graph:
        """Return the report on an example."""


@pytest.fixture(scope="session", name="validate")
def _validate(shapes: Graph, world: Graph) -> Validate:
    """Give a function that validates an example once, however often it is asked."""

    @cache
    def validate(example: Path) -> Graph:
        data = _Data(bind_namespaces="none")
        for triple in chain(world, _parsed([example])):
            data.add(triple)
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True, inplace=True)
        assert isinstance(report, Graph)
        return report

    return validate


@pytest.fixture(scope="session", name="quickly")
def _quickly(shapes: Graph, world: Graph) -> Validate:
    """Give the same function with the fast engine behind it."""
    known = world.serialize(format="nt", encoding="utf-8")

    @cache
    def validate(example: Path) -> Graph:
        return fast.report(known + _parsed([example]).serialize(format="nt", encoding="utf-8"), shapes)

    return validate


def _findings(report: Graph) -> set[Finding]:
    """Return the focus, and the names of shape and severity, of each finding."""
    return {
        (
            str(report.value(result, SH.focusNode)),
            str(report.value(result, SH.sourceShape)).removeprefix(RCS),
            str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
        )
        for result in report.objects(None, SH.result)
    }


def _expected(example: Path) -> set[Finding]:
    path = example.with_suffix(".expected.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {(urljoin(ID, row["focus"]), row["shape"], row["severity"]) for row in csv.DictReader(file)}


def _checks(shapes: Graph) -> set[Node]:
    """Return what can make a finding: property shapes, and node shapes with a query for a target."""
    return {*shapes.subjects(RDF.type, SH.PropertyShape), *shapes.subjects(SH.target, None)}


@pytest.mark.parametrize("example", ACCEPTED, ids=_name)
def test_a_valid_example_is_accepted(example: Path, quickly: Validate) -> None:
    """Nothing is found in it, not even something to look at; a slow test asks the arbiter the same."""
    assert set() == _findings(quickly(example))


@pytest.mark.parametrize("example", REFUSED, ids=_name)
def test_an_invalid_example_has_exactly_the_expected_findings(example: Path, quickly: Validate) -> None:
    """A finding too many is as wrong as one too few; a slow test asks the arbiter the same."""
    assert _expected(example) == _findings(quickly(example))


def _results(report: Graph) -> Counter[tuple[Node | None, ...]]:
    """Return focus, rule, severity and kind of each finding; text and value are for the reader."""
    parts = (SH.focusNode, SH.sourceShape, SH.resultSeverity, SH.sourceConstraintComponent)
    return Counter(
        tuple(report.value(result, part) for part in parts) for result in report.objects(None, SH.result)
    )


@pytest.mark.slow
@pytest.mark.parametrize("example", [*ACCEPTED, *REFUSED], ids=_name)
def test_the_fast_engine_finds_what_the_arbiter_finds(
    example: Path, validate: Validate, quickly: Validate
) -> None:
    """Whoever does not wait for pySHACL is told the same."""
    assert _results(validate(example)) == _results(quickly(example))


@pytest.mark.slow
def test_the_fast_engine_finds_the_same_in_our_data(graph_file: Path, shapes: Graph) -> None:
    """On the small dataset; of all that we publish, the test of `regcoop verify` says so."""
    data = rdf.ntriples(rdf.load_any(graph_file))

    assert _results(arbiter.report(data, shapes)) == _results(fast.report(data, shapes))


def test_the_fast_engine_is_the_one_that_is_meant(needs: Needs) -> None:
    """It is asked, and not stood in for; another package has the same name to import."""
    needs(_is_installed("pyshifty"), "the fast engine is not installed", "pip install pyshifty")

    with pytest.raises(ShapeError, match="cannot be used as shapes"):
        fast.report(b"", _shape_with_a_query("SELECT $this WHERE { bad"))


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _shape_with_a_query(query: str) -> Graph:
    return Graph().parse(
        data=f"""
        @prefix sh: <{SH}> .
        <urn:s> a sh:NodeShape ; sh:targetClass <urn:c> ; sh:sparql [ sh:select "{query}" ] .
        """
    )


def test_without_the_fast_engine_the_arbiter_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine for which there is none, it takes longer, and finds the same."""

    def absent(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    shapes = Graph().parse(
        data=f"<urn:s> a <{SH}NodeShape> ; <{SH}targetNode> <urn:a> ; <{SH}nodeKind> <{SH}Literal> ."
    )
    monkeypatch.setattr(metadata, "version", absent)

    assert 1 == sum(_results(fast.report(b"", shapes)).values())


def test_every_check_refuses_an_example(shapes: Graph) -> None:
    """A property shape or query that no example breaks may as well be broken itself."""
    refused = {MINE[shape] for example in REFUSED for _, shape, _ in _expected(example)}

    assert _checks(shapes) == refused


@pytest.mark.slow
def test_every_constraint_refuses_an_example(shapes: Graph, validate: Validate) -> None:
    """Each part of a property shape is needed: some example breaks this part, whatever else it breaks."""
    constraints = {
        (shape, component)
        for shape in shapes.subjects(RDF.type, SH.PropertyShape)
        for parameter in shapes.predicates(shape)
        for component in [_component(parameter)]
        if component in SH
    }

    broken = {
        (report.value(result, SH.sourceShape), str(report.value(result, SH.sourceConstraintComponent)))
        for report in map(validate, REFUSED)
        for result in report.objects(None, SH.result)
    }

    assert {(shape, str(SH) + component) for shape, component in constraints} == {
        (shape, component) for shape, component in broken if (shape, SH.target, None) not in shapes
    }


def _component(parameter: Node) -> str:
    """Return the name within `sh:` of the component that a parameter belongs to: minCount's, for instance."""
    name = str(parameter).removeprefix(str(SH))
    return f"{name[0].upper()}{name[1:]}ConstraintComponent"


def test_every_node_shape_accepts_an_example(shapes: Graph, world: Graph) -> None:
    """For each class and property that a shape targets, a thing of that kind occurs in a valid example."""
    accepted = _parsed(ACCEPTED)

    def kinds(target: Node) -> set[Node | None]:
        return {*world.transitive_subjects(RDFS.subClassOf, target)}

    missing = [
        *(
            (shape, target)
            for shape, target in shapes.subject_objects(SH.targetClass)
            if not any((None, RDF.type, kind) in accepted for kind in kinds(target))
        ),
        *(
            (shape, target)
            for shape, target in shapes.subject_objects(SH.targetSubjectsOf)
            if (None, target, None) not in accepted
        ),
    ]

    assert missing == []


def test_every_expected_file_belongs_to_an_example() -> None:
    """No file of findings is left over from an example that was renamed."""
    expected = {path.name.removesuffix(".expected.csv") for path in EXAMPLES.glob("*/*.expected.csv")}

    assert expected == {path.stem for path in REFUSED}


@pytest.mark.slow
def test_the_shapes_are_shapes(shapes: Graph) -> None:
    """The shapes conform to the shapes of SHACL itself."""
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes, advanced=True, meta_shacl=True)

    assert conforms, text


def test_every_term_of_shacl_exists(shapes: Graph) -> None:
    """No engine notices `sh:minCoun`; this test does."""
    used = {str(term) for triple in shapes for term in triple if str(term).startswith(str(SH))}

    assert {term for term in used if term.removeprefix(str(SH)) not in SH} == set()


def test_a_misspelt_term_of_shacl_would_be_noticed() -> None:
    """The list of terms that the test above trusts is closed."""
    assert "minCount" in SH
    assert "minCoun" not in SH


def test_every_check_is_complete(shapes: Graph) -> None:
    """It has one name, description, severity, message and place to mend it, in English where it is text."""
    texts = (SH.name, SH.description, SH.message)
    others = (SH.severity, MINE.table, MINE.column)
    incomplete = {
        (check, predicate)
        for check in _checks(shapes)
        for predicate in (*texts, *others)
        if [value.language if isinstance(value, Literal) else None for value in shapes[check:predicate]]
        != ["en" if predicate in texts else None]
    }

    assert incomplete == set()


def test_every_severity_is_one_of_three(shapes: Graph) -> None:
    """Violations stop a release, warnings ask a curator to look, infos say what could be richer."""
    assert set(shapes.objects(None, SH.severity)) <= {SH.Violation, SH.Warning, SH.Info}


def test_every_property_shape_is_named_after_its_one_class(shapes: Graph) -> None:
    """`rcs:Rating-level` is a property of `rcs:Rating` alone, so that a report names the rule."""
    misnamed = {
        shape
        for shape in shapes.subjects(RDF.type, SH.PropertyShape)
        if [str(owner) for owner in shapes.subjects(SH.property, shape)] != [str(shape).split("-")[0]]
    }

    assert misnamed == set()
    assert set(shapes.objects(None, SH.property)) == set(shapes.subjects(RDF.type, SH.PropertyShape))


def test_nothing_but_lists_is_without_a_name(shapes: Graph) -> None:
    """A finding must be able to name its shape, and a difference of two versions its block."""
    assert {node for node in shapes.subjects() if isinstance(node, BNode)} == {
        *(node for node in shapes.subjects(RDF.first) if isinstance(node, BNode))
    }


def test_every_message_names_the_place_to_mend(shapes: Graph) -> None:
    """Problem first, then what to do: in which column of which table, or in which file."""
    silent = set()
    for check in _checks(shapes):
        message, table, column = (
            str(shapes.value(check, name)) for name in (SH.message, MINE.table, MINE.column)
        )
        wanted = {"*": [f"'{column}'"]}.get(table, [table] if "/" in table else [f"{table}.csv"])
        if any(part not in message for part in wanted) or message.count(". ") < 1:
            silent.add((check, message))

    assert silent == set()


def test_every_place_to_mend_exists(shapes: Graph) -> None:
    """Tables and columns are those of the descriptor, files those of the repository."""
    descriptor = json.loads((data_dir() / "datapackage.json").read_text(encoding="utf-8"))
    columns = {
        resource["name"]: {column["name"] for column in resource["schema"]["fields"]}
        for resource in descriptor["resources"]
    }
    columns["*"] = set().union(*columns.values())
    # In a wheel the library lies beside the folders that it carries, in a checkout in the same one.
    roots = (ontology_dir().parent, package_dir().parent)
    missing = {
        (check, str(table), str(column))
        for check in _checks(shapes)
        for table in shapes.objects(check, MINE.table)
        for column in shapes.objects(check, MINE.column)
        if str(column) not in columns.get(str(table), ())
        if "/" not in str(table) or not any((root / str(table)).exists() for root in roots)
    }

    assert missing == set()


def test_patterns_keep_to_what_engines_share(shapes: Graph) -> None:
    """Look-around and classes of letters mean an error to one engine and a violation to another."""
    patterns = {str(pattern) for pattern in shapes.objects(None, SH.pattern)}

    assert {pattern for pattern in patterns if re.search(r"\(\?|\\[a-zA-Z]", pattern)} == set()


def test_every_class_that_a_shape_names_is_declared(shapes: Graph, world: Graph) -> None:
    """A target or a value class of ours is a class of the ontology; a misspelt one would look at nothing."""
    named = {*shapes.objects(None, SH.targetClass), *shapes.objects(None, SH["class"])}
    ours = {term for term in named if str(term).startswith(BASE)}

    assert {term for term in ours if (term, RDFS.isDefinedBy, None) not in world} == set()


def test_every_property_that_a_shape_names_is_declared(shapes: Graph, world: Graph) -> None:
    """A path of ours is a property of the ontology; a misspelt one would find nothing, or everything."""
    named = {
        *shapes.objects(None, SH.path),
        *shapes.objects(None, SH.targetSubjectsOf),
        *shapes.objects(None, SH.equals),
        *shapes.objects(None, SH.lessThanOrEquals),
    }
    ours = {term for term in named if str(term).startswith(BASE)}

    assert {term for term in ours if (term, RDFS.isDefinedBy, None) not in world} == set()


def test_every_term_of_ours_in_a_query_is_declared(shapes: Graph, world: Graph) -> None:
    """The query of a check uses no term that the ontology lacks."""
    queries = " ".join(str(query) for query in shapes.objects(None, SH.select))
    used = {URIRef(BASE + "ontology#" + name) for name in re.findall(r"\brc:(\w+)", queries)}

    assert {term for term in used if (term, RDFS.isDefinedBy, None) not in world} == set()
