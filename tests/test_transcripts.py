"""The tables against the document that they were transcribed from: every difference is named."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg import resources
from kg.errors import TranscriptError
from kg.sources import read_tables
from kg.transcripts import Comparison, compare

if TYPE_CHECKING:
    from tests.conftest import Needs

_SAMPLE = """

The Bali Process on People Smuggling, Trafficking in
Persons and Related Transnational Crime

Promoting regional cooperation, capacity building and data exchange on migration data
"""


@pytest.fixture(name="document")
def _document(needs: Needs) -> Path:
    """The text of the presentation, which is not part of the repository."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "seed" / "bali-process-escap-2017.txt"
    named = Path(os.environ.get("REGCOOP_SEED", beside))
    needs(named.is_file(), "the document is not at hand", "name its text in REGCOOP_SEED")
    return named


def _compare(document: Path, data: Path | None = None) -> Comparison:
    return compare("escap-2017", document, read_tables(data or resources.data_dir()))


def test_our_tables_say_what_the_presentation_prints(document: Path, whole_data: Path) -> None:
    """All 75 ratings, all eight initiatives, all nine options, and everything else that can be compared."""
    comparison = _compare(document, whole_data)

    assert () == comparison.differences
    assert 179 == comparison.places


def test_a_flipped_rating_is_named_with_both_sides(document: Path, tmp_path: Path) -> None:
    """One wrong cell of 75 is found, and the sentence leads to the row."""
    data = Path(shutil.copytree(resources.data_dir(), tmp_path / "data"))
    path = data / "tables" / "ratings.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("mgi-2016/mature", "mgi-2016/nascent", 1))

    expected = (
        "Table 6, row Bangladesh, column 5 (Regional and international cooperation): "
        "the document prints 'Mature', "
        "and data/tables/ratings.csv, row 11, column 'level' says 'Nascent'; correct it."
    )

    assert (expected,) == _compare(document, data).differences


def test_a_second_row_for_one_place_does_not_hide_the_first(document: Path, tmp_path: Path) -> None:
    """A wrong rating before the right one is named, and so is the right one after it."""
    data = Path(shutil.copytree(resources.data_dir(), tmp_path / "data"))
    path = data / "tables" / "notes.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    first = next(line for line in lines if "rc:emphasisedWords" in line)
    lines.insert(1, first.replace("sdg-10.7/emphasis", "sdg-10.7/more").replace("well-managed ", ""))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    assert ["target, emphasised words", "target, emphasised words, a second time"] == [
        difference.partition(":")[0] for difference in _compare(document, data).differences
    ]


@pytest.mark.parametrize(
    ("cut", "sentence"),
    [("\n\nBahrain\t", "has no rows under"), ("\tMature\nCanada", "the row Bangladesh")],
)
def test_a_document_that_is_cut_is_refused_by_name(
    document: Path, tmp_path: Path, cut: str, sentence: str
) -> None:
    """Half a table is not compared."""
    text = document.read_text(encoding="utf-8")
    before = text.partition("Table 6")[0] + "Table 6: Key findings\n"
    half = before if "Bahrain" in cut else text.replace("\tMature\nCanada", "\nCanada", 1)
    changed = tmp_path / "half.txt"
    changed.write_text(half, encoding="utf-8")

    with pytest.raises(TranscriptError, match=f"(?i){sentence}"):
        _compare(changed)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("46 Member States", "45 Member States", "count of member states"),
        ("[Yes / No / Somewhat (e.g. the", "[Yes / No / Partly (e.g. the", "sub-indicator (a), option 3"),
        ("Yes (e.g. a holistic strategy)", "Yes", "sub-indicator (c), option 1, has a condition"),
        ("bankability and\n", "bankability\n", "domain 3, item 1"),
        ("(2015)", "(2016)", "resolution, year"),
        ("Lönnback", "Lonnback", "author"),
        ("Ghana\t", "Guinea\t", "Table 6, row Guinea, header"),
        ("Commissioned by\n", "Commissioned by\nIOM\n", "framework, commissioned by"),
        ("**well-managed", "**planned and well-managed", "target, emphasised words"),
    ],
)
def test_any_change_of_the_document_is_found(
    document: Path, tmp_path: Path, old: str, new: str, place: str
) -> None:
    """Each kind of fact is compared, not only the ratings."""
    text = document.read_text(encoding="utf-8")
    assert old in text
    changed = tmp_path / "changed.txt"
    changed.write_text(text.replace(old, new, 1), encoding="utf-8")

    assert any(difference.startswith(f"{place}: ") for difference in _compare(changed).differences)


def test_a_text_that_is_not_the_document_is_refused(tmp_path: Path) -> None:
    """The first place that is not there is named."""
    other = tmp_path / "other.txt"
    other.write_text(_SAMPLE, encoding="utf-8")

    with pytest.raises(TranscriptError, match="has no place 'title'"):
        _compare(other)


def test_a_file_that_is_not_there_and_a_source_without_transcript_are_named(tmp_path: Path) -> None:
    """Both sentences say what to do."""
    with pytest.raises(TranscriptError, match="cannot be read"):
        _compare(tmp_path / "missing.txt")
    with pytest.raises(
        TranscriptError, match="There is no transcript for the source 'manaus'; there is one for escap-2017"
    ):
        compare("manaus", tmp_path, read_tables(resources.data_dir()))
