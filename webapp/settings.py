"""What the site is started with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kg.archive import Archive
    from kg.store.bounded import BoundedStore
    from kg.store.protocol import Store


@cache
def _versions() -> str:
    # Read from files, which takes as long as a small answer.
    return f"{version('regcoop')} {version('pyoxigraph')}"


@dataclass(frozen=True, slots=True)
class Settings:
    """
    The settings of one site.

    `store` holds the release that is served and is only read.  `strangers` answers the queries of strangers
    over the same release within limits; without it `store` does, with none.  `base_url` is the site's public
    address with its last slash, for links that must be absolute; without it the address of the request is
    taken.  `release_digest` is the SHA-256 of the file of the release, as its manifest says it and as readers
    are told it; it is None where the data may change unseen, as behind a remote endpoint.
    `released` is when the file of the release was written, if that is known.
    `report_to` is a `mailto:` or `https:` address for reports of errors, if whoever runs the site names one.
    `archive` holds the releases that readers can take; without it there are none to take.
    `shelf` is the file of shared queries; without it nothing can be shared.
    `is_debug` shows the traceback of an error that we did not foresee.
    """

    store: Store
    strangers: BoundedStore | None = None
    base_url: str | None = None
    release_digest: str | None = None
    released: datetime | None = None
    report_to: str | None = None
    archive: Archive | None = None
    shelf: Path | None = None
    is_debug: bool = False

    @property
    def revision(self) -> str | None:
        """
        What names the data and what writes the answers: as long as it stays the same, so do all answers.

        It is None where the data may change unseen.
        """
        # A new engine may write the same answer otherwise.
        return self.release_digest and f"{self.release_digest} {_versions()}"

    @property
    def changed(self) -> datetime | None:
        """When the data last changed: when the release was written or issued, whichever is later."""
        served = self.archive.served if self.archive else None
        issued = served.issued if served else None
        days = [datetime.combine(issued, time(), UTC)] if issued else []
        return max([*days, *([self.released] if self.released else [])], default=None)
