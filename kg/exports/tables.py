"""
Cells for those who know no RDF: tables as CSV, terms as the values of JSON.

CSV is written as stores write it (`Store.answer`): UTF-8 without a byte order mark; lines end in CR LF and
fields are quoted where RFC 4180 asks for it.

A cell that starts with `=`, `+`, `-` or `@` is written as it is. A spreadsheet might take it for a formula,
but an apostrophe in front would change the data: what is read back would no longer equal what was published.
None of our texts is written by strangers. Open files from elsewhere through the import dialogue, as text.
"""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.namespaces import XSD
from kg.terms import BlankNode, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.store.protocol import Solutions
    from kg.terms import Term

Plain: TypeAlias = str | int | float | bool | None

_WHOLE: Final = frozenset(
    XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
)
_REAL: Final = frozenset(XSD + name for name in ("decimal", "double", "float"))
_TRUTH: Final = {"true": True, "1": True, "false": False, "0": False}


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write any table as our CSV; None becomes an empty field."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow("" if cell is None else cell for cell in row)
    return out.getvalue().encode()


def plain(term: Term) -> Plain:
    """
    Return a term as a JSON value: numbers and truth values as such, anything else as its text.

    Infinite values, which JSON lacks, and texts that are no number of their type stay texts.
    """
    if not isinstance(term, Literal):
        return term.n3() if isinstance(term, BlankNode) else term.value
    if term.datatype == XSD + "boolean":
        return _TRUTH.get(term.value, term.value)
    try:
        if term.datatype in _WHOLE:
            return int(term.value)
        if term.datatype in _REAL and math.isfinite(number := float(term.value)):
            return number
    except ValueError:
        return term.value
    return term.value


def records(solutions: Solutions) -> list[dict[str, Plain]]:
    """Return rows as objects, one key a column in the order of the columns; null where a row has no value."""
    return [
        {name: plain(row[name]) if name in row else None for name in solutions.variables}
        for row in solutions.rows
    ]
