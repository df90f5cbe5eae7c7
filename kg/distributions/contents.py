"""Digests of what files hold: for containers, whose own bytes differ between machines, of what is in them."""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
import zipfile
from contextlib import closing
from typing import IO, TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from pathlib import Path

_CHUNK: Final = 1 << 20


def of_text(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def of_gzip(path: Path) -> str:
    """Return the SHA-256 of what a gzip file holds."""
    with gzip.open(path) as file:
        return _of_stream(cast("IO[bytes]", file))


def of_zip(path: Path) -> str:
    """Return the SHA-256 of a list of the members of a ZIP, `<SHA-256>  <name>` a line, sorted by name."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(path) as packed:
        for name in sorted(packed.namelist()):
            with packed.open(name) as member:
                inside = _of_stream(member)
            digest.update(f"{inside}  {name}\n".encode())
    return digest.hexdigest()


def of_sqlite(path: Path) -> str:
    """Return the SHA-256 of a dump of a database: what makes it, and the sorted rows of each table."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        made = database.execute("SELECT type, name, sql FROM sqlite_master WHERE sql NOT NULL ORDER BY 1, 2")
        for kind, name, sql in made.fetchall():
            digest.update(f"{sql}\n".encode())
            if kind != "table":
                continue
            table = '"' + name.replace('"', '""') + '"'
            width = len(database.execute(f"SELECT * FROM {table} LIMIT 0").description)  # noqa: S608
            order = ", ".join(map(str, range(1, width + 1)))
            for row in database.execute(f"SELECT * FROM {table} ORDER BY {order}"):  # noqa: S608
                digest.update(f"{json.dumps(row, ensure_ascii=False)}\n".encode())
    return digest.hexdigest()


def _of_stream(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
