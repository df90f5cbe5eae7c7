"""The pages of processes, domains, regions and organizations, and the first page, on the graph we publish."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.test_browse import BROWSER, Page, plain, read
from tests.test_country_page import blocks

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from webapp.knowledge import Knowledge


@pytest.fixture(name="client", scope="module")
def _client(whole_site: Flask) -> FlaskClient:
    return whole_site.test_client()


@pytest.fixture(name="bali", scope="module")
def _bali(client: FlaskClient) -> dict[str, str]:
    return blocks(html_of(client, "/doc/process/bali-process"))


def html_of(client: FlaskClient, path: str) -> str:
    """Return a page as it is sent."""
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200, path
    return answer.text


class TestProcess:
    """The page of the Bali Process, and of others."""

    def test_countries_and_organizations_are_kept_apart(self, bali: dict[str, str]) -> None:
        """Each list with its role and the time for which it stands."""
        words = plain(Page(bali["members"]))

        assert "Member: 45 countries and territories, listed as of:" in words
        assert re.search(r"\d+ organizations?", words)

    def test_claimed_numbers_are_claims_and_no_counts(self, bali: dict[str, str]) -> None:
        """The presentation's 46 stands among them, with its document; the count of the list is another."""
        words = plain(Page(bali["numbers"]))

        assert "Claims of the documents named, not counts of members in this graph." in words
        assert "/query/counts?process=bali-process" in bali["numbers"]

    def test_each_cell_by_domain_has_a_list_or_a_state(self, bali: dict[str, str]) -> None:
        """Of the six domains none is left out, and no cell is empty."""
        rows = re.findall(r"<tr role=\"row\"><th scope=\"row\".*?</tr>", bali["by-domain"], re.DOTALL)

        assert len(rows) == 6
        for row in rows:
            for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL):
                assert 'class="state' in cell or "/initiatives?" in cell, row

    def test_a_mode_opens_exactly_its_initiatives(self, client: FlaskClient, bali: dict[str, str]) -> None:
        """The number beside a mode is the number of the list."""
        links = re.findall(
            r'<a href="(/initiatives\?[^"]*mode=guideline)">Guideline: (\d+)</a>', bali["by-domain"]
        )
        assert links
        for href, number in links:
            page = html_of(client, href.replace("&amp;", "&"))
            names = set(re.findall(r'href="/doc/initiative/([^"#?]+)"', page))
            assert int(number) == len(names), href

    def test_shared_members_open_the_overlap_of_the_two(self, bali: dict[str, str]) -> None:
        """A number is that of the query on all pairs."""
        assert re.search(r"/overlaps\?process=bali-process&amp;process=[a-z0-9-]+\">\d+<", bali["overlaps"])

    def test_what_is_not_known_to_be_shared_is_not_said_to_be_none(self, client: FlaskClient) -> None:
        """The members of the Global Forum are not listed by any source."""
        words = plain(Page(blocks(html_of(client, "/doc/process/gfmd"))["overlaps"]))

        assert "is not known" in words
        assert "That is not to say that it shares none." in words

    def test_a_document_is_counted_with_what_it_says(self, client: FlaskClient, bali: dict[str, str]) -> None:
        """The number opens the statements of that document about the process."""
        found = re.findall(r'href="(/query/documents-about\?[^"]*document=[^"]+)">(\d+)</a>', bali["sources"])
        assert found
        href, number = found[0]
        path = href.replace("&amp;", "&").replace("/query/documents-about?", "/query/documents-about.json?")
        rows = client.get(path).get_json()["results"]["bindings"]

        assert int(number) == len({row["assertion"]["value"] for row in rows})


class TestDomain:
    """The page of a domain."""

    @pytest.mark.parametrize("number", [4, 5])
    def test_a_domain_without_modes_in_the_source_says_so(self, client: FlaskClient, number: int) -> None:
        """Not stated is the state; what editors place there stands apart and never takes its place."""
        found = blocks(html_of(client, f"/doc/domain/escap-2017/{number}"))

        for block in ("modes", "initiatives"):
            words = plain(Page(found[block]))
            assert "not stated in the source" in words, block
            assert "none" not in words.split(), block

    def test_it_is_tied_to_the_goals_by_framework_and_counterpart(self, client: FlaskClient) -> None:
        """Target 10.7, and by which way."""
        words = plain(Page(blocks(html_of(client, "/doc/domain/escap-2017/5"))["goals"]))

        assert "SDG target 10.7" in words
        assert "through" in words

    def test_a_domain_without_definition_says_so(self, client: FlaskClient) -> None:
        """Nothing is made up."""
        assert "no source read so far says what it means" in plain(read(client, "/doc/domain/escap-2017/2"))

    def test_ratings_of_a_counterpart_are_not_its_own(self, client: FlaskClient) -> None:
        """They stand under the name of the counterpart, and the sentence on the domain leaves them out."""
        whole = html_of(client, "/doc/domain/escap-2017/4")
        words = plain(Page(blocks(whole)["ratings"]))

        assert "Ratings in a counterpart" in words
        assert "the two are not the same thing" in words
        assert '<a href="#ratings">15 ratings</a>' not in whole
        assert '<a href="#ratings">15 ratings</a>' in html_of(client, "/doc/domain/mgi-2016/4")

    def test_countries_with_a_rating_stand_by_name(self, client: FlaskClient) -> None:
        """In the order of the alphabet, whatever their level."""
        block = blocks(html_of(client, "/doc/domain/mgi-2016/5"))["ratings"]
        names = re.findall(r'<th scope="row"><a href="/doc/country/[^"]+">([^<]+)</a>', block)

        assert len(names) == 15
        assert sorted(names, key=str.casefold) == names
        assert "Not a ranking" in block


class TestRegion:
    """The page of a region."""

    def test_it_lists_its_countries_with_those_of_regions_within(self, client: FlaskClient) -> None:
        """Asia has the countries of Southern Asia."""
        block = blocks(html_of(client, "/doc/region/asia"))["countries"]

        assert "/doc/country/bgd" in block

    def test_a_process_is_counted_by_its_countries_there(self, client: FlaskClient) -> None:
        """All nine countries of Southern Asia are listed in the Bali Process; the number opens these."""
        words = plain(Page(blocks(html_of(client, "/doc/region/southern-asia"))["processes"]))

        assert "Bali Process 9" in words

    def test_a_region_that_sources_name_is_kept_apart(self, client: FlaskClient) -> None:
        """A process that a source places in Asia need not have its members in the region of M49."""
        words = plain(Page(blocks(html_of(client, "/doc/region/asia"))["named"]))

        assert "in words of their own" in words
        assert "Colombo Process" in words

    def test_domains_lead_to_the_gaps_of_the_region(self, client: FlaskClient) -> None:
        """Whether served there or not."""
        block = blocks(html_of(client, "/doc/region/southern-asia"))["domains"]

        assert "/gaps?region=southern-asia&amp;framework=escap-2017" in block


def test_an_organization_shows_roles_deeds_and_documents(client: FlaskClient) -> None:
    """In this order; what it leads is apart from what it partners."""
    ids = list(blocks(html_of(client, "/doc/organization/iom")))

    asked = ["memberships", "bodies", "in-ledBy", "in-partner", "meetings"]
    assert asked == [block for block in ids if block in asked]


class TestHome:
    """The first page."""

    def test_three_doors_a_search_and_the_tools(self, client: FlaskClient) -> None:
        """A domain, SPARQL, the data; and each tool with the question that it answers."""
        source = html_of(client, "/")

        assert 3 == source.count('<li class="door">')
        assert re.search(r'<input id="home-search" name="q"', source)
        for tool in ("/matrix", "/compare", "/overlaps", "/gaps", "/network", "/map", "/timeline"):
            assert f'<dt><a href="{tool}">' in source

    def test_six_domains_with_their_number_or_their_state(self, client: FlaskClient) -> None:
        """Domains 4 and 5 are not stated, never 0."""
        words = plain(read(client, "/"))

        assert re.search(r"4 Labour migration management not stated in the source", words)
        assert re.search(r"5 Regional and international cooperation not stated in the source", words)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["process", "country", "domain", "region", "organization"])
def test_no_page_of_the_kind_is_too_large(whole_site: Flask, client: FlaskClient, kind: str) -> None:
    """100 KB are enough for every one; long lists lead to pages of their own."""
    knowledge: Knowledge = whole_site.extensions["regcoop"]
    paths = {
        f"/doc/{name.thing.partition('/id/')[2]}" for name in knowledge.names if f"/id/{kind}/" in name.thing
    }
    sizes = {path: len(client.get(path, headers=BROWSER).data) for path in paths}

    assert {} == {path: size for path, size in sizes.items() if size > 100_000}
