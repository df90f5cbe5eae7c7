"""
Accounts of the import: which rows of the curated facts became which assertions.

`data/import/ledger.csv` has a line for each row of the facts from which the tables were first filled: the
assertions that carry it, and why where it became several or shares them with another row.
`data/import/columns.csv` says the same of each column.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.sources import read_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.sources import Row

LEDGER = "import/ledger.csv"
COLUMNS = "import/columns.csv"
_HEADER = ("folder", "table", "fact", "outcome", "assertions", "why")
KEPT, SPLIT, MERGED = OUTCOMES = ("kept", "split", "merged")


@dataclass(frozen=True, slots=True)
class Entry:
    """
    What became of one row of the facts.

    `fact` names the row within its table; `assertions` are the rows that carry it, as table/key, the
    principal one first; `why` says why it was split or merged.
    """

    folder: str
    table: str
    fact: str
    outcome: str
    assertions: tuple[str, ...]
    why: str

    @property
    def place(self) -> str:
        """Name the row of the facts: `bali-process/meetings.csv, bpmc1`."""
        return f"{self.folder}/{self.table}.csv, {self.fact}"


@dataclass(frozen=True, slots=True)
class Account:
    """
    One table of the facts, counted.

    Each assertion counts once, for the first row that is not merged and is carried by it.  `split` are the
    assertions that rows have beyond their first, `merged` the rows all of whose assertions count for others:
    `rows == assertions - split + merged`.
    """

    folder: str
    table: str
    rows: int
    assertions: int
    split: int
    merged: int


def ledger(data_dir: Path) -> tuple[Entry, ...]:
    """
    Read the ledger.

    Raises:
        KgError: There is none.
        TableError: It cannot be read as what it is.
    """
    path = data_dir / LEDGER
    try:
        rows = read_records(path, _HEADER)
    except FileNotFoundError as error:
        raise KgError(f"{path} does not exist; restore the ledger of the import.") from error
    return tuple(
        Entry(
            row["folder"],
            row["table"],
            row["fact"],
            row["outcome"],
            tuple(filter(None, row["assertions"].split(";"))),
            row["why"],
        )
        for row in rows
    )


def accounts(entries: Iterable[Entry]) -> tuple[Account, ...]:
    """Count the tables of the facts, in the order in which the ledger names them."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    owned: set[str] = set()
    for entry in entries:
        count = counted.setdefault((entry.folder, entry.table), Counter())
        own = set() if entry.outcome == MERGED else set(entry.assertions) - owned
        owned |= own
        count["rows"] += 1
        count["assertions"] += len(own)
        count["split"] += max(0, len(own) - 1)
        count["merged"] += not own
    return tuple(
        Account(folder, table, count["rows"], count["assertions"], count["split"], count["merged"])
        for (folder, table), count in counted.items()
    )


def faults(entries: Iterable[Entry], tables: Mapping[str, tuple[Row, ...]]) -> tuple[str, ...]:
    """Return one sentence for each line of the ledger that does not stand by the tables."""
    known = {f"{name}/{row.key}" for name, rows in tables.items() for row in rows}
    seen: set[str] = set()
    found = []
    for entry in entries:
        if entry.place in seen:
            found.append(f"{entry.place}: stands twice in the ledger; keep one line.")
        seen.add(entry.place)
        if not entry.assertions:
            found.append(f"{entry.place}: became no assertion; name the rows that carry it.")
        if entry.outcome not in OUTCOMES:
            found.append(f"{entry.place}: {entry.outcome!r} is no outcome; write {', '.join(OUTCOMES)}.")
        elif entry.outcome != KEPT and not entry.why:
            found.append(f"{entry.place}: {entry.outcome} without a reason; fill the column 'why'.")
        found += [
            f"{entry.place}: {name!r} is not a row of the tables; correct the column 'assertions'."
            for name in entry.assertions
            if name not in known
        ]
    return tuple(found)


def as_markdown(entries: Iterable[Entry]) -> str:
    """Return the accounts as a table, a line for each table of the facts and one for all."""
    counted = accounts(entries)
    head = ("Facts", "Fact rows", "Assertions", "- split", "+ merged")
    lines = [
        (f"{a.folder}/{a.table}.csv".lstrip("/"), a.rows, a.assertions, a.split, a.merged) for a in counted
    ]
    total = ("All", *(sum(line[i] for line in lines) for i in range(1, len(head))))  # type: ignore[misc]
    rows = [head, ("---", *["---:"] * (len(head) - 1)), *lines, total]
    return "".join(f"| {' | '.join(str(cell) for cell in row)} |\n" for row in rows)
