"""The edits that lie between the two releases of the fixture `archive`: one of each kind of change."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

REMOVED = "mgi-2016/bhr/1"
"""The key of the rating that the second release lacks."""

REGRADED = "mgi-2016/bhr/2"
"""The key of the rating that the second release has at another level, `mgi-2016/developed`."""

RENAMED = "task-force-preparedness-planning"
"""The key of the initiative that the second release calls by another name."""

NEW_NAME = "Task force on preparedness and planning"

ADDED = "colombo-process"
"""The key of the process that only the second release has."""

_SAID = {
    "source": "escap-2017",
    "locator": "part 1 (title page), line 1",
    "basis": "transcribed",
    "confidence": "one-source",
}


def edit_tables(data: Path) -> None:
    """Make these edits in a folder of tables that holds the small dataset."""
    ratings = data / "tables" / "ratings.csv"
    columns, rows = _read(ratings)
    kept = [row for row in rows if row["key"] != REMOVED]
    for row in kept:
        if row["key"] == REGRADED:
            row["level"] = "mgi-2016/developed"
    _write(ratings, columns, kept)
    initiatives = data / "tables" / "initiatives.csv"
    columns, rows = _read(initiatives)
    for row in rows:
        if row["key"] == RENAMED:
            row["name"] = NEW_NAME
    _write(initiatives, columns, rows)
    processes = data / "tables" / "processes.csv"
    columns, rows = _read(processes)
    rows.append({"key": ADDED, "name": "Colombo Process", "short_name": "Colombo Process", **_SAID})
    _write(processes, columns, rows)


def _read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        return list(table.fieldnames or ()), list(table)


def _write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
