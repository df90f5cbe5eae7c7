"""The program itself: what names its state, and when it last changed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING, Final

from kg.resources import package_dir

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_KINDS: Final = frozenset({".py", ".html", ".rq", ".ru", ".json", ".jsonld"})
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Program:
    """The digest of what files and answers are written by, and the time of its newest part."""

    digest: str
    changed: datetime


@cache
def program(*packages: Path) -> Program:
    """
    Read the modules, templates and queries once, and the versions of the libraries that they build on.

    The version of the program alone does not name it: between two releases a page or a file may look
    otherwise.  Which module has a part in which file is not told apart: a file is rather written anew in vain
    than left as another program wrote it.

    Args:
        packages: The folders of packages beside `kg` that have a part in what is written.
    """
    found = hashlib.sha256()
    for library in _libraries():
        found.update(library.encode() + b"\0")
    newest = 0.0
    for package in (package_dir(), *packages):
        for path in sorted(_files(package)):
            name = path.relative_to(package.parent).as_posix()
            found.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
            newest = max(newest, path.stat().st_mtime)
    return Program(found.hexdigest()[:16], datetime.fromtimestamp(int(newest), UTC))


def _files(package: Path) -> Iterator[Path]:
    return (path for path in package.rglob("*") if path.suffix in _KINDS and path.is_file())


def _libraries() -> Iterator[str]:
    """Yield the libraries that the program needs to run, each with its version."""
    for needed in sorted(metadata.requires("regcoop") or ()):
        name = _NAME.match(needed)
        if name and "extra ==" not in needed:
            try:
                yield f"{name[0]} {metadata.version(name[0])}"
            except metadata.PackageNotFoundError:
                continue  # not needed on this machine
