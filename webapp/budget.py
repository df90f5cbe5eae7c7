"""How much a query may take and how much it took, as headers that programs can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request

from webapp.knowledge import knowledge

if TYPE_CHECKING:
    from flask import Flask, Response

    from kg.store.bounded import Limits

LIMITS: Final = "Query-Limits"
USED: Final = "Query-Used"
"""Both are dictionaries of RFC 9651, such as `seconds=10.0, rows=1000000`."""


def init_app(app: Flask) -> None:
    """Say the limits with every answer of the endpoint, whatever it is."""
    app.after_request(_say_limits)


def _say_limits(response: Response) -> Response:
    if request.path == "/sparql":
        response.headers[LIMITS] = limits_said(knowledge().strangers.limits)
    return response


def limits_said(limits: Limits) -> str:
    """Return the limits of a query: seconds on the clock and of a processor, bytes of memory, the answer."""
    return (
        f"seconds={limits.seconds:.3f}, cpu-seconds={limits.cpu_seconds:.3f}, "
        f"memory-bytes={limits.memory_bytes}, rows={limits.rows}, answer-bytes={limits.answer_bytes}"
    )


def used_said(seconds: float, rows: int | None, length: int) -> str:
    """Return what a query took: seconds, rows where its answer is a table, bytes of its answer unpacked."""
    counted = "" if rows is None else f", rows={rows}"
    return f"seconds={seconds:.3f}{counted}, answer-bytes={length}"
