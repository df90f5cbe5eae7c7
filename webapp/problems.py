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

_LESS_WORK: Final = (
    "Begin with the rarest thing that you know: name the country, process or domain that you ask about.",
    "Patterns that share no variable multiply each other's rows: tie them together.",
    "Try it with LIMIT 100 first, and without OPTIONAL and regular expressions.",
)
_SHORTER: Final = (
    "Take the answer in parts with LIMIT and OFFSET, and ORDER BY so that the parts fit together.",
    "Leave out columns and patterns that you do not need.",
)
LIMIT_ADVICE: Final[dict[str, tuple[str, ...]]] = {
    "time": _LESS_WORK,
    "cpu": _LESS_WORK,
    "memory": (
        "ORDER BY, GROUP BY and DISTINCT keep all rows at once: narrow the pattern before they come.",
        "GROUP_CONCAT over many rows makes texts without end: count them instead.",
    ),
    "rows": _SHORTER,
    "size": _SHORTER,
}
"""What to do about a query that went over a limit, by the id of the limit: a sentence each."""

_RULE_ADVICE: Final = {
    "no-service": "Ask the other server yourself, and join the answers.",
    "read-only": "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE.",
    "unknown-graph": "Name a graph that the store holds, or none.",
    "depth": "Take the query apart.",
    "length": "Take the query apart.",
    "size": "Take the query apart, and list values in VALUES.",
    "ambiguous": "Write characters rather than escapes, and put spaces around < and >.",
}
"""What to do about a query that breaks a rule, by the id of the rule."""


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
        return {"limit": error.limit, **value, "advice": " ".join(LIMIT_ADVICE.get(error.limit, ())) or None}
    if isinstance(error, RefusedQueryError):
        advice = _RULE_ADVICE.get(error.rule)
        return {"rule": error.rule, "most": _MOST.get(error.rule), "advice": advice}
    if isinstance(error, QuerySyntaxError):
        return {"line": error.line, "column": error.column}
    if isinstance(error, BusyError):
        return {"retry_after_seconds": error.retry_after_s}
    return {}
