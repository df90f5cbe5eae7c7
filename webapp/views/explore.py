"""The tools for exploring, side by side."""

from __future__ import annotations

from flask import Blueprint

from webapp.pages.explore import explore_page
from webapp.rendering import render

bp = Blueprint("explore", __name__)


@bp.get("/explore")
def explore() -> str:
    """List the tools for exploring, each with the question that it answers."""
    return render("explore.html", explore_page())
