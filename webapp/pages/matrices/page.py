"""What all matrices have in common: the page around the grid, totals, and the lists behind numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from webapp.citing import citation
from webapp.pages.matrices.axes import CELL_LIST, NOT_ITSELF, Tab, domain_headings
from webapp.pages.matrices.choice import address, selects
from webapp.pages.matrices.grid import Grid, Square
from webapp.pages.parts import Part
from webapp.pages.sentences import counted
from webapp.reach import NOT_ASSESSED, NOT_STATED, RECORDED
from webapp.urls import path_of, tool_links

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.citations import Citation
    from webapp.knowledge import Knowledge
    from webapp.pages.draft import Draft
    from webapp.pages.matrices.choice import Choice, Select
    from webapp.pages.parts import Value
    from webapp.reach import Reach
    from webapp.urls import Links

PATH: Final = "/matrix"
ROWS_SHOWN: Final = 36
"""How many rows of a long matrix stand on one page; its files have them all."""

LISTING: Final = "/initiatives"
_LISTED_BY: Final = {"domain", "mode", "process"}
TOTALS: Final = (
    "The totals count each initiative once, however many cells it stands in; they are no sum of the cells."
)
JUDGED: Final = (
    "But for what the presentation of 2017 states, the domain of an initiative is the judgement of the "
    "editors; the list behind a number has the evidence for each."
)


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """
    All that `matrix.html` may use.

    `unknown` are sentences on what was asked for and is not there, `caution` one on a framework in whose
    domains nothing was placed; `total` is the number of rows in all, which `count` says.  In a `dense` grid
    the words of states are for screen readers, and in the legend for others.  `open_lists` are processes
    whose members no source names.
    """

    title: str
    lead: str
    path: str
    tabs: tuple[Tab, ...]
    selects: tuple[Select, ...]
    is_narrowed: bool
    unknown: tuple[str, ...]
    caution: str
    grid: Grid
    part: Part | None
    notes: tuple[str, ...]
    links: Links
    cite: Citation
    count: str
    total: int
    dense: bool = False
    open_lists: tuple[Value, ...] = ()


def square_of_one(draft: Draft, initiative: str, *links: tuple[str, str], note: str = "") -> Square:
    """Return the square in which one initiative stands, with the markers of what links it there."""
    reach = draft.knowledge.reach
    graphs = [graph for link in links for graph in reach.graphs.get(link, ())]
    return Square(
        RECORDED,
        draft.names.label(initiative),
        path_of(initiative),
        draft.evidence(*graphs),
        note=note,
        incomplete=initiative in reach.incomplete,
        is_disputed=draft.is_disputed(*graphs),
    )


def square_of_total(count: int, href: str, state: str) -> Square:
    """Return the square that counts all initiatives of a row or column; never 0, but a state."""
    if not count:
        return Square(state)
    return Square(RECORDED, counted(count, "initiative", "initiatives"), href, count=count)


def worst(states: Iterable[str]) -> str:
    """Return the state of a total without items: not stated if that is the state of any of its cells."""
    found = set(states) - {RECORDED}
    return next((key for key in (NOT_STATED, NOT_ASSESSED) if key in found), NOT_STATED)


def silence(reach: Reach, domains: Iterable[str]) -> str:
    """Return the state of a total over several rows that has no items."""
    return NOT_STATED if any(map(reach.is_assessed, domains)) else NOT_ASSESSED


def list_href(choice: Choice, **only: Iterable[str]) -> str:
    """
    Return the address of the list of exactly the initiatives that a choice leaves, and `only` narrows.

    The list of all initiatives knows domains, modes and processes; what a choice narrows otherwise, or by
    the domains of its whole framework, has a list of its own.
    """
    asked = choice.asked(**only)
    names = {name for name, _ in asked}
    if "domain" in names and names <= _LISTED_BY | {"framework"}:
        return address(LISTING, ((name, key) for name, key in asked if name != "framework"))
    return address(CELL_LIST, asked)


_TABS: Final = (
    (PATH, "Domains by mode", "Which modes of collaboration are on record for which domain."),
    (f"{PATH}/processes", "Processes by domain", "Which process has initiatives and themes in which domain."),
    (
        f"{PATH}/countries",
        "Countries by domain",
        f"What reaches a country in each domain through its processes. {NOT_ITSELF}",
    ),
)


_COUNTED: Final = {
    "Domain": ("domain", "domains"),
    "Process": ("process", "processes"),
    "Country": ("country or territory", "countries and territories"),
}


@dataclass(frozen=True, slots=True)
class Made:
    """
    What one of the matrices makes of a choice.

    `narrowed_by` are the parameters that its form has, `query` the stored query nearest to it; `part` says
    which rows the grid has of all, whose `number` that is.
    """

    path: str
    grid: Grid
    narrowed_by: tuple[str, ...]
    query: Links
    notes: tuple[str, ...]
    number: int
    part: Part | None = None


def framed(knowledge: Knowledge, choice: Choice, made: Made) -> MatrixPage:
    """Put a page together around its grid."""
    path, grid = made.path, made.grid
    _, label, lead = next(tab for tab in _TABS if tab[0] == path)
    usual = [(name, key) for name, key in choice.asked() if name == "framework"]
    is_placed = any(map(knowledge.reach.is_assessed, domain_headings(knowledge, choice.framework)))
    name = knowledge.names.short(choice.framework)
    many = counted(made.number, *_COUNTED[grid.corner])
    if made.part:
        start = (made.part.number - 1) * ROWS_SHOWN + 1
        many = f"{many}, {start} to {start + len(grid.rows) - 1} shown"
    caution = f"No source and no editor has placed an initiative in a domain of the {name}." * (not is_placed)
    return MatrixPage(
        label,
        lead,
        path,
        tuple(Tab(address(href, usual), text, href == path) for href, text, _ in _TABS),
        tuple(selects(knowledge, choice, made.narrowed_by)),
        choice.is_narrowed,
        choice.unknown,
        caution,
        grid,
        made.part,
        made.notes,
        tool_links(path, choice.asked(), made.query),
        citation(f"{label}: {grid.caption}", address(path, choice.asked())),
        many,
        made.number,
        dense=path == PATH,
    )


def part_of(choice: Choice, path: str, number: int, *, is_whole: bool) -> tuple[slice, Part | None]:
    """
    Return which rows of a matrix to show; a number beyond the last part gives the last one.

    Args:
        choice: What is chosen, and which part.
        path: The path of the page.
        number: How many rows there are.
        is_whole: Show all of them, as files do.
    """
    last = max(1, -(-number // ROWS_SHOWN))
    if is_whole or last == 1:
        return slice(None), None
    at = min(choice.page, last)
    href = address(path, [*choice.asked(), ("page", "{}")]).replace("%7B%7D", "{}")
    return slice((at - 1) * ROWS_SHOWN, at * ROWS_SHOWN), Part(at, last, href)
