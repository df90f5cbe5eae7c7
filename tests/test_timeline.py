"""The timeline: dates are drawn and told as exactly as sources give them, and files hold the same rows."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from webapp.pages.timelines.events import Choice, Event
from webapp.pages.timelines.strip import BY, FROM, POINT, STRETCH, WITHIN, strip

if TYPE_CHECKING:
    from flask import Flask

ROOM = 100_000
"""How many bytes a page may have."""
ROW = re.compile(
    r'<li id="[eu]\d+"><p class="when fact" data-fact>(.*?)<a class="ev'
    r'.*?<div><p><a href="([^"]+)">(.*?)</a>',
    re.DOTALL,
)


def rows(page: str) -> list[tuple[str, str]]:
    """Return the date and the name of each row of the list."""
    return [(unescape(when), unescape(name)) for when, _, name in ROW.findall(page)]


def sheet(app: Flask, asked: str = "") -> list[dict[str, str]]:
    """Return the rows of a timeline as CSV."""
    body = app.test_client().get(f"/timeline.csv{asked}").text
    return list(csv.DictReader(io.StringIO(body.lstrip("\ufeff"), newline="")))


def event(begins: str | None, ends: str | None, precision: str) -> Event:
    """Return an event with this date."""
    first, last = int(begins[:4]) if begins else 0, int(ends[:4]) if ends else 9999
    return Event("x", "A meeting", "meeting", "", begins, ends, precision, first=first, last=last)


@pytest.mark.parametrize(
    ("begins", "ends", "precision", "shape"),
    [
        ("2017-02-03", "2017-02-03", "day", POINT),
        ("2017-02-03", "2017-02-05", "interval", POINT),
        ("2017-02-01", "2017-02-28", "month", POINT),
        ("2017-01-01", "2017-12-31", "year", WITHIN),
        ("2013-01-01", "2015-12-31", "interval", STRETCH),
        ("2018-01-01", None, "open", FROM),
        (None, "2018-12-31", "open", BY),
    ],
)
def test_the_drawing_is_as_exact_as_the_date(
    begins: str | None, ends: str | None, precision: str, shape: str
) -> None:
    """A point is a day, a few days or a month; a year is a bar; a date with one bound has an open end."""
    drawn = strip([("e1", event(begins, ends, precision))])

    assert drawn is not None
    assert [shape] == [mark.shape for mark in drawn.marks]


def test_a_bar_is_as_long_as_its_time() -> None:
    """Years are equally wide: three are three times as long as one, and an open end goes on to the end."""
    one, three, open_end = (
        event("2013-01-01", "2013-12-31", "year"),
        event("2013-01-01", "2015-12-31", "interval"),
        event("2014-01-01", None, "open"),
    )
    drawn = strip([("e1", one), ("e2", three), ("e3", open_end)])

    assert drawn is not None
    year, years, rest = drawn.marks
    assert years.width == pytest.approx(3 * year.width, abs=2)
    assert rest.x + rest.width == pytest.approx(drawn.width)


def test_no_mark_covers_another() -> None:
    """Events of the same days lie in lanes of their own."""
    drawn = strip([(f"e{at}", event("2017-02-03", "2017-02-03", "day")) for at in range(9)])

    assert drawn is not None
    assert len({(mark.x, mark.y) for mark in drawn.marks}) == 9


@pytest.mark.parametrize(
    ("first", "last", "is_within"),
    [(2014, 2014, True), (2016, 2020, False), (2000, 2012, False), (2015, 2020, True)],
)
def test_an_interval_is_in_every_year_that_it_touches(first: int, last: int, is_within: bool) -> None:  # noqa: FBT001
    """What was held between 2013 and 2015 is found in 2014, as a whole or not at all."""
    held = event("2013-01-01", "2015-12-31", "interval")

    assert is_within == Choice(first=first, last=last).spans(held)


def test_what_has_an_open_end_may_be_in_any_later_year() -> None:
    """From 2009 on says nothing of an end, so that 2020 finds it, and 2008 does not."""
    begun = event("2009-01-01", None, "open")

    assert Choice(first=2020, last=2020).spans(begun)
    assert not Choice(first=2008, last=2008).spans(begun)


def test_a_date_keeps_the_words_of_its_source_and_has_evidence(site: Flask) -> None:
    """The one meeting of the small dataset has its day, its marker, and a point in the drawing."""
    page = site.test_client().get("/timeline?kind=meeting").text

    assert ("3 February 2017", "Meeting at ESCAP, 3 February 2017") in rows(page)
    assert re.search(r'data-fact>3 February 2017<a class="ev', page)
    assert '<circle class="full"' in page[page.index("timeline-strip") :]


def test_what_has_no_date_stands_apart_and_says_so(site: Flask) -> None:
    """An initiative without a date is in no year and no drawing, and is not left out either."""
    page = site.test_client().get("/timeline").text
    apart = rows(page[page.index('id="undated"') :])

    assert ("date not stated", "Training directors forum") in apart
    assert "Training directors forum" not in page[: page.index('id="undated"')]


@pytest.mark.slow
@pytest.mark.parametrize(
    "asked", ["", "?process=bali-process", "?country=tha&order=oldest", "?from=2013&to=2014"]
)
def test_list_and_file_hold_the_same_rows(whole_site: Flask, asked: str) -> None:
    """All parts of the page together are the rows of the file, in its order; each has a source."""
    client = whole_site.test_client()
    joint = "&" if asked else "?"
    pages = [client.get(f"/timeline{asked}{joint}page={at}").text for at in range(1, 20)]
    shown: list[tuple[str, str]] = []
    # A part behind the last is the last again.
    for part in dict.fromkeys(tuple(rows(page.partition('id="undated"')[0])) for page in pages):
        shown += part
    shown += rows(pages[0].partition('id="undated"')[2])
    taken = sheet(whole_site, asked)

    assert [(row["date"], row["name"]) for row in taken] == shown
    assert [] == [row for row in taken if not row["source"] or not row["locator"]]


@pytest.mark.slow
def test_the_number_beside_a_year_is_that_of_its_list(whole_site: Flask) -> None:
    """Each count of the years leads to exactly as many events; one with two dates there counts once."""
    client = whole_site.test_client()
    page = client.get("/timeline?process=bali-process").text
    years = re.findall(r'<a class="count" href="([^"]+)" data-count="(\d+)"', page.partition('id="dated"')[0])

    assert years
    for href, count in years:
        listed = client.get(unescape(href)).text.partition('id="undated"')[0]
        events = {path for _, path, _ in ROW.findall(listed)}
        assert len(events) == int(count), href
        assert f'id="dated" aria-labelledby="dated-title" data-total="{count}"' in listed


@pytest.mark.slow
def test_each_side_of_a_dispute_has_a_row_that_says_so(whole_site: Flask) -> None:
    """Where sources disagree on a date, every date stands in the list with a mark; none is chosen."""
    taken = [row for row in sheet(whole_site) if row["address"] == "/doc/meeting/bali-process/bpmc2"]

    assert len(taken) > 1
    assert {"true"} == {row["sources disagree"].lower() for row in taken}
    assert len({row["date"] for row in taken}) == len(taken)


@pytest.mark.slow
@pytest.mark.parametrize("asked", ["", "?page=2", "?process=bali-process", "?order=oldest"])
def test_a_page_keeps_to_its_size_and_comes_out_the_same(whole_site: Flask, asked: str) -> None:
    """However many events there are, a page has a part of them, and the same bytes each time."""
    first, second = (whole_site.test_client().get(f"/timeline{asked}").data for _ in range(2))

    assert first == second
    assert len(first) <= ROOM


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("process=nowhere", "There is no regional process “nowhere” here."),
        ("country=atlantis", "There is no country “atlantis” here."),
        ("kind=party", "There is no kind “party” here"),
        ("from=abc", "“abc” is no year"),
        ("to=-1", "“-1” is no year"),
        ("from=2020&to=2010", "The first year, 2020, is after the last, 2010."),
        ("order=best", "There is no order “best”"),
        ("process=<b>x</b>", "There is no regional process “<b>x</b>” here."),
        (f"from={'9' * 10_000}", "is no year"),
    ],
)
def test_what_cannot_be_understood_gets_a_sentence(site: Flask, asked: str, words: str) -> None:
    """A wrong value lists nothing and says what would be right; a file is not found, with the same words."""
    client = site.test_client()
    page, file = client.get(f"/timeline?{asked}"), client.get(f"/timeline.json?{asked}")

    assert (200, 404) == (page.status_code, file.status_code)
    assert words in unescape(page.text)
    assert [] == rows(page.text)
    assert "<b>x" not in page.text
    assert len(page.data) < ROOM / 4


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999", "9" * 10_000, ""])
def test_a_part_that_there_is_not_is_the_nearest(site: Flask, number: str) -> None:
    """Any number of a part leads to a page with events."""
    answer = site.test_client().get(f"/timeline?page={number}")

    assert answer.status_code == 200
    assert rows(answer.text)
