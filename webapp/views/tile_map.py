"""The tile map, by theme, and its rows as files."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from webapp.citing import citation
from webapp.knowledge import knowledge
from webapp.pages.tiles.page import PATH, map_page
from webapp.pages.tiles.rows import map_sheet
from webapp.rendering import render
from webapp.tabular import file_of

if TYPE_CHECKING:
    from flask import Response

    from webapp.pages.tiles.page import MapPage

bp = Blueprint("tile_map", __name__)


def _asked() -> MapPage:
    return map_page(knowledge(), request.args.get("of", ""), request.args.get("domain", ""))


@bp.get(PATH)
def tile_map() -> tuple[str, HTTPStatus]:
    """Show the map of a theme, `of`; without one, how many processes list each country."""
    page = _asked()
    if page.problem:
        return render("map.html", page), HTTPStatus.NOT_FOUND
    asked = {"of": page.of, "domain": page.domain} if page.domain else {"of": page.of} if page.of else {}
    address = f"{PATH}?{urlencode(asked, safe='/')}" if asked else PATH
    return render("map.html", replace(page, cite=citation(f"{page.title}: tile map", address))), HTTPStatus.OK


@bp.get(f"{PATH}.<suffix>")
def file(suffix: str) -> Response:
    """Answer with the rows of the map in the format of `suffix`."""
    page = _asked()
    if page.problem:
        raise NotFound(page.problem)
    return file_of(map_sheet(knowledge(), page), suffix, "tile-map")
