"""Domains by modes of collaboration."""

from __future__ import annotations

from flask import Blueprint

from webapp.knowledge import knowledge
from webapp.pages.matrix import matrix_page
from webapp.rendering import render

bp = Blueprint("matrix", __name__)


@bp.get("/matrix")
def matrix() -> str:
    """Show which modes of collaboration are recorded for which domain."""
    return render("matrix.html", matrix_page(knowledge()))
