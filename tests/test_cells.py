"""What a cell means: dates as precise as their source, and sources paired with their locators."""

from __future__ import annotations

from datetime import date

import pytest

from kg.sources import Passage, date_span, passages
from kg.sources.cells import slug


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2017-02-03", date(2017, 2, 3), date(2017, 2, 3), "day"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("2015", date(2015, 1, 1), date(2015, 12, 31), "year"),
        ("2015-10/2016-02", date(2015, 10, 1), date(2016, 2, 29), "interval"),
    ],
)
def test_a_date_is_as_precise_as_its_source(text: str, first: date, last: date, precision: str) -> None:
    """A month or a year stands for its first and last day, and no day is invented."""
    span = date_span(text)

    assert (first, last, precision) == (span.first, span.last, span.precision)


@pytest.mark.parametrize(
    "text", ["2018 or later", "3 February 2017", "2017-13", "2017-02-30", "20170203", ""]
)
def test_what_is_no_date_is_refused_with_the_forms_that_are(text: str) -> None:
    """A phrase or a day that does not exist never becomes another date."""
    with pytest.raises(ValueError, match="is not a d"):
        date_span(text)


def test_an_interval_does_not_end_before_it_begins() -> None:
    """The two sides of a slash are in the order of time."""
    with pytest.raises(ValueError, match="ends before it begins"):
        date_span("2016/2015")


def test_as_many_locators_as_sources_are_pairs() -> None:
    """The first locator belongs to the first source, and so on."""
    found = passages(("escap-2017", "pna-2016"), ("Table 6", "news text"))

    assert (Passage("escap-2017", "Table 6", "paired"), Passage("pna-2016", "news text", "paired")) == found


def test_one_locator_for_several_sources_is_kept_whole_and_marked() -> None:
    """Nobody guesses which part of the text belongs to which source."""
    found = passages(("a", "b"), ("contents list; press release",))

    assert [("contents list; press release", "unpaired")] * 2 == [(p.locator, p.status) for p in found]


def test_other_numbers_of_locators_are_refused() -> None:
    """Two places for three sources cannot be told apart."""
    with pytest.raises(ValueError, match="2 locators do not pair with 3 sources"):
        passages(("a", "b", "c"), ("x", "y"))


def test_passages_sort_in_document_order() -> None:
    """Row 10 comes after row 2, as in the document."""
    rows = [Passage("s", f"part 7, row {number}", "paired") for number in (10, 2, 1)]

    assert ["part 7, row 1", "part 7, row 2", "part 7, row 10"] == [
        passage.locator for passage in sorted(rows, key=lambda passage: passage.order)
    ]


def test_several_lines_sort_by_the_first_of_them() -> None:
    """Lines 3 and 4 stand before line 5."""
    rows = [
        Passage("s", place, "paired")
        for place in ("part 1, line 5", "part 1, lines 3 and 4", "part 1, line 2")
    ]

    assert ["part 1, line 2", "part 1, lines 3 and 4", "part 1, line 5"] == [
        passage.locator for passage in sorted(rows, key=lambda passage: passage.order)
    ]


def test_a_paired_and_an_unpaired_passage_are_two_things() -> None:
    """The same words may be the place of one statement and a vague hint for another."""
    assert Passage("s", "Table 6", "paired").key != Passage("s", "Table 6", "unpaired").key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("part 7 (Table 6), row 2 (Bangladesh)", "part-7-table-6-row-2-bangladesh"),
        ("Côte d'Ivoire – ‘Q&A’", "cote-d-ivoire-q-a"),
    ],
)
def test_a_slug_is_readable(text: str, expected: str) -> None:
    """Accents are folded, and everything else becomes single hyphens."""
    assert expected == slug(text)


def test_two_long_texts_stay_two_slugs() -> None:
    """A text that is cut ends in a digest of the whole."""
    common = "a very long locator " * 8

    assert slug(common + "one") != slug(common + "two")


def test_a_text_without_latin_letters_has_a_slug() -> None:
    """A heading in Arabic or Chinese can be a locator."""
    assert slug("第一页")
    assert slug("第一页") != slug("第二页")
