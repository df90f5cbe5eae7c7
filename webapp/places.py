"""Where every assertion comes from, for the small markers beside facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where one assertion comes from, in short.

    `source` is the title of its first document, or the name of the rule that derives it; `locator` the place
    in that document, empty where none is recorded.  `basis` is `transcribed`, `editorial` or `derived`.
    """

    source: str
    locator: str
    basis: str
    confidence: str
    documents: tuple[str, ...]


class Places:
    """The places of all assertions, made from the rows of the query `places`."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Index the rows; they are sorted by assertion, document and place."""
        self._places: dict[str, Place] = {}
        for row in rows:
            self._places[row["assertion"]] = _place(row, self._places.get(row["assertion"]))

    def __contains__(self, assertion: object) -> bool:
        return assertion in self._places

    def __getitem__(self, assertion: str) -> Place:
        return self._places[assertion]


def _place(row: Mapping[str, str], first: Place | None) -> Place:
    """Make the place of a row, or add the row's document to the place that an earlier row made."""
    document = (row["document"],) if "document" in row else ()
    if first:
        return Place(
            first.source, first.locator, first.basis, first.confidence, (*first.documents, *document)
        )
    return Place(
        row.get("documentLabel") or f"rule “{row.get('ruleLabel', row['table'])}”",
        row.get("locator", ""),
        row["basis"].rpartition("/")[2],
        row.get("confidence", "").rpartition("/")[2],
        document,
    )
