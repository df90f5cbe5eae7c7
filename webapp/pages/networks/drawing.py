"""Drawings of networks: where things and lines stand on rings around a centre; whole numbers, no chance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SPACING: Final = 14
_LETTER: Final = 6.2
_LONGEST: Final = 27
_BESIDE: Final = 11
_INNERMOST: Final = 185
_DENSE: Final = 300
_BETWEEN: Final = 60
_MARGIN: Final = 12
_GAP: Final = 1.0
"""The room between two groups on a ring, in places of things."""


@dataclass(frozen=True, slots=True)
class Thing:
    """
    What is drawn: `key` names it, `shape` is a key of the shapes, `name` says all for screen readers.

    Things of one ring that follow each other and are of the same `group` stand together; `spoke` are the
    words on the line to the centre.
    """

    key: str
    label: str
    href: str
    name: str
    shape: str
    group: str = ""
    spoke: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A thing in its place; `turn` are degrees; `is_left` if its name ends at it and not begins."""

    thing: Thing
    x: int
    y: int
    turn: int
    is_left: bool
    label: str
    is_centre: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Words along a line to the centre, which end or begin at a place."""

    text: str
    x: int
    y: int
    turn: int
    is_left: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines of one sort as one path; `key` names the sort, `words` say it."""

    key: str
    words: str
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """
    A network in its places; `shapes` and `lines` are its legend, the former as (shape, words).

    Where there are very many lines it `is_dense`: they are drawn faintly, without words.
    """

    size: int
    dots: tuple[Dot, ...]
    lines: tuple[Lines, ...]
    words: tuple[Words, ...]
    shapes: tuple[tuple[str, str], ...]
    is_dense: bool


def drawing(
    rings: Sequence[Sequence[Thing]],
    links: Iterable[tuple[str, str, str]],
    sorts: Sequence[tuple[str, str]],
    shapes: Iterable[tuple[str, str]],
) -> Drawing:
    """
    Put things on rings, and draw the lines between them.

    Args:
        rings: The things of each ring in their order; a first ring of one thing is the centre.
        links: The keys of two things, and the key of the sort of their line.
        sorts: The sorts of lines in the order of the legend, as (key, words).
        shapes: The legend of the shapes, as (shape, words).
    """
    radii = _radii(rings)
    middle = math.ceil(radii[-1] + _length(rings[-1]) + _MARGIN)
    dots: dict[str, Dot] = {}
    for ring, radius in zip(rings, radii, strict=True):
        for thing, angle in zip(ring, _angles(ring), strict=True):
            dots[thing.key] = _dot(thing, angle, radius, middle)
    # Two links of one sort between the same things are one line.
    by_sort: dict[str, dict[str, None]] = {key: {} for key, _ in sorts}
    for one, other, sort in links:
        a, b = dots[one], dots[other]
        by_sort[sort][f"M{a.x} {a.y}L{b.x} {b.y}"] = None
    lines = tuple(Lines(key, words, "".join(by_sort[key])) for key, words in sorts if by_sort[key])
    is_dense = sum(map(len, by_sort.values())) > _DENSE
    has_spokes = len(rings) > 1 and radii[0] == 0 and not is_dense
    spokes = _spokes(rings[1], radii[1], middle) if has_spokes else ()
    return Drawing(2 * middle, tuple(dots.values()), lines, spokes, tuple(shapes), is_dense)


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Return a text that is no longer than a label may be."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _radii(rings: Sequence[Sequence[Thing]]) -> list[float]:
    radii: list[float] = []
    last: Sequence[Thing] = ()
    for ring in rings:
        if not radii and len(ring) == 1:
            radii.append(0)
            continue
        room = _places(ring) * _SPACING / math.tau
        least = _INNERMOST if not radii or radii[-1] == 0 else radii[-1] + _length(last) + _BETWEEN
        radii.append(max(room, least))
        last = ring
    return radii


def _places(ring: Sequence[Thing]) -> float:
    return len(ring) + _GAP * len(list(groupby(ring, key=lambda thing: thing.group)))


def _length(ring: Sequence[Thing]) -> float:
    longest = max((min(len(thing.label), _LONGEST) for thing in ring), default=0)
    return longest * _LETTER + _BESIDE


def _angles(ring: Sequence[Thing]) -> list[float]:
    """Return the angle of each thing, clockwise from the top, with a gap behind each group."""
    step = math.tau / _places(ring) if ring else 0
    angles, place = [], 0.0
    for _, group in groupby(ring, key=lambda thing: thing.group):
        for _ in group:
            angles.append(place * step - math.pi / 2)
            place += 1
        place += _GAP
    return angles


def _dot(thing: Thing, angle: float, radius: float, middle: int) -> Dot:
    x, y = round(middle + radius * math.cos(angle)), round(middle + radius * math.sin(angle))
    label = shortened(thing.label)
    if radius == 0:
        return Dot(thing, x, y, 0, is_left=False, label=label, is_centre=True)
    turn, is_left = _turn(angle)
    return Dot(thing, x, y, turn, is_left, label)


def _turn(angle: float) -> tuple[int, bool]:
    """Return how far words along a line are turned, upright as far as can be."""
    degrees = round(math.degrees(angle)) % 360
    is_left = 90 < degrees < 270  # noqa: PLR2004  (left of the middle, text would stand on its head)
    return (degrees - 180 if is_left else degrees if degrees <= 90 else degrees - 360), is_left  # noqa: PLR2004


def _spokes(ring: Sequence[Thing], radius: float, middle: int) -> tuple[Words, ...]:
    """Return the words of the lines to the centre, once for each run of things with the same words."""
    found: list[Words] = []
    placed = list(zip(ring, _angles(ring), strict=True))
    for (_, words), run in groupby(placed, key=lambda entry: (entry[0].group, entry[0].spoke)):
        members = list(run)
        if not words:
            continue
        _, angle = members[len(members) // 2]
        near = radius - _BESIDE
        turn, is_left = _turn(angle)
        x, y = round(middle + near * math.cos(angle)), round(middle + near * math.sin(angle))
        found.append(Words(shortened(words, 24), x, y, turn, is_left))
    return tuple(found)
