"""Listings that say more than names: all processes side by side, and all that sources disagree on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from webapp.kinds import KINDS
from webapp.names import kind_of
from webapp.pages.conflict import LEAD, by_conflict
from webapp.pages.dates import of_row
from webapp.pages.draft import Draft
from webapp.pages.listing import ListingPage
from webapp.pages.members import NO_DATE
from webapp.pages.parts import Cell, Heading, Panel, Table, Value
from webapp.pages.words import in_words
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.terms import Term
    from webapp.knowledge import Knowledge

_COLUMNS: Final = ("Process", "Region, as named", "Type", "Founded", "Countries listed", "Status")
_ABOUT_PROCESSES: Final = (
    "Standing forums in which countries and organizations consult one another on migration. "
    "What is said of each stands with its marker; what nobody says is left open."
)
_NOT_SEEN: Final = "nothing seen"


def processes_page(knowledge: Knowledge) -> ListingPage:
    """Return all processes side by side, by name."""
    draft = Draft(knowledge)
    processes: dict[str, list[dict[str, str]]] = {}
    for row in draft.table("process-table"):
        processes.setdefault(row["process"], []).append(row)
    founded = _by(draft.table("foundings"), "of")
    listed = _by(draft.table("listed-members"), "process")
    body = tuple(
        (
            _name(rows[0]),
            _said(draft, rows, "regionAsNamed"),
            _said(draft, rows, "processType"),
            _founded(draft, founded.get(process, ())),
            _listed(process, listed.get(process, ())),
            _said(draft, rows, "processStatus"),
        )
        for process, rows in processes.items()
    )
    columns = tuple(Heading(text) for text in _COLUMNS)
    table = Table("process-list", "Regional processes by name", columns, body, cards=True)
    panel = Panel("list", "All processes", (table,), query_links("process-table"), len(body), wide=True)
    return ListingPage("processes", "Processes", _ABOUT_PROCESSES, "/processes", (), (panel,))


def _by(rows: Iterable[dict[str, str]], column: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _name(row: Mapping[str, str]) -> Cell:
    label, name = row["processLabel"], row["name"]
    return Cell(label, path_of(row["process"]), note=name if name != label else "")


def _said(draft: Draft, rows: Iterable[Mapping[str, str]], name: str) -> Cell:
    """Return what sources say by one property; a value with its markers each."""
    graphs: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.get("property") == RC + name:
            text = row.get("valueLabel", row["value"])
            graphs.setdefault((text, path_of(row["value"])), []).append(row["assertion"])
    values = tuple(
        Value(text, draft.evidence(*found), href or None) for (text, href), found in graphs.items()
    )
    # A region stands in a row with names and more, and it is not on the region that sources disagree.
    disputed = name != "regionAsNamed" and any(draft.is_disputed(*found) for found in graphs.values())
    return Cell(values=_marked(values, disputed=disputed)) if values else Cell(note=_NOT_SEEN)


def _marked(values: tuple[Value, ...], *, disputed: bool) -> tuple[Value, ...]:
    """Say once in a cell that sources disagree on what stands in it."""
    return (*values[:-1], replace(values[-1], is_disputed=disputed))


def _founded(draft: Draft, rows: Sequence[Mapping[str, str]]) -> Cell:
    """Return every founding date that a source claims, the same one once."""
    graphs: dict[str, list[str]] = {}
    for row in rows:
        graphs.setdefault(of_row(row) or NO_DATE, []).append(row["assertion"])
    values = tuple(Value(text, draft.evidence(*found)) for text, found in graphs.items())
    disputed = any(draft.is_disputed(*found) for found in graphs.values())
    return Cell(values=_marked(values, disputed=disputed)) if values else Cell(note=NO_DATE)


def _listed(process: str, rows: Iterable[Mapping[str, str]]) -> Cell:
    """Return how many countries a process lists, role by role; the members first."""
    countries = [row for row in rows if row["class"] == RC + "Country"]
    countries.sort(key=lambda row: (key_of(row["role"]) != "member", -int(row["listed"]), row["role"]))
    if not countries:
        return Cell(note="no list seen")
    first, *others = (f"{row.get('roleLabel', key_of(row['role']))}: {row['listed']}" for row in countries)
    return Cell(first, f"{path_of(process)}#members", note="; ".join(others))


def conflicts_page(knowledge: Knowledge) -> ListingPage:
    """Return all that sources disagree on, by the kind of its subject, with what each side says."""
    draft = Draft(knowledge)
    statements: dict[str, list[Mapping[str, Term]]] = {}
    for row in knowledge.rows("disputed-statements").rows:
        statements.setdefault(row["assertion"].value, []).append(row)
    by_kind: dict[str, list[list[Mapping[str, str]]]] = {}
    for rows in by_conflict(knowledge.table("disagreements")).values():
        by_kind.setdefault(kind_of(rows[0]["subject"]).segment, []).append(rows)
    order = list(KINDS)
    panels = tuple(
        _conflicts(draft, segment, found, statements)
        for segment, found in sorted(
            by_kind.items(), key=lambda entry: order.index(entry[0]) if entry[0] in order else len(order)
        )
    )
    return ListingPage("conflicts", "Where sources disagree", LEAD, "/conflicts", (), panels)


def _conflicts(
    draft: Draft,
    segment: str,
    found: Iterable[Sequence[Mapping[str, str]]],
    statements: Mapping[str, Sequence[Mapping[str, Term]]],
) -> Panel:
    names = draft.names
    ordered = sorted(found, key=lambda rows: names.short(rows[0]["subject"]).casefold())
    body = tuple(
        (
            Cell(names.short(rows[0]["subject"]), path_of(rows[0]["subject"])),
            Cell(rows[0]["matter"], path_of(rows[0]["conflict"]), draft.evidence(rows[0]["assertion"])),
            Cell(
                values=tuple(
                    Value(in_words(statements[side], names), draft.evidence(side))
                    for side in dict.fromkeys(row["side"] for row in rows)
                    if side in statements
                )
            ),
        )
        for rows in ordered
    )
    title = KINDS[segment].many if segment in KINDS else segment
    columns = (Heading("About"), Heading("On what"), Heading("What each side says"))
    table = Table(f"conflicts-{segment}", f"{title}: what sources disagree on", columns, body, cards=True)
    return Panel(segment, title, (table,), query_links("disagreements"), len(body))
