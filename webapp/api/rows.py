"""The answer of a stored query: a part of its rows, with what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.exports.tables import csv_bytes, records
from kg.namespaces import LICENCE
from kg.store.protocol import Solutions
from webapp.api.contexts import query_context
from webapp.knowledge import knowledge

if TYPE_CHECKING:
    from webapp.api.paging import Window
    from webapp.stored_queries import Bound


def release() -> str | None:
    """Return the version of the release that is served; None if the store does not say."""
    served = knowledge().release
    return served.release if served else None


def rows_answer(ready: Bound, solutions: Solutions, window: Window) -> dict[str, Any]:
    """
    Return a part of the rows of a stored query.

    Args:
        ready: The query with its values.
        solutions: All its rows.
        window: The part.
    """
    part = Solutions(solutions.variables, tuple(window.of(solutions.rows)))
    return {
        "@context": query_context(ready.query, solutions),
        "query": ready.query.name,
        "summary": ready.query.summary,
        "params": {name: str(term) for name, term in ready.terms.items()},
        "release": release(),
        "license": LICENCE,
        "columns": {name: ready.query.columns.get(name, "") for name in solutions.variables},
        "total": len(solutions.rows),
        "limit": window.limit,
        "offset": window.offset,
        "rows": records(part),
    }


def rows_csv(solutions: Solutions, window: Window) -> bytes:
    """Return a part of the rows as CSV, as stores write it."""
    names = solutions.variables
    part = window.of(solutions.rows)
    return csv_bytes(names, ([row[name].value if name in row else None for name in names] for row in part))
