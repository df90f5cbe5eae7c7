"""The list behind a number of a matrix: initiatives, and what links each to its domain and its country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.exports.sheets import Sheet
from webapp.citing import citation
from webapp.pages.draft import Draft
from webapp.pages.matrices.axes import CELL_LIST, domain_headings
from webapp.pages.matrices.choice import NARROWING, address, initiatives_chosen, processes_chosen
from webapp.pages.matrices.grid import folded
from webapp.pages.matrices.page import ROWS_SHOWN
from webapp.pages.parts import Cell, Heading, Part, Table, Value
from webapp.urls import path_of, tool_links

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kg.citations import Citation
    from webapp.knowledge import Knowledge
    from webapp.pages.matrices.choice import Choice
    from webapp.urls import Links

_ASKED: Final = {
    "domain": "Domain",
    "mode": "Mode of collaboration",
    "process": "Process",
    "country": "Country",
    "region": "Region",
    "role": "Role of the country",
}
_LEAD: Final = "Each step has its own evidence: the domain, the mode and the process of an initiative."
_NOTHING: Final = "No initiative on record is of this choice."


@dataclass(frozen=True, slots=True)
class CellListPage:
    """
    All that `cell_list.html` may use.

    `asked` says in words by what the list is narrowed; `table` is None where nothing is of the choice.
    """

    title: str
    asked: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    count: int
    table: Table | None
    part: Part
    note: str
    links: Links
    cite: Citation


def cell_list(knowledge: Knowledge, choice: Choice) -> CellListPage:
    """Return the part of the list that is asked for."""
    found = _listed(knowledge, choice)
    last = max(1, -(-len(found) // ROWS_SHOWN))
    number = min(choice.page, last)
    start = (number - 1) * ROWS_SHOWN
    work = _Work(Draft(knowledge), choice)
    columns = tuple(Heading(text) for text in work.columns)
    rows = tuple(work.cells(initiative) for initiative in found[start : start + ROWS_SHOWN])
    table = Table("cell-list", "Initiatives by name", columns, rows, cards=True)
    href = address(CELL_LIST, [*choice.asked(), ("page", "{}")]).replace("%7B%7D", "{}")
    name = knowledge.names.label
    title = "What reaches a country" if choice.by["country"] else "Initiatives behind a number of the matrix"
    return CellListPage(
        title,
        tuple((_ASKED[key], ", ".join(map(name, choice.by[key]))) for key in NARROWING if choice.by[key]),
        choice.unknown,
        len(found),
        table if rows else None,
        Part(number, last, href),
        _LEAD if rows else _NOTHING,
        tool_links(CELL_LIST, choice.asked()),
        citation(title, address(CELL_LIST, choice.asked())),
    )


def cell_sheet(knowledge: Knowledge, choice: Choice) -> Sheet:
    """Return the whole list as a table to take away, each row with where its statements stand."""
    work = _Work(Draft(knowledge), choice)
    rows = tuple(work.texts(initiative) for initiative in _listed(knowledge, choice))
    return Sheet(
        "Initiatives behind a number of the matrix",
        (*work.columns, "Sources"),
        rows,
        (_LEAD,),
    )


def _listed(knowledge: Knowledge, choice: Choice) -> list[str]:
    reach = knowledge.reach
    domains = choice.by["domain"] or domain_headings(knowledge, choice.framework)
    serving, chosen = reach.in_domains(domains), initiatives_chosen(reach, choice)
    found = serving if chosen is None else serving & chosen
    return sorted(found, key=lambda iri: (folded(knowledge.names.label(iri)), iri))


class _Work:
    """What the rows of one list share."""

    def __init__(self, draft: Draft, choice: Choice) -> None:
        self._draft, self._choice = draft, choice
        self._domains = choice.by["domain"] or tuple(domain_headings(draft.knowledge, choice.framework))
        self._processes = processes_chosen(draft.knowledge.reach, choice)
        self.columns = (
            "Initiative",
            "Domain",
            "Mode",
            "Process",
            *(["On record there"] * self._has_countries),
        )

    @property
    def _has_countries(self) -> bool:
        return bool(self._choice.by["country"])

    def _values(self, initiative: str) -> tuple[tuple[Value, ...], ...]:
        """Return what stands in each column but the first."""
        reach = self._draft.knowledge.reach
        domains = [iri for iri in self._domains if initiative in reach.serving.get(iri, ())]
        processes = [
            iri
            for iri in sorted(reach.under)
            if initiative in reach.under[iri] and (self._processes is None or iri in self._processes)
        ]
        columns = (
            self._linked(initiative, domains),
            self._linked(initiative, reach.modes_of(initiative)),
            self._linked(initiative, processes),
        )
        return (*columns, self._members(processes)) if self._has_countries else columns

    def _linked(self, initiative: str, ends: Iterable[str]) -> tuple[Value, ...]:
        draft = self._draft
        graphs = draft.knowledge.reach.graphs
        return tuple(
            draft.link(end, *graphs.get((initiative, end), ()), text=draft.names.short(end)) for end in ends
        )

    def _members(self, processes: Collection[str]) -> tuple[Value, ...]:
        """Return the countries asked for that are in one of some processes, with their roles there."""
        draft, reach = self._draft, self._draft.knowledge.reach
        return tuple(
            draft.link(
                country,
                *reach.graphs.get((country, process), ()),
                text=f"{draft.names.short(country)} in the {draft.names.short(process)}: "
                + ", ".join(sorted(draft.names.label(role) for role in reach.members[country][process])),
            )
            for country in self._choice.by["country"]
            for process in processes
            if process in reach.members.get(country, {})
        )

    def cells(self, initiative: str) -> tuple[Cell, ...]:
        """Return the row of an initiative."""
        draft = self._draft
        is_incomplete = initiative in draft.knowledge.reach.incomplete
        first = Cell(draft.names.label(initiative), path_of(initiative), incomplete=is_incomplete)
        return (first, *(_cell(values) for values in self._values(initiative)))

    def texts(self, initiative: str) -> tuple[str, ...]:
        """Return the row of an initiative as texts; the last one says where its statements stand."""
        values = self._values(initiative)
        sources = dict.fromkeys(
            ", ".join(filter(None, (evidence.source, evidence.locator)))
            for column in values
            for value in column
            for evidence in value.evidence
        )
        texts = ("; ".join(value.text for value in column) or _SILENT for column in values)
        flag = " (incomplete in the source)" * (initiative in self._draft.knowledge.reach.incomplete)
        return (self._draft.names.label(initiative) + flag, *texts, "; ".join(sources))


_SILENT: Final = "not stated in the source"


def _cell(values: tuple[Value, ...]) -> Cell:
    return Cell(values=values) if values else Cell(_SILENT, state="not-stated")
