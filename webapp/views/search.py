"""Search by name: the page, the same as JSON, and suggestions while a name is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from flask import Blueprint, request

from kg.search import LONGEST_ASKED
from webapp.kinds import SOUGHT, SUGGESTED
from webapp.knowledge import knowledge
from webapp.negotiation import JSON
from webapp.pages.matches import found
from webapp.pages.search import SearchPage, search_page
from webapp.rendering import render
from webapp.representations import respond

if TYPE_CHECKING:
    from flask import Response

bp = Blueprint("search", __name__)

_SUGGESTIONS_AT_MOST: Final = 8
_SUGGESTIONS_KEPT_S: Final = 300


@bp.get("/search")
def search() -> str:
    """Show what has the words asked for in one of its names."""
    return render("search.html", _page())


@bp.get("/search.json")
def search_json() -> Response:
    """Give the same hits to programs."""
    return respond(json.dumps(_page().as_json(), ensure_ascii=False), JSON.media_type)


@bp.get("/search/suggest")
def suggest() -> Response:
    """Give the names that what is being written may become; `class` keeps to kinds of things."""
    asked = " ".join(request.args.get("q", "")[:LONGEST_ASKED].split())
    classes = [segment for segment in request.args.getlist("class") if segment]
    kinds = [segment for segment in SOUGHT if segment in classes] if classes else SUGGESTED
    graph = knowledge()
    hits = graph.finder.suggest(asked, _SUGGESTIONS_AT_MOST, kinds) if kinds else []
    answer = {"query": asked, "suggestions": [found(hit, graph.names).as_json() for hit in hits]}
    response = respond(json.dumps(answer, ensure_ascii=False), JSON.media_type)
    response.cache_control.public = True
    response.cache_control.max_age = _SUGGESTIONS_KEPT_S
    return response


def _page() -> SearchPage:
    return search_page(
        knowledge(),
        request.args.get("q", ""),
        frozenset(request.args.getlist("class")),
        request.args.get("page", ""),
    )
