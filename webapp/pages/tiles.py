"""
The tile map: every country is a tile of the same size, and tiles stand together by region.

Nothing in it says how large a country is, where it ends or what its neighbours are: tiles of a subregion of
M49 stand in the order of their names, four in a row, and so do regions and subregions.  A row of four is as
wide as a screen of 320 px allows.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, Final

from markupsafe import Markup, escape

from kg.namespaces import thing
from webapp.pages.prepared import once
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from webapp.knowledge import Knowledge
    from webapp.pages.parts import Evidence, Level

_ACROSS: Final = 4
_STEP_X, _STEP_Y = 71, 58
_EDGE, _INDENT, _FIRST_LINE, _LINE = 2, 9, 21, 13
_LETTERS: Final = 11
"""How many letters of a name fit on a line of a tile."""
_LINES: Final = 2
_NO_REGION: Final = "Region not stated"

IN, ROLE, OTHER, PLAIN, OUT, UNKNOWN = "in", "role", "other", "plain", "out", "unknown"
"""The looks of a tile.  They differ in pattern and not by colour alone, and none of them is a merit."""


@dataclass(frozen=True, slots=True)
class Plot:
    """
    Where the tile of a country stands within its block, in px, and what it is called there.

    `code` is its three-letter code, empty where it has none; `lines` are its name where that fits.  The marks of
    place, `corner`, `text` and `under`, are the same in every map, so they are written once.
    """

    country: str
    key: str
    name: str
    code: str
    lines: tuple[str, ...]
    x: int
    y: int
    corner: Markup
    text: Markup
    under: Markup

    @property
    def called(self) -> str:
        """The name with the code that the tile shows, as far as there is one."""
        return f"{self.name} ({self.code})" if self.code else self.name


@dataclass(frozen=True, slots=True)
class Block:
    """The countries of one subregion; `wider` is the region around it, `within` both of them as IRIs."""

    id: str
    title: str
    href: str
    wider: str
    within: tuple[str, ...]
    plots: tuple[Plot, ...]
    width: int
    height: int


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
        """Tell whether it is said of one country alone: by a source, or with a number that leads to its page."""
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
            found.setdefault(
                tile.plot.country if tile.said.is_single else replace(tile.said, href=""), []
            ).append(tile)
        return tuple(
            tuple(tiles) for tiles in sorted(found.values(), key=lambda tiles: tiles[0].said.look == OUT)
        )


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


@once
def blocks(knowledge: Knowledge) -> tuple[Block, ...]:
    """Return all countries of the register, each once, in the blocks of the map."""
    grouped: dict[str, dict[str, Mapping[str, str]]] = {}
    for row in knowledge.table("country-places"):
        grouped.setdefault(row.get("region", ""), {}).setdefault(row["country"], row)
    seen: set[str] = set()
    made = []
    # Two sources may put a country in two regions; its tile stands in the first.
    for found in sorted(grouped.values(), key=_place):
        rows = [row for country, row in found.items() if country not in seen]
        seen.update(found)
        if rows:
            made.append(_block(rows))
    return tuple(made)


def _place(found: Mapping[str, Mapping[str, str]]) -> tuple[bool | str, ...]:
    first = next(iter(found.values()))
    names = (first.get("widerLabel", ""), first.get("regionLabel", ""))
    return ("region" not in first, *(name.casefold() for name in names))


def _block(rows: list[Mapping[str, str]]) -> Block:
    first = rows[0]
    region = first.get("region", "")
    ordered = sorted(rows, key=lambda row: (row["label"].casefold(), row["country"]))
    return Block(
        id=key_of(region) or "elsewhere",
        title=first.get("regionLabel", _NO_REGION),
        href=path_of(region) if region else "",
        wider=first.get("widerLabel", ""),
        within=tuple(filter(None, (region, first.get("wider", "")))),
        plots=tuple(_plot(row, at) for at, row in enumerate(ordered)),
        width=min(len(rows), _ACROSS) * _STEP_X,
        height=-(-len(rows) // _ACROSS) * _STEP_Y,
    )


def _plot(row: Mapping[str, str], at: int) -> Plot:
    name, code = row["label"], row.get("iso3", "")
    down, across = divmod(at, _ACROSS)
    x, y = across * _STEP_X, down * _STEP_Y
    lines = _in_lines(name)
    begins = f'<text x="{x + _INDENT}" y="{y + (_FIRST_LINE if code else _FIRST_LINE - _LINE)}">'
    under = "".join(f'<tspan x="{x + _INDENT}" dy="{_LINE}">{escape(line)}</tspan>' for line in lines)
    return Plot(
        country=row["country"],
        key=key_of(row["country"]),
        name=name,
        code=code,
        lines=lines,
        x=x,
        y=y,
        corner=Markup(f'x="{x + _EDGE}" y="{y + _EDGE}"'),  # noqa: S704  (figures)
        text=Markup(begins) + code,  # noqa: S704  (figures; the code is escaped)
        under=Markup(under),  # noqa: S704  (escaped above)
    )


def _in_lines(name: str) -> tuple[str, ...]:
    """Return a name in lines for a tile; none where it does not fit, and the tile has the code alone."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= _LETTERS:
            lines[-1] = longer
        else:
            lines.append(word)
    fits = len(lines) <= _LINES and all(len(line) <= _LETTERS for line in lines)
    return tuple(lines) if fits else ()


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
    parts = (words, said.when, state if state != said.words else "")
    label = f"{plot.called}. {theme}: {'; '.join(filter(None, parts))}."
    return Tile(plot, said, said.href or path_of(plot.country), label)


def state_words(knowledge: Knowledge, said: Said) -> str:
    """Return the state of knowledge in words; where there is none of the five, the words of the value."""
    return knowledge.names.label(thing("coverage-state", said.state)) if said.state else said.words
