"""Two rows for one thing: what looks alike is named once, unless somebody looked at it and kept it apart."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Protocol

import pytest

from kg.duplicates import fold, suspects
from kg.errors import TableError
from kg.sources import read_tables, table_specs

_EVIDENCE = {"source": "escap-2017", "locator": "part 1", "basis": "transcribed", "confidence": "one-source"}
_REPORT = {"kind": "report", "publisher": "IOM", "extent_read": "All of it."}


class Suspects(Protocol):
    """See the fixture `suspects_with`."""

    def __call__(self, table: str, *rows: dict[str, str], apart: str = "") -> tuple[str, ...]:
        """Add rows to a table and return what is suspected then."""


@pytest.fixture(name="suspects_with")
def _suspects_with(small_data: Path, tmp_path: Path) -> Suspects:
    def add(table: str, *rows: dict[str, str], apart: str = "") -> tuple[str, ...]:
        data = Path(shutil.copytree(small_data, tmp_path / "data"))
        with (data / "tables" / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
            columns = [column.name for column in table_specs(data)[table].columns]
            csv.DictWriter(file, columns).writerows(_EVIDENCE | row for row in rows)
        if apart:
            (data / "reconciliation.csv").write_text(
                f"kind,kept,other,outcome,why\n{apart}\n", encoding="utf-8"
            )
        return suspects(read_tables(data), data)

    return add


def _meeting(key: str, **cells: str) -> dict[str, str]:
    return {"key": key, "name": f"Meeting {key}", "of": "process/bali-process", **cells}


def test_the_small_dataset_names_nothing_twice(small_data: Path) -> None:
    """And a folder without a list of what was looked at is a folder all the same."""
    assert () == suspects(read_tables(small_data), small_data)


@pytest.mark.slow
def test_our_own_data_name_nothing_twice(whole_data: Path) -> None:
    """Every pair that looks alike has been looked at."""
    assert () == suspects(read_tables(whole_data), whole_data)


@pytest.mark.parametrize(
    ("table", "rows", "alike"),
    [
        (
            "sources",
            (
                {"key": "a", "title": "A", "url": "https://www.iom.int/about/", **_REPORT},
                {"key": "b", "title": "B", "url": "http://iom.int/about#top", **_REPORT},
            ),
            "document/b has the same address as document/a (row 14)",
        ),
        (
            "sources",
            (
                {"key": "a", "title": "The Annual Report", "date": "2015", **_REPORT},
                {"key": "b", "title": "Annual report", "date": "2015", **_REPORT},
            ),
            "document/b has the same title and date as document/a",
        ),
        (
            "organizations",
            ({"key": "x", "name": "E.S.C.A.P.", "acronym": "ESCAP", "kind": "organization"},),
            "organization/x has the same name or acronym as organization/escap",
        ),
        (
            "organizations",
            ({"key": "x", "name": "Economist intelligence unit", "kind": "organization"},),
            "organization/x has the same name or acronym as organization/eiu",
        ),
        (
            "countries",
            ({"key": "x", "name": "México", "kind": "state"},),
            "country/x has the same name or acronym as country/mex",
        ),
        (
            "meetings",
            (
                _meeting("a", level="ministerial", date="2018-08-06/2018-08-07"),
                _meeting("b", level="ministerial", date="2018-08"),
            ),
            "meeting/b has the same process, level and time as meeting/a",
        ),
        (
            "meetings",
            (_meeting("a", name="First Forum", date="2018"), _meeting("b", name="First forum!")),
            "meeting/b has the same process and name as meeting/a",
        ),
        (
            "initiatives",
            (
                {"key": "a", "name": "A Guide", "incomplete": "false", "under": "process/bali-process"},
                {"key": "b", "name": "A guide", "incomplete": "false", "under": "process/bali-process"},
            ),
            "initiative/b has the same process and name as initiative/a",
        ),
    ],
)
def test_rows_that_look_alike_are_named_once(
    suspects_with: Suspects, table: str, rows: tuple[dict[str, str], ...], alike: str
) -> None:
    """The sentence leads to the later row, names the earlier one, and says what to do."""
    (said,) = suspects_with(table, *rows)

    assert said.startswith(f"data/tables/{table}.csv, row ")
    assert alike in said
    assert said.endswith(
        "merge the two rows, or enter the pair in data/reconciliation.csv with the outcome 'kept apart'."
    )


@pytest.mark.parametrize(
    "rows",
    [
        (_meeting("a", level="ministerial", date="2018"), _meeting("b", level="ministerial", date="2018-08")),
        (
            _meeting("a", level="ministerial", date="2018-08"),
            _meeting("b", level="experts", date="2018-08"),
        ),
        (_meeting("a", name="Forum", date="2014-06"), _meeting("b", name="Forum", date="2014-11")),
        (_meeting("a", name="Forum", ordinal="1"), _meeting("b", name="Forum", ordinal="2")),
        (_meeting("a", name="Forum"), _meeting("b", name="Forum", of="")),
    ],
    ids=["a whole year", "levels", "times", "ordinals", "processes"],
)
def test_meetings_that_time_number_or_level_tell_apart_are_two(
    suspects_with: Suspects, rows: tuple[dict[str, str], ...]
) -> None:
    """A year holds many meetings, and a forum meets again and again."""
    assert () == suspects_with("meetings", *rows)


def test_documents_of_one_title_and_no_date_are_two(suspects_with: Suspects) -> None:
    """`About us` is the title of many pages."""
    rows = ({"key": key, "title": "About us", **_REPORT} for key in "ab")

    assert () == suspects_with("sources", *rows)


@pytest.mark.parametrize(
    ("apart", "suspected"),
    [
        ("country,country/mex,country/x,kept apart,seen", 0),
        ("country,country/x,country/swe; country/mex,kept apart,seen", 0),
        ("country,country/mex,country/x,merged,seen", 1),
    ],
)
def test_what_was_looked_at_and_kept_apart_is_not_named_again(
    suspects_with: Suspects, apart: str, suspected: int
) -> None:
    """In either order, and several at once; what was merged must not be there any more."""
    row = {"key": "x", "name": "Mexico", "kind": "state"}

    assert suspected == len(suspects_with("countries", row, apart=apart))


def test_a_list_of_other_columns_is_refused(small_data: Path, tmp_path: Path) -> None:
    """It would keep nothing apart, and nobody would know why."""
    (tmp_path / "reconciliation.csv").write_text("kept,other\na,b\n", encoding="utf-8")

    with pytest.raises(TableError, match=r"reconciliation.csv, row 1: the columns are kind, kept, other"):
        suspects(read_tables(small_data), tmp_path)


def test_a_name_is_folded_to_what_does_not_change() -> None:
    """Case, accents, punctuation and the article come and go."""
    assert "cote d ivoire" == fold("The Côte d'Ivoire")
    assert fold("第一页")
