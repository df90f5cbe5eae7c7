"""
What pages show of cooperation: foundings, members, organs, meetings, themes, and where sources disagree.

The process is an invented one, so that a page can be held against all that there is to show of it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.catalogue import catalogue
from kg.namespaces import ASSERTION, GRAPH_EVIDENCE, ID, PREFIXES, RC
from kg.store.embedded import open_embedded
from tests.test_browse import BROWSER, Page, plain, read
from webapp import create_app
from webapp.pages.dates import in_words
from webapp.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from kg.store.embedded import EmbeddedStore

LAKE = Path(__file__).with_name("pages") / "cooperation.trig"
EDITORIAL = {"initiative_domains", "theme_domains", "conflicts", "modes"}
_EVIDENCE = ox.NamedNode(GRAPH_EVIDENCE)


def _evidence(graph: str) -> Iterator[ox.Quad]:
    """Describe an assertion: its row, its basis, and a passage of the presentation that it rests on."""
    table, _, key = graph.removeprefix(ASSERTION).partition("/")
    passage = f"{ID}passage/escap-2017/lake"
    basis = "editorial" if table in EDITORIAL else "transcribed"
    said: list[tuple[str, str, ox.NamedNode | ox.Literal]] = [
        (graph, PREFIXES["rdf"] + "type", ox.NamedNode(RC + "Assertion")),
        (graph, RC + "fromTable", ox.Literal(table)),
        (graph, RC + "fromKey", ox.Literal(key)),
        (graph, RC + "basis", ox.NamedNode(f"{ID}basis/{basis}")),
        (graph, RC + "restsOn", ox.NamedNode(passage)),
        (passage, RC + "passageOf", ox.NamedNode(f"{ID}document/escap-2017")),
        (passage, RC + "locatorStatus", ox.NamedNode(f"{ID}locator-status/paired")),
        (passage, RC + "locator", ox.Literal("part 99")),
        (passage, RC + "locatorOrder", ox.Literal("part 0099")),
    ]
    if table in {"initiative_domains", "theme_domains"}:
        said.append((graph, RC + "certainty", ox.NamedNode(f"{ID}certainty/medium")))
    for subject, name, value in said:
        yield ox.Quad(ox.NamedNode(subject), ox.NamedNode(name), value, _EVIDENCE)


@pytest.fixture(name="lake_store", scope="module")
def _lake_store(graph_file: Path, tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """The graph of the curated tables, and the invented process in it."""
    quads = list(ox.parse(path=LAKE, format=ox.RdfFormat.TRIG))
    graphs = {str(quad.graph_name.value) for quad in quads}
    quads += [quad for graph in graphs if graph.startswith(ASSERTION) for quad in _evidence(graph)]
    path = tmp_path_factory.mktemp("lake") / "lake.nq"
    path.write_bytes(graph_file.read_bytes() + (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""))
    return open_embedded(path)


@pytest.fixture(name="client", scope="module")
def _client(lake_store: EmbeddedStore) -> FlaskClient:
    app = create_app(Settings(lake_store))
    app.testing = True
    return app.test_client()


@pytest.fixture(name="lake", scope="module")
def _lake(client: FlaskClient) -> str:
    """The words of the page of the process."""
    return plain(read(client, "/doc/process/lake"))


class TestProcess:
    """What it is, who is in it, what it does, what is disputed."""

    def test_the_order_is_that_of_the_questions(self, client: FlaskClient) -> None:
        """From what it is to what is disputed."""
        ids = re.findall(r'<section class="panel[^"]*" id="([^"]+)"', _html(client, "/doc/process/lake"))

        assert ["facts", "members", "numbers", "by-domain", "initiatives", "themes"] == ids[:6]
        assert ["bodies", "meetings", "overlaps", "conflicts"] == [
            one for one in ids[6:] if one in {"bodies", "meetings", "overlaps", "conflicts"}
        ]

    def test_foundings_that_contradict_each_other_are_both_there(self, lake: str) -> None:
        """Marked, and none is chosen."""
        assert re.search(
            r"Founded 1999: first conference \d+ sources disagree by 2001 \d+ sources disagree", lake
        )

    def test_what_it_is_is_said_in_the_words_of_the_sources(self, lake: str) -> None:
        """Type, status, region, secretariat, and the chair as of a year."""
        for words in (
            "Type dialogue",
            "Status active",
            "Region Lakeside",
            "Secretariat an office of its own",
        ):
            assert words in lake
        assert "Chair Philippines (as of 2024)" in lake

    def test_claimed_numbers_stand_side_by_side(self, lake: str) -> None:
        """A number and a phrase, each with its document, and neither is a count of this graph."""
        assert re.search(r"3 members \d+ .* some twenty states \d+ before 2020", lake)
        assert "not counts of members in this graph" in lake

    def test_members_stand_by_role_with_what_sources_say_of_the_time(self, lake: str) -> None:
        """A date of joining only where one is stated; what is listed in 2024 did not join in 2024."""
        assert "Member: 2 countries and territories" in lake
        assert re.search(r"Bangladesh \d+ no date on record 2024", lake)
        assert re.search(
            r"Philippines \d+ listed as “The Philippines” 2005 2018 or later also 2009; 2011-2013", lake
        )
        assert re.search(r"Observer: 1 country or territory Italy \d+", lake)

    def test_meetings_are_the_newest_first(self, lake: str) -> None:
        """Those of its organs included."""
        assert lake.index("Second Lake Conference") < lake.index("First Lake Conference")
        assert "1 to 2 May 1999" in lake
        assert "Manila, Philippines" in lake

    def test_themes_name_the_domain_and_how_sure_the_editors_are(
        self, client: FlaskClient, lake: str
    ) -> None:
        """The marker says that it is a judgement."""
        assert "4 Labour migration management (medium certainty)" in lake
        assert "/assertion/theme_domains/fees/escap-2017/4" in read(client, "/doc/process/lake").markers

    def test_each_side_of_a_disagreement_has_its_source(self, lake: str) -> None:
        """What it says in words, the document, and the place in it."""
        assert "The year of the founding" in lake
        assert "Lake Dialogue: founded 1999; first conference." in lake
        assert "Lake Dialogue: founded by 2001." in lake
        assert "part 99" in lake

    def test_every_fact_has_a_marker(self, client: FlaskClient) -> None:
        """On the new pages, too."""
        for path in (
            "process/lake",
            "country/phl",
            "country/bgd",
            "body/lake-group",
            "meeting/lake/first",
            "theme/fees",
            "conflict/lake/founding",
            "mode/guideline",
            "domain/escap-2017/4",
            "initiative/lake/manual",
            "profile/mgi/phl",
            "membership/lake/phl/member",
            "establishment/lake/2001",
        ):
            page = read(client, f"/doc/{path}")
            assert page.bare_facts == 0, path
            assert len(page.ids) == len(set(page.ids)), path


class TestOthers:
    """Pages of what a process joins."""

    def test_a_country_shows_its_roles_and_times(self, client: FlaskClient) -> None:
        """Process, role, since when, and as of when a source lists it."""
        words = plain(read(client, "/doc/country/phl"))

        assert re.search(r"Lake Dialogue member \d+ 2005 2018 or later also 2009; 2011-2013", words)
        assert re.search(r"Lake Working Group \d+ co-chair", words)
        assert re.search(r"Profile of the Philippines \d+ no scope on record 2018 no date on record", words)
        assert re.search(r"First Lake Conference held there \d+ Manila", words)

    def test_names_say_their_language_and_direction(self, client: FlaskClient) -> None:
        """For those who read them and for those who hear them."""
        page = _html(client, "/doc/country/phl")

        assert '<span lang="ar" dir="rtl">الفلبين</span>' in page
        assert '<span lang="es">Filipinas</span>' in page
        assert "Name in Arabic" in page

    def test_a_meeting_shows_the_dates_of_all_sources(self, client: FlaskClient) -> None:
        """And who took part in which capacity."""
        words = plain(read(client, "/doc/meeting/lake/first"))

        assert re.search(r"1 to 2 May 1999 \d+ June 1999 \d+", words)
        assert re.search(r"Participants: 1 Bangladesh \d+ Observers: 1 Italy \d+", words)
        assert "When it was held" in words

    def test_a_domain_keeps_the_silence_of_its_source_beside_the_judgement_of_the_editors(
        self, client: FlaskClient
    ) -> None:
        """Domain 4: the presentation states no initiative; another process has one, as the editors judge."""
        words = plain(read(client, "/doc/domain/escap-2017/4"))

        silence = words.index("Initiatives that serve it not stated in the source")
        judged = words.index("Their domain is the judgement of the editors")
        assert silence < judged < words.index("Manual for recruiters")
        assert "under the Lake Dialogue · medium certainty" in words
        assert re.search(r"Recruitment fees \d+e medium certainty", words)

    def test_a_wide_mode_shows_the_initiatives_of_narrower_ones(self, client: FlaskClient) -> None:
        """With the mode of each."""
        words = plain(read(client, "/doc/mode/guideline"))

        assert re.search(
            r"Manual for recruiters [\de ]+ Lake manual · under the Lake Dialogue · domain judged by the ed",
            words,
        )

    def test_a_conflict_has_a_page(self, client: FlaskClient) -> None:
        """Named after what it is about and what it is on."""
        page = _html(client, "/doc/conflict/lake/founding")

        assert "<h1>Lake Dialogue: the year of the founding</h1>" in page
        assert "None of them is averaged, chosen or dropped." in page

    def test_evidence_tells_of_the_disagreement_and_of_the_certainty(self, client: FlaskClient) -> None:
        """Whoever opens a marker sees both."""
        disputed = read(client, "/assertion/establishments/lake/1999?fragment=1")
        judged = plain(read(client, "/assertion/initiative_domains/lake/manual?fragment=1"))

        assert "/doc/conflict/lake/founding" in disputed.links
        assert "Certainty medium, in the judgement of the editors" in judged

    @pytest.mark.parametrize(
        ("thing", "name"),
        [
            ("membership/lake/bgd/member", "Bangladesh in the Lake Dialogue (member)"),
            ("body-membership/lake-group/phl", "Philippines in the Lake Working Group (co-chair)"),
            ("establishment/lake/2001", "Lake Dialogue: founding, by 2001"),
            ("chair/lake/2024", "Lake Dialogue: chair, Philippines"),
            ("count/lake/b", "Lake Dialogue: some twenty states"),
            ("conflict/lake/first", "First Lake Conference: when it was held"),
            ("date-claim/lake/first/b", "First Lake Conference: 1999-06-01"),
        ],
    )
    def test_what_has_no_name_is_named_after_its_parts(
        self, client: FlaskClient, thing: str, name: str
    ) -> None:
        """A page has a title that says what it is."""
        assert f"<h1>{name}</h1>" in _html(client, f"/doc/{thing}")

    @pytest.mark.parametrize(
        ("assertion", "sentence"),
        [
            ("memberships/lake/bgd/member", "Bangladesh, Lake Dialogue: member; listed as of 2024."),
            (
                "memberships/lake/phl/member",
                (
                    "Philippines, Lake Dialogue: member; listed under the name “The Philippines”; "
                    "since 2005; listed as of 2018 or later."
                ),
            ),
            ("counts/lake/b", "Lake Dialogue: “some twenty” states (as of before 2020)."),
            ("chairs/lake/2024", "Lake Dialogue: in the chair Philippines, as of 2024."),
            ("date_claims/lake/first/b", "First Lake Conference: June 1999."),
            (
                "conflicts/lake/founding",
                "Lake Dialogue on Migration: sources disagree on the year of the founding (2 sides).",
            ),
        ],
    )
    def test_an_assertion_is_said_in_words(self, client: FlaskClient, assertion: str, sentence: str) -> None:
        """A sentence, not a list of triples."""
        assert sentence in plain(read(client, f"/assertion/{assertion}?fragment=1"))


class TestListings:
    """All processes, all disagreements, and the matrix of processes."""

    def test_processes_stand_side_by_side(self, client: FlaskClient) -> None:
        """Region, type, all founding dates, how many countries are listed, status."""
        words = plain(read(client, "/processes"))

        assert re.search(
            r"Lake Dialogue \d+ Lake Dialogue on Migration Lakeside(?: \d+)? dialogue \d+ "
            r"1999 \d+ by 2001 \d+ sources disagree member: 2 observer: 1 active \d+",
            words,
        )
        assert "no list on record" in words

    def test_disagreements_are_listed_with_all_sides(self, client: FlaskClient) -> None:
        """By the kind of thing that they are about."""
        page = read(client, "/conflicts")

        assert {"/doc/conflict/lake/founding", "/doc/conflict/lake/first"} <= set(page.links)
        assert "First Lake Conference: June 1999." in plain(page)

    def test_initiatives_can_be_narrowed_to_a_process(self, client: FlaskClient) -> None:
        """Those that nobody places in a domain included, and said to be."""
        page = read(client, "/initiatives?process=lake")

        listed = [href for href in page.links if href.startswith("/doc/initiative/")]
        assert ["/doc/initiative/lake/fund", "/doc/initiative/lake/manual"] == listed
        assert "Placed in no domain, by a source or the editors" in plain(page)

    def test_a_wide_mode_is_a_choice_that_holds_the_narrower_ones(self, client: FlaskClient) -> None:
        """As in the matrix, where initiatives stand under the widest mode."""
        link = "/initiatives?domain=escap-2017/4&mode=guideline"

        assert "/doc/initiative/lake/manual" in read(client, link).links
        assert "/doc/initiative/lake/manual" in read(client, "/matrix").links

    def test_the_matrix_of_processes_leads_to_their_initiatives(self, client: FlaskClient) -> None:
        """A number with its list; where the sources of a process name nothing, that is said."""
        page = read(client, "/matrix/processes")

        assert "/initiatives?domain=escap-2017/4&process=lake" in page.links
        assert "/query/furthering-themes?process=lake&domain=escap-2017/4" in page.links
        assert "1 initiative , recorded 1 theme not stated in the source" in plain(page)

    def test_home_counts_what_is_on_record(self, client: FlaskClient) -> None:
        """And leads to it."""
        words = plain(read(client, "/"))

        assert "Processes 2" in words
        assert re.search(r"Where sources disagree \d+", words)
        assert re.search(r"Meetings 3\b", words)
        assert re.search(r"Labour migration management not stated in the source \d+ 1 initiative", words)


def _html(client: FlaskClient, path: str) -> str:
    return client.get(path, headers=BROWSER).text


@pytest.mark.parametrize(
    "name", sorted(query.name for query in catalogue().in_folder("browse") if not query.params)
)
def test_every_query_about_all_things_gives_rows(lake_store: EmbeddedStore, name: str) -> None:
    """There is something to find for each of them; the others are asked by the pages above."""
    assert lake_store.select(catalogue().named(name).text).rows


@pytest.mark.parametrize(
    ("begins", "ends", "precision", "printed", "expected"),
    [
        ("2018-01-01", None, "open", "2018 or later", "2018 or later"),
        ("2018-01-01", None, "open", None, "from 2018 on"),
        (None, "2011-03-31", "open", None, "by 31 March 2011"),
        (None, None, "unbounded", "about 2001", "about 2001"),
        (None, None, "unbounded", None, ""),
        ("2013-01-01", "2018-12-31", "interval", "2013-2018", "2013 to 2018"),
        ("2015-10-01", "2016-02-29", "interval", None, "October 2015 to February 2016"),
        ("2019-01-01", "2019-12-31", "year", "2019 (draft)", "2019 (draft)"),
        ("2017-02-03", "2017-02-03", "day", "3 February, 2017", "3 February 2017"),
        ("2005-01-01", None, "year", None, "2005"),
        ("2013-04-01", None, "interval", None, "1 April 2013"),
    ],
)
def test_a_phrase_stands_for_itself(
    begins: str | None, ends: str | None, precision: str, printed: str | None, expected: str
) -> None:
    """No day is made of words that name none, and an interval of years stays one of years."""
    assert expected == in_words(begins, ends, precision, printed)


def test_a_page_is_read_as_such(client: FlaskClient) -> None:
    """Nothing runs or styles inline."""
    assert [] == Page(_html(client, "/doc/process/lake")).inline
