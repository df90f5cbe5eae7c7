"""The archive: what is published stays as it is, and readers find it by its version."""

from __future__ import annotations

import errno
import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from kg import releases
from kg.archive import Archive
from kg.distributions import DISTRIBUTIONS, Source, entries, make, write
from kg.errors import ReleaseError
from webapp.making import files_made

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


def _copied(archive: Archive, tmp_path: Path) -> Path:
    return Path(shutil.copytree(archive.all()[0].release.directory.parent, tmp_path / "archive"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("issued.json", "[]"),
        ("issued.json", '{"issued": 3}'),
        ("issued.json", '{"issued": "2026-13-01"}'),
        ("manifest.json", '{"version": "0.2.0", "inputs": "", "files": []}'),
        ("manifest.json", '{"version": "0.1.0", "inputs": "", "files": {"regcoop.nq": {"sha256": "0"}}}'),
        ("manifest.json", '{"version": "latest", "inputs": "", "files": {"regcoop.nq": {"sha256": "0"}}}'),
    ],
)
def test_what_is_damaged_is_not_offered_and_harms_nothing_else(
    archive: Archive, tmp_path: Path, name: str, text: str
) -> None:
    """Nobody can say what it holds; the other releases are there."""
    folder = _copied(archive, tmp_path)
    (folder / "0.2.0" / name).write_text(text, encoding="utf-8")

    assert [each.version for each in Archive(folder).all()] == ["0.1.0"]


@pytest.mark.parametrize("text", ["[]", "{", '{"release": "DIGEST"}', '{"release": "DIGEST", "files": [{}]}'])
def test_a_damaged_index_is_none(archive: Archive, tmp_path: Path, text: str) -> None:
    """Its files are as if they were being made."""
    shelf = Archive(_copied(archive, tmp_path))
    last = shelf.all()[-1]
    index = last.release.files / "index.json"
    index.write_text(text.replace("DIGEST", last.release.digest), encoding="utf-8")

    assert last.entries is None


def test_what_stands_in_the_way_is_named(archive: Archive, tmp_path: Path) -> None:
    """A directory of the version that holds no release is left as it is, and nothing beside it."""
    shelf = Archive(tmp_path / "archive")
    (tmp_path / "archive" / "0.1.0" / "mine").mkdir(parents=True)

    with pytest.raises(ReleaseError, match="holds no release that can be read; move it away"):
        shelf.publish(archive.all()[0].release, DAY)
    assert [path.name for path in (tmp_path / "archive").iterdir()] == ["0.1.0"]


def test_the_state_is_another_when_a_release_is_published(archive: Archive, tmp_path: Path) -> None:
    """So that what is kept of the pages is not shown any more."""
    first, second = archive.all()
    shelf = Archive(tmp_path / "archive", second.release)
    states = [shelf.state]
    for each in (first, second):
        shelf.publish(each.release, DAY)
        states.append(shelf.state)

    assert len(set(states)) == 3
    assert states[-1] == shelf.state


def test_files_that_cannot_be_written_leave_the_last_ones(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the very last step fails; the reason is one sentence."""
    release = releases.load(_copied(archive, tmp_path) / "0.2.0")
    (release.directory / releases.ISSUED).unlink()  # what is published is not written to at all
    before = {path.name: path.read_bytes() for path in release.files.iterdir()}
    beside = {path.name for path in release.directory.iterdir()}
    rename = Path.rename

    def fail(path: Path, target: Path) -> Path:
        if path.name.startswith(".files-") and not path.name.endswith("-last"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(ReleaseError, match="No space left on device"):
        make(DISTRIBUTIONS[:1], Source(release, DAY))

    assert before == {path.name: path.read_bytes() for path in release.files.iterdir()}
    assert beside == {path.name for path in release.directory.iterdir()}


def test_what_is_no_file_is_not_replaced(archive: Archive, tmp_path: Path) -> None:
    """A device or a pipe stays one."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    with pytest.raises(ReleaseError, match="it is no file"):
        write(DISTRIBUTIONS[0], Source(archive.all()[0].release, DAY), pipe)
    assert pipe.is_fifo()


def test_files_are_written_by_two_at_once(archive: Archive, tmp_path: Path) -> None:
    """One of them replaces what the other wrote, whole."""
    release = releases.load(_copied(archive, tmp_path) / "0.2.0")
    (release.directory / releases.ISSUED).unlink()  # what is published is not written to at all
    with ThreadPoolExecutor(4) as pool:
        made = [pool.submit(make, DISTRIBUTIONS[:1], Source(release, DAY)) for _ in range(8)]
        written = [each.result() for each in made]

    assert [entries(release)] * 8 == written
    assert not list(release.directory.glob(".files-*"))


def test_what_was_left_when_files_were_written_is_in_nobodys_way(
    archive: Archive, small_data: Path, tmp_path: Path
) -> None:
    """A release can be built anew in its place; the next who writes files takes old leavings away."""
    release = releases.load(_copied(archive, tmp_path) / "0.2.0")
    (release.directory / releases.ISSUED).unlink()
    old, new = (release.directory / f".files-{name}" for name in ("old", "new"))
    for left in (old, new):
        left.mkdir()
    os.utime(old, (0, 0))
    make(DISTRIBUTIONS[:1], Source(release, DAY))
    assert (old.exists(), new.exists()) == (False, True)

    assert releases.build(release.directory, small_data, version="0.3.0").release.version == "0.3.0"


def test_a_site_that_stops_leaves_no_half_written_files(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever stops it while they are being written is not told of a failure, either."""
    release = releases.load(_copied(archive, tmp_path) / "0.2.0")
    shutil.rmtree(release.files)
    (release.directory / releases.ISSUED).unlink()
    monkeypatch.setenv("REGCOOP_ARCHIVE", str(tmp_path / "none"))
    end = time.monotonic() + 30
    with files_made(release.directory):
        while not list(release.directory.glob(".files-*/*")) and time.monotonic() < end:
            time.sleep(0.01)

    assert not list(release.directory.glob(".files-*"))
    assert capsys.readouterr().err == ""


def test_a_release_is_published_by_two_at_once(archive: Archive, tmp_path: Path) -> None:
    """One of them puts it there, the other finds it; nothing is left beside it."""
    first = archive.all()[0].release
    shelf = Archive(tmp_path / "archive")
    with ThreadPoolExecutor(2) as pool:
        made = [pool.submit(shelf.publish, first, DAY) for _ in range(2)]
        versions = [each.result().version for each in made]

    assert versions == ["0.1.0"] * 2
    assert [path.name for path in (tmp_path / "archive").iterdir()] == ["0.1.0"]
    assert shelf.all()[0].entries
