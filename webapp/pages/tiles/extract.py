"""A map for a page that has little room: the countries of a list alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from webapp.pages.tiles.layout import narrowed
from webapp.pages.tiles.tiles import OUT

if TYPE_CHECKING:
    from webapp.pages.tiles.tiles import TileBlock, TileMap


def listed_only(tiles: TileMap) -> TileMap:
    """Return a map without the countries that are not in the list; the tiles of the others close up."""
    groups = tuple(
        replace(group, blocks=tuple(_listed(block) for block in group.blocks)) for group in tiles.groups
    )
    return replace(tiles, groups=groups, legend=tuple(key for key in tiles.legend if key.look != OUT))


def _listed(block: TileBlock) -> TileBlock:
    kept = [tile for tile in block.tiles if tile.said.look != OUT]
    smaller = narrowed(block.block, {tile.plot.country for tile in kept})
    places = {plot.country: plot for plot in smaller.plots}
    return replace(
        block, block=smaller, tiles=tuple(replace(tile, plot=places[tile.plot.country]) for tile in kept)
    )
