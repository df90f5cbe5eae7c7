"""Queries of strangers on an engine that runs elsewhere: limits as far as whoever asks can hold them."""

from __future__ import annotations

import multiprocessing
import time
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore
from typing import IO, TYPE_CHECKING, Final, cast

from kg.errors import BusyError, LimitError, StoreTimeoutError
from kg.store.bounded import PREVIEW_ROWS, Answer, Limits, Preview, too_large, too_many_rows
from kg.store.protocol import JSON_TABLE, Form, check_form
from kg.store.tables import preview

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from kg.store.protocol import DatasetChoice, Store

AT_ONCE: Final = max(2, multiprocessing.cpu_count())
"""How many queries of strangers wait for the engine at once: fewer than the site has threads."""

PATIENCE_S: Final = 0.5
"""How long a query waits for others to be done: most are."""

_SPOOLED_BYTES: Final = 1 << 20


class Delegated:
    """
    Hands queries to a store, and gives up on them at the limits.

    Time, rows and the size of the answer are limited here; the processor and the memory that a query takes
    are the engine's to limit.  A query that is given up may go on over there: set its own time limit, too.
    """

    def __init__(self, store: Store, limits: Limits | None = None, at_once: int = AT_ONCE) -> None:
        """Ask `store`, which stays the caller's to close, `at_once` queries at a time."""
        self.limits = limits or Limits()
        self._store = store.within(self.limits.seconds, self.limits.answer_bytes)
        self._places = BoundedSemaphore(at_once)

    def answer(self, query: str, media_type: str, dataset: DatasetChoice | None = None) -> Answer:
        """Answer a query of any form; see `BoundedStore.answer`."""
        started = time.perf_counter()
        with self._place():
            file, rows = self._spooled(query, media_type, dataset)
        length = file.tell()
        file.seek(0)
        return Answer(file, length, time.perf_counter() - started, rows)

    def preview(
        self,
        query: str,
        dataset: DatasetChoice | None = None,
        most: int = PREVIEW_ROWS,
        seconds: float | None = None,
    ) -> Preview:
        """Answer a SELECT query; see `BoundedStore.preview`."""
        started = time.perf_counter()
        with self._place():
            check_form(query, Form.SELECT)
            file, _ = self._spooled(query, JSON_TABLE, dataset, seconds)
            with file:
                file.seek(0)
                solutions, total = preview(file, most)
        self._check_rows(total)
        return Preview(solutions, total, time.perf_counter() - started)

    def ask(self, query: str, dataset: DatasetChoice | None = None) -> bool:
        """Answer an ASK query."""
        with self._place():
            return self._store.ask(query, dataset)

    def close(self) -> None:
        """Do nothing: the store is the caller's."""

    @contextmanager
    def _place(self) -> Iterator[None]:
        """Hold one of the places; what takes too long went over the limit of time."""
        if not self._places.acquire(timeout=PATIENCE_S):
            raise BusyError(max(1, round(self.limits.seconds / 2)))
        try:
            yield
        except StoreTimeoutError as error:
            raise LimitError("time", f"{error.reason}; ask for less, or ask the engine yourself.") from error
        finally:
            self._places.release()

    def _spooled(
        self,
        query: str,
        media_type: str,
        dataset: DatasetChoice | None,
        seconds: float | None = None,
    ) -> tuple[BinaryIO, int | None]:
        """Return the answer in a file that stands at its end; in memory as long as it is short."""
        store = self._store
        if seconds is not None and seconds < self.limits.seconds:
            store = store.within(seconds, self.limits.answer_bytes)
        file = cast("BinaryIO", SpooledTemporaryFile(_SPOOLED_BYTES))  # noqa: SIM115  (the answer closes it)
        try:
            sink = cast("IO[bytes]", _Limited(file, self.limits.answer_bytes))
            rows = store.write(query, media_type, sink, dataset)
            if rows is not None:
                self._check_rows(rows)
        except BaseException:
            file.close()
            raise
        return file, rows

    def _check_rows(self, rows: int) -> None:
        if rows > self.limits.rows:
            raise too_many_rows(self.limits.rows)


class _Limited:
    """A file that refuses to grow beyond a size."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file, self._left, self._most = file, most, most

    def write(self, chunk: bytes) -> int:
        self._left -= len(chunk)
        if self._left < 0:
            raise too_large(self._most)
        return self._file.write(chunk)

    def flush(self) -> None:
        """Do nothing: what is held is read from here."""
