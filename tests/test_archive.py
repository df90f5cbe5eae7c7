"""The archive: what is published stays as it is, and readers find it by its version."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg import releases
from kg.archive import Archive
from kg.errors import ReleaseError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
DAY = date(2026, 7, 1)


def test_releases_stand_in_their_order_with_the_day_of_their_publication(archive: Archive) -> None:
    """The newest of them is the latest, and the one that is served is known as published."""
    assert [("0.1.0", date(2026, 1, 15)), ("0.2.0", date(2026, 6, 30))] == [
        (each.version, each.issued) for each in archive.all()
    ]
    assert archive.latest == archive.all()[-1] == archive.served


def test_every_file_to_take_away_is_there_with_its_digest(archive: Archive) -> None:
    """The index tells size and digests of what stands in the folder."""
    for issued in archive.all():
        assert issued.entries
        for entry in issued.entries:
            assert entry.bytes == (issued.release.files / entry.name).stat().st_size


def test_a_version_is_published_once(archive: Archive, small_data: Path, tmp_path: Path) -> None:
    """The same release again changes nothing; other data under its version is refused."""
    other = releases.build(tmp_path / "other", small_data, version="0.2.0").release
    shelf = Archive(archive.all()[0].release.directory.parent)
    before = archive.all()

    assert shelf.publish(archive.all()[1].release, DAY).issued == date(2026, 6, 30)
    with pytest.raises(ReleaseError, match=r"Release 0\.2\.0 is published with other data"):
        shelf.publish(other, DAY)
    assert before == archive.all()


def test_a_version_comes_after_those_published(archive: Archive, small_data: Path, tmp_path: Path) -> None:
    """History has one direction: 0.1.5 cannot come after 0.2.0."""
    late = releases.build(tmp_path / "late", small_data, version="0.1.5").release

    with pytest.raises(ReleaseError, match=r"0\.1\.5 comes too late"):
        Archive(archive.all()[0].release.directory.parent).publish(late, DAY)


def test_what_is_served_and_not_published_has_no_day(small_data: Path, tmp_path: Path) -> None:
    """A site without an archive still offers what it serves."""
    served = releases.build(tmp_path / "release", small_data).release
    archive = Archive(tmp_path / "none", served)

    assert [(served.version, None)] == [(each.version, each.issued) for each in archive.all()]
    assert archive.latest == archive.served


def test_a_damaged_release_is_not_offered(small_data: Path, tmp_path: Path) -> None:
    """A directory without its manifest is passed over, and the others stay."""
    release = releases.build(tmp_path / "release", small_data, version="1.0").release
    archive = Archive(tmp_path / "archive")
    published = archive.publish(release, DAY)
    (published.release.directory / releases.MANIFEST).unlink()

    assert archive.all() == ()
