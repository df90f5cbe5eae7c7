"""What the page shows that tells why a row is in an answer."""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.errors import LimitError, QueryError, UnexplainedError
from kg.exports.descriptions import short
from kg.store.bounded import PREVIEW_ROWS
from kg.store.protocol import DatasetChoice, Solutions
from kg.why import as_json, examined, explain
from webapp.cells import named_cell
from webapp.knowledge import knowledge
from webapp.pages.workbench.statements import Lines, Said, cut, cut_cell, shown
from webapp.strangers import admit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.terms import Term
    from kg.why import Ask, Note, Why
    from webapp.cells import Cell

_LONGEST_QUERY: Final = 8_000
"""How many characters of the query stand on the page."""

ALL_SECONDS: Final = 20.0
"""How long an explanation may take in all; each of its queries has the limits of every query besides."""

_LONGEST_LINK: Final = 6_000
_ROW: Final = re.compile(r"([1-9][0-9]{0,6})(?:-([0-9a-f]{12}))?")
_DIGITS: Final = 12
_NO_CHOICE: Final = DatasetChoice()
_PLACES: Final = ("condition", "absence", "missing", "branch", "group", "unexplained", "cut")


@dataclass(frozen=True, slots=True)
class WhyPage:
    """
    All that `why.html` may use.

    `cells` are the row's (variable, value); `error` says why nothing is told.  `shown` of `count` statements
    stand on the page.  `editor` and `json` are empty where their addresses would be too long.
    """

    query: str
    number: int
    total: int
    cells: tuple[tuple[str, Cell], ...]
    editor: str
    json: str
    is_ordered: bool
    is_elsewhere: bool
    error: str = ""
    parts: tuple[Lines, ...] = ()
    said: tuple[Said, ...] = ()
    notes: tuple[Note, ...] = ()
    is_group: bool = False
    ways: int = 0
    shown: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """A row of the answer to a query: its place from 1, the number of all rows, and whether it had moved."""

    solutions: Solutions
    number: int
    total: int
    is_elsewhere: bool

    @property
    def row(self) -> Mapping[str, Term]:
        """The values of the row."""
        return self.solutions.rows[0]


def row_token(number: int, row: Mapping[str, Term]) -> str:
    """
    Return how an address names a row: by its number and, in short, by its values.

    Rows may come in another order the next time; by its values the row is found all the same.
    """
    text = "\n".join(sorted(f"{name} {term.n3()}" for name, term in row.items()))
    return f"{number}-{hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]}"


def asking(seconds: float = ALL_SECONDS) -> Ask:
    """
    Return what answers queries that are made of a stranger's, within the limits of such.

    An explanation takes many of them: after `seconds` in all no further one is begun.
    """
    until = time.monotonic() + seconds

    def ask(query: str) -> Solutions:
        if time.monotonic() >= until:
            raise LimitError(
                "time", f"to tell why the row is there took more than {seconds:g} s; narrow the query."
            )
        admit(query, _NO_CHOICE)
        return knowledge().strangers.preview(query, _NO_CHOICE).solutions

    return ask


def choose(query: str, named: str) -> Chosen:
    """
    Run a query again and choose a row of its answer.

    Args:
        query: A stranger's query.
        named: The row: its number from 1, or what `row_token` made of it.

    Raises:
        QueryError: No row is named like that, or the answer has no such row; else as what runs the query.
        UnexplainedError: The query is of a form that cannot be explained.
    """
    wanted = _ROW.fullmatch(named)
    if wanted is None:
        raise QueryError("The parameter 'row' is the number of a row, from 1 on; the first row is row=1.")
    admit(query, _NO_CHOICE)
    examined(query)
    found = knowledge().strangers.preview(query, _NO_CHOICE)
    rows, number = found.solutions.rows, int(wanted[1])
    place = number - 1
    if wanted[2] and not (place < len(rows) and row_token(number, rows[place]) == named):
        fitting = (n for n, row in enumerate(rows) if row_token(number, row) == named)
        place = next(fitting, len(rows))
        if place == len(rows):
            raise QueryError("The answer has no such row any more; run the query again and choose a row.")
    if place >= len(rows):
        more = f" Only the first {PREVIEW_ROWS:,} can be chosen." if found.total > len(rows) else ""
        raise QueryError(f"The answer has {found.total:,} rows, and none of the number {number:,}.{more}")
    chosen = Solutions(found.solutions.variables, rows[place : place + 1])
    return Chosen(chosen, place + 1, found.total, place != number - 1)


def why_json(query: str, named: str) -> bytes:
    """Explain a row as JSON; errors as in `choose` and `explain`."""
    return as_json(explain(query, choose(query, named).row, asking()), query)


def why_page(query: str, named: str) -> WhyPage:
    """Explain a row for readers; errors as in `choose`, but what cannot be explained is said on the page."""
    chosen = choose(query, named)
    address = urlencode({"query": query, "row": row_token(chosen.number, chosen.row)})
    is_short = len(address) <= _LONGEST_LINK
    page = WhyPage(
        query=cut(query, _LONGEST_QUERY),
        number=chosen.number,
        total=chosen.total,
        cells=tuple(
            (f"?{name}", cut_cell(named_cell(chosen.row.get(name), short)))
            for name in chosen.solutions.variables
        ),
        editor="/sparql?" + urlencode({"query": query}) if is_short else "",
        json=f"/sparql/why.json?{address}" if is_short else "",
        is_ordered=examined(query).select.clause("ORDER BY") is not None,
        is_elsewhere=chosen.is_elsewhere,
    )
    try:
        why = explain(query, chosen.row, asking())
    except UnexplainedError as error:
        return replace(page, error=str(error))
    return _filled(page, why)


def _filled(page: WhyPage, why: Why) -> WhyPage:
    found = shown(why)
    notes = sorted(why.notes, key=lambda note: _PLACES.index(note.kind))
    return replace(
        page,
        parts=found.parts,
        said=found.said,
        notes=tuple(replace(note, text=cut(note.text)) for note in notes),
        is_group=why.is_group,
        ways=why.total,
        shown=found.count,
        count=len(why.common) + sum(map(len, why.ways)),
    )
