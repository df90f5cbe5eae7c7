"""The table beside a picture, which says the same: as many rows as a page has room for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.exports.descriptions import short
from kg.terms import BlankNode, Iri, Literal
from webapp.pages.results.answers import UNBOUND
from webapp.pages.results.columns import number_of
from webapp.pages.results.pictures import cut
from webapp.pages.sentences import counted
from webapp.urls import path_of_any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.exports.labelled import Item
    from webapp.pages.results.answers import Answer, Made

_CELL: Final = 20
_LINK: Final = 16
_ROW: Final = 40
_MOST_COLUMNS: Final = 60
_LONGEST: Final = 400
_SEVERAL: Final = 6
_NO_ROWS: Final = "No row fits the query. That says what this graph records, not what there is in the world."
_NO_COLUMN: Final = "The query names no variable, so its answer has rows without columns."


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell for the macro `data_table`; `note` stands small behind its text."""

    text: str
    href: str = ""
    number: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column."""

    label: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Twin:
    """A table: `note` says what it leaves out, or why it has no rows; it may be empty."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def twin(answer: Answer, made: Made, labels: str, room: int) -> Twin:
    """Return the table of a view, with things by IRI, by name or by both, in so many bytes at most."""
    heads = made.heads[:_MOST_COLUMNS]
    if not heads or not made.rows:
        return Twin((), (), _NO_COLUMN if made.rows else _NO_ROWS)
    rows, texts_cut = _fitting(answer, made.rows, len(heads), labels, room)
    numbers = [_is_number(made.rows, at) for at in range(len(heads))]
    notes = []
    if len(rows) < len(made.rows):
        notes.append(
            f"The first {len(rows):,} of {counted(len(made.rows), 'row')} are shown here; the files have all."
        )
    if len(made.heads) > len(heads):
        notes.append(f"The first {len(heads)} of {len(made.heads)} columns are shown here.")
    if texts_cut:
        notes.append(f"Texts of more than {_LONGEST} letters are cut here, which … tells.")
    shown = tuple(Head(cut(head, _LONGEST), number) for head, number in zip(heads, numbers, strict=True))
    return Twin(shown, rows, " ".join(notes))


def _is_number(rows: Sequence[Sequence[Item]], at: int) -> bool:
    values = [row[at] for row in rows[:200] if row[at] is not None]
    return bool(values) and all(_cell_number(value) for value in values)


def _cell_number(item: Item) -> bool:
    return isinstance(item, int) or (isinstance(item, Literal) and number_of(item) is not None)


def _fitting(
    answer: Answer, rows: Sequence[Sequence[Item]], columns: int, labels: str, room: int
) -> tuple[tuple[tuple[Cell, ...], ...], bool]:
    """Return the first rows, as many as there is room for and one at least, and whether a text was cut."""
    kept: list[tuple[Cell, ...]] = []
    filled, is_cut = 0, False
    for row in rows:
        cells = tuple(_cell(answer, item, labels) for item in row[:columns])
        filled += _ROW + sum(map(_size, cells))
        if kept and filled > room:
            break
        kept.append(cells)
        is_cut = is_cut or any(len(cell.text) == _LONGEST and cell.text.endswith("…") for cell in cells)
    return tuple(kept), is_cut


def _size(cell: Cell) -> int:
    escaped = len(cell.text.encode()) + 4 * sum(cell.text.count(sign) for sign in "<>&\"'")
    return (
        _CELL
        + escaped
        + (_LINK + len(cell.href) if cell.href else 0)
        + (30 + len(cell.note) if cell.note else 0)
    )


def _cell(answer: Answer, item: Item, labels: str) -> Cell:
    if isinstance(item, Iri):
        brief, name = cut(short(item.value), _LONGEST), cut(answer.name(item.value), _LONGEST)
        text = brief if labels == "iri" or not name else name
        href = path_of_any(item.value) if len(item.value) <= _LONGEST else ""
        return Cell(text, href, note=brief if labels == "both" and name else "")
    if isinstance(item, tuple):
        several = [_cell(answer, one, labels).text for one in item[:_SEVERAL]]
        more = [f"and {len(item) - _SEVERAL} more"] if len(item) > _SEVERAL else []
        return Cell(cut("; ".join(several + more), _LONGEST))
    return Cell(cut(_text(item), _LONGEST) or "empty text", number=_cell_number(item))


def _text(item: Item) -> str:
    if item is None:
        return UNBOUND
    if isinstance(item, BlankNode):
        return item.n3()
    return f"{item:,}" if isinstance(item, int) else str(item)


def texts(answer: Answer, rows: Sequence[Sequence[Item]]) -> Iterator[list[str]]:
    """Yield rows as plain texts, things by their names."""
    for row in rows:
        yield [_cell(answer, item, "text").text for item in row]
