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
    ("text", "first", "last", "precision"),
    [
        ("2018 or later", date(2018, 1, 1), None, "open"),
        ("2018-07 or later", date(2018, 7, 1), None, "open"),
        ("from 2018", date(2018, 1, 1), None, "open"),
        ("after 2014-08", date(2014, 9, 1), None, "open"),
        ("before 2020", None, date(2019, 12, 31), "open"),
        ("by 2011", None, date(2011, 12, 31), "open"),
        ("2013-2018", date(2013, 1, 1), date(2018, 12, 31), "interval"),
        ("about 2001", None, None, "unbounded"),
        ("undated", None, None, "unbounded"),
        ("undated (after 2012)", date(2013, 1, 1), None, "open"),
        ("undated (before 2012)", None, date(2011, 12, 31), "open"),
        ("undated (2021-2023)", date(2021, 1, 1), date(2023, 12, 31), "interval"),
        ("undated (after the summit)", None, None, "unbounded"),
        ("undated (17 also counted in April 2021)", None, None, "unbounded"),
        ("2015-11 (first edition (draft))", date(2015, 11, 1), date(2015, 11, 30), "month"),
        ("2018 or later (the undated list)", date(2018, 1, 1), None, "open"),
    ],
)
def test_a_phrase_has_the_bounds_that_its_words_set(
    text: str, first: date | None, last: date | None, precision: str
) -> None:
    """A bound that the words do not set is never invented, and the words are kept."""
    span = date_span(text)

    assert (first, last, precision, text) == (span.first, span.last, span.precision, span.printed)


def test_a_date_in_our_form_is_nobodys_print() -> None:
    """The form of our own cells is never passed off as the letters of a source."""
    assert date_span("2017-02-03").printed is None


@pytest.mark.parametrize(
    "text",
    [
        "3 February 2017",
        "2017-13",
        "2017-02-30",
        "20170203",
        "",
        "Undated",
        "undated, before 2020",
        "about spring",
        "since 2015",
        "2015 or",
        "before",
        "after 2014-13",
        "2015/",
    ],
)
def test_what_is_no_date_is_refused_with_the_forms_that_are(text: str) -> None:
    """A phrase or a day that does not exist never becomes another date."""
    with pytest.raises(ValueError, match="is not a d"):
        date_span(text)


@pytest.mark.parametrize("text", ["2016/2015", "2016-2015"])
def test_an_interval_does_not_end_before_it_begins(text: str) -> None:
    """The two sides of a slash are in the order of time."""
    with pytest.raises(ValueError, match="ends before it begins"):
        date_span(text)


@pytest.mark.parametrize("text", ["after 9999", "before 0001"])
def test_a_bound_beyond_the_calendar_is_refused(text: str) -> None:
    """There is no day after the last."""
    with pytest.raises(ValueError, match="goes beyond the calendar"):
        date_span(text)


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


def test_a_source_without_a_place_is_one_passage_whatever_it_stands_beside() -> None:
    """`not recorded` is no place, so it makes one passage a source, paired or for all."""
    pair = passages(("a", "b"), ("Table 6", "not recorded"))
    both = passages(("a", "b"), ("not recorded",))

    assert (Passage("a", "Table 6", "paired"), Passage("b", "", "not-recorded")) == pair
    assert {"a/not-recorded", "b/not-recorded"} == {passage.key for passage in both}


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
