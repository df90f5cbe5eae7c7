"""Rows of answers with the names of things beside their IRIs, for spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from kg.exports.sheets import Sheet
from kg.exports.tables import plain
from kg.terms import BlankNode, Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.exports.sheets import Entry
    from kg.terms import Term

Item: TypeAlias = "Iri | Literal | BlankNode | str | int | tuple[Term, ...] | None"
"""What stands in one place of a row: a term, a number or a word of ours, several terms, or no value."""

IRI, TEXT, BOTH = "iri", "text", "both"
"""How things are given: by IRI, by name, or by both in two columns."""

_LABEL: Final = "_label"
# A spreadsheet keeps 15 figures of a number and turns the others into zeros.
_EXACT: Final = 15
_BETWEEN: Final = "; "
_TSV: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def labelled(  # noqa: PLR0913, PLR0917  (what a sheet of names is made of)
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Item]],
    name_of: Callable[[str], str],
    labels: str = BOTH,
    notes: Sequence[str] = (),
) -> Sheet:
    """
    Return rows as a sheet in which every column of things has their names.

    Args:
        title: What the rows are.
        columns: The names of the columns, each once.
        rows: One item a column.
        name_of: The name of what an IRI names; empty where none is known.
        labels: `IRI`, `TEXT` (a thing without a name has its IRI), or `BOTH`: the names stand in a column of
            their own, `x_label` beside `x`.
        notes: Sentences that a reader needs.
    """
    kept = [tuple(row) for row in rows]
    named = {at for at in range(len(columns)) if labels != IRI and any(_has_iri(row[at]) for row in kept)}
    return Sheet(
        title,
        tuple(_heads(columns, named if labels == BOTH else set())),
        tuple(tuple(_entries(row, named, name_of, labels)) for row in kept),
        tuple(notes),
    )


def _has_iri(item: Item) -> bool:
    return isinstance(item, Iri) or (isinstance(item, tuple) and any(isinstance(one, Iri) for one in item))


def _heads(columns: Sequence[str], named: set[int]) -> Iterable[str]:
    """Yield the names of the columns, with those for names, which are in the way of no other."""
    taken = set(columns)
    for at, column in enumerate(columns):
        yield column
        if at in named:
            label = column + _LABEL
            while label in taken:
                label += "_"
            taken.add(label)
            yield label


def _entries(
    row: Sequence[Item], named: set[int], name_of: Callable[[str], str], labels: str
) -> Iterable[Entry]:
    for at, item in enumerate(row):
        if at not in named:
            yield _entry(item)
            continue
        name = _named(item, name_of)
        if labels == BOTH:
            yield _entry(item)
        yield name or (_entry(item) if labels == TEXT else None)


def _named(item: Item, name_of: Callable[[str], str]) -> str:
    if isinstance(item, tuple):
        return _BETWEEN.join(filter(None, (_named(one, name_of) for one in item)))
    return name_of(item.value) if isinstance(item, Iri) else ""


def _entry(item: Item) -> Entry:
    if isinstance(item, tuple):
        return _BETWEEN.join(str(_entry(one)) for one in item)
    if not isinstance(item, Iri | Literal | BlankNode):
        return item
    value = plain(item)
    # A double says itself that it is no exact number; a long integer or decimal would only become one.
    is_exact = isinstance(value, float) and "e" in item.value.lower()
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return item.value if is_number and not is_exact and _figures(item.value) > _EXACT else value


def _figures(text: str) -> int:
    return sum(sign.isdigit() for sign in text)


def tsv_bytes(sheet: Sheet) -> bytes:
    r"""Return a sheet with tabs between its fields; tab, line end and backslash are `\t`, `\n` and `\\`."""
    rows: list[Sequence[Entry]] = [sheet.columns, *sheet.rows]
    return "".join(
        "\t".join("" if entry is None else _field(entry) for entry in row) + "\n" for row in rows
    ).encode()


def _field(entry: Entry) -> str:
    return ("true" if entry else "false") if isinstance(entry, bool) else str(entry).translate(_TSV)
