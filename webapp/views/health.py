"""Whether the site runs, and whether it can answer: for whatever watches over it."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response

from kg.errors import StoreError
from webapp.knowledge import knowledge

bp = Blueprint("health", __name__)

READY_WITHIN_S: Final = 3.0
"""How long the store may take for one row: whoever watches over a site does not wait for long."""


@bp.get("/healthz")
def health() -> Response:
    """Say that the process answers; the store is not asked."""
    return _word("ok")


@bp.get("/readyz")
def ready() -> Response:
    """
    Say that the store answers and holds a release.

    Otherwise the error says what is missing: 502 for an endpoint that does not answer, 504 for one that takes
    too long, else 503.  It is asked anew each time, so the site is ready again when its store is.
    """
    known = knowledge()
    # Asked anew each time: an answer that was kept says nothing on whether the store still answers.
    if not known.store.within(READY_WITHIN_S).select(known.queries.named("release").bind({})).rows:
        raise StoreError("The store holds no release; load one, or name another store.")
    return _word("ready")


def _word(text: str) -> Response:
    response = Response(text + "\n", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
