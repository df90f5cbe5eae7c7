"""What is compared: a release by its name, its graph, and the day of its publication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from kg.archive import Archive, Issued


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

    A site may serve other data under a version that is published; such a release is not among them.
    """
    return tuple(edition(each) for each in archive.all())
