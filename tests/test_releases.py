"""A release: the same bytes every time, whole or not at all, and never at the cost of the last good one."""

from __future__ import annotations

import json
import multiprocessing
import shutil
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pyshacl
import pytest

from kg import releases, resources
from kg.errors import FindingsError, ReleaseError, TableError
from kg.sources import table_specs

if TYPE_CHECKING:
    from tests.conftest import Needs

pytestmark = pytest.mark.slow


@pytest.fixture(name="data")
def _data(tmp_path: Path) -> Path:
    """A copy of the small tables that a test may spoil."""
    return Path(shutil.copytree(resources.data_dir(), tmp_path / "data"))


def _spoil(data: Path, table: str, old: str, new: str) -> None:
    path = data / "tables" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _bytes(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()}


def test_two_builds_give_the_same_bytes(tmp_path: Path, data: Path) -> None:
    """Also when the rows of a table stand in another order: only the digest of the inputs changes."""
    first = releases.build(tmp_path / "first").release
    table = data / "tables" / "ratings.csv"
    header, *lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([header, *reversed(lines)]) + "\n", encoding="utf-8")
    second = releases.build(tmp_path / "second", data).release

    assert first.manifest["files"] == second.manifest["files"]
    assert first.nquads.read_bytes() == second.nquads.read_bytes()


def test_the_manifest_names_every_file_with_its_digest(tmp_path: Path) -> None:
    """What was built can be checked, and a file that was changed afterwards is found."""
    release = releases.build(tmp_path / "release").release

    assert release.manifest == releases.load(release.directory).manifest
    tables = {f"tables/{name}.csv" for name in table_specs(resources.data_dir())}
    expected = {"regcoop.nq", "regcoop.trig", "datapackage.json", "shapes.ttl", *tables}
    assert expected == set(release.manifest["files"])

    release.nquads.write_bytes(release.nquads.read_bytes()[:-1])

    with pytest.raises(ReleaseError, match=r"regcoop.nq is not the file that the manifest names"):
        releases.load(release.directory)


def test_a_wrong_cell_leaves_the_last_release_in_place(tmp_path: Path, data: Path) -> None:
    """The build fails with file, row and column, and nothing is half-written or left lying about."""
    out = tmp_path / "site" / "release"
    releases.build(out, data)
    before = _bytes(out)
    _spoil(data, "ratings", "mgi-2016/mature,escap-2017,", "mgi-2016/mature,,")

    with pytest.raises(TableError, match=r"ratings.csv, row 11, column 'source': the cell is empty"):
        releases.build(out, data)

    assert before == _bytes(out)
    assert ["release"] == [path.name for path in out.parent.iterdir()]


def test_a_violation_of_the_shapes_names_the_cell(tmp_path: Path, data: Path) -> None:
    """A level of the scale that stands at the place of another: every cell is sound, the whole is not."""
    _spoil(
        data,
        "rating_tables",
        "mgi-2016/table-6,Table 6: Key findings,mgi-2016",
        "mgi-2016/table-6,T,escap-2017",
    )

    with pytest.raises(FindingsError, match=r"data/tables/rating(_table)?s.csv, row \d+, column '\w+': "):
        releases.build(tmp_path / "release", data)

    assert not (tmp_path / "release").exists()


def test_an_offender_of_a_check_stops_the_build(tmp_path: Path, data: Path) -> None:
    """Domain 1 is called not stated, and two initiatives serve it."""
    _spoil(
        data,
        "coverage",
        "domain/escap-2017/1,rc:servesDomain,recorded",
        "domain/escap-2017/1,rc:servesDomain,not-stated",
    )

    with pytest.raises(FindingsError, match=r"coverage/escap-2017/domain-1/initiatives: breaks the rule"):
        releases.build(tmp_path / "release", data)

    assert [] == [path.name for path in tmp_path.iterdir() if path.name != "data"]


def test_a_directory_that_is_no_release_is_never_replaced(tmp_path: Path) -> None:
    """A slip in the name of the directory costs nobody their files."""
    (tmp_path / "thesis.odt").write_text("three years of work")

    with pytest.raises(ReleaseError, match="holds something that is not a release"):
        releases.build(tmp_path)

    assert "three years of work" == (tmp_path / "thesis.odt").read_text()


@pytest.mark.parametrize("manifest", ['{"name": "an extension of a browser"}', "{}", "[]", "not JSON"])
def test_a_manifest_of_something_else_does_not_make_a_release(tmp_path: Path, manifest: str) -> None:
    """Many programs keep a manifest.json; what lies beside it is theirs."""
    (tmp_path / "manifest.json").write_text(manifest)
    (tmp_path / "thesis.odt").write_text("three years of work")

    with pytest.raises(ReleaseError, match="holds something that is not a release"):
        releases.build(tmp_path)
    with pytest.raises(ReleaseError):
        releases.load(tmp_path)

    assert "three years of work" == (tmp_path / "thesis.odt").read_text()


def test_a_release_with_a_file_of_someone_in_it_is_not_replaced(tmp_path: Path) -> None:
    """Only what a manifest of ours names may go."""
    out = tmp_path / "release"
    releases.build(out)
    (out / "notes.txt").write_text("mine")

    with pytest.raises(ReleaseError, match="holds something that is not a release"):
        releases.build(out)


def test_an_edit_during_a_build_makes_the_release_stale(tmp_path: Path, data: Path) -> None:
    """The digest of the inputs is that of what was read."""

    def edit(step: str) -> None:
        if step == "Validating":
            _spoil(data, "ratings", "mgi-2016/mature", "mgi-2016/nascent")

    release = releases.build(tmp_path / "release", data, edit).release

    assert not releases.is_current(release, data)


def _move_often(folder: Path, name: str) -> None:
    for number in range(200):
        staged = folder / f".{name}-{number}"
        staged.mkdir()
        (staged / "manifest.json").write_text(name)
        releases.writing.move(staged, folder / "release")


def test_two_builds_at_once_leave_one_whole_release_and_nothing_else(tmp_path: Path) -> None:
    """Neither fails, and neither leaves a directory behind."""
    spawn = multiprocessing.get_context("spawn")
    builds = [spawn.Process(target=_move_often, args=(tmp_path, name)) for name in ("one", "two")]
    for build in builds:
        build.start()
    for build in builds:
        build.join(60)

    assert [0, 0] == [build.exitcode for build in builds]
    assert ["release"] == [path.name for path in tmp_path.iterdir()]
    assert (tmp_path / "release" / "manifest.json").read_text() in {"one", "two"}


def test_a_missing_release_says_how_to_make_one(tmp_path: Path) -> None:
    """The sentence holds the command."""
    with pytest.raises(ReleaseError, match="make one with `regcoop build --out DIR`"):
        releases.load(tmp_path)


def test_a_missing_release_is_built_and_a_current_one_is_kept(tmp_path: Path) -> None:
    """What is there and up to date is opened as it is."""
    steps: list[str] = []
    first = releases.ensure(tmp_path / "release", steps.append)

    assert "Validating" in steps

    steps.clear()

    assert first.manifest == releases.ensure(tmp_path / "release", steps.append).manifest
    assert [] == steps


def test_a_first_start_does_not_wait_for_the_arbiter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, needs: Needs
) -> None:
    """The fast engine runs the shapes; what is built to be published asks pySHACL."""
    needs("pyshifty" in metadata.packages_distributions().get("shifty", ()), "no pyshifty", "install it")

    def asked(*_: object, **__: object) -> None:
        raise RuntimeError("pySHACL was asked")

    monkeypatch.setattr(pyshacl, "validate", asked)

    assert releases.is_current(releases.ensure(tmp_path / "release"))
    with pytest.raises(RuntimeError, match="pySHACL was asked"):
        releases.build(tmp_path / "other")


def test_a_stale_release_is_used_with_a_warning_if_it_cannot_be_renewed(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong table does not take the site away."""
    last = releases.build(tmp_path / "release", data).release
    _spoil(data, "persons", "transcribed", "heard")
    monkeypatch.setattr(resources, "data_dir", lambda: data)
    warnings: list[str] = []

    assert last.manifest == releases.ensure(tmp_path / "release", warn=warnings.append).manifest
    assert 1 == len(warnings)
    assert "persons.csv, row 2, column 'basis': 'heard' is not a word of the list" in warnings[0]


def test_a_release_holds_no_time_of_day(tmp_path: Path) -> None:
    """The manifest describes content; the same content is described in the same words."""
    manifest = releases.build(tmp_path / "release").release.directory / "manifest.json"

    assert {"title", "version", "licence", "inputs", "statements", "canonical", "rows", "files"} == set(
        json.loads(manifest.read_text(encoding="utf-8"))
    )
