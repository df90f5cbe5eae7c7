"""Search by name."""

from __future__ import annotations

from flask import Blueprint, request

from webapp.knowledge import knowledge
from webapp.pages.search import search_page
from webapp.rendering import render

bp = Blueprint("search", __name__)


@bp.get("/search")
def search() -> str:
    """Show what has the words asked for in one of its names."""
    return render(
        "search.html",
        search_page(knowledge(), request.args.get("q", ""), frozenset(request.args.getlist("class"))),
    )
