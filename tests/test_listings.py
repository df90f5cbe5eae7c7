"""Lists of things: every row and every choice in the address, as a page and as files."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import openpyxl
import pytest

from kg.namespaces import ID
from webapp.kinds import KINDS, LISTED
from webapp.pages.listings.register import LISTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PATHS = {segment: str(KINDS[segment].listing) for segment in LISTINGS}
DATED = sorted(PATHS[segment] for segment, listing in LISTINGS.items() if listing.is_dated)
LONGEST = 100_000


@pytest.fixture(name="client")
def _client(site: Flask) -> FlaskClient:
    """A browser at the site of the small data."""
    return site.test_client()


@pytest.fixture(name="whole")
def _whole(whole_site: Flask) -> FlaskClient:
    """A browser at the site of the whole graph."""
    return whole_site.test_client()


def read(client: FlaskClient, path: str) -> str:
    """Return a page."""
    answer = client.get(path, headers=BROWSER)
    assert (200, "text/html") == (answer.status_code, answer.mimetype), path
    return answer.text


def rows(page: str) -> list[str]:
    """Return the rows of the list, as they are written."""
    body = page.partition('id="listed"')[2].partition("<tbody")[2].partition("</tbody>")[0]
    return re.findall(r"<tr role=\"row\">.*?</tr>", body, re.DOTALL)


def things(page: str) -> list[str]:
    """Return the address that each row leads to first."""
    return [re.findall(r'href="([^"]+)"', row)[0] for row in rows(page)]


def count(page: str) -> int:
    """Return the number that stands beside the title of the list."""
    found = re.search(r'id="list-title">[^<]*</h2>\s*<p class="count">(\d+)</p>', page)
    assert found
    return int(found[1])


def options(page: str) -> Iterator[tuple[str, int]]:
    """Go through the addresses of all options that lead somewhere, with the number beside each."""
    for href, number in re.findall(r'<a class="count" href="([^"]+)" aria-label="[^"]*">(\d+)</a>', page):
        yield html.unescape(href), int(number)


def words(page: str) -> str:
    """Return what a page says, without markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def table(client: FlaskClient, path: str) -> list[dict[str, str]]:
    """Return the rows of a list as CSV."""
    answer = client.get(path)
    assert 200 == answer.status_code, path
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_every_listed_kind_has_a_list() -> None:
    """But domains, which stand framework by framework."""
    assert {kind.segment for kind in LISTED} - {"domain"} == set(LISTINGS)


def test_no_list_can_be_put_in_an_order_of_merit(whole: FlaskClient) -> None:
    """By name, and by date where there are dates: never by a number, least of all by ratings."""
    for path in PATHS.values():
        orders = set(re.findall(r"sort=(\w+)", read(whole, path)))

        assert orders == ({"date"} if path in DATED else set())
        assert things(read(whole, f"{path}?sort=ratings")) == things(read(whole, path))


class TestRows:
    """What stands in a list."""

    @pytest.mark.parametrize("path", sorted(PATHS.values()))
    def test_every_row_has_its_marker(self, whole: FlaskClient, path: str) -> None:
        """A list shows facts, and whoever states them is a step away."""
        found = rows(read(whole, path))

        assert found
        assert [] == [row for row in found if 'href="/assertion/' not in row]

    def test_rows_stand_by_name(self, whole: FlaskClient) -> None:
        """Without regard to accents and to large or small letters."""
        names = [row["country"] for row in table(whole, "/countries.csv")]

        assert names.index("Costa Rica") < names.index("Côte d’Ivoire") < names.index("Croatia")
        assert names.index("Cuba") < names.index("Curaçao") < names.index("Cyprus")

    def test_the_parts_of_a_list_make_up_the_whole(self, whole: FlaskClient) -> None:
        """Fifty rows a page, none twice and none left out, with links to the pages before and after."""
        first = read(whole, "/meetings")
        pages = -(-count(first) // 50)
        parts = [things(read(whole, f"/meetings?page={page}")) for page in range(1, pages + 1)]
        second = read(whole, "/meetings?page=2")

        assert {50} == {len(part) for part in parts[:-1]}
        assert count(first) == len({thing for part in parts for thing in part}) == sum(map(len, parts))
        assert '<a rel="prev" href="/meetings?page=1">' in second
        assert '<a rel="next" href="/meetings?page=3">' in second
        assert 'rel="prev"' not in first
        assert f"51 to 100 of {count(first)}" in words(second)

    @pytest.mark.parametrize("path", DATED)
    def test_by_date_the_newest_stand_first_and_the_undated_last(self, whole: FlaskClient, path: str) -> None:
        """In the order of the last day on which each may be, as finely as it is known."""
        dates = [
            next((row[bound] for bound in ("ends", "begins") if row[bound][:1].isdigit()), "")
            for row in table(whole, f"{path}.csv?sort=date")
        ]

        assert any(dates)
        assert dates == sorted(dates, reverse=True)

    def test_what_nobody_states_is_shown_by_its_state(self, whole: FlaskClient) -> None:
        """Never an empty cell."""
        undated = read(whole, "/meetings?year=not-stated")

        assert rows(undated)
        assert all("not stated in the source" in words(row) for row in rows(undated))
        for path in PATHS.values():
            assert not re.search(r"<td[^>]*>\s*</td>", read(whole, path))

    def test_an_incomplete_name_says_so(self, client: FlaskClient) -> None:
        """The source breaks it off."""
        assert "incomplete in the source" in words(read(client, "/initiatives"))


class TestFilters:
    """What a list is narrowed by."""

    @pytest.mark.parametrize("path", sorted(PATHS.values()))
    def test_every_number_opens_its_list(self, client: FlaskClient, path: str) -> None:
        """The number beside an option is that of the list behind it."""
        offered = list(options(read(client, path)))

        assert [] == [(href, n) for href, n in offered if count(read(client, href)) != n]

    def test_numbers_are_those_of_the_other_filters(self, whole: FlaskClient) -> None:
        """What is chosen in a filter changes the numbers of the others, not its own."""
        plain, narrowed = (read(whole, f"/meetings{asked}") for asked in ("", "?process=bali-process"))

        def numbers(page: str, name: str) -> dict[str, str]:
            return dict(re.findall(rf'name="{name}" value="([^"]+)".*?class="count"[^>]*>(\d+)<', page))

        assert numbers(plain, "process") == numbers(narrowed, "process")
        assert int(numbers(plain, "level")["ministerial"]) > int(numbers(narrowed, "level")["ministerial"])

    def test_an_option_that_leads_to_nothing_says_so(self, whole: FlaskClient) -> None:
        """A nought, and it cannot be taken."""
        page = read(whole, "/meetings?process=bali-process")

        assert re.search(
            r'<label class="off"><input type="checkbox" name="\w+" value="[^"]+" disabled> <span>[^<]+</span>'
            r'</label> <span class="count">0</span>',
            page,
        )

    def test_choices_of_one_filter_add_up(self, whole: FlaskClient) -> None:
        """OR within a filter, AND across."""
        one, other = (
            set(things(read(whole, f"/initiatives?process=bali-process&mode={mode}")))
            for mode in ("forum", "training")
        )
        both = set(things(read(whole, "/initiatives?process=bali-process&mode=forum&mode=training")))

        assert one - other
        assert other - one
        assert both == one | other

    @pytest.mark.parametrize(
        ("path", "words_for_it"),
        [
            ("/initiatives?domain=not-stated", "placed in no domain"),
            ("/meetings?year=not-stated", "not stated"),
            ("/processes?listed=not-stated", "no list on record"),
            ("/countries?rated=not-stated", "no rating on record"),
            ("/documents?publisher=not-stated", "not stated"),
        ],
    )
    def test_what_is_not_known_can_be_chosen(self, whole: FlaskClient, path: str, words_for_it: str) -> None:
        """What no source says is an option of its own, in words."""
        page = read(whole, path)
        value = re.search(r'value="not-stated" checked> <span>([^<]+)</span>', page)

        assert rows(page)
        assert value
        assert words_for_it == value[1]

    def test_a_wide_mode_holds_the_narrower_ones(self, whole: FlaskClient) -> None:
        """As in the matrix."""
        pairs = [
            [row[column].rpartition("/")[2] for column in ("wider", "mode")]
            for row in table(whole, "/query/wider-modes.csv")
        ]
        keys = {
            mode: {row["key"] for row in table(whole, f"/initiatives.csv?mode={mode}")}
            for mode in {mode for pair in pairs for mode in pair}
        }

        assert any(keys[narrow] for _, narrow in pairs)
        assert [] == [(wide, narrow) for wide, narrow in pairs if not keys[narrow] <= keys[wide]]

    def test_domains_stand_under_their_framework(self, whole: FlaskClient) -> None:
        """Equal numbers in two of them mean nothing."""
        page = read(whole, "/indicators")
        groups = re.findall(r'<li class="facet-group">([^<]+)</li>', page)

        assert len(set(groups)) == len(groups) > 1

    def test_only_domains_are_to_choose_as_domains(self, whole: FlaskClient) -> None:
        """A document may also be silent on the domain of an initiative, which is then no choice."""
        page = read(whole, "/initiatives")
        offered = set(re.findall(r'name="domain" value="([^"]+)"', page)) - {"not-stated"}

        assert "escap-2017/4" in offered
        assert {200} == {whole.get(f"/doc/domain/{key}").status_code for key in offered}

    def test_years_are_all_that_a_date_touches(self, whole: FlaskClient) -> None:
        """A span of years is found in each of them; a date with an open end by that."""
        spans = [
            row
            for row in table(whole, "/initiatives.csv")
            if row["begins"][:4].isdigit()
            and row["ends"][:4].isdigit()
            and row["begins"][:4] < row["ends"][:4]
        ]
        row = spans[0]

        for year in range(int(row["begins"][:4]), int(row["ends"][:4]) + 1):
            assert row in table(whole, f"/initiatives.csv?year={year}")

    def test_words_are_looked_for_in_names(self, whole: FlaskClient) -> None:
        """All of them, without regard to accents, case and order."""
        found = table(whole, "/countries.csv?q=IVOIRE+cote")

        assert ["country/civ"] == [row["key"] for row in found]

    def test_what_is_chosen_can_be_taken_back(self, client: FlaskClient) -> None:
        """One by one, or all at once."""
        page = read(client, "/initiatives?domain=escap-2017/2&mode=forum&q=a")
        chips = page.partition('<ul class="chips">')[2].partition("</ul>")[0]
        hrefs = [html.unescape(href) for href in re.findall(r'href="([^"]+)"', chips)]

        assert "Mode of collaboration: Forum" in words(chips)
        assert hrefs == [
            "/initiatives?mode=forum&q=a",
            "/initiatives?domain=escap-2017/2&q=a",
            "/initiatives?domain=escap-2017/2&mode=forum",
            "/initiatives",
        ]

    def test_the_form_keeps_what_it_does_not_show(self, client: FlaskClient) -> None:
        """The order; the page begins anew."""
        form = read(client, "/documents?sort=date&page=1").partition('id="filters"')[2]

        assert '<input type="hidden" name="sort" value="date">' in form
        assert 'name="page"' not in form

    def test_a_text_of_a_row_leads_to_all_of_its_kind(self, whole: FlaskClient) -> None:
        """Publishers are no things: the list is where their documents are."""
        page = read(whole, "/documents?publisher=IOM")

        assert 'href="/documents?publisher=IOM"' in rows(page)[0]
        assert count(page) == len(table(whole, "/documents.csv?publisher=IOM"))


class TestFiles:
    """The rows of a choice to take away."""

    @pytest.mark.parametrize("segment", sorted(LISTINGS))
    def test_files_have_the_rows_and_columns_of_the_screen(self, whole: FlaskClient, segment: str) -> None:
        """All rows, in the same order; besides key, IRI and evidence; nothing is empty."""
        path = PATHS[segment]
        page = read(whole, path)
        found = table(whole, f"{path}.csv")

        assert count(page) == len(found) == len({row["key"] for row in found})
        assert [column.name for column in LISTINGS[segment].columns] == [
            name
            for name in list(found[0])[2:]
            if name in {column.name for column in LISTINGS[segment].columns}
        ]
        assert [] == [row for row in found if not all(row.values())]
        assert [] == [row for row in found if row["source"].count(" || ") != row["locator"].count(" || ")]
        assert [] == [row for row in found if row["iri"] != ID + row["key"]]

    def test_the_order_of_the_file_is_that_of_the_pages(self, whole: FlaskClient) -> None:
        """Row for row."""
        keys = [row["key"] for row in table(whole, "/meetings.csv?level=ministerial&sort=date")]
        page = read(whole, "/meetings?level=ministerial&sort=date")

        assert [f"/doc/{key}" for key in keys[:50]] == things(page)

    def test_json_says_what_was_asked_and_by_which_release(self, whole: FlaskClient) -> None:
        """Title, address, release, licence, filters, count, rows."""
        given = json.loads(whole.get("/meetings.json?process=bali-process&page=2").data)

        assert {"title", "address", "release", "licence", "filters", "count", "rows"} <= set(given)
        assert {"process": ["bali-process"]} == given["filters"]
        assert len(given["rows"]) == given["count"] == count(read(whole, "/meetings?process=bali-process"))

    def test_csv_json_and_workbook_agree(self, client: FlaskClient) -> None:
        """The same columns and rows in all three."""
        asked = "?domain=escap-2017/2"
        rows_of_csv = table(client, f"/initiatives.csv{asked}")
        workbook = openpyxl.load_workbook(io.BytesIO(client.get(f"/initiatives.xlsx{asked}").data))
        header, *body = workbook.worksheets[0].iter_rows(values_only=True)

        assert rows_of_csv == json.loads(client.get(f"/initiatives.json{asked}").data)["rows"]
        assert rows_of_csv == [dict(zip(header, row, strict=True)) for row in body]

    def test_the_page_leads_to_the_files_of_its_choice(self, client: FlaskClient) -> None:
        """In its quiet line, in its head, and in its Link header, with a canonical address."""
        answer = client.get("/initiatives?mode=forum&domain=escap-2017/1", headers=BROWSER)
        links = ", ".join(answer.headers.getlist("Link"))

        for suffix in ("csv", "json", "xlsx"):
            address = f"/initiatives.{suffix}?domain=escap-2017/1&mode=forum"
            assert f'href="{html.escape(address)}"' in answer.text
            assert f'<{address}>; rel="alternate"' in links
            assert 200 == client.get(address).status_code
        assert '/initiatives?domain=escap-2017/1&mode=forum>; rel="canonical"' in links

    def test_head_is_answered_like_get(self, client: FlaskClient) -> None:
        """Without a body."""
        for path in ("/meetings", "/meetings.csv", "/meetings.json"):
            head, whole = client.head(path), client.get(path)

            assert (200, b"") == (head.status_code, head.data)
            assert (head.headers["Content-Type"], head.headers["ETag"]) == (
                whole.headers["Content-Type"],
                whole.headers["ETag"],
            )

    @pytest.mark.parametrize(
        "path", ["/meetings.nope", "/meetings.csv?proces=bali-process", "/meetings.csv.gz"]
    )
    def test_a_file_that_would_be_another_is_not_there(self, client: FlaskClient, path: str) -> None:
        """A filter that there is not would give rows that nobody asked for."""
        assert 404 == client.get(path).status_code


class TestBadInput:
    """Whatever stands in an address, the answer is a page in plain words."""

    @pytest.mark.parametrize("page", ["0", "-1", "2", "99999999", "9" * 5_000, "x", "1.5", "²", "<b>"])
    def test_a_page_that_there_is_not_is_said_to_be_none(self, client: FlaskClient, page: str) -> None:
        """With the number of pages, and a link to the first."""
        answer = client.get("/meetings", query_string={"page": page, "level": ""}, headers=BROWSER)

        assert 404 == answer.status_code
        assert "which has one page." in words(answer.text)
        assert '<a href="/meetings">Go to page 1</a>' in answer.text

    @pytest.mark.parametrize(
        "value", ["nope", "<script>x</script>", "%00", "'; DROP", "x" * 10_000, "{}", "{x!r}", "⁂"]
    )
    @pytest.mark.parametrize("name", ["process", "year", "q"])
    def test_a_value_that_there_is_not_leads_to_nothing(
        self, client: FlaskClient, name: str, value: str
    ) -> None:
        """An empty list, and a sentence; nothing is written unescaped or at great length."""
        page = read(client, f"/meetings?{name}={quote(value)}")

        assert "Nothing on record is of this choice of meetings." in page
        assert "<script>x" not in page
        assert len(page) < LONGEST
        assert name == "q" or "There is no" in words(page)

    def test_a_filter_that_there_is_not_narrows_nothing(self, client: FlaskClient) -> None:
        """And the page says so."""
        page = read(client, "/countries?colour=red")

        assert "This list has no filter 'colour', so it narrows nothing." in words(page)
        assert count(page) == count(read(client, "/countries"))

    def test_a_repeated_or_empty_value_is_taken_once_or_not(self, client: FlaskClient) -> None:
        """Forms send what is left open as an empty text."""
        once, often = (
            read(client, f"/initiatives?{asked}")
            for asked in ("mode=forum", "mode=forum&mode=forum&domain=&q=&page=&sort=")
        )

        assert things(once) == things(often)
        assert 1 == often.count('class="chip-of"')


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(PATHS.values()))
def test_no_list_is_too_long_to_load(whole: FlaskClient, path: str) -> None:
    """At most 100 KB, also with something chosen in every filter."""
    offered = dict(re.findall(r'name="(\w+)" value="([^"]+)"', read(whole, path)))
    chosen = "&".join(f"{name}={value}" for name, value in offered.items())

    for asked in ("", "?page=2", "?sort=date", f"?{chosen}"):
        assert len(whole.get(path + asked, headers=BROWSER).data) <= LONGEST
