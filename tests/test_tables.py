"""The curated tables: every fault is named with file, row and column, all at once, in plain words."""

from __future__ import annotations

import csv
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg import resources
from kg.errors import TableError
from kg.sources import read_tables, table_specs

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(name="data")
def _data(tmp_path: Path) -> Path:
    """A copy of the small tables that a test may spoil."""
    return Path(shutil.copytree(resources.data_dir(), tmp_path / "data"))


@pytest.fixture(name="faults_after")
def _faults_after(data: Path) -> Callable[[str, str, str], tuple[str, ...]]:
    """Replace a text in a table, once, and return the faults that are then found."""

    def spoil(table: str, old: str, new: str) -> tuple[str, ...]:
        path = data / "tables" / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(TableError) as caught:
            read_tables(data)
        return caught.value.faults

    return spoil


@pytest.mark.slow
def test_our_own_tables_are_sound(whole_data: Path) -> None:
    """What we publish passes what we ask of others, and the register holds the presentation."""
    tables = read_tables(whole_data)

    assert "Bali Process experiences in data exchange" == tables.row("sources", "escap-2017").texts["title"]


def test_every_table_has_a_key_and_its_evidence() -> None:
    """The columns that make a row an assertion are in every table, in one order."""
    for spec in table_specs(resources.data_dir()).values():
        names = [column.name for column in spec.columns]

        assert ["key", "source", "locator", "basis", "confidence", "note"] == [names[0], *names[-5:]]


def test_a_folder_may_be_named_from_within(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Places are the same wherever one stands, and never lead out of the folder."""
    monkeypatch.chdir(data / "tables")

    assert "data/tables/ratings.csv" == table_specs(Path(".."))["ratings"].place


def test_a_missing_source_names_its_cell(faults_after: Callable[[str, str, str], tuple[str, ...]]) -> None:
    """The message is enough to open the right file at the right row."""
    faults = faults_after("ratings", "mgi-2016/mature,escap-2017,", "mgi-2016/mature,,")

    assert (
        "data/tables/ratings.csv, row 11, column 'source': the cell is empty, and it must not be.",
    ) == faults


@pytest.mark.parametrize(
    ("table", "old", "new", "fault"),
    [
        (
            "ratings",
            "mgi-2016/emerging",
            "mgi-2016/great",
            "'level': 'mgi-2016/great' is not a key of levels.csv; did you mean 'mgi-2016/mature'",
        ),
        (
            "persons",
            "lars-johan-lonnback,",
            "Lars Johan,",
            "row 2, column 'key': 'Lars Johan' is not a key; write small letters and digits, with",
        ),
        ("ratings", ",2016,", ",20x6,", "row 2, column 'period': '20x6' is not four digits ("),
        ("counts", ",46,", ",many,", "row 2, column 'value': 'many' is not a whole number of at least 0."),
        (
            "initiatives",
            ",false,",
            ",no,",
            "row 2, column 'incomplete': 'no' is not a word of the list; use one of 'true', 'false'.",
        ),
        (
            "ratings",
            "escap-2017,",
            "escap-2O17,",
            "row 2, column 'source': 'escap-2O17' is not a key of sources.csv; did you mean 'escap-2017'?",
        ),
        (
            "notes",
            "process/bali-process",
            "process/bali-proces",
            "column 'thing': 'bali-proces' is not a key of processes.csv; did you mean 'bali-process'?",
        ),
        (
            "notes",
            "process/bali-process",
            "proces/bali-process",
            "row 2, column 'thing': 'proces' is not a class of things; did you mean 'process'",
        ),
        (
            "notes",
            "process/bali-process",
            "bali-process",
            "column 'thing': 'bali-process' names no row; write it as class/key, such as country/bgd.",
        ),
        (
            "resolutions",
            ",2015,2015,",
            ",in 2015,2015,",
            "2015' is not a date; write 2015, 2015-11, 2015-11-24, 2015-10/2016-02 or 2013-2018, or in words",
        ),
        (
            "modes",
            "consultation-mechanism,",
            "curriculum,",
            "row 3, column 'key': the key 'curriculum' stands in row 2 too; give each row its own.",
        ),
        (
            "levels",
            "part 7 (Table 6), cells | news text",
            "cells | news | text",
            (
                "row 2, column 'locator': 3 locators do not pair with 2 sources; "
                "give one locator a source, separated by ' | ', or one for all."
            ),
        ),
        (
            "persons",
            "name,",
            "nam,",
            "persons.csv, row 1, column 'name': the column is missing; add it to the header.",
        ),
    ],
)
def test_a_wrong_cell_is_named_in_plain_words(
    faults_after: Callable[[str, str, str], tuple[str, ...]], table: str, old: str, new: str, fault: str
) -> None:
    """A fault says where it is, what is wrong, and what would be right."""
    assert any(fault in found for found in faults_after(table, old, new))


def test_all_faults_come_at_once(data: Path) -> None:
    """A curator mends a file in one go: two wrong tables, both named."""
    for table, old in (("modes", "definition,"), ("levels", "level_order")):
        path = data / "tables" / f"{table}.csv"
        path.write_text(path.read_text(encoding="utf-8").replace(old, "x" + old, 1), encoding="utf-8")

    with pytest.raises(TableError) as caught:
        read_tables(data)

    assert {"levels.csv", "modes.csv"} == {
        fault.split(",")[0].rpartition("/")[2] for fault in caught.value.faults
    }


def test_faults_of_all_kinds_come_at_once(faults_with: Callable[..., tuple[str, ...]]) -> None:
    """A form, a word, a reference, a date and a place, all of one row."""
    faults = faults_with(
        "meetings", key="A", name="x", date="2018-13", held_at="escape", source="escap-2017;cldr;emn-be",
        locator="one | two", basis="heard",
    )  # fmt: skip

    assert ["basis", "date", "held_at", "key", "locator"] == [
        fault.partition("column '")[2].partition("'")[0] for fault in faults
    ]


def test_thousands_of_wrong_keys_are_named_in_good_time(data: Path) -> None:
    """When a register is lost, nobody waits for advice on each row that names it."""
    path = data / "tables" / "countries.csv"
    rows = [f"x{number},X,state,,,,no-region-{number}" for number in range(2000)]
    ends = [",".join(["", *[""] * 5, "cldr", "an entry", "transcribed", "one-source", ""])] * len(rows)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(row + end + "\n" for row, end in zip(rows, ends, strict=True))

    start = time.process_time()
    with pytest.raises(TableError) as caught:
        read_tables(data)

    assert 2000 == len(caught.value.faults)
    assert time.process_time() - start < 10


def test_every_foreign_key_of_the_descriptor_is_checked() -> None:
    """Programs of others read `foreignKeys`, ours reads `references`: both say the same."""
    for spec in table_specs(resources.data_dir()).values():
        named = {
            (key["fields"][0], key["reference"]["resource"] or spec.name)
            for key in spec.schema.get("foreignKeys", [])
        }

        assert named == {(c.name, c.references) for c in spec.columns if c.references and not c.separator}


def test_a_table_in_another_encoding_is_refused(data: Path) -> None:
    """A name with an accent is not guessed at."""
    path = data / "tables" / "persons.csv"
    path.write_text(path.read_text(encoding="utf-8"), encoding="latin-1")

    with pytest.raises(TableError, match=r"persons.csv: byte \d+ is not UTF-8; save the file as UTF-8."):
        read_tables(data)


def test_a_table_with_semicolons_is_one_fault(data: Path) -> None:
    """What a spreadsheet of some countries saves is named for what it is, not column by column."""
    path = data / "tables" / "persons.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")

    with pytest.raises(TableError) as caught:
        read_tables(data)

    assert ["persons.csv, row 1: the cells are not separated by commas; save the file with commas."] == [
        fault.rpartition("tables/")[2] for fault in caught.value.faults
    ]


def test_a_missing_and_an_empty_file_are_named(data: Path) -> None:
    """Neither blames other tables for keys that it lacks."""
    (data / "tables" / "targets.csv").unlink()
    (data / "tables" / "persons.csv").write_text("")

    with pytest.raises(TableError) as caught:
        read_tables(data)

    assert ["persons.csv: the file is empty", "targets.csv: the file does not exist"] == [
        fault.rpartition("tables/")[2].partition(";")[0] for fault in caught.value.faults
    ]


def test_a_ragged_row_is_one_fault(data: Path) -> None:
    """A comma too many shifts cells; the row is named once, not each cell of it."""
    path = data / "tables" / "modes.csv"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + ",,\n", encoding="utf-8")

    with pytest.raises(TableError) as caught:
        read_tables(data)

    assert 1 == len(caught.value.faults)
    assert "row 8: the row has 11 cells and the header 9" in caught.value.faults[0]


@pytest.fixture(name="faults_with")
def _faults_with(data: Path) -> Callable[..., tuple[str, ...]]:
    """Add a row to a table, its cells by column, and return the faults that are then found."""
    evidence = {
        "source": "escap-2017",
        "locator": "part 1",
        "basis": "transcribed",
        "confidence": "one-source",
    }

    def add(table: str, **cells: str) -> tuple[str, ...]:
        with (data / "tables" / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
            columns = [column.name for column in table_specs(data)[table].columns]
            csv.DictWriter(file, columns, lineterminator="\n").writerow({**evidence, **cells})
        try:
            read_tables(data)
        except TableError as error:
            return error.faults
        return ()

    return add


@pytest.mark.parametrize(
    ("chairs", "faults"),
    [
        ("country/bgd;country/phl", ()),
        ("country/bgd;", ("an item of the list is empty; delete the separator beside it.",)),
        ("country/bgd;country/bgd", ("'country/bgd' stands twice in the list; delete one.",)),
        ("country/bgd;country/bdg", ("'bdg' is not a key of countries.csv; did you mean 'bgd'?",)),
        ("state/bgd", ("'state' is not a class of things; register it there first or correct it.",)),
    ],
)
def test_a_list_of_things_is_checked_item_by_item(
    faults_with: Callable[..., tuple[str, ...]], chairs: str, faults: tuple[str, ...]
) -> None:
    """A cell may name several things; each exists, and stands once."""
    found = faults_with("chairs", key="a", process="bali-process", chair_printed="two", chairs=chairs)

    assert tuple(f"data/tables/chairs.csv, row 2, column 'chairs': {fault}" for fault in faults) == found


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ("counts/bali-process/escap-2017;ratings/mgi-2016/bgd/5", ()),
        (
            "ratings/mgi-2016/bdg/5",
            ("'mgi-2016/bdg/5' is not a key of ratings.csv; did you mean 'mgi-2016/bgd/5' or 'mgi-2016/",),
        ),
        ("rating/mgi-2016/bgd/5", ("'rating' is not a table; did you mean 'ratings'",)),
    ],
)
def test_a_list_of_rows_names_rows_that_exist(
    faults_with: Callable[..., tuple[str, ...]], rows: str, faults: tuple[str, ...]
) -> None:
    """A conflict lists the rows that contradict each other, and a slip is met with the nearest key."""
    found = faults_with(
        "conflicts", key="x", subject="process/bali-process", matter="members", assertions=rows
    )

    assert len(faults) == len(found)
    assert all(
        fault.startswith(f"data/tables/conflicts.csv, row 5, column 'assertions': {begin}")
        for fault, begin in zip(found, faults, strict=True)
    )


def test_the_same_place_is_not_cited_twice(faults_with: Callable[..., tuple[str, ...]]) -> None:
    """Two places of one source are two pieces of evidence, and one place is one."""
    cited = {"source": "escap-2017;escap-2017", "key": "first", "name": "First"}

    assert () == faults_with("persons", **cited, locator="part 1 | part 2")
    assert (
        "data/tables/persons.csv, row 4, column 'source': 'escap-2017' stands twice at 'part 1'; delete one.",
    ) == faults_with("persons", **{**cited, "key": "second"}, locator="part 1 | part 1")


def test_columns_may_stand_in_any_order_and_a_byte_order_mark_is_no_matter(data: Path) -> None:
    """What a spreadsheet does when it saves a table changes nothing."""
    path = data / "tables" / "persons.csv"
    path.write_text(
        (
            "name,key,note,confidence,basis,locator,source\n"
            "Lars Johan Lönnback,lars-johan-lonnback,,one-source,transcribed,part 1,escap-2017\n"
        ),
        encoding="utf-8-sig",
    )

    assert "Lars Johan Lönnback" == read_tables(data).row("persons", "lars-johan-lonnback").texts["name"]
