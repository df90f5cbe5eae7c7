"""What the page shows that tells why a row is in an answer."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.errors import QueryError, UnexplainedError
from kg.store.bounded import PREVIEW_ROWS
from kg.store.protocol import DatasetChoice, Solutions
from kg.terms import Iri
from kg.why import as_json, examined, explain
from webapp.cells import Cell, named_cell, raw_table
from webapp.knowledge import knowledge
from webapp.pages.parts import Evidence
from webapp.strangers import admit
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.terms import Term
    from kg.why import Holder, Note, Statement, Why

MAX_LINES: Final = 120
"""How many statements the page shows; the JSON has more."""

_LONGEST_LINK: Final = 6_000
_ROW: Final = re.compile(r"([1-9][0-9]{0,6})(?:-([0-9a-f]{12}))?")
_DIGITS: Final = 12
_NO_CHOICE: Final = DatasetChoice()
_PLACES: Final = ("condition", "absence", "missing", "branch", "group", "unexplained", "cut")


@dataclass(frozen=True, slots=True)
class Line:
    """One statement: its parts, markers for who says it, and the (name, address) of records that hold it."""

    subject: Cell
    predicate: Cell
    value: Cell
    evidence: tuple[Evidence, ...]
    records: tuple[tuple[str, str], ...]
    is_step: bool
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """Statements under a heading, which is empty for those that every way needs."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """
    Who says something, under its number.

    `sources` are (title, address, place), `rule` is (name, address) or empty texts, `inputs` and `conflicts`
    (name, address).
    """

    n: int
    label: str
    href: str
    basis: str
    certainty: str
    sources: tuple[tuple[str, str, str], ...]
    rule: tuple[str, str]
    inputs: tuple[tuple[str, str], ...]
    conflicts: tuple[tuple[str, str], ...]
    is_disputed: bool


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


def ask(query: str) -> Solutions:
    """Answer a query that is made of a stranger's, within the limits of such."""
    admit(query, _NO_CHOICE)
    return knowledge().strangers.preview(query, _NO_CHOICE).solutions


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
    return as_json(explain(query, choose(query, named).row, ask), query)


def why_page(query: str, named: str) -> WhyPage:
    """Explain a row for readers; errors as in `choose`, but what cannot be explained is said on the page."""
    chosen = choose(query, named)
    (cells,) = raw_table(chosen.solutions).rows
    address = urlencode({"query": query, "row": row_token(chosen.number, chosen.row)})
    is_short = len(address) <= _LONGEST_LINK
    page = WhyPage(
        query=query,
        number=chosen.number,
        total=chosen.total,
        cells=tuple(zip((f"?{name}" for name in chosen.solutions.variables), cells, strict=True)),
        editor="/sparql?" + urlencode({"query": query}) if is_short else "",
        json=f"/sparql/why.json?{address}" if is_short else "",
        is_ordered=examined(query).select.clause("ORDER BY") is not None,
        is_elsewhere=chosen.is_elsewhere,
    )
    try:
        why = explain(query, chosen.row, ask)
    except UnexplainedError as error:
        return replace(page, error=str(error))
    return _filled(page, why)


def _filled(page: WhyPage, why: Why) -> WhyPage:
    numbers: dict[str, Said] = {}
    parts = [Lines("", tuple(_line(one, numbers) for one in why.common[:MAX_LINES]))]
    room = MAX_LINES - len(parts[0].lines)
    for place, way in enumerate(why.ways, 1):
        if len(way) > room:
            break
        room -= len(way)
        heading = f"{'Member' if why.is_group else 'Way'} {place}"
        parts.append(Lines(heading, tuple(_line(one, numbers) for one in way)))
    return replace(
        page,
        parts=tuple(part for part in parts if part.lines),
        said=tuple(numbers.values()),
        notes=tuple(sorted(why.notes, key=lambda note: _PLACES.index(note.kind))),
        is_group=why.is_group,
        ways=why.total,
        shown=sum(len(part.lines) for part in parts),
        count=len(why.common) + sum(map(len, why.ways)),
    )


def _line(one: Statement, numbers: dict[str, Said]) -> Line:
    assertions = [holder for holder in one.holders if holder.kind == "assertion"]
    said = [numbers.setdefault(h.graph, _said(h, len(numbers) + 1)) for h in assertions]
    names = knowledge().names
    words = names.fact(one.predicate.value)
    predicate = Cell(words[:1].lower() + words[1:], path_of.__wrapped__(one.predicate.value))
    return Line(
        named_cell(one.subject, names.label),
        predicate,
        named_cell(one.object, names.label),
        tuple(_evidence(holder, told) for holder, told in zip(assertions, said, strict=True)),
        tuple((h.label, path_of.__wrapped__(h.graph)) for h in one.holders if h.kind != "assertion"),
        one.is_step,
        any(told.is_disputed for told in said),
    )


def _evidence(holder: Holder, said: Said) -> Evidence:
    title, _, place = said.sources[0] if said.sources else (said.rule[0], "", "")
    return Evidence(said.href, said.n, title, place, holder.basis)


def _said(holder: Holder, number: int) -> Said:
    return Said(
        number,
        holder.label,
        path_of.__wrapped__(holder.graph),
        holder.basis,
        holder.certainty,
        tuple((s.title, path_of.__wrapped__(s.document), s.locator) for s in holder.sources),
        (holder.rule_label or holder.rule, path_of.__wrapped__(holder.rule)) if holder.rule else ("", ""),
        tuple(_links(holder.inputs)),
        tuple(_links(holder.conflicts)),
        holder.is_disputed,
    )


def _links(iris: Iterable[str]) -> list[tuple[str, str]]:
    names = knowledge().names
    cells = (named_cell(Iri(iri), names.label) for iri in iris)
    return [(cell.text, cell.href) for cell in cells]
