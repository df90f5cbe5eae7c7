"""The first page."""

from __future__ import annotations

from flask import Blueprint

from webapp.knowledge import knowledge
from webapp.pages.home import home_page
from webapp.rendering import render

bp = Blueprint("home", __name__)


@bp.get("/")
def home() -> str:
    """Show what this is and the ways in."""
    return render("home.html", home_page(knowledge()))
