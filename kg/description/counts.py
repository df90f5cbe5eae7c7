"""How much of what there is in the graph, as stored queries count it; no means, no order of merit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.store.protocol import Solutions
    from kg.terms import Term

    Row = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many statements there are, each once, about how many nodes, with how many values."""

    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, slots=True)
class OfProperty:
    """What a property says; `datatypes` are (datatype, statements, values), of those that are no things."""

    iri: str
    tally: Tally
    datatypes: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class OfClass:
    """How many nodes are of a class, the first by its IRI (empty if none has one), what is said of them."""

    iri: str
    entities: int
    example: str
    properties: tuple[OfProperty, ...]

    @property
    def triples(self) -> int:
        """Return how many statements are about nodes of the class."""
        return sum(each.tally.triples for each in self.properties)


@dataclass(frozen=True, slots=True)
class OfGraphs:
    """What a table, a rule or a graph of its own states; behind our base their IRIs begin with `path`."""

    path: str
    tally: Tally
    properties: int


@dataclass(frozen=True, slots=True)
class OfLinks:
    """The links of one property to things or terms whose IRIs begin with `space`."""

    property: str
    space: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of a whole graph; `entities` is the number of things of ours."""

    tally: Tally
    entities: int
    classes: tuple[OfClass, ...]
    properties: tuple[OfProperty, ...]
    graphs: tuple[OfGraphs, ...]
    links: tuple[OfLinks, ...]

    @property
    def datatypes(self) -> tuple[tuple[str, int], ...]:
        """Return each datatype with the number of statements whose value has it."""
        found: dict[str, int] = defaultdict(int)
        for each in self.properties:
            for datatype, triples, _ in each.datatypes:
                found[datatype] += triples
        return tuple(sorted(found.items()))

    @property
    def vocabularies(self) -> tuple[str, ...]:
        """Return the namespaces of all classes and properties in use."""
        return tuple(
            sorted(
                {
                    _namespace(iri)
                    for iri in (*(c.iri for c in self.classes), *(p.iri for p in self.properties))
                }
            )
        )


def count(rows: Callable[[str], Solutions]) -> Counts:
    """
    Count a graph.

    Args:
        rows: Runs a stored query by its name.

    Raises:
        StoreError: The store cannot answer.
    """
    totals = rows("dataset-totals").rows
    if len(totals) != 1:
        raise StoreError("The store does not count its statements; ask for the description again later.")
    of_classes = _grouped(rows("dataset-class-properties").rows, "class")
    datatypes = _grouped(rows("dataset-datatypes").rows, "property")
    return Counts(
        _tally(totals[0]),
        _int(totals[0], "entities"),
        tuple(
            OfClass(
                iri := _text(row, "class"),
                _int(row, "entities"),
                _text(row, "example"),
                tuple(OfProperty(_text(each, "property"), _tally(each)) for each in of_classes[iri]),
            )
            for row in rows("dataset-classes").rows
        ),
        tuple(
            OfProperty(iri := _text(row, "property"), _tally(row), _datatypes(datatypes[iri]))
            for row in rows("dataset-properties").rows
        ),
        tuple(
            OfGraphs(_text(row, "part"), _tally(row), _int(row, "properties"))
            for row in rows("dataset-graphs").rows
        ),
        tuple(
            OfLinks(_text(row, "property"), _text(row, "space"), _tally(row))
            for row in rows("dataset-links").rows
        ),
    )


def _grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[_text(row, column)].append(row)
    return found


def _datatypes(rows: Iterable[Row]) -> tuple[tuple[str, int, int], ...]:
    return tuple((_text(row, "datatype"), _int(row, "triples"), _int(row, "objects")) for row in rows)


def _tally(row: Row) -> Tally:
    return Tally(_int(row, "triples"), _int(row, "subjects"), _int(row, "objects"))


def _int(row: Row, column: str) -> int:
    return int(row[column].value)


def _text(row: Row, column: str) -> str:
    return row[column].value if column in row else ""


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
