"""Write the files of a release beside it: all of them, or none."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.distributions.contents import of_text
from kg.distributions.model import Distribution, Entry
from kg.errors import ReleaseError
from kg.program import program
from kg.releases.model import STAGED
from kg.releases.writing import move

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.distributions.model import Source
    from kg.releases import Release

INDEX: Final = "index.json"
_LEFT_AFTER_S: Final = 3_600


def write(distribution: Distribution, source: Source, path: Path) -> Entry:
    """
    Write one file, whole or not at all.

    Raises:
        ReleaseError: It cannot be written, or would stand in a release that is published.
    """
    _demand_open(source.release, path)
    partial: Path | None = None
    try:
        _demand_file(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        partial = Path(name)
        with os.fdopen(handle, "w+b") as file:
            distribution.write(source, file)
        partial.chmod(0o644)  # mkstemp's files are for their owner alone
        partial.replace(path)
    except OSError as error:
        raise ReleaseError(
            f"{path} cannot be written ({error.strerror or error}); name another place."
        ) from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)
    words = {
        name: getattr(distribution, name) for name in ("name", "title", "media_type", "packing", "about")
    }
    return Entry(
        **words, bytes=path.stat().st_size, sha256=of_text(path), content_sha256=distribution.content(path)
    )


def _demand_file(path: Path) -> None:
    """Raise if what stands at a place is no file, such as /dev/null: a file would take its place."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is no file")


def make(
    distributions: Iterable[Distribution], source: Source, step: Callable[[str], None] = lambda _: None
) -> tuple[Entry, ...]:
    """
    Write files into the folder `files` of a release, with an index; what stood there is replaced as a whole.

    Args:
        distributions: What to write, in the order of the index.
        source: The release and the day of its publication.
        step: Told the name of each file as it begins.

    Raises:
        ReleaseError: They cannot be written, or the release is published.
    """
    directory = source.release.directory
    _demand_open(source.release, directory)
    _clear(directory)
    staged: Path | None = None
    try:
        staged = Path(tempfile.mkdtemp(prefix=STAGED, dir=directory))
        staged.chmod(0o755)
        written = []
        for each in distributions:
            step(f"Writing {each.name}")
            written.append(write(each, source, staged / each.name))
        _note(staged, source, written)
        move(staged, source.release.files)
    except OSError as error:
        raise ReleaseError(
            f"{directory} cannot be written ({error.strerror}); name another release."
        ) from error
    finally:
        if staged is not None:
            shutil.rmtree(staged, ignore_errors=True)
    return tuple(written)


def _demand_open(release: Release, path: Path) -> None:
    """Refuse to write into a release that is published: its digests are known to others."""
    if release.is_published and path.resolve().is_relative_to(release.directory.resolve()):
        raise ReleaseError(
            f"Release {release.version} is published and its files stay as they are; name another place by "
            "--out."
        )


def _clear(directory: Path) -> None:
    """Remove what a process left that was ended while it wrote; another may be at work here."""
    for left in directory.glob(f"{STAGED}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_AFTER_S:
                shutil.rmtree(left, ignore_errors=True)


def entries(release: Release) -> tuple[Entry, ...] | None:
    """Return the files of a release; None as long as they are not made, or not of what the release holds."""
    noted = _noted(release)
    if noted is None or noted.get("release") != release.digest:
        return None
    # What is damaged is made again.
    with suppress(LookupError, TypeError):
        return tuple(Entry(**each) for each in noted["files"])
    return None


def are_current(release: Release) -> bool:
    """Say whether the files of a release are there and were written by this program."""
    noted = _noted(release)
    return noted is not None and (noted.get("release"), noted.get("program")) == (
        release.digest,
        program().digest,
    )


def _note(folder: Path, source: Source, written: Iterable[Entry]) -> None:
    noted = {
        "release": source.release.digest,
        "program": program().digest,
        "files": [asdict(entry) for entry in written],
    }
    (folder / INDEX).write_text(json.dumps(noted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _noted(release: Release) -> dict[str, Any] | None:
    with suppress(OSError, ValueError):
        noted = json.loads((release.files / INDEX).read_text(encoding="utf-8"))
        return noted if isinstance(noted, dict) else None
    return None
