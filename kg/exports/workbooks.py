"""The door to XlsxWriter: tables as sheets of a workbook, with the same content for the same rows."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any, Final

from xlsxwriter import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDEST: Final = 60
_NARROWEST: Final = 10
_LOOKED_AT: Final = 200
"""How many rows decide how wide a column is."""
_LONGEST: Final = 32_767
"""The characters that a cell can hold."""
_CUT: Final = " … (cut: a cell holds no more)"
_MOST_ROWS: Final = 1_048_576
"""The rows that a sheet can hold, with its header."""
_LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\]|^'|'$")
# XML cannot carry these.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_MOMENT: Final = datetime(1980, 1, 1)  # noqa: DTZ001  (the file has no time zone)
_TEXTS_STAY: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """
    A sheet to write: its name, its rows, of which the first is the header, and how it is laid out.

    `is_table` freezes the header and gives it filters; `widths` are those of the columns in characters, found
    from the first rows where there are none; texts are wrapped where `wraps`.
    """

    name: str
    rows: Iterable[Sequence[object]]
    is_table: bool = True
    widths: tuple[int, ...] = field(default=())
    wraps: bool = False


def workbook_bytes(sheets: Mapping[str, Iterable[Sequence[object]]], title: str) -> bytes:
    """
    Write tables as a workbook whose first row of each sheet is the header.

    A text stays a text: none becomes a formula or a link.  Texts longer than a cell can be are cut there.

    Args:
        sheets: Rows by the name of their sheet; the first row is the header.
        title: The title in the properties of the file.
    """
    out = io.BytesIO()
    leaves = [Leaf(name, rows, is_table=False) for name, rows in sheets.items()]
    _write(out, leaves, {"title": title}, {"in_memory": True}, _MOST_ROWS)
    return out.getvalue()


def write_workbook(
    out: IO[bytes], leaves: Iterable[Leaf], properties: Mapping[str, str], most_rows: int = _MOST_ROWS
) -> None:
    """
    Write a workbook row by row: no sheet is held in memory.

    Args:
        out: Where to; open for writing and reading.
        leaves: The sheets.  Names that a workbook refuses are mended; rows beyond what a sheet holds go on in
            the next, which repeats the header.
        properties: Of the file, such as `title`, `author`, `comments`.
        most_rows: The rows that a sheet may hold, with its header.
    """
    _write(out, leaves, properties, {"constant_memory": True}, most_rows)


def _write(
    out: IO[bytes],
    leaves: Iterable[Leaf],
    properties: Mapping[str, str],
    options: Mapping[str, bool],
    most_rows: int,
) -> None:
    # The rows of sheets wait in files of their own; they go when the workbook is done, or given up.
    with TemporaryDirectory(prefix="regcoop-") as folder:
        workbook = Workbook(out, {**_TEXTS_STAY, **options, "tmpdir": folder})
        try:
            # Else the moment of writing stands in the file.
            workbook.set_properties({"author": "regcoop", **properties, "created": _NO_MOMENT})
            _add_sheets(workbook, leaves, most_rows)
        finally:
            workbook.close()


def _add_sheets(workbook: Workbook, leaves: Iterable[Leaf], most_rows: int) -> None:
    looks = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True, "valign": "top"})
    taken: set[str] = set()
    for leaf in leaves:
        rows = iter(leaf.rows)
        header = next(rows, ())
        while True:
            sheet = workbook.add_worksheet(_name(leaf.name, taken))
            _fill(sheet, leaf, chain([header], islice(rows, most_rows - 1)), looks)
            further = next(rows, None)
            if further is None:
                break
            rows = chain([further], rows)


def _fill(
    sheet: Worksheet, leaf: Leaf, rows: Iterator[Sequence[object]], looks: tuple[Format, Format]
) -> None:
    bold, wrapped = looks
    first = list(islice(rows, _LOOKED_AT))
    last = 0
    for column, width in enumerate(leaf.widths or _widths(first)):
        sheet.set_column(column, column, width)
    for last, row in enumerate(chain(first, rows)):
        style = bold if last == 0 else wrapped if leaf.wraps else None
        for column, value in enumerate(row):
            _put(sheet, last, column, value, style)
    sheet.freeze_panes(1, 0)
    if leaf.is_table and first[0]:
        sheet.autofilter(0, 0, last, len(first[0]) - 1)
        # Codes such as 050 are texts and want to be.
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{_MOST_ROWS}"})


def _put(sheet: Worksheet, row: int, column: int, value: Any, style: Format | None) -> None:  # noqa: ANN401
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    else:
        text = _CONTROL.sub("", str(value))
        if len(text) > _LONGEST:
            text = text[: _LONGEST - len(_CUT)] + _CUT
        sheet.write_string(row, column, text, style)


def _name(wanted: str, taken: set[str]) -> str:
    """Return a name for a sheet that a workbook takes and that no other sheet has, whatever its case."""
    plain = _NOT_IN_NAMES.sub("_", wanted)[:_LONGEST_NAME] or "Sheet"
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        end = f" ({number})"
        name = plain[: _LONGEST_NAME - len(end)] + end
    taken.add(name.lower())
    return name


def _widths(rows: Sequence[Sequence[object]]) -> list[int]:
    """Return a width for each column that shows most of its texts, in characters."""
    found = [_NARROWEST] * max(map(len, rows), default=0)
    for row in rows:
        for column, value in enumerate(row):
            found[column] = min(max(found[column], len(str(value)) + 2), _WIDEST)
    return found
