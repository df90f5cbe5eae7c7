"""What there is to take away: the releases and their files, and how to check and cite them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from kg.citations import Citation
from webapp.citing import public
from webapp.pages.dates import in_words

if TYPE_CHECKING:
    from datetime import date

    from kg.archive import Archive, Issued
    from kg.distributions import Entry

_UNITS: Final = ("bytes", "kB", "MB", "GB")
_THOUSAND: Final = 1_000
_PACKED: Final = {"gzip": "gzip", "zip": "ZIP", "": ""}


@dataclass(frozen=True, slots=True)
class File:
    """
    One file to take away; `size` is in words, `packing` the name of how it is packed or empty.

    `sha256` is the digest of the file, `content` of what is packed in it, empty where these are the same.
    """

    name: str
    href: str
    title: str
    about: str
    media_type: str
    packing: str
    size: str
    sha256: str
    content: str


@dataclass(frozen=True, slots=True)
class Shown:
    """
    One release: where its page is, the day of its publication in words, empty if it is not published.

    `statements` is their number; `digest` the SHA-256 of the N-Quads, `canonical` that of the data set in the
    canonical form of RDFC-1.0, empty for releases that do not tell it.  `files` is None as long as they are
    being made.
    """

    version: str
    href: str
    day: str
    statements: int
    digest: str
    canonical: str
    files: tuple[File, ...] | None
    is_served: bool


@dataclass(frozen=True, slots=True)
class DataPage:
    """All that `data.html` may use; `releases` the newest first, `latest` None if there is none."""

    latest: Shown | None
    releases: tuple[Shown, ...]
    base: str


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """All that `release.html` may use; `previous` and `next` are (version, address) or None."""

    release: Shown
    citation: Citation
    base: str
    previous: tuple[str, str] | None
    next: tuple[str, str] | None
    rows: tuple[tuple[str, int], ...]


def data_page(archive: Archive) -> DataPage:
    """Return the page of all releases."""
    known, latest, served = archive.all(), archive.latest, archive.served
    return DataPage(
        shown(latest, served) if latest else None,
        tuple(shown(each, served) for each in reversed(known)),
        public(""),
    )


def release_page(archive: Archive, issued: Issued) -> ReleasePage:
    """Return the page of one release of an archive."""
    known = [each.version for each in archive.all()]
    place = known.index(issued.version)
    return ReleasePage(
        shown(issued, archive.served),
        citation_of(issued),
        public(""),
        _neighbour(known[place - 1] if place else None),
        _neighbour(known[place + 1] if place + 1 < len(known) else None),
        tuple(sorted((name, count) for name, count in issued.release.manifest["rows"].items() if count)),
    )


def citation_of(issued: Issued) -> Citation:
    """Return how to cite a release as a whole."""
    path = address_of(issued.version)
    return Citation(
        f"Data set, release {issued.version}",
        path,
        public(path),
        issued.version,
        issued.release.digest,
        accessed=datetime.now(UTC).date(),
        issued=issued.issued,
    )


def address_of(version: str, name: str = "") -> str:
    """Return where a release, or one of its files, is to be had."""
    return f"/r/{version}/{name}"


def shown(issued: Issued, served: Issued | None) -> Shown:
    """Return a release as pages show it."""
    entries = issued.entries
    return Shown(
        issued.version,
        address_of(issued.version),
        _in_words(issued.issued) if issued.issued else "",
        int(issued.release.manifest["statements"]),
        issued.release.digest,
        issued.release.manifest.get("canonical", {}).get("sha256", ""),
        None if entries is None else tuple(_file(issued.version, entry) for entry in entries),
        served is not None and served.release.digest == issued.release.digest,
    )


def _in_words(day: date) -> str:
    return in_words(day.isoformat(), day.isoformat(), "day")


def _file(version: str, entry: Entry) -> File:
    return File(
        entry.name,
        address_of(version, entry.name),
        entry.title,
        entry.about,
        entry.media_type,
        _PACKED[entry.packing],
        size_in_words(entry.bytes),
        entry.sha256,
        entry.content_sha256 if entry.content_sha256 != entry.sha256 else "",
    )


def size_in_words(count: int) -> str:
    """Return a number of bytes as people read it: `1.2 MB`, in units of thousands."""
    size, unit = float(count), 0
    while size >= _THOUSAND and unit < len(_UNITS) - 1:
        size, unit = size / _THOUSAND, unit + 1
    return f"{size:.1f} {_UNITS[unit]}" if unit else f"{count} bytes"


def _neighbour(version: str | None) -> tuple[str, str] | None:
    return (version, address_of(version)) if version else None
