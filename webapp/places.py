"""Where every assertion comes from, for the small markers beside facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_CONFLICTING: Final = "conflicting"


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where one assertion comes from, in short.

    `source` is the title of its first document, or the name of the rule that derives it; `locator` the place
    in that document, empty where none is recorded.  `basis` is `transcribed`, `editorial` or `derived`;
    `certainty` says how sure the editors are of a judgement of theirs, as a key, or is empty.  An assertion
    `is_disputed` if its confidence says so or if it stands in a disagreement on record.
    """

    source: str
    locator: str
    basis: str
    confidence: str
    documents: tuple[str, ...]
    certainty: str = ""
    is_disputed: bool = False


class Places:
    """The places of all assertions, made from the rows of the queries `places` and `disputed`."""

    def __init__(self, rows: Iterable[Mapping[str, str]], disputed: Iterable[str] = ()) -> None:
        """Index the rows, which are sorted by assertion, document and place; `disputed` are assertions."""
        self._places: dict[str, Place] = {}
        for row in rows:
            self._places[row["assertion"]] = _place(row, self._places.get(row["assertion"]))
        for iri in disputed:
            if iri in self._places:
                self._places[iri] = replace(self._places[iri], is_disputed=True)

    def __contains__(self, assertion: object) -> bool:
        return assertion in self._places

    def __getitem__(self, assertion: str) -> Place:
        return self._places[assertion]


def _place(row: Mapping[str, str], first: Place | None) -> Place:
    """Make the place of a row, or add the row's document to the place that an earlier row made."""
    document = (row["document"],) if "document" in row else ()
    if first:
        return replace(first, documents=(*first.documents, *document))
    confidence = row.get("confidence", "").rpartition("/")[2]
    return Place(
        row.get("documentLabel") or f"rule “{row.get('ruleLabel', row['table'])}”",
        row.get("locator", ""),
        row["basis"].rpartition("/")[2],
        confidence,
        document,
        row.get("certainty", "").rpartition("/")[2],
        confidence == _CONFLICTING,
    )
