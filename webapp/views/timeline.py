"""Meetings and initiatives by their dates, and the same rows as files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from webapp.citing import citation
from webapp.knowledge import knowledge
from webapp.pages.timelines.page import asked, timeline_page, timeline_sheet
from webapp.pages.timelines.timeline import PATH
from webapp.rendering import render
from webapp.tabular import file_of

if TYPE_CHECKING:
    from flask import Response

bp = Blueprint("timeline", __name__)


@bp.get(PATH)
def timeline() -> str:
    """Show meetings and initiatives by date, narrowed by the parameters that `asked` understands."""
    page = timeline_page(knowledge(), asked(knowledge(), request.args.to_dict(flat=False)))
    if page.problem:
        return render("timeline.html", page)
    title = ", ".join(value.text for value in page.about) or "All processes"
    address = page.timeline.href if page.timeline else PATH
    return render("timeline.html", replace(page, cite=citation(f"{title}: timeline", address)))


@bp.get(f"{PATH}.<suffix>")
def file(suffix: str) -> Response:
    """Answer with all rows of the choice in the format of `suffix`."""
    want = asked(knowledge(), request.args.to_dict(flat=False))
    if want.problem:
        raise NotFound(want.problem)
    return file_of(timeline_sheet(knowledge(), want), suffix, "timeline")
