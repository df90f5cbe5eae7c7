"""Where an answer goes while it is written: counted, refused where it is too large, on disk if it is long."""

from __future__ import annotations

import mmap
import tempfile
from typing import IO, TYPE_CHECKING

from kg.store.bounded import too_large, too_many_rows
from kg.store.workers.messages import INLINE_BYTES

if TYPE_CHECKING:
    from kg.store.bounded import Limits
    from kg.store.workers.rows import RowCounter


class Spool:
    """
    A file that engines write to.

    It stays in memory up to `INLINE_BYTES` and goes on in a file without a name, which the system removes
    with its last user.  The limits are those of the answer.
    """

    def __init__(self, limits: Limits, counter: RowCounter | None) -> None:
        """Begin empty; without a `counter` there are no rows."""
        self._limits, self._counter = limits, counter
        self._pending = bytearray()
        self._written = 0
        self._file: IO[bytes] | None = None

    def write(self, part: bytes) -> int:
        """
        Take the next part.

        Raises:
            LimitError: the answer has become too large, or has too many rows.
        """
        self._pending += part
        if len(self._pending) > INLINE_BYTES:
            self._spill()
        return len(part)

    def flush(self) -> None:
        """Do nothing: `finish` does."""

    @property
    def length(self) -> int:
        """How many bytes there are."""
        return self._written + len(self._pending)

    def finish(self, *, is_table: bool) -> tuple[bytes, IO[bytes] | None, int | None]:
        """
        End the answer.

        Args:
            is_table: Whether it has rows to be counted.

        Returns:
            The bytes of a short answer, or the file of a long one, at its beginning, which is now the
            caller's to close; and the number of rows, if they are counted.

        Raises:
            LimitError: as for `write`.
        """
        if not is_table:
            self._counter = None
        if self._file is None:
            body = bytes(self._pending)
            self._check(body)
            return body, None, self._total(body)
        self._spill()
        self._file.seek(0)
        return b"", self._file, self._total_of_file(self._file)

    def drop(self) -> None:
        """Let go of the file of an answer that came to nothing."""
        if self._file is not None:
            self._file.close()

    def _spill(self) -> None:
        part = bytes(self._pending)
        self._check(part)
        if self._file is None:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  (`finish` gives it away)
        view = memoryview(part)
        while view:
            view = view[self._file.write(view) :]
        self._written += len(part)
        self._pending.clear()

    def _check(self, part: bytes) -> None:
        if self.length > self._limits.answer_bytes:
            raise too_large(self._limits.answer_bytes)
        if self._counter is not None:
            self._counter.see(part)
            if self._counter.rows > self._limits.rows:
                raise too_many_rows(self._limits.rows)

    def _total(self, whole: bytes | mmap.mmap) -> int | None:
        if self._counter is None:
            return None
        total = self._counter.total(whole)
        if total > self._limits.rows:
            raise too_many_rows(self._limits.rows)
        return total

    def _total_of_file(self, file: IO[bytes]) -> int | None:
        with mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as whole:
            return self._total(whole)
