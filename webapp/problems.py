"""What a problem document says in members of its own: what a program can act on."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import quote

from kg.errors import (
    BusyError,
    LimitError,
    ParameterError,
    QuerySyntaxError,
    RefusedQueryError,
    UnknownQueryError,
)
from kg.namespaces import CONTEXT
from kg.store.policy import MAX_BYTES, MAX_DEPTH, MAX_OPERATORS

if TYPE_CHECKING:
    from http import HTTPStatus

    from kg.errors import KgError
    from kg.store.bounded import Limits
    from webapp.problem_types import ProblemType

Members: TypeAlias = dict[str, str | float | list[str] | None]

PROBLEM_TYPE: Final = "application/problem+json"
CONTEXT_LINK: Final = f'<{CONTEXT}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
"""The header Link by which JSON that names no context of its own is JSON-LD."""

_LONGEST_NAME: Final = 100
_LONGEST_PATH: Final = 300

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
    return (
        {"retry_after_seconds": error.retry_after_s} if isinstance(error, BusyError) else _of_request(error)
    )


def _of_request(error: KgError) -> Members:
    if isinstance(error, ParameterError):
        # A name may come from the address, and be of any length.
        name = error.parameter and error.parameter[:_LONGEST_NAME]
        return {"parameter": name, "allowed": list(error.allowed) or None}
    if isinstance(error, UnknownQueryError):
        return {"allowed": list(error.near) or None}
    return {}


def problem_body(
    kind: ProblemType, detail: str, path: str, members: Members, status: HTTPStatus | None = None
) -> str:
    """Return a problem document as JSON: `path` is what was asked for; members that are None are left out."""
    body: dict[str, object] = {
        "type": kind.iri,
        "title": kind.title,
        "status": (status or kind.status).value,
        "detail": detail,
    }
    if len(path) <= _LONGEST_PATH:
        # An IRI reference, as which a path with any sign in it does not stand.
        body["instance"] = quote(path, safe="/:@!$&'()*+,;=-._~")
    body |= {name: value for name, value in members.items() if value is not None}
    return json.dumps(body)
