"""The comparison: set logic, differences first, files that equal the screen, and no ranking."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import chain, combinations
from typing import TYPE_CHECKING

import pytest

from tests.test_browse import BROWSER, Page, plain, read
from tests.test_matrix import Grid
from webapp.pages.compare.members import parts_of
from webapp.pages.compare.rows import Group, Row, Side, split, unknown

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

LARGEST = 100_000
BALI_COLOMBO = "process=bali-process&process=colombo-process"
SOUTH = "country=bgd&country=lka&country=ind"
SMALL = [
    "country=bgd&country=phl",
    "domain=escap-2017/1&domain=escap-2017/4&domain=mgi-2016/1",
    "domain=escap-2017/2&domain=mgi-2016/2",
]
WHOLE = [
    BALI_COLOMBO,
    "process=apc&process=gfmd&process=riam",
    SOUTH,
    "domain=escap-2017/2&domain=migof/p1&domain=sdg-10-7-2/1",
]


@pytest.fixture(name="client", scope="module")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.fixture(name="whole", scope="module")
def _whole(whole_site: Flask) -> FlaskClient:
    return whole_site.test_client()


def html(client: FlaskClient, asked: str) -> str:
    """Read a comparison as it comes."""
    answer = client.get(f"/compare?{asked}", headers=BROWSER)
    assert answer.status_code == 200, asked
    return answer.text


def rows(client: FlaskClient, asked: str) -> list[dict[str, str]]:
    """Read the file of a comparison."""
    answer = client.get(f"/compare.csv?{asked}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text)))


def listed(data: Path, process: str, kind: str) -> set[str]:
    """Return the names of those on record in a process, read from the tables and from nothing else."""
    folder = data / "tables"
    names: dict[str, str] = {}
    for table in ("countries", "organizations"):
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            names |= {f"{kind_of(table)}/{row['key']}": row["name"] for row in csv.DictReader(file)}
    with (folder / "memberships.csv").open(encoding="utf-8", newline="") as file:
        members = {row["member"] for row in csv.DictReader(file) if row["process"] == process}
    return {names[member] for member in members if member.startswith(f"{kind}/")}


def kind_of(table: str) -> str:
    """Return the segment of the things of a table."""
    return {"countries": "country", "organizations": "organization"}[table]


SETS: tuple[frozenset[str], ...] = tuple(
    map(frozenset, ({"a", "b", "c"}, {"b", "c", "d"}, {"c", "d", "e"}, set(), {"x"}, {"a", "b", "c"}))
)


class TestSets:
    """Sets of members, parted as plain Python sets part them."""

    @pytest.mark.parametrize("sets", [*combinations(SETS, 2), *combinations(SETS, 3), SETS])
    def test_parts_are_those_of_set_arithmetic(self, sets: tuple[frozenset[str], ...]) -> None:
        """In all, in several and in one alone: together they are the set, and no two of them meet."""
        parts = parts_of(sets)

        for at, own in enumerate(sets):
            others = sets[:at] + sets[at + 1 :]
            shared, alone = frozenset.intersection(*sets), own - frozenset[str]().union(*others)
            assert parts.in_all[at] == shared
            assert parts.in_one[at] == alone
            assert parts.in_some[at] == own - shared - alone

    def test_an_unknown_list_takes_no_part(self) -> None:
        """It is not empty: nothing is said of it, and the known ones are held against one another."""
        a, b = frozenset("a"), frozenset("b")
        parts = parts_of([a | b, None, b])

        assert parts.in_all == (b, None, b)
        assert parts.in_one == (a, None, frozenset())
        assert parts_of([None, a]).in_one == (None, a)

    @pytest.mark.slow
    @pytest.mark.parametrize("kind", ["country", "organization"])
    def test_members_of_two_processes_are_the_sets_of_the_tables(
        self, whole: FlaskClient, whole_data: Path, kind: str
    ) -> None:
        """Those in both, and those in one alone, by name."""
        title = {"country": "Countries", "organization": "Organizations"}[kind]
        bali, colombo = (listed(whole_data, f"{name}-process", kind) for name in ("bali", "colombo"))
        found = {row["Matter"]: row for row in rows(whole, BALI_COLOMBO) if row["Group"] == "Members"}

        def names(matter: str, process: str) -> set[str]:
            cell = found[f"{title}: {matter}"][process]
            return {
                re.sub(r" \([^)]*\)$", "", name.removesuffix(", sources disagree"))
                for name in cell.split("; ")
            }

        bare = {re.sub(r" \([^)]*\)$", "", name) for name in bali - colombo}
        assert names("in this one alone", "Bali Process") == bare
        if bali & colombo:
            assert names("in all of them", "Bali Process") == bali & colombo
            assert names("in all of them", "Colombo Process") == bali & colombo

    @pytest.mark.slow
    def test_an_unknown_list_of_members_is_shown_as_unknown(self, whole: FlaskClient) -> None:
        """Not as no overlap: APC has no list that was read."""
        found = [
            row
            for row in rows(whole, "process=apc&process=arcp&process=pidc")
            if row["Matter"].startswith("Countries")
        ]

        assert len(found) > 1
        assert {row["State: APC"] for row in found} == {"not-stated"}
        assert {row["State: ARCP"] for row in found} == {"recorded"}


class TestOrder:
    """Differences stand first, and a row stands once."""

    def test_rows_that_differ_and_rows_that_do_not_are_parted(self) -> None:
        """A group with both kinds of rows stands in both halves; nothing known on any side is alike."""
        same = Row("same", (Side(frozenset("a")), Side(frozenset("a"))))
        other = Row("other", (Side(frozenset("a")), unknown()))
        silent = Row("silent", (unknown(), unknown()))
        differing, alike = split([Group("g", (same, other, silent)), Group("h", (same,))])

        assert differing == (Group("g", (other,)),)
        assert alike == (Group("g", (same, silent)), Group("h", (same,)))

    @pytest.mark.slow
    @pytest.mark.parametrize("asked", WHOLE)
    def test_what_is_called_the_same_reads_the_same(self, whole: FlaskClient, asked: str) -> None:
        """And differences come before it, in the file as on the screen."""
        found = rows(whole, asked)
        things = [name.removeprefix("State: ") for name in found[0] if name.startswith("State: ")]
        marks = [row["Same or different"] for row in found]

        assert marks == sorted(marks)
        assert set(marks) == {"different", "same"}
        for row in found:
            if row["Same or different"] == "same":
                assert len({row[thing] for thing in things}) == 1 or row["Group"].startswith(
                    "Initiatives that"
                )
                assert len({row[f"State: {thing}"] for thing in things}) == 1

    def test_things_stand_in_the_order_of_their_names(self, client: FlaskClient) -> None:
        """Whatever the order of the address; a thing named twice stands once."""
        first = Grid(html(client, "country=phl&country=bgd")).rows[0]
        again = Grid(html(client, "country=bgd&country=phl&country=bgd")).rows[0]

        assert first == again == ["Matter", "Bangladesh", "Philippines"]

    def test_domains_say_their_framework(self, client: FlaskClient) -> None:
        """Two domains of one number are two things."""
        header = Grid(html(client, "domain=escap-2017/4&domain=mgi-2016/4")).rows[0]

        assert len(set(header)) == 3
        assert all("4)" in name for name in header[1:])


class TestFiles:
    """What is on the screen is in the file."""

    @staticmethod
    def _hold(client: FlaskClient, asked: str) -> None:
        page = html(client, asked)
        grid = Grid(page)
        found = rows(client, asked)
        width = len(grid.rows[0])
        bodies = [
            (row, of)
            for row, of in zip(grid.rows, grid.states, strict=True)
            if len(row) == width and row[0] != "Matter"
        ]
        things = grid.rows[0][1:]

        assert [row for row, _ in bodies] == [
            [entry["Matter"], *(" ".join(entry[name].split()) for name in things)] for entry in found
        ]
        assert [of for _, of in bodies] == [[entry[f"State: {name}"] for name in things] for entry in found]

    @pytest.mark.parametrize("asked", SMALL)
    def test_a_file_equals_the_screen(self, client: FlaskClient, asked: str) -> None:
        """Rows, columns, words and states."""
        self._hold(client, asked)

    @pytest.mark.slow
    @pytest.mark.parametrize("asked", WHOLE)
    def test_a_file_of_the_whole_graph_equals_the_screen(self, whole: FlaskClient, asked: str) -> None:
        """The same, where there is more to say."""
        self._hold(whole, asked)

    @pytest.mark.parametrize("asked", SMALL)
    def test_what_is_stated_has_its_source(self, client: FlaskClient, asked: str) -> None:
        """A cell with facts has documents and places; what is unknown is never empty."""
        found = rows(client, asked)
        things = [name.removeprefix("State: ") for name in found[0] if name.startswith("State: ")]

        for row in found:
            for thing in things:
                assert row[thing] not in {"", "0", "none", "None"}
                is_counted = re.match(r"[\d,]+ (initiative|process|meeting|countr|organization)", row[thing])
                is_set = row[thing] == "none of those listed"
                if row[f"State: {thing}"] == "recorded" and not is_counted and not is_set:
                    assert row[f"Evidence: {thing}"]

    def test_formats_have_the_same_rows(self, client: FlaskClient) -> None:
        """JSON by column, a workbook that opens, and no other suffix."""
        body = client.get(f"/compare.json?{SMALL[0]}").json

        assert body is not None
        assert [row["Matter"] for row in body["rows"]] == [row["Matter"] for row in rows(client, SMALL[0])]
        assert client.get(f"/compare.xlsx?{SMALL[0]}").data.startswith(b"PK")
        assert client.get(f"/compare.txt?{SMALL[0]}").status_code == 404


class TestNoRanking:
    """Levels are words of one year and one publisher, and nothing is made of them."""

    def test_levels_stand_with_year_publisher_and_note(self, client: FlaskClient) -> None:
        """Beside every rating, on the screen and in the notes of the file."""
        words = plain(read(client, "/compare?country=bgd&country=phl"))
        body = client.get("/compare.json?country=bgd&country=phl").json
        ratings = [row for row in rows(client, "country=bgd&country=phl") if "Ratings" in row["Group"]]

        assert body is not None
        assert "They are not a ranking of countries" in words
        assert any("They are not a ranking" in note for note in body["notes"])
        assert len(ratings) == 5
        assert all(row["Matter"].endswith(", 2016") for row in ratings)

    def test_no_word_of_a_rank_and_no_mean(self, client: FlaskClient) -> None:
        """In the names of columns and matters; a level is no number."""
        found = rows(client, "country=bgd&country=phl")
        names = " ".join(chain(found[0], (row["Matter"] for row in found))).casefold()

        assert not re.search(r"\b(mean|average|sum|score|rank|total|best|worst|star)\b", names)
        for row in found:
            if "Ratings" in row["Group"]:
                assert not re.search(r"\d", row["Bangladesh"] + row["Philippines"])

    @pytest.mark.slow
    def test_a_country_without_a_rating_is_not_assessed(self, whole: FlaskClient) -> None:
        """The study rates others and leaves this one out; of two that it leaves out that is the same."""
        found = [row for row in rows(whole, "country=bgd&country=lka") if "Ratings" in row["Group"]]
        both = [row for row in rows(whole, "country=npl&country=lka") if row["Group"] == "Ratings"]

        assert {row["State: Sri Lanka"] for row in found} == {"not-assessed"}
        assert [row["Same or different"] for row in both] == ["same"]


class TestBadInput:
    """Whatever is asked for, a sentence says what to do."""

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ("", "Choose two to six countries."),
            ("kind=process", "Choose two to six processes."),
            ("kind=nonsense", "Choose two to six countries."),
            ("country=bgd", "One country alone cannot be compared: choose a second one."),
            ("country=bgd&country=", "One country alone cannot be compared"),
            ("country=bgd&country=xyz", "There is no country “xyz” here."),
            ("country=bgd&process=bali-process", "A comparison holds things of one kind"),
            ("process=" + "p" * 10_000, "There is no process “" + "p" * 60 + "” here."),
            (
                "&".join(f"country={key}" for key in ("bgd", "phl", "mex", "bhr", "cri", "deu", "ita")),
                "A comparison holds 6 at most, and 7 were chosen: leave out 1 of them.",
            ),
            (
                "country=%3Cscript%3Ealert(1)%3C/script%3E",
                "There is no country “<script>alert(1)</script>” here.",
            ),
            ("country=%00&country=..%2F..", "There is no country"),
        ],
    )
    def test_a_sentence_says_what_is_wrong(self, client: FlaskClient, asked: str, said: str) -> None:
        """And no table is shown; the form is there to go on."""
        page = html(client, asked)

        assert said in plain(Page(page))
        assert "<table" not in page
        assert "<script>alert" not in page
        is_asked = not said.startswith("Choose")
        assert client.get(f"/compare.csv?{asked}").status_code == (404 if is_asked else 200)

    def test_what_is_unknown_does_not_hinder_the_rest(self, client: FlaskClient) -> None:
        """Two that are there are compared, and the third is named as not there."""
        page = html(client, "country=bgd&country=phl&country=xyz")

        assert "There is no country “xyz” here." in page
        assert "What differs" in page

    def test_hundreds_of_unknown_names_are_not_repeated(self, client: FlaskClient) -> None:
        """Ten sentences are enough."""
        page = html(client, "&".join(f"country=x{n}" for n in range(1_000)))

        assert page.count("There is no country") == 10


class TestPages:
    """Size, markers, and ways on."""

    @pytest.mark.slow
    @pytest.mark.parametrize("asked", WHOLE)
    def test_no_fact_is_without_its_marker(self, whole: FlaskClient, asked: str) -> None:
        """In every cell; a number is a link to its list."""
        page = Page(html(whole, asked))

        assert page.markers
        assert page.bare_facts == 0
        assert page.inline == []

    @pytest.mark.slow
    def test_the_largest_comparisons_are_small_pages(self, whole: FlaskClient, whole_data: Path) -> None:
        """The six countries in most processes, and the six processes with most members: at most 100 KB."""
        with (whole_data / "tables" / "memberships.csv").open(encoding="utf-8", newline="") as file:
            pairs = {(row["member"], row["process"]) for row in csv.DictReader(file)}
        often = Counter(member for member, _ in pairs if member.startswith("country/"))
        long = Counter(process for _, process in pairs)
        countries = "&".join(
            f"country={member.removeprefix('country/')}" for member, _ in often.most_common(6)
        )
        processes = "&".join(f"process={process}" for process, _ in long.most_common(6))

        assert len(html(whole, countries)) <= LARGEST
        assert len(html(whole, processes)) <= LARGEST

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "keys",
        [
            "igad-rcp riam igc almaty-process bali-process fibemyd",
            "bali-process marri sacm almaty-process dgicm abu-dhabi-dialogue",
            "abu-dhabi-dialogue almaty-process arcp budapest-process colombo-process eap-panel",
        ],
    )
    def test_what_just_escapes_a_cut_is_a_small_page_too(self, whole: FlaskClient, keys: str) -> None:
        """The largest are not those with most members, but those whose members are still named in full."""
        assert len(html(whole, "&".join(f"process={key}" for key in keys.split()))) <= LARGEST

    def test_one_can_be_left_out_and_another_added(self, client: FlaskClient) -> None:
        """By links and a form that work without scripts; what is chosen is kept."""
        page = read(client, "/compare?country=bgd&country=phl&country=mex")

        assert "/compare?country=mex&country=phl" in page.links
        assert '<input type="hidden" name="country" value="bgd">' in html(client, "country=bgd&country=phl")

    @pytest.mark.slow
    def test_a_number_leads_to_a_list(self, whole: FlaskClient) -> None:
        """Never to nowhere."""
        page = html(whole, BALI_COLOMBO) + html(whole, SOUTH)
        links = set(re.findall(r'href="([^"#]+)[^"]*" data-count', page))

        assert links
        assert {
            link
            for link in links
            if whole.get(link.replace("&amp;", "&"), headers=BROWSER).status_code != 200
        } == set()
