"""Rows of a SELECT in the formats of the protocol, written by us: the same rows are the same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.exports.tables import csv_bytes
from kg.store.protocol import Solutions
from kg.terms import BlankNode, Iri

if TYPE_CHECKING:
    from kg.terms import Term


def with_own_blanks(solutions: Solutions) -> Solutions:
    """Return rows whose blank nodes are `b0`, `b1` and so on: engines label them anew each time."""
    labels: dict[str, BlankNode] = {}

    def renamed(term: Term) -> Term:
        if not isinstance(term, BlankNode):
            return term
        return labels.setdefault(term.value, BlankNode(f"b{len(labels)}"))

    rows = tuple({name: renamed(term) for name, term in row.items()} for row in solutions.rows)
    return Solutions(solutions.variables, rows)


def results_csv(solutions: Solutions) -> bytes:
    """Return rows as SPARQL 1.1 Query Results CSV: the texts of terms, nothing for what is unbound."""
    return csv_bytes(
        solutions.variables,
        ([_plain(row.get(name)) for name in solutions.variables] for row in solutions.rows),
    )


def _plain(term: Term | None) -> str:
    return "" if term is None else term.n3() if isinstance(term, BlankNode) else term.value


def results_json(solutions: Solutions) -> bytes:
    """Return rows as SPARQL 1.1 Query Results JSON, one row a line."""
    rows = ",\n".join(
        json.dumps(
            {name: _binding(row[name]) for name in solutions.variables if name in row}, ensure_ascii=False
        )
        for row in solutions.rows
    )
    head = json.dumps({"vars": solutions.variables}, ensure_ascii=False)
    return f'{{"head": {head}, "results": {{"bindings": [\n{rows}\n]}}}}\n'.encode()


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, Iri):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    said = {"type": "literal", "value": term.value}
    if term.language:
        return {**said, "xml:lang": term.language}
    return {**said, "datatype": term.datatype} if term.datatype else said
