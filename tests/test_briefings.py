"""Briefings: what is known, disputed and not stated, with a footnote behind each fact, on two sheets."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from webapp.pdf import pdf_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

_PATHS = (
    "/briefing/country/bgd",
    "/briefing/process/bali-process",
    "/briefing/domain/escap-2017/2",
    "/briefing/domain/escap-2017/4",
)


@pytest.fixture(name="client")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.mark.parametrize("path", _PATHS)
def test_every_number_leads_to_a_footnote_and_every_footnote_is_asked_for(
    client: FlaskClient, path: str
) -> None:
    """The numbers in the text are those at the foot, one after the other; each leads to a page."""
    html = client.get(path).text
    asked = set(re.findall(r'href="#note-(\d+)"', html))
    notes = re.findall(r'<li id="note-(\d+)" value="\d+"><a href="([^"]+)"', html)

    assert notes
    assert asked == {number for number, _ in notes}
    assert [str(number) for number in range(1, len(notes) + 1)] == [number for number, _ in notes]
    assert [] == [href for _, href in notes if client.get(href).status_code != 200]


def test_a_country_reads_what_it_belongs_to_and_what_is_not_known(client: FlaskClient) -> None:
    """Role and process, ratings in words with the caution, and no claim that absence means anything."""
    html = client.get("/briefing/country/bgd").text

    for words in (
        "Where it belongs",
        "Bali Process",
        "Not a ranking.",
        "Emerging",
        "2016",
        "may still exist",
    ):
        assert words in html, words


def test_a_domain_without_modes_says_who_is_silent(client: FlaskClient) -> None:
    """What the presentation leaves out of domain 4 is called not stated, never none."""
    html = client.get("/briefing/domain/escap-2017/4").text

    assert "What documents leave out" in html
    assert "not stated in the source" in html
    assert "No initiative on record serves it" in html


def test_the_same_release_gives_the_same_text(site: Flask) -> None:
    """No date of asking, no order by chance: two sites over one graph make the same pages."""
    texts = [[site.test_client().get(path).data for path in _PATHS] for _ in range(2)]

    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    "path",
    [
        "/briefing/country/nowhere",
        "/briefing/meeting/any",
        "/briefing/country/%3Cb%3E",
        "/briefing/country/" + "x" * 10_000,
        "/briefing/domain/escap-2017/2/3",
    ],
)
def test_a_briefing_that_there_is_not_is_not_found(client: FlaskClient, path: str) -> None:
    """A sentence says what briefings there are; what was asked for comes back as text."""
    answer = client.get(path, headers={"Accept": "text/html"})

    assert answer.status_code == 404
    assert "there are briefings on every country, domain and process" in answer.text
    assert "<b>" not in answer.text


@pytest.mark.parametrize("path", ["/briefing/process/bali-process", "/briefing/country/bgd"])
def test_of_many_sources_behind_a_fact_some_are_named(whole_site: Flask, path: str) -> None:
    """No fact has more than two footnotes, and no footnote stands there for nothing."""
    html = whole_site.test_client().get(path).text
    facts = re.findall(r'<span class="fact" data-fact>(.*?)</span>', html)
    asked = set(re.findall(r'href="#note-(\d+)"', html))

    assert max(fact.count("#note-") for fact in facts) == 2
    assert asked == set(re.findall(r'<li id="note-(\d+)"', html))


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/briefing/process/bali-process", "/briefing/country/bgd"])
def test_a_briefing_as_pdf_is_tagged_text_on_two_sheets(whole_site: Flask, path: str) -> None:
    """The file has at most two pages, text that can be selected, structure, and no word of buttons."""
    answer = whole_site.test_client().get(f"{path}.pdf")
    file = PdfReader(io.BytesIO(answer.data))
    text = " ".join(page.extract_text() for page in file.pages)

    assert answer.mimetype == "application/pdf"
    assert len(file.pages) <= 2
    assert "/StructTreeRoot" in file.root_object
    assert "Footnotes" in text
    assert "Print this page" not in text
    assert "Search" not in text


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/style.css",
        "//elsewhere.example/style.css",
        "https://here.example.elsewhere.example/style.css",
        "https://here.example@elsewhere.example/style.css",
        "data:text/css,p{}",
    ],
)
def test_a_pdf_asks_for_nothing_but_files_of_this_site(address: str) -> None:
    """Wherever a page may point, neither the network nor the disk is read; what is ours is asked for."""
    asked = []

    def fetched(path: str) -> tuple[bytes, str]:
        asked.append(path)
        return b"", "text/css"

    html = f"""<link rel="stylesheet" href="{address}"><link rel="stylesheet" href="/ours.css">
        <style>@import "{address}"; @font-face {{ font-family: x; src: url("{address}") }}</style>
        <p style="font-family: x; background: url({address})"><img src="{address}" alt="">"""

    assert pdf_of(html, fetched, "https://here.example").startswith(b"%PDF")
    assert ["/ours.css"] == asked


@pytest.mark.slow
@pytest.mark.parametrize("key", ["gfmd", "mercosur-fem", "bali-process"])
def test_what_no_source_tells_of_is_no_count_of_0(whole_site: Flask, key: str) -> None:
    """The sentence at the head of a briefing says that nothing is told, and never that there are 0."""
    html = whole_site.test_client().get(f"/briefing/process/{key}").text
    said = re.search(r'<p class="briefing-summary">(.*?)</p>', html)

    assert said
    assert not re.search(r"\b0\b", said[1])


@pytest.mark.slow
def test_a_pdf_is_made_once_for_each_address_of_the_site(
    whole_site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers of the same page get the same file, and links in it lead to the site that they asked."""
    made: list[str] = []

    def counted(html: str, fetched: Callable[[str], tuple[bytes, str]], base: str) -> bytes:
        made.append(base)
        return pdf_of(html, fetched, base)

    monkeypatch.setattr("webapp.views.briefing.pdf_of", counted)
    client, path = whole_site.test_client(), "/briefing/domain/escap-2017/4.pdf"
    answers = [client.get(path, base_url=f"https://{host}.example/") for host in ("one", "one", "two", "one")]

    assert ["https://one.example", "https://two.example"] == made
    assert answers[0].data == answers[1].data == answers[3].data
    assert len(answers[0].data) < 200_000


def test_a_question_after_the_address_of_a_pdf_is_dropped(client: FlaskClient) -> None:
    """Else each would make a file of its own; one of a briefing that is not there is not found."""
    answer = client.get("/briefing/country/bgd.pdf?x=1&y=%0d%0a")

    assert 301 == answer.status_code
    assert "/briefing/country/bgd.pdf" == answer.headers["Location"]
    assert 404 == client.get("/briefing/country/nowhere.pdf?x=1").status_code
