"""
The import, held against the curated facts that the tables were first filled from.

The facts lie outside the repository, beside it; `REGCOOP_FACTS` names another place.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.accounts import COLUMNS, accounts, as_markdown, ledger
from kg.resources import data_dir

if TYPE_CHECKING:
    from conftest import Needs

ROOT = Path(__file__).parents[2]


@pytest.fixture(name="facts", scope="module")
def _facts(needs: Needs) -> dict[tuple[str, str], list[dict[str, str]]]:
    """The rows of the facts, by folder and table."""
    folder = Path(os.environ.get("REGCOOP_FACTS", ROOT.parent / "shared" / "facts"))
    needs(folder.is_dir(), "the curated facts are not at hand", "set REGCOOP_FACTS to their folder")
    found = {}
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found["" if path.parent == folder else path.parent.name, path.stem] = list(csv.DictReader(file))
    return found


def test_every_row_of_the_facts_is_in_the_ledger(facts: dict[tuple[str, str], list[dict[str, str]]]) -> None:
    """Table by table: as many lines as rows, each line naming its row by cells that the row has."""
    entries: dict[tuple[str, str], list[str]] = {}
    for entry in ledger(data_dir()):
        entries.setdefault((entry.folder, entry.table), []).append(entry.fact)

    assert {table: len(rows) for table, rows in facts.items()} == {t: len(e) for t, e in entries.items()}
    for table, rows in facts.items():
        for row, fact in zip(rows, entries[table], strict=True):
            left = fact
            for cell in sorted(filter(None, row.values()), key=len, reverse=True):
                left = left.replace(cell, "")
            assert left.strip("/ ") == "", f"{table}: the line {fact!r} does not name the row {row}"


def test_rows_are_assertions_less_those_split_off_plus_those_merged(
    facts: dict[tuple[str, str], list[dict[str, str]]],
) -> None:
    """The equation of the report holds for each table, on the rows that the facts really have."""
    for account in accounts(ledger(data_dir())):
        assert len(facts[account.folder, account.table]) == account.rows
        assert account.rows == account.assertions - account.split + account.merged


def test_every_column_of_the_facts_has_its_place(
    facts: dict[tuple[str, str], list[dict[str, str]]],
) -> None:
    """The list of columns names all of them, once each."""
    with (data_dir() / COLUMNS).open(encoding="utf-8", newline="") as file:
        named = Counter((row["folder"], row["table"], row["column"]) for row in csv.DictReader(file))

    assert named == Counter((*table, column) for table, rows in facts.items() for column in rows[0])


def test_the_report_is_the_one_that_the_ledger_gives() -> None:
    """docs/import.md shows the accounts as they are now; `regcoop accounts` prints them."""
    assert as_markdown(ledger(data_dir())) in (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
