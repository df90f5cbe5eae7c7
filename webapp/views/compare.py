"""Two to six countries, processes or domains side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request

from webapp.knowledge import knowledge
from webapp.pages.compare.page import asked_of, compare_page, compare_sheet
from webapp.rendering import render
from webapp.tabular import file_of, refuse

if TYPE_CHECKING:
    from flask import Response

bp = Blueprint("compare", __name__)


@bp.get("/compare")
def compare() -> str:
    """Show in what things of one kind differ, and offer a form to choose them."""
    return render("compare.html", compare_page(knowledge(), asked_of(knowledge(), request.args)))


@bp.get("/compare.<suffix>")
def compare_file(suffix: str) -> Response:
    """Give the same as a file."""
    asked = asked_of(knowledge(), request.args)
    refuse(asked.sentences)
    return file_of(compare_sheet(knowledge(), asked), suffix, "comparison")
