"""What is compared: a release by its name, its graph, and the day of its publication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from kg.archive import Archive, Issued


SERVED: Final = "+served"


@dataclass(frozen=True, slots=True)
class Edition:
    """
    A release that is compared with another.

    `name` is its version, `digest` the SHA-256 of `nquads`, `issued` the day of its publication, None as long
    as it is not published.
    """

    name: str
    nquads: Path
    digest: str
    issued: date | None


def edition(issued: Issued) -> Edition:
    """Return what is compared of a release."""
    return Edition(issued.version, issued.release.nquads, issued.release.digest, issued.issued)


def editions(archive: Archive) -> tuple[Edition, ...]:
    """
    Return all releases, the oldest first; that which is served stands last as long as it is not published.

    What is served under a version that is published with other data is named `<version>+served`.
    """
    known = tuple(edition(each) for each in archive.all())
    served = archive.served
    if served is None or any(each.digest == served.release.digest for each in known):
        return known
    return (*known, Edition(f"{served.version}{SERVED}", served.release.nquads, served.release.digest, None))
