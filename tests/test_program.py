"""What names the program: any part of it that has a hand in what is written."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from importlib import metadata
from typing import TYPE_CHECKING

import pytest

from kg import resources
from kg.program import program

if TYPE_CHECKING:
    from pathlib import Path

    from kg.program import Program


@pytest.fixture(name="package")
def _package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a part of the library, which can be changed."""
    package = tmp_path / "kg"
    for part in ("networks", "mapping", "distributions"):
        shutil.copytree(resources.package_dir() / part, package / part)
    monkeypatch.setattr("kg.program.package_dir", lambda: package)
    return package


def named(*packages: Path) -> Program:
    """Name the program anew."""
    return program.__wrapped__(*packages)


@pytest.mark.parametrize("part", ["networks/files.py", "distributions/tables.py", "mapping/retirements.ru"])
def test_every_part_counts(package: Path, part: str) -> None:
    """The files to take away are written by more than the modules named after them."""
    before = named()
    path = package / part
    assert before == named()
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    assert before.digest != named().digest


def test_a_module_that_moves_is_another_program(package: Path) -> None:
    """The same bytes under another name are another module."""
    before = named()
    (package / "networks/files.py").rename(package / "networks/moved.py")

    assert before.digest != named().digest


def test_the_libraries_count(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another writer of workbooks writes other bytes."""
    before, version = named(), metadata.version
    monkeypatch.setattr(metadata, "version", lambda n: "0" if n == "xlsxwriter" else version(n))

    assert package.is_dir()
    assert before.digest != named().digest


def test_other_packages_count_where_they_are_named(package: Path, tmp_path: Path) -> None:
    """A page is written by the site, too."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "page.html").write_text("<p>")

    assert package.is_dir()
    assert named().digest != named(site).digest


def test_it_changed_when_its_newest_part_did() -> None:
    """Which is in the past."""
    assert datetime(2020, 1, 1, tzinfo=UTC) < program().changed <= datetime.now(UTC)
