"""Check the files of the tables with frictionless: encoding, header, types, patterns, words."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from kg.sources.faults import Fault, fault, unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.sources.descriptor import TableSpec

# Spreadsheets like to begin a file with a byte order mark; this encoding reads files with and without.
ENCODING = "utf-8-sig"

# One of these on a row explains all other errors on it.
_ROW_ERRORS = frozenset({"blank-row", "missing-cell", "extra-cell"})

# Digests of tables without a fault: frictionless takes a hundredth of a second for a table of one row, and
# whoever checks rows that were proposed, or mends one table, reads the same forty again and again.
_sound: set[bytes] = set()


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What is wrong with the files, and the names of the tables that can be read all the same."""

    faults: tuple[Fault, ...]
    readable: frozenset[str]


def check_files(specs: Mapping[str, TableSpec]) -> FileCheck:
    """
    Check all tables against the descriptor, each for itself; what one cell says of others is not looked at.

    A table whose file or header is wrong cannot be read, and has no faults on rows.
    """
    headers = {spec.name: _header(spec) for spec in specs.values()}
    faults = [fault for header in headers.values() if isinstance(header, list) for fault in header]
    readable = {name: header for name, header in headers.items() if isinstance(header, tuple)}
    digests = {name: _digest(specs[name]) for name in readable if _has_rows(specs[name])}
    unknown = {name: readable[name] for name, digest in digests.items() if digest not in _sound}
    on_rows = _row_faults(specs, unknown)
    _sound.update(digests[name] for name in unknown.keys() - on_rows.keys())
    faults += chain.from_iterable(on_rows.values())
    return FileCheck(tuple(set(faults)), frozenset(readable))


def _digest(spec: TableSpec) -> bytes:
    """Return what tells a table and all that it is held against from any other."""
    schema = json.dumps(spec.schema, sort_keys=True).encode()
    return sha256(sha256(schema).digest() + spec.path.read_bytes()).digest()


def _has_rows(spec: TableSpec) -> bool:
    with spec.path.open(encoding=ENCODING, newline="") as file:
        return any(True for _ in islice(csv.reader(file), 1, None))


def _header(spec: TableSpec) -> tuple[str, ...] | list[Fault]:
    """Return the header as it stands in the file, or what is wrong with the file or with the header."""
    try:
        with spec.path.open(encoding=ENCODING, newline="") as file:
            rows = csv.reader(file)
            header = next(rows, [])
            for _ in rows:  # reads on, so that a wrong byte anywhere is found here
                pass
    except FileNotFoundError:
        return [Fault(spec.place, 0, "", "the file does not exist; restore it, with its header at least")]
    except (UnicodeDecodeError, csv.Error) as error:
        return [unreadable(spec.place, error)]
    if not header:
        return [Fault(spec.place, 0, "", "the file is empty; give it its header at least")]
    return header_faults(spec, header, spec.place) or tuple(header)


def header_faults(spec: TableSpec, header: list[str], place: str) -> list[Fault]:
    """Hold a header, as it stands in a file, against the columns of a table."""
    known = [column.name for column in spec.columns]
    if len(header) == 1 and all(name in header[0] for name in known):
        return [Fault(place, 1, "", "the cells are not separated by commas; save the file with commas")]
    faults = [
        Fault(place, 1, name, "the column is missing; add it to the header")
        for name in known
        if name not in header
    ]
    faults += [
        Fault(place, 1, name, f"the column is not known; the columns are {', '.join(known)}")
        for name in header
        if name not in known
    ]
    return faults + [
        Fault(place, 1, name, "the column stands twice in the header; delete one")
        for name in sorted(set(header))
        if header.count(name) > 1
    ]


def _row_faults(
    specs: Mapping[str, TableSpec], headers: Mapping[str, tuple[str, ...]]
) -> dict[str, list[Fault]]:
    """Return the faults on rows by the name of the table; of tables without any, nothing."""
    # Imported here: frictionless takes 0.2 s to import, and only a build or a check needs it.
    from frictionless import Package  # noqa: PLC0415

    if not headers:
        return {}
    root = next(iter(specs.values())).path.parent.parent
    resources = [_resource(specs[name], header) for name, header in headers.items()]
    report = Package({"name": "tables", "resources": resources}, basepath=str(root)).validate()
    faults: dict[str, list[Fault]] = defaultdict(list)
    for task in report.tasks:
        by_row: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for error in task.errors:
            described = error.to_dict()
            by_row[described.get("rowNumber", 0)].append(described)
        for errors in by_row.values():
            whole = [error for error in errors if error["type"] in _ROW_ERRORS]
            faults[task.name] += [fault(specs[task.name], error) for error in whole[:1] or errors]
    return faults


def _resource(spec: TableSpec, header: tuple[str, ...]) -> dict[str, Any]:
    """
    Describe a table for frictionless, its columns as the file orders them.

    Without keys and references: the reader of rows checks those, in lists as in single cells.
    """
    fields = {described["name"]: described for described in spec.schema["fields"]}
    return {
        "name": spec.name,
        "path": f"{spec.path.parent.name}/{spec.path.name}",
        "encoding": ENCODING,
        "dialect": {"csv": {"delimiter": ","}},
        "schema": {"fields": [fields[name] for name in header], "missingValues": [""]},
    }
