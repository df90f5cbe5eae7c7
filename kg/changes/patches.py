"""
RDF Patch (RDF Delta): the difference between two graphs as a file.

A patch carries the SHA-256 of the graph that it makes: whoever replays it knows that nothing is missing.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.changes.lines import key, lines_of, ordered
from kg.changes.walking import Difference
from kg.errors import ChangesError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from kg.changes.editions import Edition

MEDIA_TYPE: Final = "application/rdf-patch"
SUFFIX: Final = "rdfp"
_HEADER: Final = re.compile(rb'H (\S+) (?:<([^>]*)>|"([^"]*)") \.')
_BOOKKEEPING: Final = (b"H ", b"TX .", b"TC .", b"PA ", b"PD ")
_SIGNS: Final = {b"A ": True, b"D ": False}


@dataclass(frozen=True, slots=True)
class Heading:
    """
    What a patch says of itself; each text is empty where the patch does not say it.

    `id` names the graph that it makes, `prev` the graph that it takes; `sha256` is the digest of the former.
    """

    id: str = ""
    prev: str = ""
    sha256: str = ""


def identifier(digest: str) -> str:
    """Return the name that patches give to the graph of a digest: the same at every time and place."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest)}"


def written(old: Edition, new: Edition, differences: Iterable[Difference]) -> Iterator[bytes]:
    """
    Write the difference between two releases as RDF Patch, line by line.

    Args:
        old: The release that the patch takes.
        new: The release that it makes.
        differences: What `between` found.
    """
    yield f"H id <{identifier(new.digest)}> .\n".encode()
    yield f"H prev <{identifier(old.digest)}> .\n".encode()
    yield f'H from "{old.name}" .\n'.encode()
    yield f'H to "{new.name}" .\n'.encode()
    yield f'H sha256 "{new.digest}" .\n'.encode()
    yield b"TX .\n"
    for each in differences:
        yield (b"A " if each.is_added else b"D ") + each.line + b"\n"
    yield b"TC .\n"


def heading(patch: Path) -> Heading:
    """
    Read what a patch says of itself.

    Raises:
        ChangesError: The file cannot be read.
    """
    said = {}
    for line in lines_of(patch):
        if not line.startswith(b"H "):
            break
        if found := _HEADER.fullmatch(line):
            said[found[1].decode(errors="replace")] = (found[2] or found[3] or b"").decode(errors="replace")
    return Heading(said.get("id", ""), said.get("prev", ""), said.get("sha256", ""))


def rows(patch: Path) -> AbstractContextManager[Iterator[bytes]]:
    """
    Read the rows of a patch that add and remove, in the order of their statements, each with its sign.

    Raises:
        ChangesError: The file cannot be read, or holds what is no RDF Patch.
    """
    return ordered(patch, lambda row: key(row[2:]), _read)


def difference(row: bytes) -> Difference:
    """Return what a row of a patch says."""
    return Difference(_SIGNS[row[:2]], row[2:])


def _read(patch: Path) -> Iterator[bytes]:
    for number, line in enumerate(lines_of(patch), 1):
        if line[:2] in _SIGNS:
            yield line
        elif not line.startswith(_BOOKKEEPING):
            raise ChangesError(
                f"{patch.name}, row {number}, is none of an RDF Patch that was carried out; take the file "
                "from its source again."
            )
