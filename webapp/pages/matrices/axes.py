"""What matrices and comparisons by domain share: domains as headings, and the list behind a square."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from webapp.pages.parts import Heading
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from webapp.knowledge import Knowledge

CELL_LIST: Final = "/matrix/initiatives"
"""The address of the list of initiatives behind a square."""

NOT_ITSELF: Final = "A country does not do itself what a process does."


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the matrices, or one of the kinds that can be compared, as a link."""

    href: str
    label: str
    is_current: bool


def domain_headings(knowledge: Knowledge, framework: str) -> dict[str, Heading]:
    """Return the domains of a framework as headings, by their numbers."""
    rows = knowledge.table("domains", framework=key_of(framework))
    return {
        row["domain"]: Heading(
            f"{row.get('notation') or row['number']} {row['label']}", path_of(row["domain"])
        )
        for row in rows
    }
