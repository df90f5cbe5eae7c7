"""The accounts of the import: rows of the tables carry every row of the facts, and all are counted."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.accounts import COLUMNS, Account, Entry, accounts, faults, ledger
from kg.errors import KgError, TableError
from kg.sources import read_tables

if TYPE_CHECKING:
    from pathlib import Path

    from kg.sources import Tables


def entry(fact: str, outcome: str, *assertions: str, why: str = "") -> Entry:
    """Make a line of a ledger for one table of facts."""
    return Entry("bali-process", "meetings", fact, outcome, assertions, why)


@pytest.fixture(name="real", scope="module")
def _real(whole_data: Path) -> Tables:
    """The tables of the project."""
    return read_tables(whole_data)


def test_rows_are_assertions_less_those_split_off_plus_those_merged() -> None:
    """Three rows: one kept, one split in two, one that says what the first says."""
    entries = [
        entry("bpmc1", "kept", "meetings/bpmc1"),
        entry("bpmc2", "split", "meetings/bpmc2", "date_claims/bpmc2", why="two dates"),
        entry("bpmc1-again", "merged", "meetings/bpmc1", why="the same meeting"),
    ]

    (account,) = accounts(entries)

    assert account == Account("bali-process", "meetings", rows=3, assertions=3, split=1, merged=1)
    assert account.rows == account.assertions - account.split + account.merged


def test_an_assertion_counts_once() -> None:
    """A row that shares its second assertion with an earlier one does not count it again."""
    entries = [
        entry("one", "split", "themes/asylum", "theme_domains/asylum", why="its domain is a judgement"),
        entry("two", "split", "themes/other", "theme_domains/asylum", why="its domain is a judgement"),
    ]

    (account,) = accounts(entries)

    assert (account.assertions, account.split, account.merged) == (3, 1, 0)


def test_a_ledger_that_does_not_stand_by_the_tables_is_named_line_by_line(real: Tables) -> None:
    """A row that became nothing, an unknown row, an unknown word, a merger without reason, a double line."""
    sound = entry("bpmc1", "kept", "processes/bali-process")
    wrong = [
        replace(sound, fact="empty", assertions=()),
        replace(sound, fact="unknown", assertions=("processes/no-such-process",)),
        replace(sound, fact="word", outcome="dropped"),
        replace(sound, fact="reason", outcome="merged"),
        sound,
    ]

    found = faults([sound, *wrong], real)

    assert [sentence.partition(":")[0].rpartition(" ")[2] for sentence in found] == [
        "empty",
        "unknown",
        "word",
        "reason",
        "bpmc1",
    ]


def test_a_missing_ledger_is_said_in_one_sentence(tmp_path: Path) -> None:
    """Where, and what to do."""
    with pytest.raises(KgError, match=r"ledger\.csv does not exist; restore the ledger"):
        ledger(tmp_path)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "row 1: the columns are folder, table, fact, outcome, assertions, why; correct them."),
        (b"folder,table\n", "row 1: the columns are folder, table, fact, outcome, assertions, why; correct"),
        (b"folder,table,fact,outcome,assertions,why\na,b\n", "row 2: the row has 2 cells and the header 6; "),
        (b"folder,table,fact,outcome,assertions,why\n\xff", "byte 41 is not UTF-8; save the file as UTF-8."),
    ],
)
def test_a_ledger_that_is_none_is_said_in_one_sentence(tmp_path: Path, content: bytes, fault: str) -> None:
    """Which file, where in it, and what to do."""
    (tmp_path / "import").mkdir()
    (tmp_path / "import" / "ledger.csv").write_bytes(content)

    with pytest.raises(TableError) as caught:
        ledger(tmp_path)

    (said,) = caught.value.faults
    assert said.startswith("import/ledger.csv")
    assert fault in said


def test_the_ledger_stands_by_the_tables(real: Tables, whole_data: Path) -> None:
    """Each line names rows that there are, and says why it split or merged."""
    assert faults(ledger(whole_data), real) == ()


def test_every_column_of_the_facts_has_its_place(whole_data: Path) -> None:
    """The list of columns names each column once and says where it went."""
    with (whole_data / COLUMNS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    named = Counter((row["folder"], row["table"], row["column"]) for row in rows)
    assert set(named.values()) == {1}
    assert [row for row in rows if not (row["goes_to"] or row["how"])] == []
