"""
The tile map: every country is a tile of the same size, and tiles stand together by region.

Nothing in it says how large a country is, where it ends or what its neighbours are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from kg.namespaces import thing
from webapp.pages.tiles.layout import Block, Plot, blocks
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from webapp.knowledge import Knowledge
    from webapp.pages.parts import Evidence, Level

IN, ROLE, OTHER, PLAIN, OUT, UNKNOWN = "in", "role", "other", "plain", "out", "unknown"
"""The looks of a tile.  They differ in pattern and not by colour alone, and none of them is a merit."""


@dataclass(frozen=True, slots=True)
class Said:
    """
    What a theme says of one country.

    Args:
        look: One of the looks above.
        words: The value in words: `member`, `not in the list`, `Emerging`.
        state: The key of a state of knowledge, or empty where the words say it all.
        when: The time for which it is said, in words; may be empty.
        number: How many things it stands for, None where it is no number.
        level: Its place on an ordinal scale.
        href: Where the number leads, if not to the page of the country.
        things: What the number counts, by name.
    """

    look: str
    words: str
    state: str = ""
    when: str = ""
    number: int | None = None
    level: Level | None = None
    evidence: tuple[Evidence, ...] = ()
    href: str = ""
    things: tuple[str, ...] = ()
    is_disputed: bool = False

    @property
    def is_single(self) -> bool:
        """Tell whether it is said of one country alone: by a source, or by a number of its page."""
        return bool(self.evidence) or (self.number is not None and not self.things)


@dataclass(frozen=True, slots=True)
class Tile:
    """A country on the map: `label` is all that the tile says, in words."""

    plot: Plot
    said: Said
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class TileBlock:
    """A block with its tiles."""

    block: Block
    tiles: tuple[Tile, ...]

    @property
    def told(self) -> tuple[tuple[Tile, ...], ...]:
        """The tiles as a list tells of them: together, where nothing else is said of one than of another."""
        found: dict[Said | str, list[Tile]] = {}
        for tile in self.tiles:
            alike = tile.plot.country if tile.said.is_single else replace(tile.said, href="")
            found.setdefault(alike, []).append(tile)
        ordered = sorted(found.values(), key=lambda tiles: tiles[0].said.look == OUT)
        return tuple(tuple(tiles) for tiles in ordered)


@dataclass(frozen=True, slots=True)
class TileGroup:
    """The blocks of one wider region."""

    title: str
    blocks: tuple[TileBlock, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend; `glyph` is the key of a state of knowledge, or empty."""

    look: str
    words: str
    glyph: str = ""


@dataclass(frozen=True, slots=True)
class TileMap:
    """
    A map for one theme, also the body of a panel.

    `is_known` is false where no source names what the theme is about, so that every tile says just that.
    """

    theme: str
    groups: tuple[TileGroup, ...]
    legend: tuple[Key, ...]
    levels: tuple[Level, ...] = ()
    is_known: bool = True
    shape: ClassVar[str] = "tiles"

    @property
    def usual(self) -> str:
        """The time for which most tiles say what they say; empty where few say any."""
        times = Counter(tile.said.when for tile in self.tiles if tile.said.evidence)
        most = max(times, key=times.__getitem__, default="")
        return most if times[most] > 1 else ""

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """All tiles, block by block."""
        return tuple(tile for group in self.groups for block in group.blocks for tile in block.tiles)


def tile_map(  # noqa: PLR0913  (what a map is made of)
    knowledge: Knowledge,
    theme: str,
    say: Callable[[Plot], Said],
    legend: Iterable[Key],
    *,
    shown: Callable[[Block], bool] = lambda _: True,
    levels: tuple[Level, ...] = (),
    is_known: bool = True,
) -> TileMap:
    """
    Return the map of a theme.

    Args:
        knowledge: The graph.
        theme: What the map is about, as it stands in the name of every tile: `Bali Process`.
        say: What the theme says of a country; it is asked once for each, in the order of the map.
        legend: The looks that the theme uses.
        shown: Which blocks to show.
        levels: The scale, if it is one of levels.
        is_known: Whether any source names what the theme is about.
    """
    drawn = tuple(
        TileBlock(block, tuple(_tile(knowledge, theme, plot, say(plot)) for plot in block.plots))
        for block in blocks(knowledge)
        if shown(block)
    )
    groups = tuple(
        TileGroup(wider, tuple(found)) for wider, found in groupby(drawn, lambda drawn: drawn.block.wider)
    )
    return TileMap(theme, groups, tuple(legend), levels, is_known)


def _tile(knowledge: Knowledge, theme: str, plot: Plot, said: Said) -> Tile:
    words = said.words if not said.level else f"{said.words}, level {said.level.order} on its scale"
    state = state_words(knowledge, said)
    parts = (words, said.when, state if state not in words else "")
    label = f"{plot.called}. {theme}: {'; '.join(filter(None, parts))}."
    return Tile(plot, said, said.href or path_of(plot.country), label)


def state_words(knowledge: Knowledge, said: Said) -> str:
    """Return the state of knowledge in words; where there is none of the five, the words of the value."""
    return knowledge.names.label(thing("coverage-state", said.state)) if said.state else said.words
