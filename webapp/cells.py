"""The answer of a query as a table on a page: what stands in each cell, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.exports.descriptions import short
from kg.exports.tables import plain
from kg.namespaces import BASE, ID
from kg.terms import Iri, Literal
from webapp.urls import path_of_any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.store.protocol import Solutions
    from kg.terms import Term

MAX_ROWS: Final = 1_000
"""How many rows a page shows at most; downloads have them all."""

_ROOM_BYTES: Final = 64_000
"""How much of a page its table of named things may fill, so that with all around it stays under 100 KB."""

_CELL_BYTES: Final = 50
_ROW_BYTES: Final = 60

UNBOUND: Final = "no value"
_LABEL_SUFFIX: Final = "Label"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell for the macro `data_table`: its text, its address if it has one, whether it is a number."""

    text: str
    href: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table for a page.

    `total` counts all rows of the answer, of which `rows` are the first, as many as there is room for.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int

    @property
    def is_cut(self) -> bool:
        """Tell whether there are rows that the page does not show."""
        return self.total > len(self.rows)


def raw_table(solutions: Solutions, total: int | None = None) -> Table:
    """Show an answer as it is: IRIs in short form, each as a link; `total` counts all rows, where given."""
    rows = tuple(
        tuple(_cell(row.get(name), _short_text) for name in solutions.variables)
        for row in solutions.rows[:MAX_ROWS]
    )
    count = len(solutions.rows) if total is None else total
    return Table(tuple(f"?{name}" for name in solutions.variables), rows, count)


def named_table(solutions: Solutions, name_of: Callable[[str], str]) -> Table:
    """
    Show an answer for readers: each IRI by its name.

    A column `xLabel` beside a column `x` holds the names for it and gets no column of its own; so does a
    column `label` for the first column, where that holds things.

    Args:
        solutions: The rows.
        name_of: The name to show for an IRI that has no such column.
    """
    label_of = {name: f"{name}{_LABEL_SUFFIX}" for name in solutions.variables}
    label_of |= dict.fromkeys(solutions.variables[:1], "label") if _leads_with_things(solutions) else {}
    label_of = {name: label for name, label in label_of.items() if label in solutions.variables}
    shown = [name for name in solutions.variables if name not in label_of.values()]

    def text_in(row: Mapping[str, Term], name: str) -> Callable[[Term], str]:
        label = row.get(label_of.get(name, ""))
        return lambda term: label.value if label else _name_text(term, name_of)

    rows = (
        tuple(_cell(row.get(name), text_in(row, name)) for name in shown) for row in solutions.rows[:MAX_ROWS]
    )
    return Table(tuple(shown), tuple(_fitting(rows)), len(solutions.rows))


def named_cell(term: Term | None, name_of: Callable[[str], str]) -> Cell:
    """Show one term for readers: an IRI by its name, or as `name_of` has it, as `named_table` does."""
    return _cell(term, lambda shown: _name_text(shown, name_of))


def _fitting(rows: Iterable[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    """Yield the first rows, as many as there is room for on a page."""
    filled = 0
    for row in rows:
        sizes = (len(cell.text.encode()) + len(cell.href) + _CELL_BYTES for cell in row)
        filled += sum(sizes) + _ROW_BYTES
        if filled > _ROOM_BYTES:
            return
        yield row


def _leads_with_things(solutions: Solutions) -> bool:
    first = solutions.variables[0] if solutions.variables else ""
    return "label" in solutions.variables and all(isinstance(row.get(first), Iri) for row in solutions.rows)


def _cell(term: Term | None, text_of: Callable[[Term], str]) -> Cell:
    if term is None:
        return Cell(UNBOUND)
    if isinstance(term, Iri):
        return Cell(text_of(term), path_of_any(term.value))
    value = plain(term)
    return Cell(text_of(term), number=isinstance(value, int | float) and not isinstance(value, bool))


def _short_text(term: Term) -> str:
    return short(term.value) if isinstance(term, Iri) else _literal_text(term)


def _name_text(term: Term, name_of: Callable[[str], str]) -> str:
    if not isinstance(term, Iri):
        return _literal_text(term)
    # Assertions and graphs have no names; the last part of their IRIs would say nothing.
    if term.value.startswith(BASE) and not term.value.startswith(ID) and "#" not in term.value:
        return short(term.value)
    return name_of(term.value)


def _literal_text(term: Term) -> str:
    return term.value if isinstance(term, Literal) else term.n3()
