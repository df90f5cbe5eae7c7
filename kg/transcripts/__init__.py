"""
Hold the tables against the documents that they were transcribed from, cell by cell.

A transcript of a document has two sides with the same places in it: what the document prints there, read
from its text, and what the tables say.  Whatever differs is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import TranscriptError
from kg.transcripts import escap_2017_document, escap_2017_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kg.sources import Tables
    from kg.transcripts.escap_2017_tables import Tabled


@dataclass(frozen=True, slots=True)
class Transcript:
    """How to read one document: `printed` from its text and `tabled` from the tables, both by place."""

    printed: Callable[[str], dict[str, str]]
    tabled: Callable[[Tables], dict[str, Tabled]]


TRANSCRIPTS: Mapping[str, Transcript] = {
    "escap-2017": Transcript(escap_2017_document.printed, escap_2017_tables.tabled),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many places were held against each other, and one sentence for each that differs."""

    places: int
    differences: tuple[str, ...]


def compare(key: str, document: Path, tables: Tables) -> Comparison:
    """
    Compare what the tables say with what the document prints.

    Args:
        key: The key of the source, for instance `escap-2017`.
        document: The document as a text file in UTF-8.
        tables: The checked tables.

    Raises:
        TranscriptError: There is no transcript for this source, or the file cannot be read as this document.
    """
    transcript = TRANSCRIPTS.get(key)
    if transcript is None:
        known = ", ".join(sorted(TRANSCRIPTS))
        raise TranscriptError(f"There is no transcript for the source {key!r}; there is one for {known}.")
    try:
        text = document.read_text(encoding="utf-8")
    except OSError as error:
        raise TranscriptError(f"{document} cannot be read ({error.strerror}); check the name.") from error
    except UnicodeDecodeError as error:
        raise TranscriptError(f"{document} is not a text in UTF-8; give the text of the document.") from error
    printed, tabled = transcript.printed(text), transcript.tabled(tables)
    places = [*printed, *(place for place in tabled if place not in printed)]
    sentences = (_difference(place, printed.get(place), tabled.get(place)) for place in places)
    return Comparison(len(places), tuple(sentence for sentence in sentences if sentence))


def _difference(place: str, printed: str | None, tabled: Tabled | None) -> str:
    if tabled is None:
        return f"{place}: the document prints {printed!r}, and no table holds it; add the row."
    if printed is None:
        return (
            f"{place}: {tabled.where} says {tabled.text!r}, and the document prints nothing there; delete it."
        )
    if printed != tabled.text:
        return (
            f"{place}: the document prints {printed!r}, and {tabled.where} says {tabled.text!r}; correct it."
        )
    return ""
