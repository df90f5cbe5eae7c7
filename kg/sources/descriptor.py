"""The descriptor of the tables, `data/datapackage.json`: which there are and what their columns hold."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, TableError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column of a table.

    `separator` is set where a cell holds a list; `references` names the table whose keys the cell (or each
    item of its list) holds; `is_thing` marks cells that name any thing as `class/key`, `is_assertion` cells
    that name any row as `table/key`; `is_date` marks dates as precise as the source; `codes` names the list
    that the cell's code is on.
    """

    name: str
    separator: str | None = None
    references: str | None = None
    is_thing: bool = False
    is_assertion: bool = False
    is_date: bool = False
    codes: str | None = None


@dataclass(frozen=True, slots=True)
class TableSpec:
    """
    One table: its file, its columns in order, and the class of the things that it introduces, if any.

    `schema` is the frictionless schema as the descriptor gives it, `title` and `about` are its words.
    `origins` names file and row for rows that come from another file, by their number in this one.
    """

    name: str
    path: Path
    kind: str | None
    columns: tuple[Column, ...]
    schema: dict[str, Any] = field(compare=False, repr=False)
    origins: Mapping[int, tuple[str, int]] = field(default_factory=dict, compare=False, repr=False)
    title: str = field(default="", compare=False)
    about: str = field(default="", compare=False)

    def column(self, name: str) -> Column:
        """Return the column of this name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def unique(self) -> tuple[tuple[str, ...], ...]:
        """Return the columns that no two rows have the same cells in: the key, and other names of a thing."""
        return (("key",), *map(tuple, self.schema.get("uniqueKeys", ())))

    def origin(self, row: int) -> tuple[str, int]:
        """Return the file that a row stands in, and its number there."""
        return self.origins.get(row, (self.place, row))

    @property
    def place(self) -> str:
        """Name the file as a curator knows it: `data/tables/ratings.csv`."""
        return f"{self.path.parent.parent.name}/{self.path.parent.name}/{self.path.name}"


def table_specs(data_dir: Path) -> dict[str, TableSpec]:
    """
    Read the descriptor.

    Args:
        data_dir: The folder that holds `datapackage.json`.

    Returns:
        One `TableSpec` a table, by name, in the order of the descriptor.

    Raises:
        KgError: There is no descriptor in the folder.
        TableError: The descriptor is not JSON.
    """
    # With the whole path: places begin with the name of the folder, which `.` and `..` do not tell.
    folder = data_dir.resolve()
    path = data_dir / DESCRIPTOR
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise KgError(f"{path} does not exist; name the folder that holds the tables.") from error
    except ValueError as error:
        raise TableError([f"{path} is not valid JSON ({error}); mend the descriptor."]) from error
    return {
        resource["name"]: TableSpec(
            name=resource["name"],
            path=folder / resource["path"],
            kind=resource.get("class"),
            columns=tuple(_column(column) for column in resource["schema"]["fields"]),
            schema=resource["schema"],
            title=resource.get("title", resource["name"]),
            about=resource.get("description", ""),
        )
        for resource in package["resources"]
    }


def _column(described: dict[str, Any]) -> Column:
    return Column(
        name=described["name"],
        separator=described.get("list"),
        references=described.get("references"),
        is_thing=bool(described.get("thing")),
        is_assertion=bool(described.get("assertion")),
        is_date=bool(described.get("date")),
        codes=described.get("codes"),
    )
