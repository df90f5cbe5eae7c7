"""The JSON-LD context under its IRI: to programs as it is, and as a page that says what each name means."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from kg.contexts import context
from kg.namespaces import CONTEXT
from webapp.asked import asked_for
from webapp.negotiation import HTML, JSON, JSON_LD, prefers_page
from webapp.pages.context import context_page
from webapp.rendering import render
from webapp.representations import respond, validator
from webapp.validity import Validity

bp = Blueprint("context", __name__)

_FORMATS: Final = (JSON_LD, JSON)


@bp.get("/context/v1")
def first() -> Response:
    """Give the context; a browser gets a page about it."""
    if prefers_page(request.headers.get("Accept")):
        links = ['</context/v1.jsonld>; rel="alternate"; type="application/ld+json"']
        return respond(render("context.html", context_page()), HTML.media_type, links)
    form = asked_for(_FORMATS)
    # The same bytes stand under both types, and a validator is that of one of them.
    known = Validity(validator(form.media_type, context()) if form is JSON else None)
    return respond(context(), form.media_type, [f'<{CONTEXT}>; rel="canonical"'], is_frozen=True, known=known)


@bp.get("/context/v1.jsonld")
def first_file() -> Response:
    """Give the context, whatever is asked for."""
    return respond(context(), JSON_LD.media_type, [f'<{CONTEXT}>; rel="canonical"'], is_frozen=True)
