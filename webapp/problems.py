"""What a problem document of the SPARQL endpoint says in members of its own: what a program can act on."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.errors import BusyError, LimitError, QuerySyntaxError, RefusedQueryError
from kg.store.policy import MAX_BYTES, MAX_DEPTH, MAX_OPERATORS

if TYPE_CHECKING:
    from kg.errors import KgError
    from kg.store.bounded import Limits

Members: TypeAlias = dict[str, str | float | None]

_MEASURES: Final = {
    "time": "seconds",
    "cpu": "cpu_seconds",
    "memory": "memory_bytes",
    "rows": "rows",
    "size": "answer_bytes",
}
_MOST: Final = {"depth": MAX_DEPTH, "size": MAX_OPERATORS, "length": MAX_BYTES}

ADVICE: Final = {
    "time": "Name more of the things that are asked for, or ask for one part after the other.",
    "cpu": "Name more of the things that are asked for, or ask for one part after the other.",
    "memory": "Leave out ORDER BY and DISTINCT, put less into GROUP_CONCAT, or join fewer patterns.",
    "rows": "Ask for fewer rows with LIMIT, and for the next ones with ORDER BY and OFFSET.",
    "size": "Ask for fewer columns, or for fewer rows with LIMIT.",
    "no-service": "Ask the other server yourself, and join the answers.",
    "read-only": "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE.",
    "unknown-graph": "Name a graph that the store holds, or none.",
    "depth": "Take the query apart.",
    "length": "Take the query apart.",
    "ambiguous": "Write characters rather than escapes, and put spaces around < and >.",
}
"""What to do about a limit or a rule, by its id."""


def members(error: KgError, limits: Limits) -> Members:
    """
    Return the members that a problem document has beside those of RFC 9457.

    Args:
        error: What went wrong.
        limits: The limits of a query, of which the one that was passed is named with its value.
    """
    if isinstance(error, LimitError):
        measure = _MEASURES.get(error.limit)
        value = {measure: asdict(limits)[measure]} if measure else {}
        return {"limit": error.limit, **value, "advice": ADVICE.get(error.limit)}
    if isinstance(error, RefusedQueryError):
        # Its rule `size` counts operators, and the limit of that name bytes.
        advice = "Take the query apart, and list values in VALUES." if error.rule == "size" else None
        return {
            "rule": error.rule,
            "most": _MOST.get(error.rule),
            "advice": advice or ADVICE.get(error.rule),
        }
    if isinstance(error, QuerySyntaxError):
        return {"line": error.line, "column": error.column}
    if isinstance(error, BusyError):
        return {"retry_after_seconds": error.retry_after_s}
    return {}
