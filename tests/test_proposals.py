"""A curator's file: its rows are checked as if they stood in the tables, and named where they stand."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any, Protocol

import openpyxl
import pytest

from kg import proposals
from kg.errors import KgError
from kg.sources import table_specs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.validation import Report

_EVIDENCE = {
    "source": "escap-2017",
    "locator": "part 1",
    "basis": "transcribed",
    "confidence": "one-source",
}


class Written(Protocol):
    """See the fixtures `csv_file` and `workbook`."""

    def __call__(self, name: str, *rows: dict[str, Any]) -> Path:
        """Write rows of one table, their cells by column, and return the file."""


@pytest.fixture(name="columns")
def _columns(small_data: Path) -> Callable[[str], list[str]]:
    """Give a function that returns the columns of a table."""
    specs = table_specs(small_data)
    return lambda table: [column.name for column in specs[table].columns]


@pytest.fixture(name="csv_file")
def _csv_file(tmp_path: Path, columns: Callable[[str], list[str]]) -> Written:
    def write(name: str, *rows: dict[str, Any]) -> Path:
        path = tmp_path / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, columns(name))
            table.writeheader()
            table.writerows(_EVIDENCE | row for row in rows)
        return path

    return write


@pytest.fixture(name="workbook")
def _workbook(tmp_path: Path, columns: Callable[[str], list[str]]) -> Written:
    def write(name: str, *rows: dict[str, Any]) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        sheet = book.create_sheet(name)
        sheet.append(columns(name))
        for row in rows:
            sheet.append([(_EVIDENCE | row).get(column) for column in columns(name)])
        book.save(tmp_path / "new.xlsx")
        return tmp_path / "new.xlsx"

    return write


@pytest.fixture(name="saved")
def _saved(tmp_path: Path) -> Callable[[openpyxl.Workbook], Path]:
    """Give a function that saves a workbook."""

    def save(book: openpyxl.Workbook) -> Path:
        book.save(tmp_path / "new.xlsx")
        return tmp_path / "new.xlsx"

    return save


def _report(*paths: Path) -> Report:
    return proposals.validate(paths, lambda _: None)


def _said(*paths: Path) -> list[str]:
    return [str(finding) for finding in _report(*paths).findings]


@pytest.mark.slow
class TestRows:
    """What is checked is the whole of tables and rows."""

    @pytest.mark.parametrize("kind", ["csv_file", "workbook"])
    def test_sound_rows_are_accepted(self, kind: str, request: pytest.FixtureRequest) -> None:
        """A new row that refers to rows of the tables, in either kind of file."""
        write: Written = request.getfixturevalue(kind)
        key = "supply-chain-monitoring/escap-2017/4"
        path = write(
            "initiative_domains",
            {"key": key, "initiative": "supply-chain-monitoring", "domain": "escap-2017/3"},
        )

        assert [] == _said(path)

    def test_rows_of_one_file_may_refer_to_rows_of_another(self, csv_file: Written) -> None:
        """Who enters a person and what they wrote gives both files at once."""
        person = csv_file("persons", {"key": "ann", "name": "Ann"})
        wrote = csv_file("authorships", {"key": "a", "document": "escap-2017", "person": "ann"})

        assert [] == _said(person, wrote)
        assert [
            (
                "authorships.csv, row 2, column 'person': 'ann' is not a key of persons.csv; "
                "use one of 'lars-johan-lonnback'."
            )
        ] == _said(wrote)

    def test_a_row_of_a_known_key_takes_the_place_of_the_old_one(self, csv_file: Written) -> None:
        """The old row is not there any more, so nothing of it can clash with the new one."""
        row = {"kind": "state", "iso2": "BD", "iso3": "BGD", "m49": "050", "region": "southern-asia"}
        again = csv_file("countries", {"key": "bgd", "name": "Bangladesh", **row})

        assert all("[Warning" in said for said in _said(again))
        assert [
            (
                "countries.csv, row 2, column 'iso2': 'BD' stands in data/tables/countries.csv, row 3, too; "
                "give each row its own."
            )
        ] == _said(csv_file("countries", {"key": "x", "name": "X", "kind": "state", "iso2": "BD"}))

    def test_faults_of_all_kinds_come_at_once(self, csv_file: Written) -> None:
        """Forms, words, keys, sources and dates, each with its row and column."""
        path = csv_file(
            "meetings",
            {"key": "Bad key", "name": "A", "date": "2015-13", "source": "nobody"},
            {"key": "b", "name": "", "of": "process/bali-process;process/none", "basis": "heard"},
        )

        assert [
            ("row 2", "date"), ("row 2", "key"), ("row 2", "source"), ("row 3", "basis"), ("row 3", "name"),
            ("row 3", "of"),
        ] == [tuple(said.replace("'", "").split(":")[0].removeprefix("meetings.csv, ").split(", column "))
              for said in _said(path)]  # fmt: skip

    def test_a_source_without_publisher_is_named(self, csv_file: Written) -> None:
        """Nobody can look up a document of which not even the publisher is known."""
        path = csv_file("sources", {"key": "x", "title": "X", "kind": "report", "extent_read": "All of it."})

        assert "sources.csv, row 2, column 'publisher': the cell is empty, and it must not be." in _said(path)

    @pytest.mark.parametrize(
        ("codes", "faults"),
        [
            ({"iso2": "FR", "iso3": "FRA", "m49": "250"}, {}),
            ({"m49": "680"}, {}),
            ({"iso2": "XK"}, {"iso2": "'XK' is not an alpha-2 code of ISO 3166-1"}),
            ({"iso3": "ZZZ"}, {"iso3": "'ZZZ' is not an alpha-3 code of ISO 3166-1"}),
            ({"iso2": "FR", "iso3": "FRO"}, {"iso3": "'FRO' is not the code of France (FR), which is 'FRA'"}),
            ({"iso3": "FRA", "m49": "251"}, {"m49": "'251' is not the code of France (FRA), which is '250'"}),
        ],
    )
    def test_codes_of_countries_are_those_of_the_standard(
        self, csv_file: Written, codes: dict[str, str], faults: dict[str, str]
    ) -> None:
        """A code has the form of one and is none, or is another country's."""
        row = {"key": "x", "name": "X", "kind": "state", "region": "western-europe"}
        found = {
            column: said
            for said in _said(csv_file("countries", row | codes))
            for column in codes
            if f"column {column!r}" in said and not said.endswith("]")  # of a shape
        }

        assert faults.keys() == found.keys()
        assert all(fault in found[column] for column, fault in faults.items())

    def test_what_the_shapes_find_is_said_of_the_file(self, workbook: Written) -> None:
        """The finding leads to the sheet and row; what was there before is not repeated."""
        path = workbook(
            "ratings",
            {"key": "x", "table": "mgi-2016/table-6", "country": "bgd", "domain": "mgi-2016/5",
             "period": "2016", "level": "mgi-2016/nascent"},
        )  # fmt: skip

        said = _said(path)

        assert said
        assert any(line.startswith("new.xlsx, sheet 'ratings', row 2") for line in said)
        assert not any("Country-names-given" in line for line in said)

    def test_only_what_the_rows_say_is_looked_at(self, csv_file: Written) -> None:
        """What the shapes have to say of the tables without them is for another day."""
        report = _report(csv_file("initiatives", {"key": "new", "name": "New", "incomplete": "false"}))

        assert {"https://w3id.org/regcoop/id/initiative/new"} == {
            finding.focus for finding in report.findings
        }
        assert "initiative/new" in report.turtle
        assert "country/bgd" not in report.turtle

    def test_what_rows_bring_about_elsewhere_is_said(self, csv_file: Written) -> None:
        """A table of ratings by another scale is at fault in each rating that stands in it already."""
        row = {"key": "mgi-2016/table-6", "name": "T", "framework": "escap-2017", "period": "2016"}

        said = _said(csv_file("rating_tables", row))

        assert any(line.startswith("data/tables/ratings.csv, row 76") for line in said)


class TestFiles:
    """What is wrong with the file as such."""

    @pytest.mark.slow
    def test_a_byte_order_mark_is_no_matter(self, csv_file: Written) -> None:
        """Spreadsheets put one before the header."""
        path = csv_file("persons", {"key": "ann", "name": "Ann"})
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

        assert not any("Violation" in said for said in _said(path))

    def test_a_file_of_another_name_is_known_by_its_columns(self, csv_file: Written) -> None:
        """`export (3).csv` with the columns of ratings holds ratings."""
        path = csv_file("ratings", {"key": "x"}).rename(
            csv_file("ratings", {"key": "x"}).with_name("a b.csv")
        )

        assert all(said.startswith("a b.csv, row 2, column ") for said in _said(path))

    def test_a_table_of_something_else_is_named(self, tmp_path: Path) -> None:
        """Neither name nor columns are those of a table."""
        path = tmp_path / "prices.csv"
        path.write_text("a,b\n1,2\n", encoding="utf-8")
        near = tmp_path / "rating.csv"
        near.write_text("a,b\n1,2\n", encoding="utf-8")

        prices, rating = _said(path, near)

        assert prices.startswith(
            "prices.csv: 'prices' is not the name of a table, and its columns are those of"
        )
        assert "did you mean 'ratings'" in rating

    def test_unknown_and_missing_columns_are_named_together(self, tmp_path: Path) -> None:
        """And nothing is said of the rows, which cannot be read."""
        path = tmp_path / "persons.csv"
        path.write_text("key,nom,source,locator,basis,confidence,note\na,b\n", encoding="utf-8")

        assert [
            "persons.csv, row 1, column 'name': the column is missing; add it to the header.",
            (
                "persons.csv, row 1, column 'nom': the column is not known; "
                "the columns are key, name, source, locator, basis, confidence, note."
            ),
        ] == _said(path)

    @pytest.mark.parametrize(
        ("content", "fault"),
        [
            (b"", "there are no rows; fill it or delete it."),
            (b"\r\n,,,\r\n", "there are no rows; fill it or delete it."),
            (b"key;name;source;locator;basis;confidence;note\n", "the cells are not separated by commas"),
            ("key,name\nö,ü".encode("utf-16"), "byte 0 is not UTF-8; save the file as UTF-8."),
            (b"key,name,source,locator,basis,confidence,note\na,b\n", "the row has 2 cells and the header 7"),
        ],
    )
    def test_a_damaged_csv_file_is_one_fault(self, tmp_path: Path, content: bytes, fault: str) -> None:
        """One sentence says what to do."""
        path = tmp_path / "persons.csv"
        path.write_bytes(content)

        said = _said(path)

        assert 1 == len(said)
        assert fault in said[0]

    def test_a_cell_without_end_is_one_fault(self, tmp_path: Path) -> None:
        """A quotation mark that nobody closed makes one cell of all that follows."""
        path = tmp_path / "persons.csv"
        path.write_bytes(b'key,"' + b"x" * 200_000)
        limit = csv.field_size_limit()  # raised by frictionless, which is loaded only when it is needed

        def set_limit(_: str) -> None:
            csv.field_size_limit(1 << 17)

        try:
            said = proposals.validate([path], set_limit)
        finally:
            csv.field_size_limit(limit)

        assert ["persons.csv: the file cannot be read as CSV"] == [
            str(finding).partition(" (")[0] for finding in said.findings
        ]

    def test_a_key_that_stands_twice_is_named(self, csv_file: Written) -> None:
        """Nobody could say which of the two takes the place of the old one."""
        path = csv_file("persons", {"key": "ann", "name": "Ann"}, {"key": "ann", "name": "Anne"})

        assert (
            "persons.csv, row 3, column 'key': the key 'ann' stands in row 2 too; give each row its own."
            in (_said(path))
        )

    @pytest.mark.parametrize("name", ["new.xls", "new.xlsm", "new.ods", "new.tsv"])
    def test_other_kinds_of_files_are_refused(self, tmp_path: Path, name: str) -> None:
        """Also workbooks with macros, whatever is in them."""
        (tmp_path / name).write_bytes(b"PK")

        with pytest.raises(
            KgError, match=r"is no file of tables that can be read; save it as \.xlsx or as \.csv"
        ):
            _report(tmp_path / name)

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        """Of both kinds."""
        for name in ("none.csv", "none.xlsx"):
            with pytest.raises(KgError, match=r"cannot be read .*check the name"):
                _report(tmp_path / name)


class TestWorkbooks:
    """A sheet is a table, and a cell what a curator sees in it."""

    def test_numbers_and_days_are_what_one_sees(self, workbook: Written) -> None:
        """2015 stays 2015, a day a day, a box that is ticked `true`."""
        path = workbook(
            "meetings",
            {"key": "a", "name": "A", "date": 2015, "ordinal": 3.0},
            {"key": "b", "name": "B", "date": dt.datetime(2015, 11, 24)},  # noqa: DTZ001
            {"key": "c", "name": "C", "date": dt.date(2015, 11, 24)},
            {"key": "d", "name": "D", "ordinal": 2.5},
        )

        assert [
            "new.xlsx, sheet 'meetings', row 5, column 'ordinal': '2.5' is not a whole number of at least 1."
        ] == [said for said in _said(path) if "[Violation, tables]" in said or "whole" in said]

    @pytest.mark.slow
    def test_leading_zeros_of_a_format_are_kept(self, workbook: Written) -> None:
        """The spreadsheet shows 050 and holds 50."""
        row = {
            "key": "bgd",
            "name": "B",
            "kind": "state",
            "iso3": "BGD",
            "m49": 50,
            "region": "southern-asia",
        }
        path = workbook("countries", row)
        assert any("'50' is not three digits" in said for said in _said(path))

        book = openpyxl.load_workbook(path)
        book["countries"]["F2"].number_format = "000"
        book.save(path)

        assert not any("m49" in said for said in _said(path))

    def test_formulas_errors_and_merged_cells_are_named(self, workbook: Written) -> None:
        """None of them is a value that can be copied into a table."""
        path = workbook("persons", {"key": "a", "name": "=UPPER(A2)"}, {"key": "b", "name": "#N/A"})
        book = openpyxl.load_workbook(path)
        book["persons"].merge_cells("A4:B5")
        book["persons"]["J2"] = "beside"
        book.save(path)

        said = _said(path)

        assert [
            "row 2, column 'J': the cell stands under no name of a column; delete it.",
            "row 2, column 'name': the cell holds a formula; put its value in its place.",
            "row 3, column 'name': the cell holds the error #N/A; correct it.",
            "row 4: the cells A4:B5 are merged; unmerge and fill each.",
        ] == [line.removeprefix("new.xlsx, sheet 'persons', ") for line in said]

    def test_an_empty_workbook_is_named(self, saved: Callable[[openpyxl.Workbook], Path]) -> None:
        """It has a sheet, and nothing on it."""
        assert ["new.xlsx, sheet 'Sheet': there are no rows; fill it or delete it."] == _said(
            saved(openpyxl.Workbook())
        )

    def test_the_name_of_a_sheet_may_be_written_large(self, workbook: Written) -> None:
        """`Persons` is the table persons, and blank rows between rows are no rows."""
        path = workbook("persons", {"key": "a", "name": "A"}, {"key": "b", "name": "B"})
        book = openpyxl.load_workbook(path)
        book["persons"].insert_rows(3)
        book["persons"].title = "Persons "
        book["Persons "]["A4"] = "B b"
        book.save(path)

        assert ["new.xlsx, sheet 'Persons ', row 4, column 'key'"] == [
            said.partition(":")[0] for said in _said(path) if "key" in said
        ]

    @pytest.mark.parametrize("content", [b"", b"MZ\x90\x00 macro", b"PK\x03\x04 not a zip", "packed"])
    def test_bytes_that_are_no_workbook_are_refused(self, tmp_path: Path, content: bytes | str) -> None:
        """Whatever the name says."""
        path = tmp_path / "new.xlsx"
        if isinstance(content, str):
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                archive.writestr("[Content_Types].xml", "<Types")
            content = packed.getvalue()
        path.write_bytes(content)

        with pytest.raises(KgError, match="is not an XLSX workbook, or is damaged or locked by a password"):
            _report(path)

    def test_a_cell_with_a_format_far_below_is_named(
        self, workbook: Written, saved: Callable[[openpyxl.Workbook], Path]
    ) -> None:
        """All cells before it would have to be made, which takes a minute and gigabytes."""
        book = openpyxl.load_workbook(workbook("persons", {"key": "a", "name": "A"}))
        book["persons"]["T1048576"].number_format = "000"

        (said,) = _said(saved(book))

        assert said.startswith("new.xlsx, sheet 'persons': the sheet goes on to the cell T1048576; delete ")

    def test_a_workbook_that_unpacks_to_more_than_memory_is_refused(self, tmp_path: Path) -> None:
        """Before anything of it is unpacked."""
        path = tmp_path / "new.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b" " * (201 << 20))

        with pytest.raises(KgError, match="unpacks to more than 200 megabytes"):
            _report(path)
