"""The JSON-LD context under its IRI: to programs as it is, and as a page that says what each name means."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from kg.contexts import context
from kg.errors import MediaTypeError
from kg.namespaces import CONTEXT
from webapp.negotiation import HTML, JSON, JSON_LD, best, prefers_page
from webapp.pages.context import context_page
from webapp.rendering import render
from webapp.representations import respond, validator
from webapp.validity import Validity

bp = Blueprint("context", __name__)

_OFFERED: Final = (JSON_LD.media_type, JSON.media_type)


@bp.get("/context/v1")
def first() -> Response:
    """Give the context; a browser gets a page about it."""
    accept = request.headers.get("Accept")
    if prefers_page(accept):
        links = ['</context/v1.jsonld>; rel="alternate"; type="application/ld+json"']
        return respond(render("context.html", context_page()), HTML.media_type, links)
    media_type = best(accept, _OFFERED)
    if media_type is None:
        raise MediaTypeError(f"The context cannot be given as {accept!r}; ask for {' or '.join(_OFFERED)}.")
    # The same bytes stand under both types, and a validator is that of one of them.
    known = Validity(validator(media_type, context()) if media_type == JSON.media_type else None)
    return respond(context(), media_type, [f'<{CONTEXT}>; rel="canonical"'], is_frozen=True, known=known)


@bp.get("/context/v1.jsonld")
def first_file() -> Response:
    """Give the context, whatever is asked for."""
    return respond(context(), JSON_LD.media_type, [f'<{CONTEXT}>; rel="canonical"'], is_frozen=True)
