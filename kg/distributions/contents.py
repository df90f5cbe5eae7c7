"""Digests of what files hold: for containers, whose own bytes differ between machines, of what is in them."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
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


def _of_stream(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
