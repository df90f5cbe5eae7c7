"""How the graph was made, and what it cannot tell."""

from __future__ import annotations

from flask import Blueprint

from webapp.knowledge import knowledge
from webapp.pages.methods import methods_page
from webapp.rendering import render

bp = Blueprint("methods", __name__)


@bp.get("/methods")
def methods() -> str:
    """Show methods and limits, with figures from the graph."""
    return render("methods.html", methods_page(knowledge()))
