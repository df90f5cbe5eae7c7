"""The rows of a tile map as a table to take away, one a country, as the list beside the map has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.exports.sheets import Sheet
from webapp.pages.tiles.page import NAMES
from webapp.pages.tiles.tiles import state_words
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webapp.knowledge import Knowledge
    from webapp.pages.tiles.page import MapPage
    from webapp.pages.tiles.tiles import Tile, TileMap

NO_CODE: Final = "no code on record"
_COLUMNS: Final = (
    "region", "subregion", "country", "code", "theme", "value", "number", "when", "state", "things",
    "source", "locator", "address",
)  # fmt: skip


def map_sheet(knowledge: Knowledge, page: MapPage) -> Sheet:
    """Return the rows of a map; none where the address asks for no map."""
    rows = tuple(_rows(knowledge, page.map)) if page.map else ()
    cautions = (page.caution,) if page.caution else ()
    return Sheet(page.title, _COLUMNS, rows, (page.lead, *cautions, NAMES))


def _rows(knowledge: Knowledge, drawn: TileMap) -> Iterator[tuple[str | int | None, ...]]:
    for group in drawn.groups:
        for block in group.blocks:
            for tile in block.tiles:
                yield (group.title or None, block.block.title, *_row(knowledge, drawn.theme, tile))


def _row(knowledge: Knowledge, theme: str, tile: Tile) -> tuple[str | int | None, ...]:
    said = tile.said
    locators = filter(None, (mark.locator for mark in said.evidence))
    return (
        tile.plot.name,
        tile.plot.code or NO_CODE,
        theme,
        said.words,
        said.number,
        said.when or None,
        state_words(knowledge, said),
        "; ".join(said.things) or None,
        "; ".join(dict.fromkeys(mark.source for mark in said.evidence)) or None,
        "; ".join(dict.fromkeys(locators)) or None,
        path_of(tile.plot.country),
    )
