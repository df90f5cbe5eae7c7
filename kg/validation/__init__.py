"""
Run the shapes; say what they find as file, row and column.

Two engines can do so: `arbiter`, which decides what is published, and `fast`, which finds the same in a tenth
of the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from kg import rdf, resources
from kg.dataset import ontology_files
from kg.errors import ShapeError
from kg.namespaces import GRAPH_ONTOLOGY, RCS
from kg.validation import arbiter
from kg.validation.findings import Finding, Report, order
from kg.validation.places import place, places_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from rdflib import Graph
    from rdflib.term import Node

    from kg.dataset import Dataset
    from kg.validation.places import Places

    # From N-Triples and the shapes to the SHACL report.
    Engine: TypeAlias = Callable[[bytes, Graph], Graph]

__all__ = ["Finding", "Report", "places_of", "shapes_graph", "validate_dataset", "validate_files"]


def validate_dataset(
    dataset: Dataset,
    engine: Engine = arbiter.report,
    keep: Callable[[Finding], bool] = lambda _: True,
) -> Report:
    """
    Run all shapes over a dataset, the union of its graphs.

    Args:
        dataset: The statements, and the tables that they come from.
        engine: What runs the shapes.
        keep: Asked of each finding; what it does not keep is left out of the report.

    Raises:
        ShapeError: A file of the shapes cannot be used.
    """
    return _validate(rdf.ntriples(dataset.quads), places_of(dataset), engine, keep)


def validate_files(paths: Iterable[Path]) -> Report:
    """
    Run all shapes over RDF files (.ttl, .nt, .nq, .trig, .rdf, .jsonld), read as one graph with the ontology.

    Raises:
        ShapeError: A file of the shapes cannot be used.
        KgError: A file does not parse.
    """
    quads = [quad for path in paths for quad in rdf.load_any(path)]
    # The shapes know subclasses and concepts from the ontology, which a file of data need not repeat.
    quads += [quad for path in ontology_files() for quad in rdf.load_turtle(path, GRAPH_ONTOLOGY)]
    return _validate(rdf.ntriples(quads), {}, arbiter.report, lambda _: True)


def shapes_graph() -> Graph:
    """
    Read all files of the shapes into one graph.

    Raises:
        ShapeError: A file does not parse.
    """
    from rdflib import Graph  # noqa: PLC0415
    from rdflib.plugins.parsers.notation3 import BadSyntax  # noqa: PLC0415

    shapes = Graph()
    for path in sorted(resources.shapes_dir().glob("*.ttl")):
        try:
            shapes.parse(path, format="turtle")
        except BadSyntax as error:
            raise ShapeError(path, f"line {error.lines + 1} is not valid Turtle ({error.message})") from error
    return shapes


def _validate(data: bytes, places: Places, engine: Engine, keep: Callable[[Finding], bool]) -> Report:
    shapes = shapes_graph()
    results = engine(data, shapes)
    found = {result: finding for result, finding in _findings(results, shapes, places) if keep(finding)}
    _leave(results, found)
    return Report(tuple(sorted(found.values(), key=order)), results.serialize(format="turtle"))


def _findings(results: Graph, shapes: Graph, places: Places) -> Iterator[tuple[Node, Finding]]:
    from rdflib import SH, URIRef  # noqa: PLC0415

    for result in results.objects(None, SH.result):
        shape = results.value(result, SH.sourceShape)
        focus = str(results.value(result, SH.focusNode))
        table = str(shapes.value(shape, URIRef(RCS + "table")) or "")
        column = str(shapes.value(shape, URIRef(RCS + "column")) or "")
        yield (
            result,
            Finding(
                severity=str(results.value(result, SH.resultSeverity)).rpartition("#")[2],
                shape=str(shape).removeprefix(RCS),
                focus=focus,
                path=str(results.value(result, SH.resultPath) or ""),
                value=str(results.value(result, SH.value) or ""),
                message=str(results.value(result, SH.resultMessage)),
                place=place(places.get(focus, ()), table, column),
            ),
        )


def _leave(results: Graph, kept: Collection[Node]) -> None:
    """Take all other results out of a report."""
    from rdflib import SH, Literal  # noqa: PLC0415

    for report, result in [*results.subject_objects(SH.result)]:
        if result not in kept:
            results.remove((result, None, None))
            results.remove((report, SH.result, result))
            results.set((report, SH.conforms, Literal(not kept)))
