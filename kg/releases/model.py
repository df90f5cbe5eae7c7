"""What stands in the directory of a release, and how it is opened."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.errors import ReleaseError

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST: Final = "manifest.json"
NQUADS: Final = "regcoop.nq"
TRIG: Final = "regcoop.trig"
TABLES: Final = "tables"
"""The folder of the tables from which a release was made, one CSV file each, sorted by key."""

DESCRIPTOR: Final = "datapackage.json"
SHAPES: Final = "shapes.ttl"
"""The shapes that the release was held to, all in one file."""

FILES: Final = "files"
"""The folder of what readers take away; made after the release itself, see `kg.distributions`."""

STAGED: Final = ".files-"
"""Beginning of the name of that folder while it is being written, beside its place."""

ISSUED: Final = "issued.json"
"""What the archive notes of a release that was published."""

CANONICAL: Final = "RDFC-1.0"
"""The algorithm of the canonical hash: SHA-256 of the canonical N-Quads, their lines in code point order."""

LATER: Final = frozenset({FILES, ISSUED})
"""What may stand in the directory of a release beside what its manifest names."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release on disk; `manifest` is what `manifest.json` says."""

    directory: Path
    manifest: dict[str, Any]

    @property
    def nquads(self) -> Path:
        """Return the file that a store loads: sorted lines, blank nodes named by RDFC-1.0."""
        return self.directory / NQUADS

    @property
    def trig(self) -> Path:
        """Return the same statements as TriG, those of a graph together."""
        return self.directory / TRIG

    @property
    def tables(self) -> Path:
        """Return the folder of the tables, one CSV file each; releases of long ago have none."""
        return self.directory / TABLES

    @property
    def descriptor(self) -> Path:
        """Return the description of the tables: types, keys, references (a Data Package)."""
        return self.directory / DESCRIPTOR

    @property
    def shapes(self) -> Path | None:
        """Return the file of the shapes that the release was held to; releases of long ago have none."""
        return self.directory / SHAPES if SHAPES in self.manifest["files"] else None

    @property
    def files(self) -> Path:
        """Return the folder of what readers take away."""
        return self.directory / FILES

    @property
    def is_published(self) -> bool:
        """Say whether it stands in an archive, where nothing changes it any more."""
        return (self.directory / ISSUED).exists()

    @property
    def version(self) -> str:
        """Return the version of the data."""
        return str(self.manifest["version"])

    @property
    def canonical(self) -> str | None:
        """Return the canonical hash of the statements, as RDFC-1.0 has it; None where a release lacks it."""
        noted = self.manifest.get("canonical") or {}
        return noted.get("sha256") if noted.get("algorithm") == CANONICAL else None

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the N-Quads, which names the data."""
        return str(self.manifest["files"][NQUADS]["sha256"])


def load(directory: Path) -> Release:
    """
    Open a release whose every file has been held against its digest.

    Raises:
        ReleaseError: There is none, or a file is not what the manifest says.
    """
    release = opened(directory)
    for name, described in release.manifest["files"].items():
        path = directory / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != described["sha256"]:
            raise ReleaseError(f"{path} is not the file that the manifest names; build the release again.")
    return release


def opened(directory: Path) -> Release:
    """
    Open a release by its manifest alone.

    Raises:
        ReleaseError: There is none.
    """
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    except OSError as error:
        raise ReleaseError(
            f"{directory} holds no release; make one with `regcoop build --out DIR`."
        ) from error
    except ValueError as error:
        raise ReleaseError(
            f"{directory / MANIFEST} is damaged ({error}); build the release again."
        ) from error
    if not _is_ours(manifest):
        raise ReleaseError(f"{directory / MANIFEST} is no manifest of a release; name another directory.")
    return Release(directory, manifest)


def digest(directory: Path) -> str | None:
    """Return the SHA-256 of the N-Quads of a release, as its manifest says; None if there is no release."""
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        return str(manifest["files"][NQUADS]["sha256"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def names(directory: Path) -> set[str]:
    """Return what may stand in the directory of a release; nothing if its manifest is not ours."""
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    if not _is_ours(manifest):
        return set()
    return {MANIFEST, *LATER, *(name.partition("/")[0] for name in manifest["files"])}


def _is_ours(manifest: object) -> bool:
    return isinstance(manifest, dict) and manifest.keys() >= {"version", "inputs", "files"}
