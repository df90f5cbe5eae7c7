"""The file of shared queries: records go in once, and are read by any number of threads and processes."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import zlib
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.errors import ShelfError, ShelfFullError
from kg.shelf.freezing import Frozen
from kg.shelf.records import KEY, Asked, Record
from kg.store.syntax import Form

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT_S: Final = 5.0
"""How long a reader or writer waits for another one before it gives up."""

_OURS: Final = 0x72635348
"""What SQLite calls the application of a file: `rcSH` tells ours from others."""

_OVERHEAD: Final = 500
"""About the bytes that a record takes beside its texts."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS shared (
  key TEXT PRIMARY KEY,
  weight INTEGER NOT NULL,
  form TEXT NOT NULL,
  release TEXT NOT NULL,
  digest TEXT NOT NULL,
  day TEXT NOT NULL,
  graphs TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  length INTEGER NOT NULL,
  rows INTEGER,
  query BLOB NOT NULL,
  answer BLOB
) STRICT;
CREATE INDEX IF NOT EXISTS shared_weight ON shared (weight);
CREATE INDEX IF NOT EXISTS shared_day ON shared (day, weight);
"""
_INSERT: Final = "INSERT INTO shared VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_FIND: Final = (
    "SELECT form, release, digest, day, graphs, sha256, length, rows, query, answer FROM shared WHERE key = ?"
)


@dataclass(frozen=True, slots=True)
class Caps:
    """
    How much the shelf takes in: so many records, and so many bytes of all of them, packed; in all and a day.

    Anybody may share, and what is shared stays: no single day may fill the shelf.
    """

    records: int = 100_000
    bytes: int = 2 << 30
    records_a_day: int = 2_000
    bytes_a_day: int = 128 << 20


class Shelf:
    """
    A file of SQLite; it is made when the first record is put there, and readers never write to it.

    Each operation opens the file anew, which takes a fraction of a millisecond, so that threads and processes
    share nothing, and a file that comes back from a copy is seen at once.
    """

    def __init__(self, path: Path, caps: Caps | None = None) -> None:
        """Use the file at `path`, and take in as much as `caps` says; nothing is opened yet."""
        self.path = path
        self.caps = caps or Caps()

    def find(self, key: str) -> Record | None:
        """
        Return the record under a key, None if there is none.

        Raises:
            ShelfError: The file cannot be read, or what it holds is damaged.
        """
        if not KEY.fullmatch(key) or not self.path.exists():
            return None
        with self._opened("ro") as shelf:
            # One state of the file for all that is asked of it: a writer may be making it at this moment.
            shelf.execute("BEGIN")
            row = shelf.execute(_FIND, (key,)).fetchone() if self._is_ours(shelf) else None
            return None if row is None else self._record(key, row)

    def put(self, record: Record) -> Record:
        """
        Keep a record for ever and return it; if another one came first, keep and return that.

        Raises:
            ShelfFullError: There is no room.
            ShelfError: The file cannot be written, or holds something else.
        """
        with self._opened("rwc") as shelf:
            if shelf.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                # Another one who does so at this moment is not waited for; both go on, and the next one asks.
                with suppress(sqlite3.OperationalError):
                    shelf.execute("PRAGMA journal_mode = WAL")
            # What was given an address is on disk before the address is told.
            shelf.execute("PRAGMA synchronous = FULL")
            shelf.execute("BEGIN IMMEDIATE")
            if not self._is_ours(shelf):
                shelf.execute(f"PRAGMA application_id = {_OURS}")
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    shelf.execute(statement)
            if row := shelf.execute(_FIND, (record.key,)).fetchone():
                return self._record(record.key, row)
            self._insert(shelf, record)
            shelf.execute("COMMIT")
        return record

    def _insert(self, shelf: sqlite3.Connection, record: Record) -> None:
        asked, kept = record.asked, record.frozen
        query = zlib.compress(asked.query.encode())
        graphs = json.dumps([asked.default_graphs, asked.named_graphs])
        weight = len(query) + len(graphs) + len(kept.packed or b"") + _OVERHEAD
        records, taken = shelf.execute("SELECT count(*), coalesce(sum(weight), 0) FROM shared").fetchone()
        if records + 1 > self.caps.records or taken + weight > self.caps.bytes:
            raise ShelfFullError
        today = "SELECT count(*), coalesce(sum(weight), 0) FROM shared WHERE day = ?"
        records, taken = shelf.execute(today, (record.shared,)).fetchone()
        if records + 1 > self.caps.records_a_day or taken + weight > self.caps.bytes_a_day:
            raise ShelfFullError(is_for_today=True)
        about = (record.key, weight, str(record.form), asked.release, asked.digest, record.shared, graphs)
        shelf.execute(_INSERT, (*about, kept.sha256, kept.length, kept.rows, query, kept.packed))

    @contextmanager
    def _opened(self, mode: str) -> Iterator[sqlite3.Connection]:
        """Open the file for the time of the context, in a mode of SQLite; what is not committed is undone."""
        try:
            if mode != "ro":
                self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(
                sqlite3.connect(self._address(mode), timeout=WAIT_S, isolation_level=None, uri=True)
            ) as shelf:
                yield shelf
        except OSError as error:
            raise self._failed(error.strerror or str(error)) from error
        except sqlite3.Error as error:
            raise self._failed(str(error)) from error

    def _address(self, mode: str) -> str:
        address = f"{self.path.absolute().as_uri()}?mode={mode}"
        # Readers of a file with a log keep a small one beside it; where they may not, nobody else writes.
        is_fixed = mode == "ro" and not os.access(self.path.parent, os.W_OK)
        has_log = self.path.with_name(f"{self.path.name}-wal").exists()
        return f"{address}&immutable=1" if is_fixed and not has_log else address

    def _is_ours(self, shelf: sqlite3.Connection) -> bool:
        """Tell whether there is a shelf in the file, or nothing at all; anything else is refused."""
        (application,) = shelf.execute("PRAGMA application_id").fetchone()
        if application == _OURS:
            return True
        if shelf.execute("SELECT 1 FROM sqlite_schema").fetchone():
            raise self._failed("it is a database of something else")
        return False

    def _record(self, key: str, row: tuple[object, ...]) -> Record:
        form, release, digest, day, graphs, sha256, length, rows, query, answer = row
        try:
            default, named = json.loads(str(graphs))
            text = zlib.decompress(bytes(query)).decode()  # type: ignore[call-overload]
            asked = Asked(text, tuple(default), tuple(named), str(release), str(digest))
            packed = None if answer is None else bytes(answer)  # type: ignore[call-overload]
            kept = Frozen(str(sha256), int(str(length)), None if rows is None else int(str(rows)), packed)
            body = kept.body()
            record = Record(asked, Form(str(form)), str(day), kept)
        except (ValueError, TypeError, zlib.error) as error:
            raise self._failed(f"the record {key} is damaged") from error
        if body is not None and hashlib.sha256(body).hexdigest() != sha256:
            raise self._failed(f"the answer of {key} is not the one that was frozen")
        if record.key != key:
            raise self._failed(f"the query of {key} is not the one that was shared")
        return record

    def _failed(self, reason: str) -> ShelfError:
        return ShelfError(self.path.name, reason)
