"""Where no one serves a domain, and of whom nothing is known, as pages and as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request

from webapp.citing import citation
from webapp.knowledge import knowledge
from webapp.pages.gaps.answer import gap_answer_page, gap_answer_sheet
from webapp.pages.gaps.choice import read_gap_choice
from webapp.pages.gaps.page import gaps_page, gaps_sheet
from webapp.rendering import render
from webapp.tabular import file_of, refuse

if TYPE_CHECKING:
    from flask import Response

bp = Blueprint("gaps", __name__)


@bp.get("/gaps")
def gaps() -> str:
    """Show where no one serves the domains of a framework, or the answer for one of them."""
    known = knowledge()
    choice = read_gap_choice(known, request.args)
    where = f" in {known.network.label(choice.region)}" if choice.region else ""
    if choice.domain:
        cite = citation(f"{known.network.label(choice.domain)}{where}: gaps", choice.address())
        return render("gap.html", gap_answer_page(known, choice, cite))
    return render("gaps.html", gaps_page(known, choice, citation(f"Gaps{where}", choice.address())))


@bp.get("/gaps.<suffix>")
def gaps_file(suffix: str) -> Response:
    """Give the rows of the page as a file."""
    known = knowledge()
    choice = read_gap_choice(known, request.args)
    refuse(choice.notices)
    if choice.domain:
        return file_of(gap_answer_sheet(known, choice), suffix, "gap")
    return file_of(gaps_sheet(known, choice), suffix, "gaps")
