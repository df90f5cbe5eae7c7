"""Which graphs hold a statement, and what stands behind each of them."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from kg.catalogue import catalogue
from kg.namespaces import (
    ASSERTION,
    BASE,
    GRAPH_EVIDENCE,
    GRAPH_ONTOLOGY,
    GRAPH_RELEASE,
    GRAPH_SDG_EXTRACT,
)
from kg.terms import BlankNode, Iri
from kg.why.model import Holder, Source
from kg.why.values import is_in_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.terms import Term
    from kg.why.model import Ask

T = TypeVar("T")

_AT_ONCE: Final = 100
"""How many statements or assertions one query asks for."""

_RECORDS: Final = {
    GRAPH_EVIDENCE: "record of evidence",
    GRAPH_ONTOLOGY: "ontology and vocabularies",
    GRAPH_RELEASE: "record of the release",
    GRAPH_SDG_EXTRACT: "extract of the United Nations' data on its goals",
}
_QUERY: Final = "assertions-evidence"


def holding(statements: Iterable[tuple[Term, Term, Term]], ask: Ask) -> dict[tuple[Term, ...], list[str]]:
    """Return the IRIs of the graphs that hold each statement, in order; a blank node stands for any other."""
    found: dict[tuple[Term, ...], list[str]] = defaultdict(list)
    for some in _portions(statements):
        data = " ".join(f"({' '.join(map(_value, one))})" for one in some)
        rows = ask(
            f"SELECT DISTINCT ?s ?p ?o ?g {{ VALUES (?s ?p ?o) {{ {data} }} GRAPH ?g {{ ?s ?p ?o }} }} "
            "ORDER BY ?g"
        ).rows
        unnamed = [one for one in some if any(isinstance(term, BlankNode) for term in one)]
        wanted = set(some)
        for row in rows:
            given = (row["s"], row["p"], row["o"])
            fitting = [one for one in unnamed if _fits(one, given)]
            for one in (given, *fitting) if given in wanted else fitting:
                if row["g"].value not in found[one]:
                    found[one].append(row["g"].value)
    return found


def _value(term: Term) -> str:
    # What has no name cannot be asked for; the others are found among the answers.
    return "UNDEF" if isinstance(term, BlankNode) or is_in_parts(term) else term.n3()


def _fits(one: tuple[Term, ...], given: tuple[Term, ...]) -> bool:
    # Engines name a blank node anew with each answer.
    return all(
        isinstance(there, BlankNode) if isinstance(here, BlankNode) else here == there
        for here, there in zip(one, given, strict=True)
    )


def described(graphs: Iterable[str], ask: Ask) -> dict[str, Holder]:
    """Return each graph with what stands behind it."""
    found: dict[str, Holder] = {}
    for some in _portions(graphs):
        asked = catalogue().named(_QUERY).bind_each("assertion", [Iri(graph) for graph in some])
        rows: dict[str, list[Mapping[str, Term]]] = defaultdict(list)
        for row in ask(asked).rows:
            rows[row["assertion"].value].append(row)
        for graph in some:
            found[graph] = _assertion(graph, rows[graph]) if graph in rows else _record(graph)
    return found


def _record(graph: str) -> Holder:
    return Holder(graph, "record", _RECORDS.get(graph, graph.removeprefix(BASE)))


def _assertion(graph: str, rows: list[Mapping[str, Term]]) -> Holder:
    first = rows[0]

    def every(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row[name].value for row in rows if name in row))

    def key(name: str) -> str:
        return first[name].value.rpartition("/")[2] if name in first else ""

    def text(name: str) -> str:
        return first[name].value if name in first else ""

    sources = {
        row["passage"].value: Source(
            row["document"].value,
            row["documentLabel"].value,
            row["locator"].value if "locator" in row else "",
        )
        for row in rows
        if "passage" in row
    }
    return Holder(
        graph,
        "assertion",
        graph.removeprefix(ASSERTION),
        key("basis"),
        key("certainty"),
        key("confidence"),
        tuple(dict.fromkeys(sources.values())),
        text("rule"),
        text("ruleLabel"),
        every("input"),
        every("conflict"),
    )


def _portions(given: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(dict.fromkeys(given))
    while some := list(islice(remaining, _AT_ONCE)):
        yield some
