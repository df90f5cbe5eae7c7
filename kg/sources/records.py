"""Read the CSV files that lie beside the tables and are none: records of how the tables came to be."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from kg.errors import TableError
from kg.sources.checking import ENCODING
from kg.sources.faults import Fault, ragged, unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def read_records(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """
    Read all rows of a file that has these columns, in this order.

    Raises:
        FileNotFoundError: There is no such file.
        TableError: It is not CSV in UTF-8, or has other columns or a row of another length.
    """
    path = path.resolve()
    place = f"{path.parent.name}/{path.name}"
    try:
        with path.open(encoding=ENCODING, newline="") as file:
            header, *rows = [*csv.reader(file)] or [[]]
    except (UnicodeDecodeError, csv.Error) as error:
        raise TableError([str(unreadable(place, error))]) from error
    faults = [
        Fault(place, number, "", ragged(len(row), len(header)))
        for number, row in enumerate(rows, start=2)
        if len(row) != len(header)
    ]
    if header != list(columns):
        faults = [Fault(place, 1, "", f"the columns are {', '.join(columns)}; correct them")]
    if faults:
        raise TableError([str(fault) for fault in faults])
    return [dict(zip(header, row, strict=True)) for row in rows]
