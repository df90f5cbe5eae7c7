"""Who belongs to a process or an organ, role by role, and to which processes someone belongs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from webapp.names import kind_of
from webapp.pages.dates import ATTESTED, DATED, of_row, spelt
from webapp.pages.parts import Cell, Heading, Item, Table, Things, Value
from webapp.pages.subject import capitalised
from webapp.pages.tables import long_table
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from webapp.pages.draft import Draft
    from webapp.pages.parts import Body, Evidence

NO_DATE: Final = "no date on record"
_MANY: Final = 3
_LONG: Final = 12
_KINDS: Final = {
    "country": ("country or territory", "countries and territories"),
    "organization": ("organization", "organizations"),
}


def merged(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Return rows of `members` or `memberships`, one a membership, with all further times in `also`."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        first = found.setdefault((row["membership"], row["assertion"]), dict(row))
        also = spelt(row.get("alsoAttested", ""))
        if also and also not in first.get("also", "").split("; "):
            first["also"] = "; ".join(filter(None, (first.get("also"), also)))
    return list(found.values())


def by_role(draft: Draft, rows: Iterable[dict[str, str]]) -> tuple[Body, ...]:
    """
    Return who belongs, a list or table for each role, countries before organizations.

    Args:
        draft: The page.
        rows: Rows of the query `members`, or others with `member`, `memberLabel`, `role` and `assertion`.
    """
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault((kind_of(row["member"]).segment, row["role"]), []).append(row)
    return tuple(_group(draft, *at, found) for at, found in sorted(groups.items(), key=_place))


def _place(group: tuple[tuple[str, str], Sequence[object]]) -> tuple[bool, bool, int, str]:
    """Sort countries to the front, members before other roles, and the larger groups before the smaller."""
    (segment, role), rows = group
    return (segment != "country", key_of(role) != "member", -len(rows), role)


def _group(draft: Draft, segment: str, role: str, rows: Sequence[dict[str, str]]) -> Body:
    """
    Return those of one kind in one role.

    Where sources date the joining of many, that is a table.  Else it is a list: the time for which most are
    listed stands in its title, and beside a member only what is said of it alone.
    """
    name = capitalised(draft.names.label(role))
    one, many = _KINDS.get(segment, ("other", "others"))
    title = f"{name}: {len(rows)} {one if len(rows) == 1 else many}"
    if _are_dated(rows, DATED):
        return _table(draft, f"{segment}-{key_of(role)}", title, rows)
    times = Counter(_times(row) for row in rows)
    usual, _ = times.most_common(1)[0]
    items = tuple(
        Item(
            path_of(row["member"]),
            row["memberLabel"],
            _markers(draft, row["assertion"], is_long=len(rows) > _LONG),
            "; ".join(_said(row, usual)) or None,
            draft.is_disputed(row["assertion"]),
        )
        for row in rows
    )
    most = "most " if len(times) > 1 and usual else ""
    return Things(items, title=f"{title}, {most}listed as of: {usual}" if usual else title)


def _markers(draft: Draft, assertion: str, *, is_long: bool) -> tuple[Evidence, ...]:
    """Return the markers of a membership; in a long list they do not say the document again at each name."""
    evidence = draft.evidence(assertion)
    return tuple(replace(one, source="") for one in evidence) if is_long else evidence


def _times(row: Mapping[str, str]) -> str:
    """Return all times for which sources list a member; empty where none says."""
    attested = of_row(row, ATTESTED)
    return "; also ".join(filter(None, (attested, row.get("also"))))


def _said(row: Mapping[str, str], usual: str) -> Iterator[str]:
    """Say what is said of one member alone: its name there, since when, another time than is usual."""
    if "listedAs" in row:
        yield f"listed as “{row['listedAs']}”"
    if since := of_row(row):
        yield f"since {since}"
    times = _times(row)
    if times != usual:
        yield f"listed as of: {times}" if times else NO_DATE


def _table(draft: Draft, key: str, title: str, rows: Sequence[dict[str, str]]) -> Table:
    has_time = any(of_row(row, ATTESTED) for row in rows)
    columns = [Heading("Who"), Heading("Since"), *([Heading("Listed as of")] * has_time)]
    cells = tuple(
        (
            Cell(
                row["memberLabel"],
                path_of(row["member"]),
                draft.evidence(row["assertion"]),
                is_disputed=draft.is_disputed(row["assertion"]),
                note=f"listed as “{row['listedAs']}”" if "listedAs" in row else "",
            ),
            when(row),
            *((_listed(row),) if has_time else ()),
        )
        for row in rows
    )
    return long_table(f"list-{key}", title, columns, cells)


def _listed(row: Mapping[str, str]) -> Cell:
    """Return for which time sources list a member, which is no date of joining."""
    also = f"also {row['also']}" if "also" in row else ""
    cell = when(row, ATTESTED)
    return replace(cell, note=also or cell.note)


def when(row: Mapping[str, str], columns: tuple[str, str, str, str] = DATED) -> Cell:
    """Return the date of a row of a query as a cell; it says where no source read so far gives one."""
    words = of_row(row, columns)
    return Cell(words) if words else Cell(note=NO_DATE)


def _are_dated(rows: Sequence[Mapping[str, str]], columns: tuple[str, str, str, str]) -> bool:
    """Tell whether enough of some rows have a date for a column of its own."""
    return sum(bool(of_row(row, columns)) for row in rows) * _MANY > len(rows)


def _aside(row: Mapping[str, str], has_since: bool, has_time: bool) -> str:  # noqa: FBT001
    """Say when, of what has no column of its own."""
    since, times = of_row(row), _times(row)
    said = (
        f"since {since}" if since and not has_since else "",
        f"listed as of: {times}" if times and not has_time else "",
    )
    return "; ".join(filter(None, said))


def belongs_to(draft: Draft, rows: Sequence[dict[str, str]]) -> Table:
    """Return the processes to which someone belongs: rows of the query `memberships`."""
    has_since, has_time = (_are_dated(rows, columns) for columns in (DATED, ATTESTED))
    columns = [
        Heading("Process"),
        Heading("Role"),
        *([Heading("Since")] * has_since),
        *([Heading("Listed as of")] * has_time),
    ]
    cells = tuple(
        (
            Cell(row["processLabel"], path_of(row["process"]), note=_aside(row, has_since, has_time)),
            Cell(
                values=(
                    Value(
                        row.get("roleLabel", row["role"]),
                        draft.evidence(row["assertion"]),
                        path_of(row["role"]),
                        is_disputed=draft.is_disputed(row["assertion"]),
                    ),
                ),
            ),
            *((when(row),) if has_since else ()),
            *((_listed(row),) if has_time else ()),
        )
        for row in rows
    )
    return Table("membership-list", "Processes and roles", tuple(columns), cells, cards=True)
