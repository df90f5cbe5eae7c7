"""Read the tables as typed rows, and check what one table alone cannot know: what its cells refer to."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from kg.errors import TableError
from kg.sources.cells import DateSpan, Passage, date_span, passages
from kg.sources.checking import ENCODING, check_files
from kg.sources.codes import wrong_codes
from kg.sources.descriptor import Column, TableSpec, table_specs
from kg.sources.faults import Advice, Fault, nearest, repeated

if TYPE_CHECKING:
    from pathlib import Path

_Item = TypeVar("_Item")
# One source may be cited twice with two places, and two sources at places of the same words.
_EVIDENCE = ("source", "locator")


@dataclass(frozen=True, slots=True)
class Row:
    """
    One checked row.

    `number` counts from 1 and includes the header; `texts` holds the cells that are not empty, by column;
    `dates` the same cells as dates where the column holds dates, `lists` as items where it holds lists;
    `evidence` the sources with their places.
    """

    table: str
    key: str
    number: int
    texts: Mapping[str, str]
    dates: Mapping[str, DateSpan]
    lists: Mapping[str, tuple[str, ...]]
    evidence: tuple[Passage, ...]


class Tables(Mapping[str, tuple[Row, ...]]):
    """All rows, by the name of their table; the order of rows is that of the files."""

    def __init__(self, specs: Mapping[str, TableSpec], rows: Mapping[str, tuple[Row, ...]]) -> None:
        """Hold rows beside the tables' descriptions."""
        self.specs = specs
        self._rows = rows

    def __getitem__(self, table: str) -> tuple[Row, ...]:
        return self._rows[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, table: str, key: str) -> Row:
        """Return the row with this key; KeyError if there is none."""
        for row in self._rows[table]:
            if row.key == key:
                return row
        raise KeyError((table, key))

    def place(self, row: Row, column: str | None = None) -> str:
        """Name a cell as a curator finds it: `data/tables/ratings.csv, row 12, column 'level'`."""
        place, number = self.specs[row.table].origin(row.number)
        where = f"{place}, row {number}"
        return f"{where}, column {column!r}" if column else where


def read_tables(data_dir: Path) -> Tables:
    """
    Check the tables and read them.

    Args:
        data_dir: The folder of `datapackage.json` and `tables/`.

    Raises:
        TableError: Anything is wrong; it holds every fault of every table.
    """
    return read_checked(table_specs(data_dir))


def read_checked(specs: Mapping[str, TableSpec]) -> Tables:
    """
    Check the tables of a descriptor and read them.

    Raises:
        TableError: Anything is wrong; it holds every fault of every table.
    """
    checked = check_files(specs)
    read = {name: _cells(spec) for name, spec in specs.items() if name in checked.readable}
    keys = {name: keys for name, (_, keys) in read.items()}
    rows: dict[str, tuple[Row, ...]] = {}
    faults = list(checked.faults)
    advice = Advice()
    for name, (cells, _) in read.items():
        reader = _RowReader(specs, keys, specs[name], advice)
        rows[name] = tuple(reader.row(number, texts) for number, texts in cells.items())
        faults += [*reader.faults, *_repeated_rows(specs[name], cells)]
    if faults:
        raise TableError([str(fault) for fault in sorted(faults)])
    return Tables(specs, rows)


def _repeated_rows(spec: TableSpec, rows: Mapping[int, Mapping[str, str]]) -> Iterator[Fault]:
    for columns in spec.unique:
        first: dict[tuple[str, ...], int] = {}
        for number, cells in rows.items():
            values = tuple(cells.get(column, "") for column in columns)
            if all(values) and first.setdefault(values, number) != number:
                places = spec.origin(number), spec.origin(first[values])
                yield repeated(places[0], ", ".join(columns), ", ".join(values), places[1])


def _cells(spec: TableSpec) -> tuple[dict[int, dict[str, str]], frozenset[str]]:
    """
    Return the cells that are not empty by the number of their row, and all keys.

    A ragged row is at fault as a whole, so its cells are left out; its key is there for others to name.
    """
    found, keys = {}, set()
    with spec.path.open(encoding=ENCODING, newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        for number, texts in enumerate(rows, start=2):
            cells = {name: text.strip() for name, text in zip(header, texts, strict=False) if text.strip()}
            keys.add(cells.get("key", ""))
            if len(texts) == len(header):
                found[number] = cells
    return found, frozenset(keys)


class _RowReader:
    """Reads the rows of one table and gathers what is wrong inside their cells."""

    def __init__(
        self,
        specs: Mapping[str, TableSpec],
        keys: Mapping[str, frozenset[str]],
        spec: TableSpec,
        advice: Advice,
    ) -> None:
        self._keys = keys
        self._spec = spec
        self._advice = advice
        self._table_of = {other.kind: other.name for other in specs.values() if other.kind}
        self._tables = {name: name for name in specs}
        self.faults: list[Fault] = []

    def row(self, number: int, cells: Mapping[str, str]) -> Row:
        dates: dict[str, DateSpan] = {}
        lists: dict[str, tuple[str, ...]] = {}
        for column in self._spec.columns:
            text = cells.get(column.name)
            if text is None:
                continue
            if column.is_date and (span := self._date(number, column.name, text)):
                dates[column.name] = span
            if column.separator:
                lists[column.name] = self._items(number, column, text)
            for item in lists.get(column.name, (text,)):
                self._check_reference(number, column, item)
        self._check_codes(number, cells)
        evidence = self._evidence(number, lists.get("source", ()), lists.get("locator", ()))
        return Row(self._spec.name, cells.get("key", ""), number, cells, dates, lists, evidence)

    def _fault(self, number: int, column: str, problem: str) -> None:
        self.faults.append(Fault(*self._spec.origin(number), column, problem))

    def _date(self, number: int, column: str, text: str) -> DateSpan | None:
        try:
            return date_span(text)
        except ValueError as error:
            self._fault(number, column, str(error))
            return None

    def _items(self, number: int, column: Column, text: str) -> tuple[str, ...]:
        items = tuple(item.strip() for item in text.split(column.separator))
        if "" in items:
            self._fault(number, column.name, "an item of the list is empty; delete the separator beside it")
        if column.name not in _EVIDENCE:
            for item in _repeated(items):
                self._fault(number, column.name, f"{item!r} stands twice in the list; delete one")
        return tuple(filter(None, items))

    def _check_reference(self, number: int, column: Column, item: str) -> None:
        """Check that a cell, or an item of its list, names a row that there is."""
        if column.is_thing or column.is_assertion:
            first, _, key = item.partition("/")
            tables = self._table_of if column.is_thing else self._tables
            if first not in tables and not key:
                what = "class/key, such as country/bgd" if column.is_thing else "table/key"
                self._fault(number, column.name, f"{item!r} names no row; write it as {what}")
            elif first not in tables:
                what = "a class of things" if column.is_thing else "a table"
                self._fault(number, column.name, f"{first!r} is not {what}; {nearest(first, tables)}")
            else:
                self._check_key(number, column.name, key, tables[first])
        elif column.references:
            self._check_key(number, column.name, item, column.references)

    def _check_codes(self, number: int, cells: Mapping[str, str]) -> None:
        columns = {column.codes: column.name for column in self._spec.columns if column.codes}
        given = {kind: cells[name] for kind, name in columns.items() if name in cells}
        for kind, problem in wrong_codes(given) if given else ():
            self._fault(number, columns[kind], problem)

    def _check_key(self, number: int, column: str, key: str, table: str) -> None:
        # A table that cannot be read is at fault itself, and not those who name its keys.
        if table in self._keys and key not in self._keys[table]:
            advice = self._advice.on(key, table, self._keys[table])
            self._fault(number, column, f"{key!r} is not a key of {table}.csv; {advice}")

    def _evidence(
        self, number: int, sources: tuple[str, ...], locators: tuple[str, ...]
    ) -> tuple[Passage, ...]:
        if not sources or not locators:
            return ()  # at fault as empty cells
        try:
            found = passages(sources, locators)
        except ValueError as error:
            self._fault(number, "locator", str(error))
            return ()
        for passage in _repeated(found):
            place = f"at {passage.locator!r}" if passage.locator else "without a place"
            self._fault(number, "source", f"{passage.source!r} stands twice {place}; delete one")
        return found


def _repeated(items: tuple[_Item, ...]) -> list[_Item]:
    return [item for item, times in Counter(items).items() if times > 1]
