"""Read a curator's files: each CSV file, and each sheet of a workbook, as rows of plain texts."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.sources.checking import ENCODING
from kg.sources.faults import unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.sources.faults import Fault

SUFFIXES = frozenset({".csv", ".xlsx", ".xlsm", ".xls", ".ods", ".tsv"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    The rows of a CSV file or of one sheet, header first, by their number there; empty rows are left out.

    `name` is that of the sheet, or of the file without its suffix; `faults` are what the texts do not tell,
    such as a formula in the place of one.
    """

    place: str
    name: str
    rows: Mapping[int, tuple[str, ...]]
    faults: tuple[Fault, ...] = ()


def read_sheets(path: Path) -> list[Sheet]:
    """
    Read a file.

    Raises:
        KgError: It cannot be read, or is no file of tables.
    """
    match path.suffix.lower():
        case ".csv":
            return [_csv(path)]
        case ".xlsx":
            from kg.sources.workbooks import read_workbook  # noqa: PLC0415  (a CSV file needs no openpyxl)

            return read_workbook(path)
        case _:
            raise KgError(f"{path.name} is no file of tables that can be read; save it as .xlsx or as .csv.")


def _csv(path: Path) -> Sheet:
    rows: dict[int, tuple[str, ...]] = {}
    try:
        with path.open(encoding=ENCODING, newline="") as file:
            for number, texts in enumerate(csv.reader(file), start=1):
                if any(texts):
                    rows[number] = tuple(texts)
    except OSError as error:
        raise KgError(f"{path} cannot be read ({error.strerror or error}); check the name.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        return Sheet(path.name, path.stem, {}, (unreadable(path.name, error),))
    return Sheet(path.name, path.stem, rows)
