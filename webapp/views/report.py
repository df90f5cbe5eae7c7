"""The page from which an error can be reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, request

from webapp.knowledge import knowledge
from webapp.pages.report import report_page
from webapp.rendering import render

if TYPE_CHECKING:
    from webapp.settings import Settings

bp = Blueprint("report", __name__)


@bp.get("/report")
def report() -> str:
    """Show a text to send to whoever keeps the data, about the page `about` and the statement `assertion`."""
    settings: Settings = current_app.config["REGCOOP"]
    about, assertion = (request.args.get(name, "") for name in ("about", "assertion"))
    return render("report.html", report_page(knowledge(), about, assertion, settings.report_to))
