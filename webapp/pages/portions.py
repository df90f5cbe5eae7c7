"""Long lists in portions: which one a visitor wants, and what stands in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

from webapp.pages.parts import Part
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.pages.parts import Panel
    from webapp.pages.subject import Subject

T = TypeVar("T")

ITEMS: Final = 100
"""How many items of a list stand on one page."""

SENTENCES: Final = 40
"""How many assertions in words stand on one page."""

_HARDLY_MORE: Final = 1.2
_NUMBER: Final = re.compile("[0-9]{1,6}")


def page_number(text: str) -> int:
    """Return the number of a portion as it stands in an address, 1 or more; 1 for what is no number."""
    return max(1, int(text)) if _NUMBER.fullmatch(text) else 1


def portion(subject: Subject, count: int, size: int, panel: str) -> Part | None:
    """
    Return which portion of a list is wanted; None if all of it fits on one page.

    Args:
        subject: The thing that the page is about, which knows what the visitor wants.
        count: How long the list is.
        size: How many entries stand on one page; a few more are no reason for a second page.
        panel: The id of the panel that shows the list.
    """
    if count <= size * _HARDLY_MORE:
        return None
    total = -(-count // size)
    return Part(min(page_number(subject.part), total), total, f"{path_of(subject.iri)}?page={{}}#{panel}")


def cut(entries: Sequence[T], part: Part | None, size: int) -> Sequence[T]:
    """Return the entries of one portion; all of them where there are no portions."""
    return entries[size * (part.number - 1) : size * part.number] if part else entries


def wanted(panels: Sequence[Panel]) -> tuple[Panel, ...]:
    """Return the panels to show: behind the first portion of a list only those that go on so far."""
    farthest = max((panel.part.number for panel in panels if panel.part), default=1)
    if farthest == 1:
        return tuple(panels)
    return tuple(panel for panel in panels if panel.part and panel.part.number == farthest)
