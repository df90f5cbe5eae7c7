"""Briefings on countries, domains and processes, to be printed or taken as PDF."""

from __future__ import annotations

import re
from typing import Final

from flask import Blueprint, Response, current_app
from werkzeug.exceptions import NotFound

from kg.catalogue.parameters import LONGEST_IRI
from kg.namespaces import thing
from webapp.citing import public
from webapp.knowledge import knowledge
from webapp.negotiation import HTML
from webapp.pages.briefings.page import KINDS, briefing_page
from webapp.pdf import pdf_of
from webapp.rendering import render
from webapp.representations import respond

bp = Blueprint("briefing", __name__)

_SUFFIX: Final = ".pdf"
_SLUG: Final = re.compile(r"[a-z0-9]+([-._/][a-z0-9]+)*")


@bp.get("/briefing/<kind>/<path:key>")
def briefing(kind: str, key: str) -> Response:
    """Show the briefing on a thing, or give it as PDF."""
    slug = key.removesuffix(_SUFFIX)
    iri = thing(kind, slug)
    may_be = kind in KINDS and len(iri) <= LONGEST_IRI and _SLUG.fullmatch(slug)
    page = briefing_page(knowledge(), iri) if may_be else None
    if page is None:
        raise NotFound(
            f"There is no briefing on {iri[:LONGEST_IRI]}; there are briefings on every country, domain and "
            "process: start from the page of one."
        )
    html = render("briefing.html", page)
    if not key.endswith(_SUFFIX):
        return respond(html, HTML.media_type)
    body = pdf_of(html, _file, public("/").rstrip("/"))
    return respond(body, "application/pdf", filename=f"briefing-{kind}-{slug.replace('/', '-')}.pdf")


def _file(path: str) -> tuple[bytes, str]:
    """Return a style sheet or typeface of this site with its media type."""
    with current_app.test_client().get(path) as answer:
        return answer.data, answer.mimetype or ""
