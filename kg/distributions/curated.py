"""The curated tables of a release, as they stand on disk: their descriptions, and their rows as a stream."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from kg.errors import ReleaseError
from kg.sources import table_specs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.releases import Release
    from kg.sources import TableSpec

_EVIDENCE = ("source", "locator")


def curated(release: Release) -> tuple[TableSpec, ...]:
    """
    Return the tables of a release, in the order of its descriptor.

    Raises:
        ReleaseError: The release holds no tables, as those of long ago.
    """
    if not release.descriptor.is_file():
        raise ReleaseError(f"Release {release.version} holds no tables; build it again.")
    return tuple(table_specs(release.directory).values())


def rows(spec: TableSpec) -> Iterator[tuple[str, ...]]:
    """
    Yield the rows of a table, one text a column of its description; empty where nothing is recorded.

    Raises:
        ReleaseError: The file has other columns or a ragged row, or a row lacks its key, source or locator.
    """
    columns = tuple(column.name for column in spec.columns)
    needed = [columns.index(name) for name in ("key", *_EVIDENCE)]
    with spec.path.open(encoding="utf-8", newline="") as file:
        table = csv.reader(file)
        if tuple(next(table, ())) != columns:
            raise ReleaseError(f"{spec.path} has other columns than its description; build it again.")
        for number, row in enumerate(table, start=2):
            if len(row) != len(columns) or not all(row[at].strip() for at in needed):
                raise ReleaseError(
                    f"{spec.path}, row {number}: a cell is missing, or key, source or locator is empty; "
                    "build "
                    "the release again."
                )
            yield tuple(row)


def checked(spec: TableSpec) -> int:
    """Read a table through and return the number of its rows; errors as `rows`."""
    return sum(1 for _ in rows(spec))
