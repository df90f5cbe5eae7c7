"""The one gate for queries that strangers write: every way to run one goes through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.store.policy import check, check_graphs
from webapp.knowledge import knowledge

if TYPE_CHECKING:
    from kg.store.protocol import DatasetChoice, Form


def admit(query: str, dataset: DatasetChoice) -> Form:
    """
    Let a stranger's query pass, to be run by `Knowledge.strangers`, and return its form.

    Raises:
        RefusedQueryError: It breaks a rule of `kg.store.policy`, or a graph that it names is not here.
        QuerySyntaxError: It is no query at all.
    """
    form = check(query)
    check_graphs(query, dataset, knowledge().holds_graph)
    return form
