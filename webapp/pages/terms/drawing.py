"""The small diagram of a term: a class with what leads to and from it, a property between its two ends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from webapp.diagrams import HEIGHT, MARGIN, WIDTH, Box, Drawing, arrow_between
from webapp.pages.terms.index import DOMAIN, RANGE
from webapp.urls import term_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.pages.terms.index import TermIndex

_MOST: Final = 6
"""How many properties a side has at most; the lists of the page have all."""

_ACROSS: Final = 380
_DOWN: Final = 62
_OUTWARDS: Final = 0.44
"""Where the name of an arrow stands on the way from the outer box: there, lines to one middle lie apart."""

_ANYTHING: Final = "things of many kinds"


def class_drawing(index: TermIndex, iri: str) -> Drawing | None:
    """Draw a class with properties that lead to other classes; None where it has none."""
    into = [
        (source, name)
        for name in index.pointing(iri, RANGE)
        for source in index.said.iris(name, DOMAIN)
        if source != iri
    ]
    out = [
        (target, name)
        for name in index.pointing(iri, DOMAIN)
        for target in index.said.iris(name, RANGE)
        if target.startswith(RC) and target != iri
    ]
    if not into and not out:
        return None
    hidden = max(len(into) - _MOST, 0) + max(len(out) - _MOST, 0)
    more = f" {hidden} further properties stand in the lists." if hidden else ""
    lead = f"Boxes are classes and arrows are properties of ours.{more}"
    return _drawn(index, iri, into[:_MOST], out[:_MOST], lead)


def property_drawing(index: TermIndex, iri: str) -> Drawing | None:
    """Draw a property between what has it and what it leads to."""
    targets = index.said.iris(iri, RANGE)
    if not targets:
        return None
    sources = index.said.iris(iri, DOMAIN) or [""]
    boxes = [_box(index, sources[0], 0, 0), _box(index, targets[0], 1, 0)]
    arrow = replace(arrow_between(boxes[0], _local(iri), index.name(iri), boxes[1]), href=term_path(iri))
    return Drawing(
        *("term", "What it joins", "", MARGIN * 2 + WIDTH + _ACROSS, MARGIN * 2 + HEIGHT),
        *(WIDTH, HEIGHT, tuple(boxes), (arrow,)),
    )


def _drawn(
    index: TermIndex,
    iri: str,
    into: Sequence[tuple[str, str]],
    out: Sequence[tuple[str, str]],
    lead: str,
) -> Drawing:
    rows = max(len(into), len(out), 1)
    column = 1 if into else 0
    middle = _box(index, iri, column, (rows - 1) / 2)
    boxes, arrows = [middle], []
    for sides, at in ((into, 0), (out, column + 1)):
        for row, (other, name) in enumerate(sides):
            box = _box(index, other, at, row + (rows - len(sides)) / 2)
            ends = (box, middle) if sides is into else (middle, box)
            boxes.append(box)
            arrow = arrow_between(ends[0], _local(name), index.name(name), ends[1])
            arrows.append(
                replace(
                    arrow,
                    href=term_path(name),
                    label_x=round(box.x + (middle.x - box.x) * _OUTWARDS, 1),
                    label_y=round(box.y + (middle.y - box.y) * _OUTWARDS - (box.y == middle.y) * 11, 1),
                )
            )
    width = 2 * MARGIN + WIDTH + (column + bool(out)) * _ACROSS
    height = 2 * MARGIN + HEIGHT + (rows - 1) * _DOWN
    return Drawing(
        *("term", "What it is joined to", lead, width, height),
        *(WIDTH, HEIGHT, tuple(boxes), tuple(arrows)),
    )


def _box(index: TermIndex, iri: str, column: int, row: float) -> Box:
    x, y = MARGIN + WIDTH / 2 + column * _ACROSS, MARGIN + HEIGHT / 2 + row * _DOWN
    if not iri:
        return Box("", _ANYTHING, x, y)
    return Box(_local(iri), index.name(iri), x, y, term_path(iri) if iri.startswith(RC) else "")


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]
