"""The matrix of domains by modes of collaboration: which mode is on record for which domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from kg.terms import Iri
from webapp.pages.draft import Draft
from webapp.pages.matrices.axes import domain_headings
from webapp.pages.matrices.choice import initiatives_chosen, processes_chosen
from webapp.pages.matrices.grid import Grid, GridRow, Square, by_name
from webapp.pages.matrices.page import (
    JUDGED,
    PATH,
    TOTALS,
    Made,
    framed,
    list_href,
    silence,
    square_of_one,
    square_of_total,
)
from webapp.pages.parts import Heading
from webapp.pages.sentences import counted
from webapp.reach import RECORDED
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Collection

    from webapp.knowledge import Knowledge
    from webapp.pages.matrices.choice import Choice
    from webapp.pages.matrices.page import MatrixPage

_NARROWED_BY: Final = ("process", "region", "role", "mode")


def domain_matrix(knowledge: Knowledge, choice: Choice, *, is_whole: bool = False) -> MatrixPage:  # noqa: ARG001
    """Return the matrix of the domains of a framework by the widest modes; it has few rows and no parts."""
    domains = domain_headings(knowledge, choice.framework)
    modes = dict(by_name(knowledge.names, _widest(knowledge, choice.by["mode"])))
    work = _Work(Draft(knowledge), choice, modes)
    rows = tuple(work.row(domain, heading) for domain, heading in domains.items())
    grid = Grid(
        "matrix",
        f"Domains of the {knowledge.names.short(choice.framework)} by mode of collaboration",
        "Domain",
        (*(Heading(label, path_of(mode)) for mode, label in modes.items()), Heading("All modes")),
        rows,
        work.total(domains),
    )
    query = query_links("matrix", framework=key_of(choice.framework))
    made = Made(PATH, grid, _NARROWED_BY, query, (JUDGED, TOTALS), len(rows))
    return framed(knowledge, choice, made)


def _widest(knowledge: Knowledge, asked: Collection[str]) -> list[str]:
    """Return the modes that have no wider one; of modes asked for, these themselves."""
    if asked:
        return list(asked)
    narrower = {row["mode"] for row in knowledge.table("wider-modes")}
    modes = {row["thing"] for row in knowledge.table("things", **{"class": Iri(RC + "CollaborationMode")})}
    return list(modes - narrower)


class _Work:
    """What the rows of one matrix share: what the choice leaves."""

    def __init__(self, draft: Draft, choice: Choice, modes: Collection[str]) -> None:
        """Find the initiatives and processes that a choice leaves."""
        self.draft, self.choice = draft, choice
        self.reach = draft.knowledge.reach
        self.chosen = initiatives_chosen(self.reach, choice)
        self.processes = processes_chosen(self.reach, choice)
        self.using = {mode: self.reach.of_modes([mode]) for mode in modes}

    def _left(self, found: frozenset[str]) -> frozenset[str]:
        return found if self.chosen is None else found & self.chosen

    def row(self, domain: str, heading: Heading) -> GridRow:
        """Return the row of one domain."""
        serving = self._left(self.reach.serving.get(domain, frozenset()))
        squares = (self._square(domain, mode, serving & of) for mode, of in self.using.items())
        silent = self.reach.state_without(domain, self.processes)
        whole = square_of_total(len(serving), list_href(self.choice, domain=[domain]), silent)
        return GridRow(heading.label, heading.href or "", (*squares, whole))

    def _square(self, domain: str, mode: str, found: frozenset[str]) -> Square:
        if not found:
            said = self.draft.evidence(self.reach.said.get(domain)) if self.processes is None else ()
            return Square(self.reach.state_without(domain, self.processes), evidence=said)
        if len(found) == 1:
            (initiative,) = found
            links = ((initiative, end) for end in (domain, *self.reach.modes_of(initiative)))
            return square_of_one(self.draft, initiative, *links)
        placed = found & self.reach.placed.get(domain, frozenset())
        note = "" if len(placed) == len(found) else f"{'some' if placed else 'all'} by the editors"
        href = list_href(self.choice, domain=[domain], mode=[mode])
        text = counted(len(found), "initiative", "initiatives")
        return Square(RECORDED, text, href, count=len(found), note=note)

    def total(self, domains: Collection[str]) -> GridRow:
        """Return the row under all others, which counts each initiative once."""
        everywhere = self._left(self.reach.in_domains(domains))
        silent = silence(self.reach, domains)
        squares = (
            square_of_total(len(everywhere & of), list_href(self.choice, mode=[mode]), silent)
            for mode, of in self.using.items()
        )
        whole = square_of_total(len(everywhere), list_href(self.choice), silent)
        return GridRow("All domains", "", (*squares, whole))
