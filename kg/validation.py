"""
The door to pySHACL: what the shapes find, said as file, row and column.

pySHACL runs on an rdflib graph, the union of all named graphs; on a pyoxigraph store it gives wrong answers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import rdf, resources
from kg.dataset import ontology_files
from kg.errors import ShapeError
from kg.namespaces import BASE, GRAPH_ONTOLOGY, RCS
from kg.namespaces import assertion as assertion_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from rdflib import Graph

    from kg.dataset import Dataset
    from kg.sources import Tables

_SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One result of the shapes.

    `severity` is Violation, Warning or Info; `shape` the name of the rule; `place` the file, row and column
    where a curator mends it, or empty when the thing comes from no table.
    """

    severity: str
    shape: str
    focus: str
    path: str
    value: str
    message: str
    place: str

    def __str__(self) -> str:
        if not (where := self.place or self.focus):
            return self.message
        value = f" (value: {self.value})" if self.value else ""
        return f"{where}: {self.message}{value} [{self.severity}, {self.shape}]"


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, violations first, and the SHACL report itself as Turtle."""

    findings: tuple[Finding, ...]
    turtle: str

    def of_severity(self, severity: str) -> tuple[Finding, ...]:
        """Return the findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity == severity)

    @classmethod
    def of_faults(cls, faults: Iterable[str]) -> Report:
        """Report faults of the tables, which stand before all shapes, as violations."""
        findings = tuple(Finding("Violation", "tables", "", "", "", fault, "") for fault in faults)
        return cls(findings, "\n".join(f"# {finding.message}" for finding in findings))

    @classmethod
    def joined(cls, reports: Iterable[Report]) -> Report:
        """Join the reports of several files into one."""
        parts = list(reports)
        findings = (finding for part in parts for finding in part.findings)
        return cls(tuple(sorted(findings, key=_order)), "\n".join(part.turtle for part in parts))

    @property
    def conforms(self) -> bool:
        """Say whether it may be published: warnings may, violations may not."""
        return not self.of_severity("Violation")


def validate_dataset(dataset: Dataset) -> Report:
    """
    Run all shapes over a dataset.

    Raises:
        ShapeError: A file of the shapes cannot be used.
    """
    from rdflib import Graph  # noqa: PLC0415  (rdflib and pySHACL take half a second to import)

    union = Graph().parse(data=rdf.ntriples(dataset.quads), format="nt")
    return _validate(union, _places(dataset))


def validate_files(paths: Iterable[Path]) -> Report:
    """
    Run all shapes over RDF files (.ttl, .nt, .nq, .trig, .rdf, .jsonld), read as one graph with the ontology.

    Raises:
        ShapeError: A file of the shapes cannot be used.
        KgError: A file does not parse.
    """
    from rdflib import Graph  # noqa: PLC0415

    quads = [quad for path in paths for quad in rdf.load_any(path)]
    # The shapes know subclasses and concepts from the ontology, which a file of data need not repeat.
    quads += [quad for path in ontology_files() for quad in rdf.load_turtle(path, GRAPH_ONTOLOGY)]
    return _validate(Graph().parse(data=rdf.ntriples(quads), format="nt"), {})


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


def _validate(data: Graph, places: Mapping[str, tuple[str, ...]]) -> Report:
    import pyshacl  # noqa: PLC0415
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError  # noqa: PLC0415

    shapes = shapes_graph()
    try:
        _, results, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True, inplace=True)
    except (ShapeLoadError, ReportableRuntimeError) as error:
        raise ShapeError(resources.shapes_dir(), str(error).strip().replace("\n", " ")) from error
    return Report(_findings(results, shapes, places), results.serialize(format="turtle"))


def _findings(results: Graph, shapes: Graph, places: Mapping[str, tuple[str, ...]]) -> tuple[Finding, ...]:
    from rdflib import RDF, SH, URIRef  # noqa: PLC0415

    findings = []
    for result in results.subjects(RDF.type, SH.ValidationResult):
        shape = results.value(result, SH.sourceShape)
        focus = str(results.value(result, SH.focusNode))
        table = str(shapes.value(shape, URIRef(RCS + "table")) or "")
        column = str(shapes.value(shape, URIRef(RCS + "column")) or "")
        findings.append(
            Finding(
                severity=str(results.value(result, SH.resultSeverity)).rpartition("#")[2],
                shape=str(shape).removeprefix(RCS),
                focus=focus,
                path=str(results.value(result, SH.resultPath) or ""),
                value=str(results.value(result, SH.value) or ""),
                message=str(results.value(result, SH.resultMessage)),
                place=_place(places.get(focus, ()), table, column),
            )
        )
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[int, str, str]:
    return _SEVERITIES.index(finding.severity), finding.place, str(finding)


def _places(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Return, by the IRI of each thing, the rows that speak of it: first those of which it is the subject."""
    rows = _rows_by_assertion(dataset.tables)
    subjects: dict[str, list[str]] = defaultdict(list)
    objects: dict[str, list[str]] = defaultdict(list)
    for quad in dataset.quads:
        subject, value, graph = (rdf.iri(term) for term in (quad.subject, quad.object, quad.graph_name))
        # An assertion's own description stands in the evidence graph; its row is that of its IRI.
        place = rows.get(graph) or rows.get(subject)
        if place:
            subjects[subject].append(place)
            objects[value].append(place)
    return {
        thing: tuple(dict.fromkeys([*subjects.get(thing, ()), *objects.get(thing, ())]))
        for thing in subjects | objects
        if thing.startswith(BASE)
    }


def _rows_by_assertion(tables: Tables) -> dict[str, str]:
    return {assertion_iri(name, row.key): tables.place(row) for name, rows in tables.items() for row in rows}


def _place(places: tuple[str, ...], table: str, column: str) -> str:
    """
    Say where to mend a finding.

    A shape names a table; or `*`, the table of the row itself; or, with a slash, a file of the repository,
    and then a property instead of a column.
    """
    if "/" in table:
        return f"{table}, property {column!r}"
    first = places[0] if places else ""
    chosen = next((place for place in places if f"/{table}.csv" in place), first)
    in_table = chosen and (table == "*" or f"/{table}.csv" in chosen)
    return f"{chosen}, column {column!r}" if in_table and column else chosen
