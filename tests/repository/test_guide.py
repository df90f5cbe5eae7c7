"""The guide for curators: its example, copied into a workbook, passes."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from kg import proposals
from kg.sources import read_tables, table_specs

_GUIDE = Path(__file__).resolve().parents[2] / "docs" / "adding-a-source.md"
_EXAMPLES = ("sources", "memberships", "memberships", "establishments", "conflicts")


def _examples() -> list[list[dict[str, str]]]:
    """Return the tables of the guide that begin with a column `key`, row by row."""
    found = re.findall(r"^\| key \|.*\n(?:\|.*\n)+", _GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    return [_rows(table) for table in found]


def _rows(table: str) -> list[dict[str, str]]:
    header, _, *lines = table.splitlines()
    return [dict(zip(_cells(header), _cells(line), strict=True)) for line in lines]


def _cells(line: str) -> list[str]:
    """Split a line at its bars; one that stands in a cell has a stroke before it."""
    parts = re.split(r"(?<!\\)\|", line.strip()[1:-1])
    return [part.strip().strip("`").replace("\\|", "|") for part in parts]


@pytest.mark.slow
def test_the_example_passes(whole_data: Path, tmp_path: Path) -> None:
    """With the columns of the tables, as the guide asks for, and the rows as printed."""
    specs = table_specs(whole_data)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    examples = _examples()
    for name, rows in zip(_EXAMPLES, examples, strict=True):
        columns = [column.name for column in specs[name].columns]
        if name not in book.sheetnames:
            book.create_sheet(name).append(columns)
        for row in rows:
            assert set(row) <= set(columns)
            book[name].append([row.get(column) for column in columns])
    path = tmp_path / "my-rows.xlsx"
    book.save(path)

    report = proposals.validate([path], lambda _: None, whole_data)

    assert [str(finding) for finding in report.findings] == []


def test_the_row_that_the_example_adds_to_loses_nothing(whole_data: Path) -> None:
    """Its sources and places stand at the front, in the order of the table."""
    example = _examples()[2][0]
    row = read_tables(whole_data).row("memberships", example["key"])

    assert example["source"].startswith(row.texts["source"] + ";")
    assert example["locator"].startswith(row.texts["locator"] + " | ")
    assert example["attested_also"] == f"{row.texts['attested']};{row.texts['attested_also']}"
