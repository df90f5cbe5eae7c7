"""The page of a country: what an official finds there, on the graph that we publish."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from kg.namespaces import thing
from kg.terms import Iri
from tests.test_browse import BROWSER, Page, plain, read

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from webapp.knowledge import Knowledge

BANGLADESH = "/doc/country/bgd"


@pytest.fixture(name="client", scope="module")
def _client(whole_site: Flask) -> FlaskClient:
    return whole_site.test_client()


@pytest.fixture(name="source", scope="module")
def _source(client: FlaskClient) -> str:
    return client.get(BANGLADESH, headers=BROWSER).text


@pytest.fixture(name="words", scope="module")
def _words(source: str) -> str:
    return plain(Page(source))


def blocks(source: str) -> dict[str, str]:
    """Return the HTML of each block of a page by its id, in their order."""
    parts = re.split(r'<section class="panel[^"]*" id="([^"]+)"', source)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


class TestOrder:
    """What matters most comes first."""

    def test_blocks_stand_in_the_order_of_the_questions(self, source: str) -> None:
        """To what it belongs, what reaches it, where it sits and met, how it was rated, what is open."""
        asked = ["memberships", "reach", "bodies", "meetings", "ratings", "profiles", "resolutions"]
        asked += ["conflicts", "unknown", "facts"]

        assert asked == [block for block in blocks(source) if block in asked]

    def test_one_sentence_sums_up_and_its_numbers_open_lists(self, source: str) -> None:
        """Each number leads to a block of the page, whose count is the same."""
        summary = re.search(r'<p class="summary">(.*?)</p>', source, re.DOTALL)
        assert summary
        numbers = re.findall(r'<a href="#([^"]+)">(\d+) [^<]+</a>', summary.group(1))
        found = blocks(source)

        assert len(numbers) >= 4
        for block, number in numbers:
            assert f'<p class="count">{number}</p>' in found[block], block

    def test_other_views_are_at_hand(self, source: str) -> None:
        """Comparison, briefing, network, timeline and map, all of this country."""
        links = Page(source).links

        assert "/compare?country=bgd" in links
        assert "/briefing/country/bgd" in links
        assert "/network?of=country/bgd" in links


class TestReach:
    """What reaches a country through its processes."""

    def test_the_whole_way_is_shown(self, source: str) -> None:
        """From the process and the role to the initiative, under its domain."""
        reach = plain(Page(blocks(source)["reach"]))

        assert re.search(
            r"4 Labour migration management through the Abu Dhabi Dialogue \d+ \(member\) ", reach
        )
        assert "through the Bali Process" in reach

    def test_what_only_the_editors_place_is_marked(self, source: str) -> None:
        """In words, beside the marker with an e."""
        assert re.search(
            r'ev-editorial"[^>]*>\d+e</a></span> <span class="meta">initiative, placed by the editors', source
        )

    def test_it_never_says_that_the_country_does_it(self, words: str) -> None:
        """A process works; who belongs to it need not take part."""
        assert "and not what Bangladesh does" in words

    @pytest.mark.parametrize("country", ["bgd", "lka", "aus", "fra", "abw"])
    def test_it_is_the_answer_of_the_query(
        self, whole_site: Flask, client: FlaskClient, country: str
    ) -> None:
        """Domain by domain, the processes of the page are those of `country-reach`."""
        knowledge: Knowledge = whole_site.extensions["regcoop"]
        rows = knowledge.table("country-reach", country=country)
        expected = {(row["domain"].partition("/id/")[2], row["process"].partition("/id/")[2]) for row in rows}
        block = blocks(client.get(f"/doc/country/{country}", headers=BROWSER).text).get("reach", "")
        shown = {
            (domain, process)
            for domain, section in re.findall(
                r'<h3><a href="/doc/(domain/[^"]+)">(.*?)</section>', block, re.DOTALL
            )
            for process in re.findall(
                r'through the <span class="fact" data-fact><a(?: class="short")? href="/doc/([^"]+)"', section
            )
        }

        assert expected == shown

    def test_a_number_is_that_of_the_list_that_it_opens(self, source: str, client: FlaskClient) -> None:
        """For instance the initiatives of one process for one domain."""
        links = re.findall(r'<a href="(/initiatives\?process=[^"]+)">(\d+) initiatives?</a>', source)
        assert links
        href, number = links[0]
        asked = parse_qs(urlsplit(href.replace("&amp;", "&")).query)
        rows = client.get(f"/query/process-initiatives.json?process={asked['process'][0]}").get_json()

        assert int(number) == len(
            {
                row["initiative"]["value"]
                for row in rows["results"]["bindings"]
                if row.get("domain", {}).get("value", "").endswith(asked["domain"][0])
            }
        )


class TestUnknown:
    """What no source says is said."""

    def test_processes_whose_members_no_source_names_are_named(self, source: str) -> None:
        """With the state, and never as a list in which the country is missing."""
        unknown = plain(Page(blocks(source)["unknown"]))

        assert "not stated in the source" in unknown
        assert "GFMD" in unknown

    def test_the_gaps_of_its_region_are_one_link_away(self, source: str) -> None:
        """By the region that a source puts it in."""
        assert "/gaps?region=southern-asia&amp;framework=escap-2017" in blocks(source)["unknown"]

    def test_a_country_that_no_study_rates_says_so(self, client: FlaskClient) -> None:
        """Rather than showing nothing."""
        assert "No study read so far rates it." in plain(read(client, "/doc/country/lao"))


class TestNames:
    """Names and codes."""

    def test_names_stand_in_six_languages_each_as_such(self, source: str) -> None:
        """The Arabic one from right to left."""
        facts = blocks(source)["facts"]

        assert 'lang="ar" dir="rtl">بنغلاديش<' in facts
        assert {"ar", "zh", "fr", "ru", "es"} == set(re.findall(r'lang="(\w\w)"', facts))

    def test_codes_are_called_by_their_standard(self, words: str) -> None:
        """ISO 3166-1 in two and three letters, M49 in figures."""
        assert re.search(r"ISO 3166-1 alpha-3 code BGD", words)
        assert re.search(r"ISO 3166-1 alpha-2 code BD", words)
        assert re.search(r"M49 code 050", words)


def test_a_date_of_a_list_is_no_date_of_joining(words: str) -> None:
    """The page says so above the list."""
    assert "is the time of a list, not a date of joining" in words


def test_ratings_come_with_year_publisher_and_caution(source: str) -> None:
    """And nothing is made of their levels."""
    ratings = plain(Page(blocks(source)["ratings"]))

    assert "Not a ranking" in ratings
    assert "The Economist Intelligence Unit" in ratings
    assert "2016" in ratings


def test_pages_of_countries_are_small(whole_site: Flask, client: FlaskClient) -> None:
    """No page is larger than 100 KB; these are the ones with most on them."""
    knowledge: Knowledge = whole_site.extensions["regcoop"]
    belonging: dict[str, int] = {}
    for row in knowledge.table("all-memberships"):
        if "/id/country/" in row["member"]:
            belonging[row["member"]] = belonging.get(row["member"], 0) + 1
    most = [*sorted(belonging, key=belonging.__getitem__)[-6:], thing("country", "idn")]

    for iri in most:
        path = f"/doc/{iri.partition('/id/')[2]}"
        assert len(client.get(path, headers=BROWSER).data) <= 100_000, path
        assert knowledge.rows("statements", subject=Iri(iri)).rows
