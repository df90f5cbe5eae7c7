"""The matrix of processes by domains: how many initiatives serve a domain, and which themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from webapp.pages.draft import Draft
from webapp.pages.matrices.axes import domain_headings
from webapp.pages.matrices.choice import address, initiatives_chosen, processes_chosen
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
from webapp.pages.parts import Heading
from webapp.pages.sentences import counted
from webapp.reach import RECORDED
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Iterable

    from webapp.knowledge import Knowledge
    from webapp.pages.matrices.choice import Choice
    from webapp.pages.matrices.page import MatrixPage
    from webapp.pages.parts import Evidence

PATH: Final = "/matrix/processes"
_NARROWED_BY: Final = ("process", "region", "country", "role", "mode")
_BY_THEME: Final = (
    "A process without an initiative in a domain may deal with themes that further it, by the judgement of "
    "the editors: the cell then says by how many.  No mode of collaboration is known of a theme, so a choice "
    "of modes leaves themes out."
)


def process_matrix(knowledge: Knowledge, choice: Choice, *, is_whole: bool = False) -> MatrixPage:
    """Return the matrix of processes by the domains of a framework: the part asked for, or the whole."""
    draft, reach = Draft(knowledge), knowledge.reach
    domains = domain_headings(knowledge, choice.framework)
    chosen = initiatives_chosen(reach, choice)
    processes = processes_chosen(reach, choice)
    shown = reach.processes if processes is None else processes
    named = by_name(knowledge.names, shown)
    of_part, part = part_of(choice, PATH, len(named), is_whole=is_whole)
    rows = tuple(_row(draft, choice, process, label, domains) for process, label in named[of_part])
    everywhere = reach.in_domains(domains)
    under = reach.initiatives_of(shown) if chosen is None else chosen
    silent = silence(reach, domains)
    total = (
        *(
            square_of_total(
                len(reach.serving.get(domain, frozenset()) & under),
                list_href(choice, domain=[domain]),
                silent,
            )
            for domain in domains
        ),
        square_of_total(len(everywhere & under), list_href(choice), silent),
    )
    grid = Grid(
        "process-matrix",
        f"Processes by domain of the {knowledge.names.short(choice.framework)}",
        "Process",
        (*domains.values(), Heading("All domains")),
        rows,
        GridRow("All processes chosen", "", total) if rows else None,
    )
    query = query_links("process-domains", framework=key_of(choice.framework))
    notes = (JUDGED, _BY_THEME, TOTALS)
    made = Made(PATH, grid, _NARROWED_BY, query, notes, len(named), part)
    return framed(knowledge, choice, made)


def _row(draft: Draft, choice: Choice, process: str, label: str, domains: Iterable[str]) -> GridRow:
    """Return the row of one process; of one country alone also its role there."""
    reach = draft.knowledge.reach
    countries = choice.by["country"]
    roles = ""
    evidence: tuple[Evidence, ...] = ()
    if len(countries) == 1:
        (country,) = countries
        names = sorted(draft.names.label(role) for role in reach.members.get(country, {}).get(process, ()))
        roles = ", ".join(names)
        evidence = draft.evidence(*reach.graphs.get((country, process), ()))
    squares = tuple(_square(draft, choice, process, domain) for domain in domains)
    own = reach.in_domains(domains) & reach.under.get(process, frozenset())
    if choice.by["mode"]:
        own &= reach.of_modes(choice.by["mode"])
    total = square_of_total(len(own), _href(choice, process), worst(square.state for square in squares))
    return GridRow(label, path_of(process), (*squares, total), roles, evidence)


def _href(choice: Choice, process: str, domain: str = "") -> str:
    """Return the list of what one process has, whichever countries led to it."""
    domains = [domain] if domain else ()
    return list_href(choice, process=[process], domain=domains, country=(), region=(), role=())


def _square(draft: Draft, choice: Choice, process: str, domain: str) -> Square:
    """Return how many initiatives and themes of a process belong to a domain, with a way to each."""
    reach, modes = draft.knowledge.reach, choice.by["mode"]
    found = reach.under.get(process, frozenset()) & reach.serving.get(domain, frozenset())
    found = found & reach.of_modes(modes) if modes else found
    themes = () if modes else reach.furthering.get((process, domain), ())
    by_theme = counted(len(themes), "theme", "themes") if themes else ""
    keys = [("process", key_of(process)), ("domain", key_of(domain))]
    theme_list = address("/query/furthering-themes", keys)
    if not found and not themes:
        return Square(reach.state_without(domain, {process}))
    if not found:
        return Square(RECORDED, by_theme, theme_list, count=len(themes))
    if len(found) == 1 and not themes:
        (initiative,) = found
        return square_of_one(draft, initiative, (initiative, domain), (initiative, process))
    return Square(
        RECORDED,
        counted(len(found), "initiative", "initiatives"),
        _href(choice, process, domain),
        count=len(found),
        note=by_theme,
        note_href=theme_list if themes else "",
    )
