"""The door to openpyxl for what goes out: tables as sheets of an XLSX workbook."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

_WIDEST: Final = 60
_NARROWEST: Final = 10
_LOOKED_AT: Final = 200
"""How many rows decide how wide a column is."""
_LONGEST: Final = 32_767
"""The characters that a cell can hold."""
# XML cannot carry these.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_MOMENT: Final = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NO_MOMENT: Final = b"1980-01-01T00:00:00Z"


def workbook_bytes(sheets: Mapping[str, Iterable[Sequence[object]]], title: str) -> bytes:
    """
    Write tables as a workbook whose first row of each sheet is the header.

    A text stays a text: none becomes a formula or a link.  Texts longer than a cell can be are cut there.

    Args:
        sheets: Rows by the name of their sheet; the first row is the header.
        title: The title in the properties of the file.
    """
    workbook = Workbook(write_only=True)
    workbook.properties.title = title
    workbook.properties.creator = "regcoop"
    for name, rows in sheets.items():
        _fill(workbook.create_sheet(name), [tuple(row) for row in rows])
    out = io.BytesIO()
    workbook.save(out)
    return _timeless(out.getvalue())


def _timeless(packed: bytes) -> bytes:
    """Return a workbook without the moment at which it was made: the same rows are the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in made.infolist():
            text = made.read(part)
            if part.filename == "docProps/core.xml":
                text = _MOMENT.sub(_NO_MOMENT, text)
            kept.writestr(zipfile.ZipInfo(part.filename, _NO_TIME), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _fill(sheet: Worksheet, rows: list[tuple[object, ...]]) -> None:
    sheet.freeze_panes = "A2"
    for number, width in enumerate(_widths(rows), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number, row in enumerate(rows):
        cells = [_cell(sheet, value) for value in row]
        if number == 0:
            for cell in cells:
                cell.font = Font(bold=True)
        sheet.append(cells)


def _cell(sheet: Worksheet, value: object) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, _CONTROL.sub("", value)[:_LONGEST])
    # openpyxl takes what starts with "=" for a formula.
    cell.data_type = "s"
    return cell


def _widths(rows: Sequence[Sequence[object]]) -> list[int]:
    """Return a width for each column that shows most of its texts, in characters."""
    found = [_NARROWEST] * len(rows[0])
    for row in rows[:_LOOKED_AT]:
        for column, value in enumerate(row):
            found[column] = min(max(found[column], len(str(value)) + 2), _WIDEST)
    return found
