"""
Where the tiles of the map stand: every country of the register once, all of the same size.

Tiles of a subregion of M49 stand in the order of their names, four in a row, and so do regions and
subregions.  A row of four is as wide as a screen of 320 px allows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from webapp.pages.prepared import once
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from webapp.knowledge import Knowledge

_ACROSS: Final = 4
_STEP_X, _STEP_Y = 71, 58
_EDGE, _INDENT, _FIRST_LINE, _LINE = 2, 9, 21, 13
_LETTERS: Final = 11
"""How many letters of a name fit on a line of a tile."""
_LINES: Final = 2
_NO_REGION: Final = "Region not stated"


@dataclass(frozen=True, slots=True)
class Plot:
    """
    Where the tile of a country stands within its block, in px, and what it is called there.

    `code` is its three-letter code, empty where it has none; `lines` are its name where that fits.  What is
    the same in every map is written once: `corner` is the place of its shape, `text` opens its text with the
    code, and `under` holds its name.
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
    begins = f'<text x="{x + _INDENT}" y="{y + _FIRST_LINE}">'
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


def narrowed(block: Block, countries: Collection[str]) -> Block:
    """Return a block with the tiles of some of its countries alone, closed up."""
    kept = [plot for plot in block.plots if plot.country in countries]
    rows = [{"country": plot.country, "label": plot.name, "iso3": plot.code} for plot in kept]
    return replace(
        block,
        plots=tuple(_plot(row, at) for at, row in enumerate(rows)),
        width=min(len(rows), _ACROSS) * _STEP_X,
        height=-(-len(rows) // _ACROSS) * _STEP_Y,
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
