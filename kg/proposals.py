"""A curator's file, before its rows are in the tables: checked as if they were."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kg import resources
from kg.dataset import assemble
from kg.errors import TableError
from kg.sources import read_tables, with_rows_of
from kg.validation import Report, fast, places_of, validate_dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kg.dataset import Dataset
    from kg.sources import Tables
    from kg.validation import Finding


def validate(paths: Iterable[Path], step: Callable[[str], None], data_dir: Path | None = None) -> Report:
    """
    Check CSV files and workbooks of rows.

    Args:
        paths: The files; rows of one may refer to rows of another.
        step: Told the name of each step as it begins.
        data_dir: The folder of the tables; our own if None.

    Returns:
        All faults of the rows; where there are none, what the shapes find in them, or elsewhere because of
        them.

    Raises:
        TableError: The tables themselves are wrong.
        KgError: A file cannot be read, or is no file of tables.
    """
    folder = data_dir or resources.data_dir()
    step("Checking the tables")
    base = read_tables(folder)
    step("Checking the rows in them")
    try:
        tables = with_rows_of(base, paths)
    except TableError as error:
        return Report.of_faults(error.faults)
    dataset = assemble(folder, step, tables)
    step("Validating")
    return validate_dataset(dataset, fast.report, _is_theirs(dataset, base, folder, step))


def _is_theirs(
    dataset: Dataset, base: Tables, folder: Path, step: Callable[[str], None]
) -> Callable[[Finding], bool]:
    """
    Return what tells the findings that come of the rows from those that were there before.

    The tables without the rows are validated only when a finding is about none of the things in them: most
    files need no second run.
    """
    about = _subjects(dataset)

    @cache
    def before() -> frozenset[Finding]:
        step("Validating without the rows")
        report = validate_dataset(assemble(folder, tables=base), fast.report)
        return frozenset(map(_anywhere, report.findings))

    return lambda finding: finding.focus in about or _anywhere(finding) not in before()


def _anywhere(finding: Finding) -> Finding:
    """Return a finding without its place, which rows that are added or replaced may move."""
    return replace(finding, place="")


def _subjects(dataset: Dataset) -> frozenset[str]:
    """Return what the rows of the files are about."""
    given = _places(dataset.tables)
    return frozenset(
        thing
        for thing, rows in places_of(dataset).items()
        if any(row.is_subject and row.row in given for row in rows)
    )


def _places(tables: Tables) -> frozenset[str]:
    """Return the places of the rows that come from files."""
    return frozenset(
        tables.place(row)
        for name, rows in tables.items()
        for row in rows
        if row.number in tables.specs[name].origins
    )
