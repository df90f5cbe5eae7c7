"""One table in three formats: the same columns and rows, texts that stay texts, the same bytes each time."""

from __future__ import annotations

import csv
import io
import json

from openpyxl import load_workbook

from kg.exports.sheets import Sheet

_SHEET = Sheet(
    "Members",
    ("country", "state", "meetings"),
    (("Türkiye", "recorded", 3), ("=1+1", "not stated in the source", 0), ("\x07bell", "not assessed", None)),
    ("A note.",),
)
_ABOUT = {"release": "0.1"}


def test_every_format_has_the_same_rows() -> None:
    """What is read back from CSV, JSON and XLSX are the columns and rows that were given."""
    as_csv = list(csv.reader(io.StringIO(_SHEET.csv().decode(), newline="")))
    as_json = json.loads(_SHEET.json(_ABOUT))
    as_xlsx = list(load_workbook(io.BytesIO(_SHEET.xlsx(_ABOUT)))["Rows"].values)

    assert list(_SHEET.columns) == as_csv[0] == list(as_json["rows"][0]) == list(as_xlsx[0])
    assert [list(row) for row in _SHEET.rows[:2]] == [list(row.values()) for row in as_json["rows"][:2]]
    assert [tuple(map(str, row)) for row in _SHEET.rows[:2]] == [tuple(row) for row in as_csv[1:3]]
    assert list(_SHEET.rows[:2]) == as_xlsx[1:3]
    assert as_json["count"] == 3
    assert as_json["release"] == "0.1"


def test_no_text_of_a_workbook_becomes_a_formula() -> None:
    """A text that begins like a formula is kept as text; what XML cannot carry is left out."""
    rows = load_workbook(io.BytesIO(_SHEET.xlsx(_ABOUT)))["Rows"]

    assert ("=1+1", "s") == (rows["A3"].value, rows["A3"].data_type)
    assert rows["A4"].value == "bell"


def test_a_workbook_tells_of_its_rows_and_not_of_its_hour() -> None:
    """The same rows are the same bytes; notes and release stand on a sheet of their own."""
    about = list(load_workbook(io.BytesIO(_SHEET.xlsx(_ABOUT)))["About"].values)

    assert _SHEET.xlsx(_ABOUT) == _SHEET.xlsx(_ABOUT)
    assert [("title", "Members"), ("note", "A note."), ("release", "0.1")] == about[1:]
