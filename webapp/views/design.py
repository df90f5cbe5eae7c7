"""The design of the site on one page: its values, and every part with sample content."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint

from webapp.pages.design import design_page
from webapp.pages.results.samples import sample
from webapp.rendering import render

bp = Blueprint("design", __name__)


@bp.get("/design")
def design() -> str:
    """Show values and parts in every state, for whoever changes the look of the site."""
    return render("design.html", replace(design_page(), picture=sample().inline("sample")))
