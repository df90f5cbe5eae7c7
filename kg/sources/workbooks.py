"""The door to openpyxl: the sheets of an XLSX workbook as rows of texts, as a CSV file would hold them."""

from __future__ import annotations

import re
import warnings
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.sources.faults import Fault
from kg.sources.sheets import Sheet

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.cell.cell import Cell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# A workbook is packed: a few bytes may unpack to more than a machine holds.
_MOST_BYTES = 200 << 20
# One cell with a format in the last row of a sheet makes openpyxl make all cells before it.
_MOST_CELLS = 1_000_000
_PADDED = re.compile(r"0+")


def read_workbook(path: Path) -> list[Sheet]:
    """
    Read all sheets of a workbook; macros in it are never run.

    Raises:
        KgError: The file is not a workbook, or too large.
    """
    workbook = _opened(path)
    try:
        return [_sheet(path, sheet) for sheet in workbook.worksheets]
    finally:
        workbook.close()


def _opened(path: Path) -> Workbook:
    from openpyxl import load_workbook  # noqa: PLC0415
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    unreadable = f"{path.name} is not an XLSX workbook, or is damaged or locked by a password; save it again."
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_BYTES:
                raise KgError(
                    f"{path.name} unpacks to more than 200 megabytes; save only the rows that change."
                )
        with warnings.catch_warnings():
            # openpyxl warns of colours and drop-down lists that it leaves out.
            warnings.simplefilter("ignore", UserWarning)
            return load_workbook(path)
    except OSError as error:
        raise KgError(f"{path} cannot be read ({error.strerror or error}); check the name.") from error
    except (
        zipfile.BadZipFile, InvalidFileException, SyntaxError, KeyError, ValueError, TypeError, IndexError,
        AttributeError, EOFError, NotImplementedError,
    ) as error:  # what openpyxl raises depends on what is wrong inside  # fmt: skip
        raise KgError(unreadable) from error


def _sheet(path: Path, sheet: Worksheet) -> Sheet:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    place = f"{path.name}, sheet {sheet.title!r}"
    if sheet.max_row * sheet.max_column > _MOST_CELLS:
        last = f"{get_column_letter(sheet.max_column)}{sheet.max_row}"
        problem = f"the sheet goes on to the cell {last}; delete the empty rows and columns at its end"
        return Sheet(place, sheet.title.strip(), {}, (Fault(place, 0, "", problem),))
    faults = [
        Fault(place, merged.min_row or 0, "", f"the cells {merged.coord} are merged; unmerge and fill each")
        for merged in sheet.merged_cells.ranges
    ]
    rows: dict[int, tuple[str, ...]] = {}
    header: list[str] = []
    for cells in sheet.iter_rows():
        number = cells[0].row or 0
        texts = [_text(cell) for cell in cells]
        if not any(texts):
            continue
        header = header or texts
        rows[number] = tuple(texts[: _width(header)])
        for column, cell in enumerate(cells):
            if problem := _problem(cell, beyond=column >= _width(header)):
                name = header[column] if column < len(header) else ""
                faults.append(Fault(place, number, name or cell.column_letter, problem))
    return Sheet(place, sheet.title.strip(), rows, tuple(faults))


def _width(header: list[str]) -> int:
    """Return how many columns have a name: a workbook keeps cells that were emptied."""
    return max((column for column, name in enumerate(header, start=1) if name), default=0)


def _problem(cell: Cell, *, beyond: bool) -> str:
    if cell.data_type == "f":
        return "the cell holds a formula; put its value in its place"
    if cell.data_type == "e":
        return f"the cell holds the error {cell.value}; correct it"
    return "the cell stands under no name of a column; delete it" if beyond and _text(cell) else ""


def _text(cell: Cell) -> str:
    """Write a cell as a curator would in a CSV file: 2015 and not 2015.0, a day and not an hour."""
    value: Any = cell.value
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime():
            return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
        case date():
            return value.isoformat()
        case int() | float():
            whole = str(int(value)) if float(value).is_integer() else str(value)
            padded = _PADDED.fullmatch(cell.number_format)
            return whole.zfill(len(padded.group())) if padded else whole
        case _:
            return str(value)
