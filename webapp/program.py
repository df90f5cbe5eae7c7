"""The program itself: what names its state, and when it last changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.resources import queries_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE: Final = Path(__file__).parent
_KINDS: Final = frozenset({".py", ".html", ".rq", ".json"})


@dataclass(frozen=True, slots=True)
class Program:
    """The digest of what answers are written by, and the time of its newest file."""

    digest: str
    changed: datetime


@lru_cache(maxsize=1)
def program() -> Program:
    """
    Read the modules, templates and queries once.

    The version alone does not name them: between two releases of the program a page may look otherwise.
    """
    found = hashlib.sha256()
    newest = 0.0
    for path in sorted(_files()):
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        newest = max(newest, path.stat().st_mtime)
    return Program(found.hexdigest()[:16], datetime.fromtimestamp(int(newest), UTC))


def _files() -> Iterator[Path]:
    kg = _HERE.parent / "kg"
    for folder in (_HERE, kg, queries_dir()):
        yield from (path for path in folder.rglob("*") if path.suffix in _KINDS and path.is_file())
