"""
The archive: every release that was published, a directory each, which nothing changes any more.

`<archive>/<version>/` is the directory of the release with its files to take away and the day of its
publication.  The release that a site serves may be one that is not published yet.
"""

from __future__ import annotations

import errno
import json
import re
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from kg import releases
from kg.distributions import DISTRIBUTIONS, Source, entries, make
from kg.errors import ReleaseError
from kg.releases import ISSUED, Release
from kg.vocabulary import breaking, edition

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.distributions import Entry

VERSION: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){1,3}")
"""What a version looks like: numbers between dots, which also order the releases."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A release as readers find it; `issued` is the day of its publication, None if it is only served."""

    release: Release
    issued: date | None

    @property
    def version(self) -> str:
        """Return the version of the data."""
        return self.release.version

    @property
    def entries(self) -> tuple[Entry, ...] | None:
        """Return the files to take away; None as long as they are being made."""
        return entries(self.release)


class Archive:
    """The releases that readers can name: those published, and the one that is served."""

    def __init__(self, directory: Path | None, served: Release | None = None) -> None:
        """
        Open an archive.

        Args:
            directory: Where published releases stand; it need not exist.  None where there is no archive.
            served: The release that the site answers from, if it is on this machine.
        """
        self._directory = directory
        self._served = served

    def all(self) -> tuple[Issued, ...]:
        """Return the releases, the oldest first; one that is served and not published stands last."""
        published = sorted(self._published(), key=lambda each: _order(each.version))
        served = self._served
        if served is None or any(each.version == served.version for each in published):
            return tuple(published)
        return (*published, Issued(served, None))

    def named(self, version: str) -> Issued | None:
        """Return the release of a version; None if there is none."""
        return next((each for each in self.all() if each.version == version), None)

    @property
    def latest(self) -> Issued | None:
        """Return the newest release that is published, else the one that is served."""
        known = self.all()
        return next((each for each in reversed(known) if each.issued), known[-1] if known else None)

    @property
    def served(self) -> Issued | None:
        """Return the release that the site answers from; what is published of it has a day."""
        if self._served is None:
            return None
        known = self.named(self._served.version)
        if known is not None and known.release.digest == self._served.digest:
            return known
        return Issued(self._served, None)

    @property
    def state(self) -> str:
        """Name what readers find here: it is another when a release is published or files are written."""
        served = self._served and self._served.files
        found = (path.stat().st_mtime_ns for path in (self._directory, served) if path and path.is_dir())
        with suppress(OSError):  # it vanishes just now
            return " ".join(map(str, found))
        return ""

    def publish(self, release: Release, issued: date, step: Callable[[str], None] = lambda _: None) -> Issued:
        """
        Put a release into the archive, with all files to take away; published already, it stays as it is.

        Args:
            release: What to publish; it is copied.
            issued: The day of its publication.
            step: Told the name of each step as it begins.

        Raises:
            ReleaseError: Its version is none, comes too late or is published with other data; its ontology
                breaks what others built on; or the archive cannot be written.
        """
        if self._directory is None:
            raise ReleaseError("There is no archive to publish in; name a directory by --archive.")
        known = self._admitted(release)
        if known is not None:
            return known
        target = self._directory / release.version
        staged: Path | None = None
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            staged = Path(tempfile.mkdtemp(prefix=f".{release.version}-", dir=self._directory))
            staged.chmod(0o755)
            step("Copying the release")
            for name in (releases.MANIFEST, *release.manifest["files"]):
                (staged / name).parent.mkdir(exist_ok=True)
                shutil.copyfile(release.directory / name, staged / name)
            copied = releases.load(staged)
            make(DISTRIBUTIONS, Source(copied, issued), step)
            (staged / ISSUED).write_text(json.dumps({"issued": issued.isoformat()}) + "\n", encoding="utf-8")
            staged.rename(target)
        except OSError as error:
            if error.errno in {errno.ENOTEMPTY, errno.EEXIST} and staged is not None:
                # Another process was faster, or what stands there is damaged.
                return self._admitted(release) or self._refuse_damaged(target)
            raise ReleaseError(
                f"{target} cannot be written ({error.strerror}); name another place by --archive."
            ) from error
        finally:
            if staged is not None:
                shutil.rmtree(staged, ignore_errors=True)
        return Issued(Release(target, release.manifest), issued)

    def _refuse_damaged(self, target: Path) -> NoReturn:
        raise ReleaseError(f"{target} holds no release that can be read; move it away and publish again.")

    def _admitted(self, release: Release) -> Issued | None:
        """Return what is published under the version of a release, if it is that release."""
        if not VERSION.fullmatch(release.version):
            raise ReleaseError(f"{release.version!r} is no version; use numbers between dots, such as 0.2.0.")
        published = self._published()
        for each in published:
            if each.version == release.version:
                if each.release.digest == release.digest:
                    return each
                raise ReleaseError(
                    f"Release {release.version} is published with other data and stays as it is; build with "
                    "a higher version."
                )
        newest = max(published, key=lambda each: _order(each.version), default=None)
        if newest is None:
            return None
        if _order(release.version) < _order(newest.version):
            raise ReleaseError(
                f"Release {newest.version} is published, so {release.version} comes too late; build with a "
                "higher version."
            )
        if broken := breaking(edition(newest.release.nquads), edition(release.nquads)):
            raise ReleaseError("\n".join(broken))
        return None

    def _published(self) -> list[Issued]:
        if self._directory is None or not self._directory.is_dir():
            return []
        found = []
        for directory in self._directory.iterdir():
            if VERSION.fullmatch(directory.name):
                # What is damaged is not offered: nobody can say what it holds.
                with suppress(OSError, ValueError, LookupError, TypeError, ReleaseError):
                    noted = json.loads((directory / ISSUED).read_text(encoding="utf-8"))
                    release = releases.opened(directory)
                    issued = Issued(release, date.fromisoformat(noted["issued"]))
                    is_whole = release.digest and release.nquads.is_file()
                    if is_whole and release.version == directory.name:
                        found.append(issued)
        return found


def _order(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
