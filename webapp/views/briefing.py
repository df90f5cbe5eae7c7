"""Briefings on countries, domains and processes, to be printed or taken as PDF."""

from __future__ import annotations

import hashlib
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Blueprint, current_app, redirect, request
from werkzeug.exceptions import NotFound

from kg.catalogue.parameters import LONGEST_IRI
from kg.keeping import Keeping
from kg.namespaces import thing
from webapp.citing import public
from webapp.knowledge import knowledge
from webapp.negotiation import HTML
from webapp.pages.briefings.page import KINDS, briefing_page
from webapp.pdf import pdf_of
from webapp.rendering import render
from webapp.representations import respond

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Answer

bp = Blueprint("briefing", __name__)

_SUFFIX: Final = ".pdf"
_SLUG: Final = re.compile(r"[a-z0-9]+([-._/][a-z0-9]+)*")
_MOST_FILES: Final = 200
_FILES: Final = Keeping(_MOST_FILES)
"""The files made last, by public address and page: one takes a second to make, and some 60 KB to keep."""


@bp.get("/briefing/<kind>/<path:key>")
def briefing(kind: str, key: str) -> Answer:
    """Show the briefing on a thing, or give it as PDF; a question after the address of a file is dropped."""
    slug = key.removesuffix(_SUFFIX)
    iri = thing(kind, slug)
    may_be = kind in KINDS and len(iri) <= LONGEST_IRI and _SLUG.fullmatch(slug)
    page = briefing_page(knowledge(), iri) if may_be else None
    if page is None:
        raise NotFound(
            f"There is no briefing on {iri[:LONGEST_IRI]}; there are briefings on every country, domain and "
            "process: start from the page of one."
        )
    if key.endswith(_SUFFIX) and request.query_string:
        # Else every question would make a file of its own.
        return redirect(f"/briefing/{kind}/{key}", HTTPStatus.MOVED_PERMANENTLY)
    html = render("briefing.html", page)
    if not key.endswith(_SUFFIX):
        return respond(html, HTML.media_type)
    base = public("/").rstrip("/")
    # The page names release and day, so a file is made anew when one of them is another.
    of = (base, hashlib.sha256(html.encode()).digest())
    body = _FILES.get(of, lambda: pdf_of(html, _file, base))
    return respond(body, "application/pdf", filename=f"briefing-{kind}-{slug.replace('/', '-')}.pdf")


def _file(path: str) -> tuple[bytes, str]:
    """Return a style sheet or typeface of this site with its media type."""
    with current_app.test_client().get(path) as answer:
        return answer.data, answer.mimetype or ""
