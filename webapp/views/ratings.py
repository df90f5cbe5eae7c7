"""The ratings as their table prints them."""

from __future__ import annotations

from flask import Blueprint

from webapp.knowledge import knowledge
from webapp.pages.things.ratings import ratings_page
from webapp.rendering import render

bp = Blueprint("ratings", __name__)


@bp.get("/ratings")
def ratings() -> str:
    """Show the level of every country in every domain, with the evidence of each."""
    return render("ratings.html", ratings_page(knowledge()))
