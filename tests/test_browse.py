"""The pages that people browse: what stands on them, and that every fact and link on them leads somewhere."""

from __future__ import annotations

import csv
import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import pytest

from kg.resources import data_dir
from webapp.kinds import LISTED
from webapp.urls import path_of

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from webapp.knowledge import Knowledge

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
FIXED = (
    "/",
    "/ratings",
    "/map",
    "/map?of=process/bali-process",
    "/map?of=domain/escap-2017/2",
    "/map?of=framework/mgi-2016",
    "/matrix",
    "/timeline",
    "/search",
    "/search?q=migration",
    *(str(kind.listing) for kind in LISTED),
)
NEVER_OURS = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Page(HTMLParser):
    """What tests look at in a page: links, ids, facts with their markers, and what runs or styles inline."""

    def __init__(self, source: str) -> None:
        """Read the page."""
        super().__init__()
        self.links: list[str] = []
        self.markers: list[str] = []
        self.ids: list[str] = []
        self.bare_facts = 0
        self.inline: list[str] = []
        self.words = ""
        self._open: list[tuple[str, bool]] = []
        self._script_is_inline = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a tag."""
        given = dict(attrs)
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        if (name := given.get("id")) is not None:
            self.ids.append(name)
        if tag == "a" and (href := given.get("href")) is not None:
            classes = (given.get("class") or "").split()
            (self.markers if "ev" in classes else self.links).append(href)
            if "ev" in classes:
                self._open = [(name, True) for name, _ in self._open]
        if tag == "span":
            self._open.append(("fact" if "data-fact" in given else "", False))

    def handle_endtag(self, tag: str) -> None:
        """Count a fact that closes without a marker."""
        if tag == "span" and self._open:
            name, is_marked = self._open.pop()
            self.bare_facts += name == "fact" and not is_marked

    def handle_data(self, data: str) -> None:
        """Collect the words."""
        self.words += data + " "


@pytest.fixture(name="client", scope="module")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.fixture(name="things", scope="module")
def _things(site: Flask) -> list[str]:
    """Give the path of every thing under an IRI of ours, of every passage and of every kind."""
    knowledge: Knowledge = site.extensions["regcoop"]
    found = {name.thing for name in knowledge.names}
    found |= {row["thing"] for row in knowledge.table("composed-names")}
    found |= {row["passage"] for row in knowledge.table("places") if "passage" in row}
    return sorted(path for iri in found if (path := path_of(iri)).startswith("/doc/"))


@pytest.fixture(name="pages", scope="module")
def _pages(client: FlaskClient, things: list[str]) -> dict[str, Page]:
    """Read every page of a thing and every fixed page once."""
    pages: dict[str, Page] = {}
    for path in (*FIXED, *things, *(f"/doc/document/escap-2017?page={n}" for n in range(2, 7))):
        answer = client.get(path, headers=BROWSER)
        assert answer.status_code == 200, path
        pages[path] = Page(answer.text)
    return pages


def read(client: FlaskClient, path: str) -> Page:
    """Read one page."""
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200, path
    return Page(answer.text)


def plain(page: Page) -> str:
    """Return the words of a page with runs of blanks as one."""
    return " ".join(page.words.split())


@pytest.mark.slow
class TestEveryPage:
    """Rules that hold on each page of the site."""

    def test_there_is_a_page_for_every_thing(self, things: list[str]) -> None:
        """Some hundreds of things, ratings and passages included."""
        kinds = {path.split("/")[2] for path in things}

        assert {"country", "coverage", "domain", "passage", "rating", "rule", "scheme"} <= kinds
        assert len(things) > 400

    def test_every_fact_has_a_marker(self, pages: dict[str, Page]) -> None:
        """A fact without evidence would be a rumour."""
        assert [] == [path for path, page in pages.items() if page.bare_facts]

    def test_every_assertion_is_shown_somewhere(self, site: Flask, pages: dict[str, Page]) -> None:
        """And no marker leads to anything else."""
        knowledge: Knowledge = site.extensions["regcoop"]
        markers = {href for page in pages.values() for href in page.markers}

        assert {path_of(row["assertion"]) for row in knowledge.table("places")} == markers

    def test_every_marker_opens_its_evidence(self, client: FlaskClient, pages: dict[str, Page]) -> None:
        """As a page of its own, and as a card within the page."""
        markers = {href for page in pages.values() for href in page.markers}

        for href in sorted(markers):
            assert client.get(href, headers=BROWSER).status_code == 200, href
            card = client.get(f"{href}?fragment=1", headers=BROWSER).text
            assert 'class="evidence"' in card, href
            assert "<html" not in card, href

    def test_every_link_within_the_site_leads_somewhere(
        self, client: FlaskClient, pages: dict[str, Page]
    ) -> None:
        """No page promises what the site does not have."""
        links = {urldefrag(href).url for page in pages.values() for href in page.links}
        inner = sorted(href for href in links if href.startswith("/"))

        broken = [href for href in inner if client.get(href, headers=BROWSER).status_code >= 400]

        assert [] == broken

    def test_every_link_to_a_place_finds_it(self, client: FlaskClient, pages: dict[str, Page]) -> None:
        """A fragment names an id of the page that it leads to."""
        wanted: set[tuple[str, str]] = set()
        for path, page in pages.items():
            for href in page.links:
                target, fragment = urldefrag(href)
                if fragment and not NEVER_OURS.match(target):
                    wanted.add((target or path, fragment))
        seen: dict[str, list[str]] = {}

        missing = [
            (target, fragment)
            for target, fragment in sorted(wanted)
            if fragment not in seen.setdefault(target, read(client, target).ids if target not in seen else [])
        ]

        assert [] == missing

    def test_ids_are_unique(self, pages: dict[str, Page]) -> None:
        """Two places of one name could not be told apart."""
        assert [] == [path for path, page in pages.items() if len(page.ids) != len(set(page.ids))]

    def test_nothing_is_inline(self, pages: dict[str, Page]) -> None:
        """The policy allows no script and no style within a page."""
        assert {path: page.inline for path, page in pages.items() if page.inline} == {}

    def test_the_headers_allow_nothing_from_elsewhere(self, client: FlaskClient) -> None:
        """Strict policy, no guessing of types, no frames, no cookies."""
        headers = client.get("/", headers=BROWSER).headers

        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "Set-Cookie" not in headers

    def test_no_page_ranks_countries(self, pages: dict[str, Page]) -> None:
        """No rank, score, average or total anywhere; the note that forbids them does not count."""
        forbidden = re.compile(r"\b(rank(ed)? \d|score|average|total|best|worst|league)\b", re.IGNORECASE)
        of_ours = {path: page for path, page in pages.items() if "/document/" not in path}

        assert [] == [path for path, page in of_ours.items() if forbidden.search(page.words)]


class TestDomain:
    """The core page: which initiatives serve a domain."""

    @pytest.mark.parametrize("number", [4, 5])
    def test_a_domain_without_initiatives_says_that_the_source_states_none(
        self, client: FlaskClient, number: int
    ) -> None:
        """The source is silent; that there are none would be an invention."""
        words = plain(read(client, f"/doc/domain/escap-2017/{number}"))

        assert "Initiatives that serve it not stated in the source" in words
        assert f"The document has no slide on modes of collaboration for domain {number}." in words
        assert not re.search(r"\b(no initiatives?|none|0 initiatives)\b", words, re.IGNORECASE)

    def test_initiatives_stand_under_their_mode(self, client: FlaskClient) -> None:
        """Both guidelines of domain 2, and nothing of another domain."""
        page = read(client, "/doc/domain/escap-2017/2")

        linked = [href for href in page.links if href.startswith("/doc/initiative/")]
        assert [
            "/doc/initiative/guidelines-civil-registration",
            "/doc/initiative/guidelines-trafficking-victim-protection",
        ] == linked
        assert "/doc/mode/guideline" in page.links

    def test_the_legal_basis_is_shown(self, client: FlaskClient) -> None:
        """The resolution, who adopted it, and what the framework is said to be for."""
        words = plain(read(client, "/doc/domain/escap-2017/2"))

        assert "IOM Council Resolution 1310 (2015)" in words
        assert "As the legal basis for transparency on sensitive policies and information." in words

    def test_a_mapping_shows_its_reason(self, client: FlaskClient) -> None:
        """Domain 5 is mapped to the domain of the same subject, with the editors' justification."""
        page = read(client, "/doc/domain/escap-2017/5")

        assert "/doc/domain/mgi-2016/5" in page.links
        assert "the report adds 'and other partnerships'" in plain(page)

    def test_domain_6_has_no_ratings_and_no_counterpart(self, client: FlaskClient) -> None:
        """Not assessed, on the word of a coverage statement; no column of five is merged in by number."""
        page = read(client, "/doc/domain/escap-2017/6")

        assert "Ratings not assessed" in plain(page)
        assert [] == [
            href for href in page.links if href.startswith(("/doc/rating/", "/doc/domain/mgi-2016"))
        ]

    def test_indicators_that_a_source_leaves_out_of_a_counterpart_are_said_to_be(
        self, client: FlaskClient
    ) -> None:
        """The presentation shows one indicator, of domain 1; for the others it states none."""
        page = read(client, "/doc/domain/escap-2017/3")

        assert "Indicators" in page.words
        assert "shows one indicator only, 1.2, under Institutional capacity" in page.words

    def test_a_domain_of_the_index_leads_back(self, client: FlaskClient) -> None:
        """The mapping is shown from both ends."""
        assert "/doc/domain/escap-2017/2" in read(client, "/doc/domain/mgi-2016/2").links

    def test_indicators_not_shown_in_the_source_are_said_to_be_not_stated(self, client: FlaskClient) -> None:
        """The presentation shows one indicator only."""
        assert "Indicators not stated in the source" in plain(read(client, "/doc/domain/mgi-2016/2"))


class TestOthers:
    """Pages of countries, processes, initiatives, indicators and documents."""

    def test_a_country_shows_its_five_ratings_by_number_of_domain(self, client: FlaskClient) -> None:
        """Each with the level as printed."""
        page = read(client, "/doc/country/bgd")

        assert [f"/doc/rating/mgi-2016/bgd/{n}" for n in range(1, 6)] == [
            href for href in page.links if href.startswith("/doc/rating/")
        ]

    def test_a_country_says_that_members_are_not_named(self, client: FlaskClient) -> None:
        """That no membership is recorded is no evidence that there is none."""
        words = plain(read(client, "/doc/country/bgd"))

        assert re.search(r"Members of (other )?processes not stated in the source [A-Z]", words)

    def test_a_process_keeps_claim_and_list_apart(self, client: FlaskClient) -> None:
        """46 is a document's claim; the three organizations stand beside the members."""
        words = plain(read(client, "/doc/process/bali-process"))

        assert "46 member states, from the Middle East to the Pacific" in words
        assert re.search(r"Pacific \d+ “Bali Process experiences in data exchange”", words)
        assert "Claims of the documents named, not counts of members in this graph." in words
        assert "United Nations Office on Drugs and Crime" in words

    def test_a_truncated_name_is_flagged(self, client: FlaskClient) -> None:
        """The source breaks the phrase off."""
        words = plain(read(client, "/doc/initiative/dialogue-legal-pathways"))

        assert "incomplete in the source" in words
        assert "incomplete in the source" not in plain(
            read(client, "/doc/initiative/supply-chain-monitoring")
        )

    def test_an_indicator_shows_questions_and_answers(self, client: FlaskClient) -> None:
        """Three questions with nine answers, five of them with a condition."""
        page = read(client, "/doc/indicator/mgi-2016/1.2")

        options = [href for href in page.links if href.startswith("/doc/option/")]
        assert len(options) == 9
        assert plain(page).count("For example, ") == 5

    def test_a_document_lists_all_that_rests_on_it(self, site: Flask, client: FlaskClient) -> None:
        """Every assertion, on one page or over several; coverage statements say what it leaves out."""
        knowledge: Knowledge = site.extensions["regcoop"]
        rows = knowledge.table("source-statements", document="escap-2017")
        expected = {path_of(row["assertion"]) for row in rows}
        recorded = {
            path_of(row["assertion"])
            for row in knowledge.table("document-coverage", document="escap-2017")
            if row["state"].endswith("/recorded")
        }

        parts = [read(client, f"/doc/document/escap-2017?page={n}") for n in range(1, 8)]

        assert expected - recorded <= {href for page in parts for href in page.markers}

    @pytest.mark.parametrize("part", ["0", "-1", "999999999999", "x", "", "1e3", "%00"])
    def test_an_absurd_part_is_no_error(self, client: FlaskClient, part: str) -> None:
        """The nearest part is shown."""
        assert client.get(f"/doc/document/escap-2017?page={part}", headers=BROWSER).status_code == 200

    def test_a_level_says_what_is_not_known_of_it(self, client: FlaskClient) -> None:
        """Its place is an order; its meaning has not been read, and its ratings rank nobody."""
        words = plain(read(client, "/doc/level/mgi-2016/mature"))
        ratings = words[words.index("not a ranking of countries") :]

        assert "4 of 4: an order, not a quantity." in words
        assert "What each level means in the report has not been read." in words
        assert "What it means not stated in the source" in words
        assert ratings.index("Bangladesh, Regional") < ratings.index("Canada, Institutional")

    def test_an_editorial_note_stands_under_the_facts_once(self, client: FlaskClient) -> None:
        """What the editors add to an assertion is not to be found by opening its marker only."""
        for path, note in (
            (
                "/doc/initiative/regional-curriculum-mlos",
                "The document does not spell out MLO, and neither do we.",
            ),
            (
                "/doc/meeting/escap-2017-02-03",
                "the meeting has no name in the document, so the label is ours",
            ),
            ("/doc/level/mgi-2016/nascent", "their order comes from the news text"),
        ):
            assert plain(read(client, path)).count(note) == 1, path

    @pytest.mark.parametrize(
        "path", ["/doc/country/bgd", "/doc/domain/mgi-2016/5", "/doc/domain/escap-2017/5"]
    )
    def test_ratings_name_their_study_and_its_maker(self, client: FlaskClient, path: str) -> None:
        """Who rates stands beside the rating, with a way to each."""
        page = read(client, path)

        assert {
            "/doc/framework/mgi-2016",
            "/doc/organization/eiu",
            "/doc/rating-table/mgi-2016/table-6",
            "/doc/document/escap-2017",
        } <= set(page.links)
        assert "Made by" in plain(page)

    def test_a_country_is_not_told_how_countries_are_ordered(self, client: FlaskClient) -> None:
        """There is one country on its page."""
        words = plain(read(client, "/doc/country/bgd"))

        assert "not a ranking of countries" in words
        assert "Countries stand in alphabetical order" not in words

    def test_the_evidence_names_table_and_row(self, client: FlaskClient) -> None:
        """So that a curator finds the row; what a rule derived has no row, but a case."""
        stated = plain(read(client, "/assertion/initiatives/training-directors-forum"))
        derived = plain(read(client, "/assertion/process-covers-domain/bali-process/escap-2017/1"))

        assert "Table initiatives , row training-directors-forum" in stated
        assert "Rule process-covers-domain , case bali-process/escap-2017/1" in derived

    def test_a_name_that_sources_give_differently_is_marked(self, client: FlaskClient) -> None:
        """Where the confidence of the assertion is that sources disagree, the page says so."""
        words = plain(read(client, "/doc/domain/mgi-2016/5"))

        assert re.search(r"Partnerships \d+ sources disagree", words)
        assert not re.search(r"Number 5 \d+ sources disagree", words)
        assert "sources disagree" not in plain(read(client, "/doc/domain/mgi-2016/1"))

    def test_a_target_with_a_code_is_called_by_it(self, client: FlaskClient) -> None:
        """Its text, which is long, stands below; a target without a code keeps its name."""
        page = client.get("/doc/target/sdg/10.7", headers=BROWSER).text

        assert "<h1>SDG target 10.7</h1>" in page
        assert "Facilitate orderly, safe, regular" in page
        assert (
            "<h1>Trafficking target</h1>"
            in client.get("/doc/target/escap-2017/trafficking", headers=BROWSER).text
        )


class TestInitiatives:
    """The list of initiatives and what it says where it is empty."""

    @pytest.mark.parametrize("number", [4, 5])
    def test_a_domain_without_initiatives_says_what_its_own_page_says(
        self, client: FlaskClient, number: int
    ) -> None:
        """State, note and marker, and no number that would be read as none."""
        page = read(client, f"/initiatives?domain=escap-2017/{number}")
        words = plain(page)

        assert "Initiatives that serve it not stated in the source" in words
        assert f"The document has no slide on modes of collaboration for domain {number}." in words
        assert f"/assertion/coverage/escap-2017/domain-{number}/initiatives" in page.markers
        assert not re.search(r"No initiative|Initiatives 0\b", words)

    def test_every_domain_that_was_looked_at_can_be_chosen(self, client: FlaskClient) -> None:
        """With a number of initiatives, or else the state of what is known."""
        page = client.get("/initiatives", headers=BROWSER).text
        choices = re.findall(r'name="domain" value="([^"]+)"(.*?)</label>', page, re.DOTALL)

        assert [f"escap-2017/{n}" for n in range(1, 7)] == [key for key, _ in choices]
        assert ["escap-2017/4", "escap-2017/5"] == [
            key for key, rest in choices if "not stated in the source" in rest
        ]
        assert [] == [key for key, rest in choices if "disabled" in rest]

    def test_a_mode_that_is_not_recorded_for_a_domain_has_a_state(self, client: FlaskClient) -> None:
        """As in the matrix: other modes are on record, this one is not stated."""
        page = read(client, "/initiatives?domain=escap-2017/1&mode=guideline")

        assert "1 Institutional capacity and policy: Guideline not stated in the source" in plain(page)
        assert "/assertion/coverage/escap-2017/domain-1/initiatives" in page.markers

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ("domain=nope", "There is no governance domain 'nope' here."),
            ("mode=nope", "There is no mode of collaboration 'nope' here."),
        ],
    )
    def test_a_choice_that_there_is_not_is_said_to_be_none(
        self, client: FlaskClient, asked: str, said: str
    ) -> None:
        """A slip of the pen is no state of knowledge."""
        assert said in html.unescape(plain(read(client, f"/initiatives?{asked}")))


class TestRatings:
    """The table of ratings as it is printed."""

    def test_headings_are_those_of_the_presentation(self, client: FlaskClient) -> None:
        """Its names, each leading to the thing; a name that other sources give differently says so."""
        page = client.get("/ratings", headers=BROWSER).text
        words = plain(Page(page))

        assert '<a href="/doc/country/tur">Turkey</a>' in page
        assert '<a href="/doc/domain/mgi-2016/5">Regional and international cooperation</a>' in page
        assert "under the names printed in “Bali Process experiences in data exchange”" in words
        assert "As printed in “ Bali Process experiences in data exchange ”" in words
        assert words.count("sources disagree") == 1

    def test_every_cell_holds_the_level_of_its_row(self, client: FlaskClient) -> None:
        """75 cells, each with a marker that leads to the assertion of its own row."""
        page = client.get("/ratings", headers=BROWSER).text
        with (data_dir() / "tables" / "ratings.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        expected = {row["key"]: row["level"].rpartition("/")[2].capitalize() for row in rows}

        cells = [cell for cell in re.findall(r"<td\b.*?</td>", page, re.DOTALL) if 'class="ev"' in cell]

        found = {
            re.search(r'class="ev" href="/assertion/ratings/([^"]+)"', cell)[1]: cell  # type: ignore[index]
            for cell in cells
        }
        assert (75, set(expected)) == (len(cells), set(found))
        assert [] == [key for key, level in expected.items() if f">{level}<" not in found[key]]

    def test_countries_are_in_alphabetical_order(self, client: FlaskClient) -> None:
        """Not in the order of any level."""
        page = client.get("/ratings", headers=BROWSER).text

        names = [html.unescape(name) for name in re.findall(r'<th scope="row">.*?>([^<]+)<', page)]

        assert (15, sorted(names)) == (len(names), names)

    def test_the_note_against_ranking_stands_there(self, client: FlaskClient) -> None:
        """Whoever reads the levels reads it, too."""
        assert "not a ranking of countries" in plain(read(client, "/ratings"))


class TestMatrix:
    """Domains by modes."""

    def test_every_cell_says_its_state_in_words(self, client: FlaskClient) -> None:
        """42 cells and 14 totals; shape alone would not do for those who cannot see it."""
        page = client.get("/matrix", headers=BROWSER).text
        words = {"recorded": "recorded", "not-stated": "not stated in the source"}

        cells = re.findall(r'<td data-state="([^"]+)">(.*?)</td>', page, re.DOTALL)

        assert len(cells) == 42 + 14
        assert [] == [state for state, cell in cells if words[state] not in re.sub(r"<[^>]+>", "", cell)]

    def test_a_cell_with_several_initiatives_leads_to_their_list(self, client: FlaskClient) -> None:
        """And the list holds these and no others."""
        link = "/initiatives?domain=escap-2017/2&mode=guideline"

        assert link in read(client, "/matrix").links
        listed = [href for href in read(client, link).links if href.startswith("/doc/initiative/")]
        assert len(listed) == 2

    def test_a_name_that_the_source_breaks_off_is_marked(self, client: FlaskClient) -> None:
        """Here too: a reader of one cell does not see the initiative's own page."""
        page = client.get("/matrix", headers=BROWSER).text
        (cell,) = re.findall(r"<td[^>]*>(?:(?!</td>).)*dialogue-legal-pathways.*?</td>", page, re.DOTALL)
        (row,) = [
            row
            for row in csv.DictReader(client.get("/query/matrix.csv").text.splitlines())
            if row["initiative"].endswith("/dialogue-legal-pathways")
        ]

        assert "incomplete in the source" in cell
        assert page.count("incomplete in the source") == 1
        assert "true" == row["incomplete"]


class TestSearch:
    """Finding things by name."""

    def test_a_kind_that_there_is_not_is_left_out(self, client: FlaskClient) -> None:
        """And said to be: the results are those of all kinds."""
        page = read(client, "/search?q=migration&class=nope")

        assert "There is no kind 'nope' here; it was left out." in html.unescape(page.words)
        assert "/doc/domain/mgi-2016/3" in page.links

    @pytest.mark.parametrize(
        ("asked", "path"),
        [
            ("bangladesh", "/doc/country/bgd"),
            ("BGD", "/doc/country/bgd"),
            ("Turkiye", "/doc/country/tur"),
            ("turkey", "/doc/country/tur"),
            ("iom", "/doc/organization/iom"),
            ("Lonnback", "/doc/person/lars-johan-lonnback"),
            ("migrants' rights", "/doc/domain/escap-2017/2"),
            ("rights migrants", "/doc/domain/escap-2017/2"),
            ("1310", "/doc/resolution/iom-council/1310"),
            ("serves domain", "/ontology#servesDomain"),
        ],
    )
    def test_a_thing_is_found_by_any_of_its_names(self, client: FlaskClient, asked: str, path: str) -> None:
        """Names, codes, acronyms and other spellings, without regard to case and accents."""
        assert path in read(client, f"/search?q={asked}").links

    def test_a_hit_says_by_which_name(self, client: FlaskClient) -> None:
        """Türkiye is shown under its name of today and found by the name that a source prints."""
        assert "Found by its other name: Turkey" in plain(read(client, "/search?q=turkey"))

    def test_a_search_is_narrowed_by_kind(self, client: FlaskClient) -> None:
        """Only domains, and the other kinds stay on offer with their counts."""
        page = read(client, "/search?q=migration&class=domain")

        found = [href for href in page.links if href.startswith("/doc/")]
        assert found
        assert all(href.startswith("/doc/domain/") for href in found)
        assert "Documents" in page.words

    def test_a_mistyped_name_is_found(self, client: FlaskClient) -> None:
        """And the page says that it is not the name that was written."""
        page = read(client, "/search?q=bangladsh")

        assert "No name has “bangladsh”" in page.words
        assert "/doc/country/bgd" in page.links

    def test_markup_in_a_search_is_text(self, client: FlaskClient) -> None:
        """What a visitor writes is shown and never run."""
        page = client.get("/search", query_string={"q": '<script>alert("x")</script>'}, headers=BROWSER)

        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;" in page.text

    @pytest.mark.parametrize(
        "asked", ["", " ", "\x00", "%", "x" * 10_000, "a " * 5_000, "\ud83d\ude00", "(((", "'\""]
    )
    def test_an_absurd_search_is_answered(self, client: FlaskClient, asked: str) -> None:
        """Any text of any length, with a page of usual size."""
        text = asked.encode("utf-16", "surrogatepass").decode("utf-16")

        answer = client.get("/search", query_string={"q": text, "class": ["nope", ""]}, headers=BROWSER)

        assert answer.status_code == 200
        assert len(answer.data) < 100_000


class TestHome:
    """The first page."""

    @pytest.mark.parametrize("name", ["ratings", "initiatives", "matrix"])
    def test_the_lists_named_as_having_sources_have_them(self, client: FlaskClient, name: str) -> None:
        """What a door promises is behind it: the document and the place in it, in every row."""
        rows = list(csv.DictReader(client.get(f"/query/{name}.csv").text.splitlines()))

        assert name in plain(read(client, "/"))
        assert rows
        assert [] == [row for row in rows if not (row["source"] and row["locator"])]


class TestErrors:
    """What a visitor is told when there is nothing."""

    def test_the_page_says_so_once(self, client: FlaskClient) -> None:
        """One heading in sentence case, one sentence, and three ways on."""
        answer = client.get("/doc/country/xxx", headers=BROWSER).text

        assert "<h1>Not found</h1>" in answer
        assert plain(Page(answer)).count("search for its name") == 1
        assert "You can search" not in plain(Page(answer))

    @pytest.mark.parametrize(
        "path",
        ["/doc/country/xxx", "/doc/nope/x", "/assertion/ratings/nope", "/doc/domain/escap-2017/7", "/nope"],
    )
    def test_what_is_unknown_is_not_found(self, client: FlaskClient, path: str) -> None:
        """A page for people."""
        answer = client.get(path, headers=BROWSER)

        assert (404, "text/html") == (answer.status_code, answer.mimetype)

    def test_a_program_gets_a_problem_document(self, client: FlaskClient) -> None:
        """RFC 9457: type, title, status, detail, instance."""
        answer = client.get("/doc/country/xxx", headers={"Accept": "text/turtle"})

        assert (404, "application/problem+json") == (answer.status_code, answer.mimetype)
        assert {"type", "title", "status", "detail", "instance"} <= set(answer.get_json())

    def test_a_near_key_is_offered(self, client: FlaskClient) -> None:
        """One letter off is easily mended."""
        page = client.get("/doc/initiative/training-director-forum", headers=BROWSER).text

        assert "/doc/initiative/training-directors-forum" in Page(page).links

    @pytest.mark.parametrize("query", ["domain=x&mode=y", "domain=", "domain=%00", "mode=" + "m" * 5_000])
    def test_an_absurd_filter_is_answered(self, client: FlaskClient, query: str) -> None:
        """With an empty list and the filters to choose from."""
        assert client.get(f"/initiatives?{query}", headers=BROWSER).status_code == 200
