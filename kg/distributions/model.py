"""What a file that readers take away is: its name, its form, who writes it, and what was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from kg.releases import Release


@dataclass(frozen=True, slots=True)
class Source:
    """What a file is made of: a release, and the day of its publication, None as long as it has none."""

    release: Release
    issued: date | None


@dataclass(frozen=True, slots=True)
class Distribution:
    """
    One file that readers take away.

    `media_type` is that of what it holds, `packing` is `gzip`, `zip` or empty; `about` says in a sentence
    what is in it and for whom.  `write` writes it to a file open for writing and reading, in bounded memory.
    `content` returns the SHA-256 of what a written file holds, the same on every machine: of the file itself
    for text, of what is packed in it for a container.
    """

    name: str
    title: str
    media_type: str
    packing: str
    about: str
    write: Callable[[Source, BinaryIO], None]
    content: Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that was written: the words of its `Distribution`, its size in bytes, its digests (SHA-256)."""

    name: str
    title: str
    media_type: str
    packing: str
    about: str
    bytes: int
    sha256: str
    content_sha256: str
