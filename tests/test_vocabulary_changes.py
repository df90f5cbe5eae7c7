"""What changes between two editions of the ontology is told term by term, and what would break is refused."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from kg import releases
from kg.archive import Archive
from kg.errors import ReleaseError
from kg.releases import Release
from kg.vocabulary import breaking, changes, edition
from tests.ontology.history import DONE_BY, GIVEN_UP, WORK, made

SECOND = WORK.replace("rc:Work", "rc:Project").replace('"work"', '"project"')


def test_terms_that_come_and_go_are_told(tmp_path: Path) -> None:
    """By kind of change, each with the definition that it has or had."""
    told = changes(made(tmp_path, "0.1.0", WORK, DONE_BY), made(tmp_path, "0.2.0", SECOND, DONE_BY))

    assert [("added", "Project", "What is done."), ("removed", "Work", "")] == [
        (change.kind, change.term.name, change.after) for change in told
    ]


def test_other_words_and_bounds_are_told_with_both_texts(tmp_path: Path) -> None:
    """What was said before, and what is said now."""
    old = made(tmp_path, "0.1.0", WORK, DONE_BY)
    other = WORK.replace("What is done", "What is made").replace('"work"', '"piece of work"')
    new = made(tmp_path, "0.2.0", other, DONE_BY.replace("rdfs:Resource", "rc:Work"))

    assert [
        ("redefined", "Work", "What is done.", "What is made."),
        ("relabelled", "Work", "work", "piece of work"),
        ("bounded", "doneBy", "range: rdfs:Resource", "range: rc:Work"),
    ] == [(change.kind, change.term.name, change.before, change.after) for change in changes(old, new)]


def test_a_term_that_is_given_up_is_told_with_its_successor(tmp_path: Path) -> None:
    """It is still there, so it is not gone."""
    told = changes(made(tmp_path, "0.1.0", DONE_BY), made(tmp_path, "0.2.0", GIVEN_UP))

    assert [("deprecated", "rc:madeBy")] == [(change.kind, change.after) for change in told]
    assert ("https://w3id.org/regcoop/ontology#madeBy",) == told[0].term.replaced_by
    assert "0.2.0" == told[0].term.since


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (("0.1.0", WORK), ("0.1.0", WORK), None),
        (("0.1.0", WORK), ("0.1.0", WORK, DONE_BY), "Version 0.1.0 of the ontology is published with other"),
        (("0.1.0", WORK), ("0.2.0", WORK, DONE_BY), None),
        (("0.1.0", DONE_BY), ("0.2.0", GIVEN_UP), None),
        (
            ("0.1.0", WORK, DONE_BY),
            ("0.2.0", WORK),
            "rc:doneBy is gone and was not deprecated in version 0.1",
        ),
        (
            ("0.1.0", WORK, DONE_BY),
            ("1.0.0", WORK),
            "rc:doneBy is gone and was not deprecated in version 0.1",
        ),
        (("0.2.0", WORK, GIVEN_UP), ("0.3.0", WORK), "rc:doneBy is gone, which takes a new major version"),
        (("0.2.0", WORK, GIVEN_UP), ("1.0.0", WORK), None),
        (
            ("0.1.0", DONE_BY),
            ("0.2.0", DONE_BY.replace("rdfs:Resource", "rc:Work")),
            "rc:doneBy is narrower than in version 0.1.0 (range: rc:Work)",
        ),
        (("0.1.0", DONE_BY), ("1.0.0", DONE_BY.replace("rdfs:Resource", "rc:Work")), None),
        (("0.1.0", DONE_BY), ("0.2.0", DONE_BY.replace(" ; rdfs:range rdfs:Resource", "")), None),
    ],
)
def test_what_others_built_on_holds_within_a_major_version(
    tmp_path: Path, old: tuple[str, ...], new: tuple[str, ...], sentence: str | None
) -> None:
    """Additions and deprecations pass; what would break is named, with what to do."""
    found = breaking(made(tmp_path, *old), made(tmp_path, *new))

    assert (sentence is None) == (found == ())
    assert all(text.startswith(sentence or "") and text.endswith(".") for text in found)


def test_the_edition_of_a_release_is_its_graph_of_the_ontology(archive: Archive) -> None:
    """Both releases of the archive hold the same edition, though their data differ."""
    first, second = (edition(each.release.nquads) for each in archive.all())

    assert "0.1.0" == first.version
    assert first.is_same(second)
    assert "serves domain" == first.terms["https://w3id.org/regcoop/ontology#servesDomain"].label


@pytest.mark.slow
def test_a_release_whose_ontology_lacks_a_term_is_not_published(archive: Archive, tmp_path: Path) -> None:
    """The archive stays as it was, and the sentence says what to put back."""
    shelf = Archive(Path(shutil.copytree(archive.all()[0].release.directory.parent, tmp_path / "archive")))
    last = archive.all()[-1].release
    directory = Path(shutil.copytree(last.directory, tmp_path / "release"))
    lines = last.nquads.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("<https://w3id.org/regcoop/ontology#servesDomain>")]
    text = "".join(kept).replace('versionInfo> "0.1.0"', 'versionInfo> "0.2.0"')
    (directory / releases.NQUADS).write_text(text, encoding="utf-8")
    files = last.manifest["files"] | {releases.NQUADS: {"bytes": len(text), "sha256": "0"}}
    release = Release(directory, last.manifest | {"version": "0.3.0", "files": files})

    with pytest.raises(ReleaseError, match="rc:servesDomain is gone and was not deprecated"):
        shelf.publish(release, date(2026, 7, 1))
    assert ["0.1.0", "0.2.0"] == [each.version for each in shelf.all()]
