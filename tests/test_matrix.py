"""The matrices: the state of every cell, the lists behind numbers, and files that equal the screen."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from kg.namespaces import thing
from kg.terms import Iri, Literal
from tests.test_browse import BROWSER, plain, read
from webapp.names import Names
from webapp.pages.matrices.grid import by_name
from webapp.urls import key_of

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from kg.terms import Term
    from webapp.knowledge import Knowledge

LARGEST = 100_000
STATES = {"recorded", "recorded-as-none", "not-stated", "not-assessed", "not-applicable"}
COUNTED = re.compile(r'href="([^"]+)" data-count="(\d+)"')


class Grid(HTMLParser):
    """A table as it reads: words by row and column without markers, and the state of each cell."""

    def __init__(self, source: str) -> None:
        """Read the table marked as a matrix, or several as one."""
        super().__init__()
        self.rows: list[list[str]] = []
        self.states: list[list[str]] = []
        self._words: list[str] | None = None
        self._is_in = self._is_marker = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a row or a cell; a small text is a part of its own."""
        given = dict(attrs)
        self._is_in = self._is_in or "data-matrix" in given
        if not self._is_in:
            return
        if tag == "tr":
            self.rows.append([])
            self.states.append([])
        if tag in {"th", "td"}:
            self._words = []
        if tag == "td":
            self.states[-1].append(given.get("data-state") or "")
        if tag in {"small", "li"} and self._words:
            self._words.append("; ")
        self._is_marker = tag == "a" and "ev" in (given.get("class") or "").split()

    def handle_endtag(self, tag: str) -> None:
        """Close a cell."""
        if tag == "table":
            self._is_in = False
        if tag == "a":
            self._is_marker = False
        if tag in {"th", "td"} and self._words is not None:
            self.rows[-1].append(" ".join("".join(self._words).split()).replace(" ,", ",").replace(" ;", ";"))
            self._words = None

    def handle_data(self, data: str) -> None:
        """Collect the words of a cell."""
        if self._words is not None and not self._is_marker:
            self._words.append(data)


@pytest.fixture(name="client", scope="module")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.fixture(name="whole", scope="module")
def _whole(whole_site: Flask) -> FlaskClient:
    return whole_site.test_client()


@pytest.fixture(name="knowledge", scope="module")
def _knowledge(whole_site: Flask) -> Knowledge:
    found: Knowledge = whole_site.extensions["regcoop"]
    return found


def table(client: FlaskClient, address: str) -> list[list[str]]:
    """Read a file of a matrix, the row of names first."""
    path, _, asked = address.partition("?")
    answer = client.get(f"{path}.csv?{asked}")
    assert answer.status_code == 200, address
    return list(csv.reader(io.StringIO(answer.text)))


def html(client: FlaskClient, address: str) -> str:
    """Read a page as it comes."""
    answer = client.get(address, headers=BROWSER)
    assert answer.status_code == 200, address
    return answer.text


def shown(client: FlaskClient, address: str) -> tuple[list[list[str]], list[list[str]]]:
    """Return the rows of all parts of a matrix, words and states; the row of totals once."""
    parts = [
        Grid(html(client, f"{address}{'&' if '?' in address else '?'}page={n}")) for n in (1, 2, 3, 4, 5, 6)
    ]
    words, states = list(parts[0].rows), list(parts[0].states)
    for part in parts[1:]:
        for row, of in zip(part.rows, part.states, strict=True):
            if row not in words:
                words.append(row)
                states.append(of)
    # A total stands under each part.
    for at in [at for at, row in enumerate(words) if row[0].startswith("All ")]:
        words.append(words.pop(at))
        states.append(states.pop(at))
    return words, states


SMALL = [
    "/matrix",
    "/matrix?mode=guideline",
    "/matrix?framework=mgi-2016",
    "/matrix/processes",
    "/matrix/countries",
]
WHOLE = [
    "/matrix",
    "/matrix?process=colombo-process&process=almaty-process",
    "/matrix/processes",
    "/matrix/processes?country=bgd",
    "/matrix/processes?mode=training&region=southern-asia",
    "/matrix/countries",
    "/matrix/countries?region=southern-asia&role=member",
]


def equal_to_file(client: FlaskClient, address: str) -> None:
    """Hold a screen against its file, cell by cell."""
    words, states = shown(client, address)
    header, *rows = table(client, address)
    width = len(words[0])

    assert header[:width] == words[0]
    assert [row[:width] for row in rows] == words[1:]
    assert [row[width:] for row in rows] == states[1:]


class TestFiles:
    """What is on the screen is in the file: rows, columns, words and states."""

    @pytest.mark.parametrize("address", SMALL)
    def test_a_file_equals_the_screen(self, client: FlaskClient, address: str) -> None:
        """Each cell has the same words, and the key of its state has a column of its own."""
        equal_to_file(client, address)

    @pytest.mark.slow
    @pytest.mark.parametrize("address", WHOLE)
    def test_a_file_of_the_whole_graph_equals_the_screen(self, whole: FlaskClient, address: str) -> None:
        """Also where a matrix has several parts."""
        equal_to_file(whole, address)

    @pytest.mark.parametrize("address", SMALL)
    def test_no_cell_is_empty_or_nought(self, client: FlaskClient, address: str) -> None:
        """What is not assessed says so; a state is one of five."""
        _, *rows = table(client, address)

        cells = {cell for row in rows for cell in row}
        assert not cells & {"", "0", "None", "0 initiatives"}
        assert {cell for row in rows for cell in row[len(row) // 2 + 1 :]} <= STATES

    def test_formats_have_the_same_rows(self, client: FlaskClient) -> None:
        """JSON has the columns as names; a workbook opens; another suffix is not found."""
        header, *rows = table(client, "/matrix")
        body = client.get("/matrix.json").json

        assert body is not None
        assert [list(row.values()) for row in body["rows"]] == rows
        assert list(body["rows"][0]) == header
        assert client.get("/matrix.xlsx").data.startswith(b"PK")
        assert client.get("/matrix.pdf").status_code == 404


class TestStates:
    """Why a cell without items is empty; editorial decision 31."""

    def test_another_framework_is_not_assessed(self, client: FlaskClient) -> None:
        """Nobody placed an initiative in its domains; equal numbers do not bring those of another one in."""
        _, states = shown(client, "/matrix?framework=mgi-2016")

        assert {state for row in states for state in row} == {"not-assessed"}
        assert "No source and no editor has placed an initiative in a domain of the MGI 2016." in plain(
            read(client, "/matrix?framework=mgi-2016")
        )

    def test_what_coverage_says_stands_in_the_matrix_of_modes(self, client: FlaskClient) -> None:
        """Domains 4 and 5: the document has no slide for them, on its word, and never none."""
        words, states = shown(client, "/matrix")
        rows = {row[0][0]: set(of) for row, of in zip(words[1:], states[1:], strict=True)}

        assert rows["4"] == rows["5"] == {"not-stated"}
        assert "recorded-as-none" not in {state for row in states for state in row}

    @pytest.mark.slow
    def test_a_process_of_which_nothing_is_told_is_not_assessed(self, whole: FlaskClient) -> None:
        """No initiative and no theme of it is on record; a process with some is not stated elsewhere."""
        words, states = shown(whole, "/matrix/processes")
        by_label = {row[0]: set(of) for row, of in zip(words, states, strict=True)}

        silent = {label for label, of in by_label.items() if of == {"not-assessed"}}
        assert len(silent) == 2
        assert all("not-assessed" not in of for label, of in by_label.items() if label not in silent)

    @pytest.mark.slow
    def test_processes_without_a_list_of_members_are_named(self, whole: FlaskClient) -> None:
        """What reaches a country through them is not known, and that stands there with its evidence."""
        page = read(whole, "/matrix/countries")

        assert "Processes whose members are not known" in plain(page)
        assert "/doc/process/apc" in page.links
        assert page.bare_facts == 0

    @pytest.mark.slow
    def test_narrowing_makes_no_cell_recorded_as_none(self, whole: FlaskClient) -> None:
        """What a choice leaves out is not said to be nothing."""
        _, states = shown(whole, "/matrix?process=colombo-process&mode=forum")

        assert {state for row in states for state in row} <= {"recorded", "not-stated"}


class TestSets:
    """The sets from which the matrices are counted, held against SPARQL and against the tables."""

    @pytest.mark.slow
    def test_modes_equal_the_answer_of_the_query(self, knowledge: Knowledge) -> None:
        """Each cell holds the initiatives of the query, under their widest modes."""
        asked: dict[tuple[str, str], set[str]] = {}
        states: dict[tuple[str, str], str] = {}
        for row in knowledge.table("matrix"):
            at = row["domain"], row["mode"]
            states[at] = row["state"].rpartition("/")[2]
            if "initiative" in row:
                asked.setdefault(at, set()).add(row["initiative"])
        reach = knowledge.reach

        assert asked == {
            (domain, mode): set(found)
            for domain, mode in states
            if (found := reach.serving[domain] & reach.of_modes([mode]))
        }
        assert {state for at, state in states.items() if at not in asked} == {
            reach.state_without(domain) for domain, _ in states
        }

    @pytest.mark.slow
    def test_processes_equal_the_answer_of_the_query(self, knowledge: Knowledge) -> None:
        """Initiatives and themes, process by process and domain by domain."""
        reach = knowledge.reach
        expected = {
            (row["process"], row["domain"]): (int(row["initiatives"]), int(row["themes"]))
            for row in knowledge.table("process-domains")
        }
        given = {
            (process, domain): (
                len(reach.under.get(process, frozenset()) & serving),
                len(reach.furthering.get((process, domain), ())),
            )
            for process in reach.processes
            for domain, serving in reach.serving.items()
        }

        assert expected == {at: counts for at, counts in given.items() if any(counts)}

    @pytest.mark.slow
    def test_countries_equal_the_answer_of_the_query(self, knowledge: Knowledge) -> None:
        """Through their processes, whichever role they have there."""
        reach = knowledge.reach
        expected = {
            (row["country"], row["domain"]): (int(row["processes"]), int(row["initiatives"]))
            for row in knowledge.table("countries-reach")
        }
        given = {}
        for country in reach.countries:
            of = reach.processes_of(country)
            for domain, serving in reach.serving.items():
                found = reach.initiatives_of(of) & serving
                ways = [process for process in of if reach.under.get(process, frozenset()) & serving]
                if found:
                    given[country, domain] = (len(ways), len(found))

        assert expected == given

    @pytest.mark.slow
    def test_one_country_is_reached_by_the_paths_on_record(self, knowledge: Knowledge) -> None:
        """The query that shows each step for one country names the same initiatives."""
        country, domain = thing("country", "bgd"), thing("domain", "escap-2017/4")
        rows = knowledge.table("country-reach", country="bgd", domain="escap-2017/4")
        reach = knowledge.reach

        found = reach.initiatives_of(reach.processes_of(country)) & reach.serving[domain]
        assert found == {row["step"] for row in rows if row["way"] == "initiative"}

    @pytest.mark.slow
    def test_a_total_counts_each_initiative_once(self, whole: FlaskClient, whole_data: Path) -> None:
        """It is the number of initiatives with any domain, and not the sum of the cells."""
        with (whole_data / "tables" / "initiative_domains.csv").open(encoding="utf-8", newline="") as file:
            placed = {row["initiative"] for row in csv.DictReader(file)}
        words, _ = shown(whole, "/matrix")
        numbers = [int(re.match(r"\d+", row[-1])[0]) for row in words[1:]]  # type: ignore[index]

        assert numbers[-1] == len(placed)
        assert numbers[-1] < sum(numbers[:-1])


class TestNumbers:
    """Every number opens the list of exactly what it counts."""

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "address",
        ["/matrix/countries?region=southern-asia", "/matrix/processes?country=bgd", "/matrix?role=observer"],
    )
    def test_a_number_is_that_of_its_list(self, whole: FlaskClient, address: str) -> None:
        """Lists of initiatives, of processes and of themes."""
        links = {(unescape(href), int(n)) for href, n in COUNTED.findall(html(whole, address))}

        assert links
        wrong = {(href, n) for href, n in links if _length(whole, href) not in {n, None}}
        assert wrong == set()

    @pytest.mark.slow
    def test_the_list_shows_each_step_with_its_evidence(self, whole: FlaskClient) -> None:
        """From the country to the process, the initiative and the domain; a file has a place for each row."""
        address = "/matrix/initiatives?country=bgd&domain=escap-2017/4"
        page = read(whole, address)
        header, *rows = table(whole, address)

        assert "Bangladesh in the Colombo Process: member" in plain(page)
        assert page.bare_facts == 0
        assert header[-1] == "Sources"
        assert all(row[-1] for row in rows)


def _length(client: FlaskClient, href: str) -> int | None:
    """Return how long the list is that a link opens; None for lists that are not of this package."""
    path, _, asked = href.partition("?")
    if path == "/matrix/processes":
        rows = [row for row in table(client, href)[1:] if not row[0].startswith("All ")]
        return len(rows)
    if path in {"/matrix/initiatives", "/query/furthering-themes"}:
        body = client.get(f"{path}.json?{asked}").json
        assert body is not None
        return len(body["rows"] if "rows" in body else body["results"]["bindings"])
    return None


class TestBadInput:
    """Whatever an address holds, the answer is a page that says what is wrong."""

    @pytest.mark.parametrize(
        "path", ["/matrix", "/matrix/processes", "/matrix/countries", "/matrix/initiatives"]
    )
    @pytest.mark.parametrize(
        "asked",
        [
            "process=nowhere",
            "mode=%3Cscript%3Ealert(1)%3C/script%3E",
            "region=" + "x" * 10_000,
            "role=a%00b&role=%F0%9F%98%80",
            "framework=../../etc/passwd",
        ],
    )
    def test_unknown_values_are_named_and_left_out(self, client: FlaskClient, path: str, asked: str) -> None:
        """Escaped and cut short, for strangers write them."""
        page = html(client, f"{path}?{asked}")

        assert "There is no " in page
        assert "<script>alert" not in page
        assert "x" * 100 not in re.sub(r'(?:href|value)="[^"]*"', "", page)

    @pytest.mark.parametrize("page", ["0", "-1", "99999999", "x", "1" * 5_000, "٣", "1.5", ""])
    def test_absurd_numbers_of_parts_show_some_part(self, client: FlaskClient, page: str) -> None:
        """The first, or the last where the number is beyond it."""
        assert "<table" in html(client, f"/matrix/countries?page={page}")

    def test_many_values_are_cut(self, client: FlaskClient) -> None:
        """A filter takes a number of values, and says that it left some out."""
        asked = "&".join(f"process=p{n}" for n in range(500))

        assert "More than 60 values" in html(client, f"/matrix?{asked}")

    def test_there_is_no_other_matrix(self, client: FlaskClient) -> None:
        """Said as any page says that it is not there."""
        assert client.get("/matrix/regions", headers=BROWSER).status_code == 404
        assert client.get("/matrix/regions.csv", headers=BROWSER).status_code == 404


class TestPages:
    """Size, names and markers."""

    @pytest.mark.parametrize(
        "address",
        [
            "/matrix",
            "/matrix/processes",
            "/matrix/initiatives",
            *(f"/matrix/countries?page={n}" for n in range(1, 7)),
        ],
    )
    @pytest.mark.slow
    def test_a_page_is_small(self, whole: FlaskClient, address: str) -> None:
        """At most 100 KB, with all countries in parts."""
        assert len(html(whole, address)) <= LARGEST

    @pytest.mark.slow
    @pytest.mark.parametrize("address", ["/matrix", "/matrix/processes", "/matrix/countries"])
    def test_no_fact_is_without_its_marker(self, whole: FlaskClient, address: str) -> None:
        """One initiative in a cell is a fact; a number is a link to a list of facts."""
        page = read(whole, address)

        assert page.markers
        assert page.bare_facts == 0
        assert page.inline == []

    def test_things_that_share_a_name_stay_distinct(self) -> None:
        """Their keys stand beside their names, and they are in the order of these, accents aside."""
        label = "http://www.w3.org/2000/01/rdf-schema#label"
        keys = {"a/1": "Forum", "b/1": "Forum", "c/1": "Éire", "d/1": "Zone"}
        rows: list[dict[str, Term]] = [
            {"thing": Iri(thing("process", key)), "property": Iri(label), "name": Literal(name)}
            for key, name in keys.items()
        ]
        named = by_name(Names(rows, ()), [thing("process", key) for key in keys])

        assert [name for _, name in named] == ["Éire", "Forum (a/1)", "Forum (b/1)", "Zone"]
        assert [key_of(iri) for iri, _ in named] == ["c/1", "a/1", "b/1", "d/1"]

    @pytest.mark.slow
    def test_countries_are_in_the_order_of_their_names(self, whole: FlaskClient) -> None:
        """And of nothing else; a page says how many there are."""
        words = Grid(html(whole, "/matrix/countries")).rows

        assert words[1][0] == "Afghanistan"
        assert words[2][0] == "Albania"
        assert "212 countries and territories, 1 to 36 shown" in plain(read(whole, "/matrix/countries"))
