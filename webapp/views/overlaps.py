"""Which processes share members and domains, as pages and as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, request

from webapp.citing import citation
from webapp.knowledge import knowledge
from webapp.pages.overlaps.choice import read_overlap_choice
from webapp.pages.overlaps.page import overlaps_page, overlaps_sheet
from webapp.pages.overlaps.pair import pair_page, pair_sheet
from webapp.rendering import render
from webapp.tabular import file_of, refuse

if TYPE_CHECKING:
    from flask import Response

bp = Blueprint("overlaps", __name__)

_PAIR: Final = 2


@bp.get("/overlaps")
def overlaps() -> str:
    """Show all pairs of processes that share members, or two processes held against each other."""
    known = knowledge()
    choice = read_overlap_choice(known, request.args)
    if len(choice.processes) == _PAIR:
        names = " and ".join(map(known.network.label, choice.processes))
        return render("overlap.html", pair_page(known, choice, citation(names, choice.address())))
    cite = citation("Processes that share members", choice.address())
    return render("overlaps.html", overlaps_page(known, choice, cite))


@bp.get("/overlaps.<suffix>")
def overlaps_file(suffix: str) -> Response:
    """Give the rows of the page as a file."""
    known = knowledge()
    choice = read_overlap_choice(known, request.args)
    refuse(choice.notices)
    if len(choice.processes) == _PAIR:
        return file_of(pair_sheet(known, choice), suffix, "overlap")
    return file_of(overlaps_sheet(known, choice), suffix, "overlaps")
