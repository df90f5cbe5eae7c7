"""What the graph says of one thing, or one assertion says, each statement with its names and its evidence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from kg.namespaces import (
    BASE,
    GRAPH_EVIDENCE,
    GRAPH_ONTOLOGY,
    GRAPH_RELEASE,
    GRAPH_SDG_EXTRACT,
    PREFIXES,
    RC,
    RDF_TYPE,
)
from kg.rdf_output import Quad
from kg.terms import Iri, Literal, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.store.protocol import Solutions

_LABEL: Final = PREFIXES["rdfs"] + "label"
_DERIVED_FROM: Final = PREFIXES["prov"] + "wasDerivedFrom"
_OTHER_GRAPHS: Final = {
    GRAPH_EVIDENCE: "Record of evidence",
    GRAPH_ONTOLOGY: "Ontology and vocabularies",
    GRAPH_RELEASE: "Record of the release",
    GRAPH_SDG_EXTRACT: "Extract of the UN's data on its goals",
}


class Rows(Protocol):
    """Whatever runs a stored query by its name, with terms for its parameters."""

    def __call__(self, query_name: str, **params: Term) -> Solutions:
        """Return the rows."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    Where a statement comes from; no field is empty.

    `kind` is `document`, `rule` or `graph`; `source` its IRI and `label` its name. `locator` says where in
    the document, from which assertions the rule derived it, or which of our own graphs states it.
    """

    kind: str
    source: str
    label: str
    locator: str
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with the named graph that holds it, the names of its parts and its evidence."""

    subject: Iri
    property: Iri
    property_label: str
    value: Term
    value_label: Literal | None
    graph: str
    basis: str
    evidence: tuple[Evidence, ...]

    def quad(self) -> Quad:
        """Return the statement itself."""
        return Quad(self.subject, self.property, self.value, self.graph)


@dataclass(frozen=True, slots=True)
class Description:
    """
    All that the graph says of a thing, or all that an assertion says.

    `label` is its name, or its short IRI if it has none; `types` are the IRIs of its classes; `statements`
    stand in the order of the stored query; `incoming` are statements about others that point to it;
    `coverage` are whole coverage statements about it: what a document says of which matter, or leaves out;
    `evidence` is the raw description of the assertions and passages, in the graph of the evidence.
    """

    iri: str
    label: str
    types: tuple[str, ...]
    statements: tuple[Statement, ...]
    incoming: tuple[Statement, ...]
    evidence: tuple[Quad, ...]
    coverage: tuple[Statement, ...] = ()


def describe_thing(rows: Rows, iri: str) -> Description | None:
    """Describe a thing by its IRI; None if nothing is said of it."""
    subject = Iri(iri)
    found = rows("statements", subject=subject)
    if not found.rows:
        return None
    record = _Record(
        (*rows("thing-evidence", subject=subject).rows, *rows("thing-passages", subject=subject).rows)
    )
    statements = _statements(found.rows, record, subject=subject)
    incoming = tuple(
        record.statement(_iri(row["thing"]), row, subject)
        for row in rows("mentions", subject=subject).rows
        if isinstance(row["thing"], Iri)
    )
    coverage = _statements(rows("thing-coverage", about=subject).rows, record)
    return replace(_description(iri, statements, incoming, record), coverage=coverage)


def describe_assertion(rows: Rows, iri: str) -> Description | None:
    """Describe an assertion: what it states, and what it rests on; None if there is no such assertion."""
    assertion = Iri(iri)
    stated = rows("assertion-statements", assertion=assertion)
    if not stated.rows:
        return None
    described = tuple({**row, "described": assertion} for row in rows("statements", subject=assertion).rows)
    record = _Record((*described, *rows("assertion-passages", assertion=assertion).rows))
    return _description(iri, _statements(stated.rows, record), (), record)


def _description(
    iri: str, statements: tuple[Statement, ...], incoming: tuple[Statement, ...], record: _Record
) -> Description:
    own = [s for s in statements if s.subject.value == iri]
    labels = [s.value for s in own if s.property.value == _LABEL]
    # Of names in several languages the English one stands at the head, as on the pages.
    labels.sort(key=lambda label: getattr(label, "language", None) != "en")
    types = dict.fromkeys(s.value.value for s in own if s.property.value == RDF_TYPE)
    return Description(
        iri, labels[0].value if labels else short(iri), tuple(types), statements, incoming, record.quads
    )


def _statements(
    rows: Iterable[Mapping[str, Term]], record: _Record, subject: Iri | None = None
) -> tuple[Statement, ...]:
    # A thing with two names would otherwise state everything about it twice.
    unique: dict[tuple[Term, ...], Statement] = {}
    for row in rows:
        about = subject or _iri(row["subject"])
        key = (about, row["property"], row["value"], row["assertion"])
        unique.setdefault(key, record.statement(about, row, row["value"]))
    return tuple(unique.values())


class _Record:
    """The evidence that rows of `described, property, value, valueLabel` tell of, by assertion."""

    def __init__(self, rows: Sequence[Mapping[str, Term]]) -> None:
        self.quads = tuple(
            dict.fromkeys(
                Quad(row["described"], _iri(row["property"]), row["value"], GRAPH_EVIDENCE) for row in rows
            )
        )
        self.labels = {row["value"].value: row["valueLabel"].value for row in rows if "valueLabel" in row}
        self.values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in self.quads:
            self.values[str(quad.subject)][quad.predicate.value].append(quad.object.value)

    def statement(self, subject: Iri, row: Mapping[str, Term], value: Term) -> Statement:
        """Make a statement of a row of `property, propertyLabel, valueLabel, assertion`."""
        graph, property_ = row["assertion"].value, _iri(row["property"])
        label = row.get("propertyLabel")
        value_label = row.get("valueLabel")
        return Statement(
            subject,
            property_,
            label.value if label else short(property_.value),
            value,
            value_label if isinstance(value_label, Literal) else None,
            graph,
            self._first(graph, "basis"),
            self.evidence(graph),
        )

    def evidence(self, graph: str) -> tuple[Evidence, ...]:
        """Return what a graph rests on."""
        if graph in _OTHER_GRAPHS:
            return (Evidence("graph", graph, _OTHER_GRAPHS[graph], f"stated in {graph}"),)
        if rule := self._first(graph, "derivedBy"):
            inputs = tuple(self.values[graph][_DERIVED_FROM])
            locator = f"derived from {'; '.join(inputs) or graph}"
            return (Evidence("rule", rule, self.labels.get(rule, short(rule)), locator, inputs),)
        passages = self.values[graph][RC + "restsOn"] if graph in self.values else []
        # A graph that no passage or rule stands behind is named itself, rather than left without a source.
        return tuple(self._passage(p) for p in passages) or (
            Evidence("graph", graph, short(graph), f"stated in {graph}"),
        )

    def _passage(self, passage: str) -> Evidence:
        document = self._first(passage, "passageOf") or passage
        status = self._first(passage, "locatorStatus")
        locator = self._first(passage, "locator") or self.labels.get(status, "") or short(status or passage)
        return Evidence("document", document, self.labels.get(document, short(document)), locator)

    def _first(self, subject: str, name: str) -> str:
        found = self.values[subject][RC + name] if subject in self.values else []
        return found[0] if found else ""


def _iri(term: Term) -> Iri:
    return term if isinstance(term, Iri) else Iri(term.n3())


def short(iri: str) -> str:
    """Return an IRI as people read it: `rc:servesDomain`, `country/bgd`, else the IRI itself."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.removeprefix(BASE + "id/").removeprefix(BASE)
