"""One table in the formats of downloads: CSV, JSON and an XLSX workbook, with the same columns and rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kg.exports.tables import csv_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

Entry: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    A table to take away.

    `columns` are names, each once; every row has one entry a column.  A state of knowledge is given in words,
    so None stands only for what is no question in that row.  `notes` are sentences that a reader needs.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]
    notes: tuple[str, ...] = ()

    def csv(self) -> bytes:
        """Return the table as CSV, as `kg.exports.tables` writes it; the notes are left out."""
        return csv_bytes(self.columns, self.rows)

    def json(self, about: Mapping[str, object]) -> bytes:
        """Return an object: `about`, then `title`, `notes`, `count`, and `rows` as objects by column."""
        body = {
            **about,
            "title": self.title,
            "notes": self.notes,
            "count": len(self.rows),
            "rows": [dict(zip(self.columns, row, strict=True)) for row in self.rows],
        }
        return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()

    def xlsx(self, about: Mapping[str, object]) -> bytes:
        """Return a workbook: the rows on one sheet, and title, notes and `about` on a second."""
        from kg.exports.workbooks import workbook_bytes  # noqa: PLC0415  (XlsxWriter takes a while to import)

        said = [("title", self.title), *(("note", note) for note in self.notes)]
        said += [(name, str(text)) for name, text in about.items()]
        return workbook_bytes(
            {"Rows": [self.columns, *self.rows], "About": [("what", "text"), *said]}, self.title
        )
