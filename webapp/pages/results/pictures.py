"""Pictures of answers: simple shapes with a title and a description, on a page and as a file of its own."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from webapp.pages.design import TOKENS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LETTER: Final = 6.6
"""About how wide a letter is, in px."""

_LINE: Final = 16
_MARGIN: Final = 20
_GAP: Final = 18
# XML cannot carry these, and a name from a query may hold them.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FONTS: Final = {
    "var(--sans)": "Source Sans 3, Segoe UI, system-ui, Noto Sans, Liberation Sans, sans-serif",
}
_LOOKS: Final[dict[str, str]] = {
    "full": 'fill="var(--mark)"',
    "hollow": 'fill="var(--paper)" stroke="var(--mark)" stroke-width="1.5"',
    "open": 'fill="none" stroke="var(--mark)" stroke-width="1.25"',
    "dashed": 'fill="none" stroke="var(--mark)" stroke-width="2" stroke-dasharray="5 3"',
    "edge": 'fill="none" stroke="var(--edge)"',
    "line": 'fill="none" stroke="var(--line)"',
    "link": 'fill="none" stroke="var(--edge)" stroke-opacity="0.6"',
    "text": 'fill="var(--ink)" font-size="13"',
    "head": 'fill="var(--ink)" font-size="13" font-weight="600"',
    "code": 'fill="var(--ink)" font-size="16" font-weight="600"',
    "tiny": 'fill="var(--ink)" font-size="10.5"',
    "note": 'fill="var(--ink-2)" font-size="12"',
    "name": 'class="name" fill="var(--ink)" stroke="var(--paper)" stroke-width="3" stroke-linejoin="round" '
    'font-size="12" dominant-baseline="central"',
}
"""What shapes look like, in the colours of the page; a file has those of the light theme."""
_ORDERED: Final = ('class="name"', 'paint-order="stroke"')
"""The edge of letters lies below them; on a page, whose grammar lacks the attribute, the sheet says so."""

Shape = tuple[str, str]
"""A look and an element that has it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """
    A picture; sizes are in px.

    `title` and `description` are said instead of it: it is one image to a screen reader, and the table beside
    it has every value.  `heading` stands above it where a view has several pictures.
    """

    title: str
    description: str
    width: int
    height: int
    shapes: tuple[Shape, ...]
    heading: str = ""

    def inline(self, name: str) -> Markup:
        """Return the picture for a page, where `name` is an id of its own."""
        start = (
            f'<svg class="result-picture" role="img" aria-labelledby="{name}-title {name}-desc"'
            f' viewBox="0 0 {self.width} {self.height}" width="{self.width}" height="{self.height}"'
            f' font-family="var(--sans)"><title id="{name}-title">{escape(self.title)}</title>'
            f'<desc id="{name}-desc">{escape(self.description)}</desc>'
        )
        return Markup(start + _drawn(self.shapes) + "</svg>")  # noqa: S704  (all texts are escaped)

    def file(self) -> bytes:
        """Return the picture as an SVG file: on paper of its own, without a style that a policy refuses."""
        colours = {f"var(--{token.name})": token.light for token in TOKENS} | _FONTS
        width, height = self.width + 2 * _MARGIN, self.height + 2 * _MARGIN
        start = (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" width="{width}"'
            f' height="{height}" viewBox="{-_MARGIN} {-_MARGIN} {width} {height}"'
            ' font-family="var(--sans)">\n'
            f'<title id="title">{escape(self.title)}</title>\n'
            f'<desc id="desc">{escape(self.description)}</desc>\n'
            f'<rect x="{-_MARGIN}" y="{-_MARGIN}" width="{width}" height="{height}" fill="var(--paper)"/>\n'
        )
        looks = {look: _in_colours(said, colours).replace(*_ORDERED) for look, said in _LOOKS.items()}
        text = _in_colours(start, colours) + _drawn(self.shapes, looks, "\n") + "</svg>\n"
        return _CONTROL.sub("\ufffd", text).encode()


def _in_colours(text: str, colours: dict[str, str]) -> str:
    for variable, colour in colours.items():
        text = text.replace(variable, colour)
    return text


def _drawn(shapes: Sequence[Shape], looks: dict[str, str] = _LOOKS, end: str = "") -> str:
    """Return shapes as elements; those of one look that follow each other have it from one group."""
    return "".join(
        f"<g {looks[look]}>{end}{end.join(element for _, element in found)}{end}</g>{end}"
        for look, found in groupby(shapes, key=lambda shape: shape[0])
    )


def rect(look: str, x: float, y: float, width: float, height: float) -> Shape:
    """Return a rectangle."""
    return look, f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"/>'


def line(look: str, x1: float, y1: float, x2: float, y2: float) -> Shape:
    """Return a straight line."""
    return look, f'<path d="M{x1:g} {y1:g}L{x2:g} {y2:g}"/>'


def path(look: str, drawn: str) -> Shape:
    """Return a path, as SVG writes it."""
    return look, f'<path d="{drawn}"/>'


def circle(look: str, x: float, y: float, radius: float) -> Shape:
    """Return a circle."""
    return look, f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'


def words(  # noqa: PLR0913  (a text and its place)
    look: str, x: float, y: float, text: str, *, anchor: str = "", turn: int = 0
) -> Shape:
    """Return a line of text that begins at a place, or ends there, or has its middle there (`anchor`)."""
    anchored = f' text-anchor="{anchor}"' if anchor else ""
    turned = f' transform="rotate({turn} {x:g} {y:g})"' if turn else ""
    return look, f'<text x="{x:g}" y="{y:g}"{anchored}{turned}>{escape(text)}</text>'


def cut(text: str, longest: int) -> str:
    """Return a text in one line that is no longer than so many letters."""
    flat = " ".join(text[: 4 * longest].split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1].rstrip()}…"


def noted(picture: Picture, notes: Iterable[str]) -> Picture:
    """Return a picture with sentences below it, in lines as long as it is wide."""
    said = list(notes)
    if not said:
        return picture
    width = max(picture.width, 320)
    lines = [row for note in said for row in textwrap.wrap(note, int(width / LETTER))]
    below = (words("note", 0, picture.height + _GAP + at * _LINE, row) for at, row in enumerate(lines))
    height = picture.height + _GAP + len(lines) * _LINE
    return replace(picture, width=width, height=height, shapes=(*picture.shapes, *below))


def headed(picture: Picture) -> Picture:
    """Return a picture with its title above it, as a file needs it that stands alone."""
    rows = textwrap.wrap(picture.title, max(24, int(picture.width / LETTER)))
    above = tuple(words("head", 0, 12 + at * _LINE, row) for at, row in enumerate(rows))
    down = len(rows) * _LINE + 8
    shapes = (*above, *_moved(picture.shapes, 0, down))
    width = max(picture.width, *(round(len(row) * (LETTER + 0.6)) for row in rows))
    return replace(picture, shapes=shapes, width=width, height=picture.height + down)


def beside(title: str, description: str, pictures: Sequence[Picture], most: int = 900) -> Picture:
    """Return pictures as one: side by side, each under its heading, in rows that are `most` px wide."""
    shapes: list[Shape] = []
    x = y = tall = wide = 0
    for one in pictures:
        room = max(one.width, round(len(one.heading) * (LETTER + 0.6)))
        if x and x + room > most:
            x, y, tall = 0, y + tall + _GAP, 0
        shapes += [words("head", x, y + 12, one.heading), *_moved(one.shapes, x, y + 22)]
        wide, tall = max(wide, x + room), max(tall, one.height + 22)
        x += room + _GAP
    return Picture(title, description, max(wide, 1), y + tall, tuple(shapes))


def _moved(shapes: Iterable[Shape], x: int, y: int) -> list[Shape]:
    return [(look, f'<g transform="translate({x} {y})">{element}</g>') for look, element in shapes]
