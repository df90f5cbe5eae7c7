"""The first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app

from kg.archive import Archive
from webapp.knowledge import knowledge
from webapp.pages.home import home_page
from webapp.rendering import render

if TYPE_CHECKING:
    from webapp.settings import Settings

bp = Blueprint("home", __name__)


@bp.get("/")
def home() -> str:
    """Show what this is and the ways in."""
    settings: Settings = current_app.config["REGCOOP"]
    return render("home.html", home_page(knowledge(), settings.archive or Archive(None)))
