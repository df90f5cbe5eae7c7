"""Count the rows of a table while it is written, in each of the result formats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    import mmap

_CARRIED: Final = 3
_FIRST: Final = b'"bindings":['
_NEXT: Final = re.compile(rb',\{(?:"[^,}\]]|(\}))')
_STRING_OR_EMPTY_ROW: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"|(,\{\})', re.DOTALL)
_RESULT: Final = b"<result>"


class RowCounter(Protocol):
    """Sees a table part by part."""

    @property
    def rows(self) -> int:
        """How many rows have begun so far."""

    def see(self, part: bytes) -> None:
        """Take the next part."""

    def total(self, whole: bytes | mmap.mmap) -> int:
        """Return the number of rows, now that the table is whole."""


class JsonRows:
    r"""
    Counts the rows of `application/sparql-results+json`.

    Each row after the first begins with `,{"` and the name of a variable.  In a text such marks can stand at
    its end only, where the quotation mark is followed by `,`, `}` or `]`, since any other in it is written
    `\"`.  A row in which nothing is bound is `{}`, and `,{}` may stand anywhere in a text: only where the
    table has these marks at all it is read a second time, with its texts left out.
    """

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self.rows = 0
        self._carried = b""
        self._has_begun = self._has_doubt = False

    def see(self, part: bytes) -> None:
        """Take the next part."""
        seen = self._carried + part
        if not self._has_begun:
            _, _, rows = seen.partition(_FIRST)
            if not rows:
                self._carried = seen
                return
            self._has_begun = True
            self.rows += rows.startswith(b"{")
            seen = rows
        found = _NEXT.findall(seen)
        empty = found.count(b"}")
        self.rows += len(found) - empty
        self._has_doubt = self._has_doubt or bool(empty)
        self._carried = seen[-_CARRIED:]

    def total(self, whole: bytes | mmap.mmap) -> int:
        """Return the number of rows, now that the table is whole."""
        if not self._has_doubt:
            return self.rows
        return self.rows + sum(1 for found in _STRING_OR_EMPTY_ROW.finditer(whole) if found[1])


class XmlRows:
    """Counts the rows of `application/sparql-results+xml`: no text there holds an angle bracket."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self.rows = 0
        self._carried = b""

    def see(self, part: bytes) -> None:
        """Take the next part."""
        seen = self._carried + part
        self.rows += seen.count(_RESULT)
        self._carried = seen[1 - len(_RESULT) :]

    def total(self, _whole: bytes | mmap.mmap) -> int:
        """Return the number of rows, now that the table is whole."""
        return self.rows


class LineRows:
    """Counts the rows of CSV and TSV: the lines after the first, without those inside quotation marks."""

    def __init__(self, *, may_quote_lines: bool) -> None:
        """Begin with nothing seen; CSV may have lines inside quotation marks, TSV has none."""
        self.rows = -1
        self._may_quote_lines = may_quote_lines
        self._is_quoted = False

    def see(self, part: bytes) -> None:
        """Take the next part."""
        if not self._may_quote_lines or (not self._is_quoted and b'"' not in part):
            self.rows += part.count(b"\n")
            return
        pieces = part.split(b'"')
        self.rows += sum(piece.count(b"\n") for piece in pieces[int(self._is_quoted) :: 2])
        # A doubled mark inside a field closes and opens it again.
        self._is_quoted ^= len(pieces) % 2 == 0

    def total(self, _whole: bytes | mmap.mmap) -> int:
        """Return the number of rows, now that the table is whole."""
        return max(self.rows, 0)


def row_counter(media_type: str) -> RowCounter | None:
    """Return what counts the rows of a table in `media_type`; None for a graph."""
    match media_type:
        case "application/sparql-results+json":
            return JsonRows()
        case "application/sparql-results+xml":
            return XmlRows()
        case "text/csv":
            return LineRows(may_quote_lines=True)
        case "text/tab-separated-values":
            return LineRows(may_quote_lines=False)
    return None
