"""Queries of strangers within limits: what a bounded store promises."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from kg.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from kg.store.protocol import DatasetChoice, Solutions

CHUNK_BYTES: Final = 1 << 18
PREVIEW_ROWS: Final = 5_000
"""How many rows of an answer a preview holds; all of them are counted."""


@dataclass(frozen=True, slots=True)
class Limits:
    """
    How much one query may take.

    `seconds` is time on the clock, `cpu_seconds` time of a processor, `memory_bytes` what the query may take
    beside the data, `answer_bytes` and `rows` the size of its answer.
    """

    seconds: float = 10.0
    cpu_seconds: float = 10.0
    memory_bytes: int = 1 << 30
    answer_bytes: int = 256 << 20
    rows: int = 1_000_000


def too_large(most_bytes: int) -> LimitError:
    """Say that an answer has too many bytes."""
    return LimitError(
        "size",
        f"its answer is larger than {most_bytes:,} bytes; ask for fewer rows or columns, or take the whole "
        "graph as a file.",
    )


def too_many_rows(most_rows: int) -> LimitError:
    """Say that an answer has too many rows."""
    return LimitError(
        "rows", f"its answer has more than {most_rows:,} rows; take parts of it with LIMIT and OFFSET."
    )


class Answer:
    """
    A finished answer: nothing that can fail is left to be done when its first byte is read.

    `length` counts its bytes, `rows` its rows (None where it is no table), `seconds` is how long the query
    took.  It is read once, as a whole or in chunks, and is closed after that.
    """

    def __init__(self, body: BinaryIO, length: int, seconds: float, rows: int | None = None) -> None:
        """Take over `body`, a file that stands at its beginning."""
        self._body = body
        self.length, self.seconds, self.rows = length, seconds, rows

    @classmethod
    def of(cls, body: bytes, seconds: float, rows: int | None = None) -> Answer:
        """Make one of bytes."""
        return cls(io.BytesIO(body), len(body), seconds, rows)

    def read(self) -> bytes:
        """Return all bytes."""
        with self._body as body:
            return body.read()

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes in parts of `CHUNK_BYTES` at most."""
        with self._body as body:
            while chunk := body.read(CHUNK_BYTES):
                yield chunk

    def close(self) -> None:
        """Let it go unread."""
        self._body.close()


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of the answer of a SELECT: `total` counts all, `seconds` is how long it took."""

    solutions: Solutions
    total: int
    seconds: float


class BoundedStore(Protocol):
    """
    A store for queries of strangers, which `kg.store.policy` has let pass.

    Its methods raise what those of `Store` do, and besides `LimitError` for a query that went over a limit
    and `BusyError` if too many queries run already.
    """

    @property
    def limits(self) -> Limits:
        """The limits of every query."""

    def answer(self, query: str, media_type: str, dataset: DatasetChoice | None = None) -> Answer:
        """Answer a query of any form; media types as in `Store.answer`."""

    def preview(
        self,
        query: str,
        dataset: DatasetChoice | None = None,
        most: int = PREVIEW_ROWS,
        seconds: float | None = None,
    ) -> Preview:
        """Answer a SELECT query with its first `most` rows and the number of all, in `seconds` if given."""

    def ask(self, query: str, dataset: DatasetChoice | None = None) -> bool:
        """Answer an ASK query."""

    def close(self) -> None:
        """Let go of what the store holds; it is not used after that."""
