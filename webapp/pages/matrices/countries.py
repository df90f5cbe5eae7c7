"""The matrix of countries by domains: what reaches a country through its processes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from kg.terms import Iri
from webapp.names import kind_of
from webapp.pages.draft import Draft
from webapp.pages.matrices.axes import CELL_LIST, domain_headings
from webapp.pages.matrices.choice import address, countries_chosen, processes_chosen
from webapp.pages.matrices.grid import Grid, GridRow, Square, by_name
from webapp.pages.matrices.page import (
    JUDGED,
    TOTALS,
    Made,
    framed,
    list_href,
    part_of,
    silence,
    square_of_one,
    square_of_total,
    worst,
)
from webapp.pages.matrices.processes import PATH as PROCESSES
from webapp.pages.parts import Heading, Value
from webapp.pages.sentences import counted
from webapp.reach import NOT_STATED, RECORDED
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from webapp.knowledge import Knowledge
    from webapp.pages.matrices.choice import Choice
    from webapp.pages.matrices.page import MatrixPage

PATH: Final = "/matrix/countries"
_NARROWED_BY: Final = ("region", "process", "mode", "role")
_IN_NONE: Final = (
    "A country that no source read names in a process is not stated: it may be in one all the same."
)


def country_matrix(knowledge: Knowledge, choice: Choice, *, is_whole: bool = False) -> MatrixPage:
    """Return the matrix of countries by the domains of a framework: the part asked for, or the whole."""
    reach = knowledge.reach
    domains = domain_headings(knowledge, choice.framework)
    work = _Work(Draft(knowledge), choice, domains)
    countries = by_name(knowledge.names, countries_chosen(reach, choice))
    of_part, part = part_of(choice, PATH, len(countries), is_whole=is_whole)
    rows = tuple(work.row(country, label) for country, label in countries[of_part])
    grid = Grid(
        "country-matrix",
        f"Countries by domain of the {knowledge.names.short(choice.framework)}",
        "Country",
        (Heading("Processes"), *domains.values(), Heading("All domains")),
        rows,
        # Without a choice of countries the total would be that of all processes, with or without a list.
        work.total() if choice.by["region"] or choice.by["role"] else None,
    )
    query = query_links("countries-reach", framework=key_of(choice.framework))
    notes = (JUDGED, TOTALS, _IN_NONE)
    made = Made(PATH, grid, _NARROWED_BY, query, notes, len(countries), part)
    page = framed(knowledge, choice, made)
    return replace(page, open_lists=_open_lists(Draft(knowledge)))


class _Work:
    """What the rows of one matrix share."""

    def __init__(self, draft: Draft, choice: Choice, domains: Collection[str]) -> None:
        """Find what a choice leaves in each domain."""
        self.draft, self.choice, self.domains = draft, choice, domains
        self.reach = reach = draft.knowledge.reach
        self.processes = frozenset(choice.by["process"] or reach.processes)
        modes = choice.by["mode"]
        # Hundreds of squares ask what two sets share: as bits, that takes no time.
        of_modes = _joined(reach.bits_using, modes) if modes else -1
        self.bits = {domain: reach.bits_serving.get(domain, 0) & of_modes for domain in domains}
        self.bits_everywhere = _joined(self.bits, domains)

    def row(self, country: str, label: str) -> GridRow:
        """Return the row of one country: its processes, then what reaches it in each domain and in all."""
        of = self.reach.processes_of(country, self.choice.by["role"]) & self.processes
        under = _joined(self.reach.bits_under, of)
        squares = tuple(self._square(country, domain, under, of) for domain in self.domains)
        silent = worst(square.state for square in squares)
        count = (under & self.bits_everywhere).bit_count()
        whole = square_of_total(count, self._href(country), silent)
        return GridRow(label, path_of(country), (self._processes(of, country), *squares, whole))

    def _processes(self, found: Collection[str], country: str = "") -> Square:
        """Return how many processes a country is in, or all countries together; the link has their rows."""
        if not found:
            return Square(NOT_STATED)
        only = {"country": [country], "region": ()} if country else {}
        text = counted(len(found), "process", "processes")
        href = address(PROCESSES, self.choice.asked(**only, mode=()))
        return Square(RECORDED, text, href, count=len(found))

    def _square(self, country: str, domain: str, under: int, of: frozenset[str]) -> Square:
        found = under & self.bits[domain]
        count = found.bit_count()
        if not count:
            return Square(self.reach.state_without(domain, of))
        if count > 1:
            text = counted(count, "initiative", "initiatives")
            return Square(RECORDED, text, self._href(country, domain), count=count)
        initiative = self.reach.initiatives[found.bit_length() - 1]
        through = [process for process in sorted(of) if initiative in self.reach.under.get(process, ())]
        links = [link for process in through for link in ((initiative, process), (country, process))]
        names = ", ".join(self.draft.names.short(process) for process in through)
        return square_of_one(self.draft, initiative, (initiative, domain), *links, note=f"through {names}")

    def _href(self, country: str, domain: str = "") -> str:
        domains = [domain] if domain else ()
        return address(CELL_LIST, self.choice.asked(country=[country], domain=domains, region=()))

    def total(self) -> GridRow:
        """Return the row under all others, which counts each process and initiative once."""
        of = processes_chosen(self.reach, self.choice) or frozenset()
        under = _joined(self.reach.bits_under, of)
        silent = silence(self.reach, self.domains)
        squares = (
            square_of_total((under & found).bit_count(), list_href(self.choice, domain=[domain]), silent)
            for domain, found in self.bits.items()
        )
        count = (under & self.bits_everywhere).bit_count()
        whole = square_of_total(count, list_href(self.choice), silent)
        return GridRow("All countries chosen", "", (self._processes(of), *squares, whole))


def _joined(sets: Mapping[str, int], keys: Iterable[str]) -> int:
    """Return the set of bits of all that any of some keys has."""
    joined = 0
    for key in keys:
        joined |= sets.get(key, 0)
    return joined


def _open_lists(draft: Draft) -> tuple[Value, ...]:
    """Return the processes whose members no source read names, with what is said of that."""
    reach = draft.knowledge.reach
    listed = frozenset[str]().union(*(reach.members[country] for country in reach.members))
    rows = draft.table("property-coverage", property=Iri(RC + "member"))
    return tuple(
        Value(
            draft.names.short(row["subject"]),
            draft.evidence(row["assertion"]),
            path_of(row["subject"]),
            state=row["state"].rpartition("/")[2],
        )
        for row in sorted(rows, key=lambda row: draft.names.short(row["subject"]).casefold())
        if kind_of(row["subject"]).segment == "process"
        and not row["state"].endswith("/recorded")
        and row["subject"] not in listed
    )
