"""Rows of a SELECT whose blank nodes have names that last: the same rows are the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.store.protocol import Solutions
from kg.terms import BlankNode

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
