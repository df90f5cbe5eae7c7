"""The one gate for queries that strangers write: every way to run one goes through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.store.policy import check, check_graphs
from webapp.knowledge import knowledge

if TYPE_CHECKING:
    from kg.store.protocol import DatasetChoice, Form
    from webapp.knowledge import Knowledge


def admit(query: str, dataset: DatasetChoice, known: Knowledge | None = None) -> Form:
    """
    Let a stranger's query pass, to be run by `Knowledge.strangers`, and return its form.

    Args:
        query: What the stranger wrote.
        dataset: The graphs that the request names.
        known: The graph that is asked; that of the running site if None.

    Raises:
        RefusedQueryError: It breaks a rule of `kg.store.policy`, or a graph that it names is not here.
        QuerySyntaxError: It is no query at all.
    """
    form = check(query)
    check_graphs(query, dataset, (known or knowledge()).holds_graph)
    return form
