"""The tables as they would be with a curator's rows in them: rows of known keys replaced, others added."""

from __future__ import annotations

import csv
import dataclasses
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kg.errors import TableError
from kg.sources.checking import header_faults
from kg.sources.faults import Fault, nearest, ragged, repeated
from kg.sources.rows import read_checked
from kg.sources.sheets import Sheet, read_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.sources.descriptor import TableSpec
    from kg.sources.rows import Tables

_Cells: TypeAlias = Mapping[str, str]
_Origin: TypeAlias = tuple[str, int]
_NAME_IT = "name it after the table that its rows belong to"


def with_rows_of(base: Tables, paths: Iterable[Path]) -> Tables:
    """
    Read the tables again with the rows of files in them.

    A row of a file that has the key of a row of the table takes its place; others follow at the end.  What
    is wrong with them is said of the file.

    Raises:
        TableError: Anything is wrong; it holds every fault.
        KgError: A file cannot be read, or is no file of tables.
    """
    given = _Given(base)
    for path in paths:
        for sheet in read_sheets(path):
            given.add(sheet)
    with tempfile.TemporaryDirectory() as scratch:
        specs = {name: given.written(name, Path(scratch)) for name in base}
        # Those of the files come first: they may say why rows are missing.
        faults = [str(fault) for fault in sorted(given.faults)]
        try:
            tables = read_checked(specs)
        except TableError as error:
            raise TableError([*faults, *error.faults]) from error
    if faults:
        raise TableError(faults)
    return tables


class _Given:
    """The rows of files, by table, and what was found wrong on the way."""

    def __init__(self, base: Tables) -> None:
        self._base = base
        self._rows: dict[str, list[tuple[_Origin, _Cells]]] = {}
        self.faults: list[Fault] = []

    def add(self, sheet: Sheet) -> None:
        self.faults += sheet.faults
        if not sheet.rows:
            if not sheet.faults:
                self.faults.append(Fault(sheet.place, 0, "", "there are no rows; fill it or delete it"))
            return
        numbers = iter(sheet.rows.items())
        number, texts = next(numbers)
        header = [text.strip() for text in texts]
        spec = self._table(sheet, header)
        if spec is None:
            return
        if faults := header_faults(spec, header, sheet.place):
            self.faults += [dataclasses.replace(fault, row=number) for fault in faults]
            return
        kept = self._rows.setdefault(spec.name, [])
        for row, cells in numbers:
            if len(cells) != len(header):
                self.faults.append(Fault(sheet.place, row, "", ragged(len(cells), len(header))))
            else:
                kept.append(((sheet.place, row), dict(zip(header, cells, strict=True))))

    def _table(self, sheet: Sheet, header: list[str]) -> TableSpec | None:
        """Find the table by the name of the sheet, else by its columns."""
        specs = self._base.specs
        if spec := specs.get(sheet.name.lower()):
            return spec
        alike = [spec for spec in specs.values() if {c.name for c in spec.columns} == set(header)]
        if len(alike) == 1:
            return alike[0]
        names = [spec.name for spec in alike] or list(specs)
        problem = f"{sheet.name!r} is not the name of a table, and its columns "
        problem += "are those of several" if alike else "are those of none"
        self.faults.append(Fault(sheet.place, 0, "", f"{problem}; {nearest(sheet.name, names, _NAME_IT)}"))
        return None

    def written(self, name: str, folder: Path) -> TableSpec:
        """Write a table with the rows in it, and describe where each comes from."""
        spec = self._base.specs[name]
        given = self._by_key(name)
        rows: list[tuple[_Origin | None, _Cells]] = [
            given.pop(row.key, (None, row.texts)) for row in self._base[name]
        ]
        rows += given.values()
        path = folder / spec.place
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, [column.name for column in spec.columns])
            table.writeheader()
            table.writerows(cells for _, cells in rows)
        origins = {number: origin for number, (origin, _) in enumerate(rows, start=2) if origin}
        return dataclasses.replace(spec, path=path, origins=origins)

    def _by_key(self, name: str) -> dict[str, tuple[_Origin, _Cells]]:
        """Return the rows of a table by their keys; what stands twice is a fault of the second."""
        found: dict[str, tuple[_Origin, _Cells]] = {}
        for origin, cells in self._rows.get(name, ()):
            # A row without a key is one of its own, and at fault.
            key = cells["key"].strip() or f" {origin}"
            first, _ = found.setdefault(key, (origin, cells))
            if first != origin:
                self.faults.append(repeated(origin, "key", key, first))
        return found
