"""The parts that pages are built from, on one page with sample content."""

from __future__ import annotations

from flask import Blueprint, render_template

bp = Blueprint("design", __name__)


@bp.get("/design")
def design() -> str:
    """Show every part in every state, for whoever changes the look of the site."""
    return render_template("design.html")
