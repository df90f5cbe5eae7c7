"""The statements behind a row, and who says each, as many as there is room for on a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.terms import Iri
from webapp.cells import Cell, named_cell
from webapp.knowledge import knowledge
from webapp.pages.parts import Evidence
from webapp.urls import path_of_any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.why import Holder, Statement, Why

_ROOM_BYTES: Final = 60_000
"""How much of a page the statements and their sources may fill, so that it stays under 100 KB."""

_LINE_BYTES: Final = 250
_MARK_BYTES: Final = 160
_INPUTS: Final = 5
"""How many inputs of a rule stand on the page; the page of the assertion has all."""

_LONGEST: Final = 600
"""How many characters of a value stand on the page."""


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

    `sources` are (title, address, place), `rule` is (name, address) or empty texts, `inputs` (of which there
    are `more_inputs`) and `conflicts` (name, address).
    """

    n: int
    label: str
    href: str
    basis: str
    certainty: str
    sources: tuple[tuple[str, str, str], ...]
    rule: tuple[str, str]
    inputs: tuple[tuple[str, str], ...]
    more_inputs: int
    conflicts: tuple[tuple[str, str], ...]
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The statements for which there is room: `count` of them, in parts, and who says them."""

    parts: tuple[Lines, ...]
    said: tuple[Said, ...]
    count: int


def shown(why: Why) -> Shown:
    """Choose what stands on the page: what every way needs, then one way after another."""
    numbers: dict[str, Said] = {}
    parts: list[Lines] = []
    filled = 0
    name = "Member" if why.is_group else "Way"
    headed = [("", why.common), *((f"{name} {place}", way) for place, way in enumerate(why.ways, 1))]
    for heading, statements in headed:
        lines: list[Line] = []
        for one in statements:
            known = dict(numbers)
            line = _line(one, known)
            new = list(known.values())[len(numbers) :]
            filled += _line_bytes(line) + sum(map(_said_bytes, new))
            if filled > _ROOM_BYTES:
                break
            lines.append(line)
            numbers = known
        parts += [Lines(heading, tuple(lines))] if lines else []
        if filled > _ROOM_BYTES:
            break
    return Shown(tuple(parts), tuple(numbers.values()), sum(len(part.lines) for part in parts))


def cut(text: str, longest: int = _LONGEST) -> str:
    """Return a text, or the beginning of a long one."""
    return text if len(text) <= longest else f"{text[:longest].rstrip()} …"


def cut_cell(cell: Cell) -> Cell:
    """Return a cell, or the beginning of a long one; a long address leads nowhere."""
    return replace(cell, text=cut(cell.text), href=cell.href if len(cell.href) <= _LONGEST else "")


def _line_bytes(line: Line) -> int:
    cells = sum(
        len(cell.text.encode()) + len(cell.href) for cell in (line.subject, line.predicate, line.value)
    )
    return _LINE_BYTES + cells + _MARK_BYTES * len(line.evidence)


def _said_bytes(said: Said) -> int:
    links = (*said.sources, *said.inputs, *said.conflicts, said.rule, (said.label, said.href))
    return _LINE_BYTES + sum(_MARK_BYTES // 2 + sum(len(text.encode()) for text in link) for link in links)


def _line(one: Statement, numbers: dict[str, Said]) -> Line:
    assertions = [holder for holder in one.holders if holder.kind == "assertion"]
    said = [numbers.setdefault(h.graph, _said(h, len(numbers) + 1)) for h in assertions]
    names = knowledge().names
    words = names.fact(one.predicate.value)
    predicate = Cell(words[:1].lower() + words[1:], path_of_any(one.predicate.value))
    return Line(
        cut_cell(named_cell(one.subject, names.label)),
        predicate,
        cut_cell(named_cell(one.object, names.label)),
        tuple(_evidence(holder, told) for holder, told in zip(assertions, said, strict=True)),
        tuple((h.label, path_of_any(h.graph)) for h in one.holders if h.kind != "assertion"),
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
        path_of_any(holder.graph),
        holder.basis,
        holder.certainty,
        tuple((s.title, path_of_any(s.document), s.locator) for s in holder.sources),
        (holder.rule_label or holder.rule, path_of_any(holder.rule)) if holder.rule else ("", ""),
        tuple(_links(holder.inputs[:_INPUTS])),
        len(holder.inputs[_INPUTS:]),
        tuple(_links(holder.conflicts)),
        holder.is_disputed,
    )


def _links(iris: Iterable[str]) -> list[tuple[str, str]]:
    names = knowledge().names
    cells = (named_cell(Iri(iri), names.label) for iri in iris)
    return [(cell.text, cell.href) for cell in cells]
