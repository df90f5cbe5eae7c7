"""Finding things by name: what is found, in which order, and what the page says about it."""

from __future__ import annotations

import html
import random
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from kg.folding import fold
from kg.hits import Grade, Name
from kg.search import LONGEST_ASKED, SearchIndex
from webapp.kinds import KINDS, SOUGHT, SUGGESTED, TERM
from webapp.pages.matches import marked

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from webapp.knowledge import Knowledge

BROWSER = {"Accept": "text/html"}
SCRIPTS = (
    "abcdefghijklmnopqrstuvwxyz",
    "ÀÉîøßİıłŠ",
    "أإآٱىةـَّ",
    "ёйЁ",
    "孟加拉国の",
    "'’-–\"*^()%\x00\ud800",
    " \t\n",
    "09½²",
)


@pytest.fixture(name="client")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.fixture(name="whole_client")
def _whole_client(whole_site: Flask) -> FlaskClient:
    return whole_site.test_client()


def index_of(*texts: str) -> SearchIndex:
    """Index names, each of a thing of its own that is called so."""
    return SearchIndex(Name(text, "thing", text) for text in texts)


def found_by(index: SearchIndex, asked: str) -> list[str]:
    """Return the things found, the best first."""
    return [hit.thing for hit in index.search(asked).hits]


def read(client: FlaskClient, **asked: str) -> str:
    """Return the page of a search, without tags and runs of blanks."""
    answer = client.get("/search", query_string=asked, headers=BROWSER)
    assert answer.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", answer.text)).split())


def hits_in(client: FlaskClient, **asked: str) -> dict[str, dict[str, Any]]:
    """Return the hits that are given to programs, by the address of the thing."""
    groups = client.get("/search.json", query_string=asked).json["groups"]  # type: ignore[index]
    return {hit["href"]: hit for group in groups for hit in group["hits"]}


class TestFolding:
    """What counts as the same."""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Türkiye", "TURKIYE"),
            ("Task-force  on", "task force on"),
            ("Côte d’Ivoire", "cote d'ivoire"),
            ("migrants’ rights", "Migrant's rights"),
            ("İstanbul ılık", "istanbul ilik"),
            ("Ёлка", "елка"),
            ("الإمارات", "الامارات"),
            ("بَنْغلاديش", "بنغلاديش"),
            ("العربية", "العربيه"),
            ("سرى", "سري"),
            ("Straße", "STRASSE"),
            ("Söderköping", "So\u0308derko\u0308ping"),
        ],
    )
    def test_people_write_one_for_the_other(self, one: str, other: str) -> None:
        """Accents, case, dashes, apostrophes, and the letters of a script that stand for one another."""
        assert fold(one) == fold(other)

    def test_the_arabic_article_stays(self) -> None:
        """It is a part of the name: whoever leaves it out asks for the inside of a word."""
        assert fold("السودان") != fold("سودان")
        assert ["السودان"] == found_by(index_of("السودان"), "سودان")

    def test_folding_twice_changes_nothing(self) -> None:
        """Whatever the text is, and so what was asked can be folded as the names were."""
        dice = random.Random(4)  # noqa: S311  (no secret)
        for _ in range(500):
            text = "".join(dice.choice(dice.choice(SCRIPTS)) for _ in range(dice.randint(0, 40)))

            assert fold(text) == fold(fold(text)), repr(text)

    def test_every_character_there_is_folds_to_something_stable(self) -> None:
        """Also those that Unicode takes apart into several."""
        # From Latin to Thai, and the forms for presentation, which all stand for something else.
        letters = (
            chr(code) for code in (*range(0x0F00), *range(0xF900, 0xFFFF)) if unicodedata.name(chr(code), "")
        )

        assert [] == [letter for letter in letters if fold(letter) != fold(fold(letter))]


class TestOrder:
    """What comes first."""

    def test_the_closest_match_comes_first(self) -> None:
        """A name, a code, the beginning of a name, of a word, words apart, the inside of a word."""
        index = SearchIndex(
            [
                Name("inside", "thing", "Nonmigration"),
                Name("apart", "thing", "Migration and data"),
                Name("word", "thing", "On migration data"),
                Name("beginning", "thing", "Migration data hub"),
                Name("code", "thing", "Migration data", is_code=True),
                Name("name", "thing", "Migration data"),
            ]
        )

        assert ["name", "code", "beginning", "word", "apart"] == found_by(index, "migration data")
        assert ["apart", "beginning", "code", "name", "word", "inside"] == found_by(index, "migrat")

    def test_equals_keep_the_order_in_which_they_were_given(self) -> None:
        """Which is by kind and then by the alphabet."""
        assert ["Bali b", "Bali a"] == found_by(index_of("Bali b", "Bali a"), "bali")

    def test_a_thing_is_found_once_by_its_best_name(self) -> None:
        """The name shown is given first, and is the better one of two that match alike."""
        index = SearchIndex(
            [Name("x", "thing", "Burma road"), Name("x", "thing", "Burma"), Name("x", "thing", "burma")]
        )
        (hit,) = index.search("burma").hits

        assert (Grade.NAME, "Burma") == (hit.grade, hit.name.text)

    def test_statements_come_last_and_are_not_suggested(self) -> None:
        """All kinds have a place, and a membership is found only where the things themselves are shown."""
        assert {*KINDS, TERM.segment} == set(SOUGHT)
        assert SOUGHT[: len(SUGGESTED)] == SUGGESTED
        assert "membership" not in SUGGESTED


class TestSpelling:
    """What is found although it is not written so."""

    @pytest.mark.parametrize(
        "asked", ["Philipines", "Phillipines", "Phiilppines", "phillippines", "hpilippinse"]
    )
    def test_two_letters_may_be_off(self, asked: str) -> None:
        """Wrong, missing, too many or swapped."""
        assert ["Philippines"] == found_by(index_of("Philippines"), asked)

    def test_three_letters_may_not(self) -> None:
        """Then the nearest name is offered, and nothing is found."""
        answer = index_of("Philippines").search("Phyllipinez")

        assert () == answer.hits
        assert ["Philippines"] == [name.text for name in answer.nearest]

    def test_a_short_word_may_have_one_letter_off(self) -> None:
        """Of five letters; two would make it another word."""
        assert ["Nepal"] == found_by(index_of("Nepal"), "Nepla")
        assert [] == found_by(index_of("Nepal"), "Nelap")

    def test_the_shortest_words_and_numbers_are_as_they_are(self) -> None:
        """Two letters are soon another word, and 2016 is not 2018."""
        assert [] == found_by(index_of("Au pair"), "eu")
        assert [] == found_by(index_of("Review 2018"), "2016")

    def test_a_word_that_some_name_has_is_not_mistyped(self) -> None:
        """Whoever asks for Iran does not mean Iraq."""
        assert ["Iran"] == found_by(index_of("Iran", "Iraq"), "iran")

    def test_an_acronym_is_mistyped_only_where_nothing_else_is(self) -> None:
        """In the first pass it is left out."""
        assert ["UNHCR"] == found_by(index_of("UNHCR"), "unhrc")
        assert ["Unhurt"] == found_by(index_of("UNHCR", "Unhurt"), "unhurc")

    def test_each_word_of_several_may_be_mistyped(self) -> None:
        """And one that is right in itself, if no name has them all."""
        index = index_of("Bali Process", "Colombo Process", "Bail bonds")

        assert ["Colombo Process"] == found_by(index, "Colmbo proces")
        assert ["Bali Process"] == found_by(index, "bail process")

    def test_what_is_unfinished_may_be_mistyped(self) -> None:
        """A suggestion does not wait for the end of the word."""
        (hit,) = index_of("Philippines", "Bali").suggest("Phillip")

        assert ("Philippines", 1) == (hit.thing, hit.letters)

    def test_written_together_or_apart(self) -> None:
        """A dash or an apostrophe may be left out altogether."""
        assert ["Task-force"] == found_by(index_of("Task-force"), "taskforce")
        assert ["Côte d’Ivoire"] == found_by(index_of("Côte d’Ivoire"), "cote divoire")

    def test_chinese_is_found_from_the_middle(self) -> None:
        """There are no breaks between words; characters that stand apart in the name are no match."""
        assert ["孟加拉国"] == found_by(index_of("孟加拉国"), "加拉")
        assert [] == found_by(index_of("孟加拉国"), "孟国")


def test_a_search_never_fails(site: Flask) -> None:
    """Whatever is asked, of any script, with signs that mean something to the full-text table."""
    knowledge: Knowledge = site.extensions["regcoop"]
    finder = knowledge.finder
    dice = random.Random(4)  # noqa: S311  (no secret)
    words = ["AND", "NOT", "NEAR(", "bali", "process", "migr", '"', "^", "*", "孟加"]
    for _ in range(200):
        noise = "".join(dice.choice(dice.choice(SCRIPTS)) for _ in range(dice.randint(0, 12)))
        asked = " ".join((*dice.sample(words, dice.randint(0, 3)), noise))

        assert len(finder.suggest(asked)) <= 8
        assert all(hit.name.text for hit in finder.search(asked).hits)


def test_what_matched_is_marked() -> None:
    """The beginning of a word, with the accents that were not written, and the whole of a phrase."""
    assert [("Türk", True), ("iye", False)] == _parts("Türkiye", "turk")
    assert [("Bangla", False), ("desh", True)] == _parts("Bangladesh", "desh")
    assert [("Côte d’Iv", True), ("oire", False)] == _parts("Côte d’Ivoire", "cote d iv")
    assert [("孟", False), ("加拉", True), ("国", False)] == _parts("孟加拉国", "加 拉")


def _parts(text: str, *pieces: str) -> list[tuple[str, bool]]:
    return [(part.text, part.is_match) for part in marked(text, pieces)]


class TestReasons:
    """Each hit says why it is one."""

    @pytest.mark.parametrize(
        ("asked", "path", "why"),
        [
            ("bangladesh", "/doc/country/bgd", None),
            ("BGD", "/doc/country/bgd", "Found by its code: BGD"),
            ("bangladsh", "/doc/country/bgd", "Found as “Bangladesh”, one letter off"),
            ("turkey", "/doc/country/tur", "Found by its other name: Turkey"),
            ("iom", "/doc/organization/iom", "Found by its acronym: IOM"),
            ("1310", "/doc/resolution/iom-council/1310", "Found by its number: 1310"),
            ("RCP", "/doc/process-type/regional-consultative-process", "Found by its other name: RCP"),
            ("MLO", "/doc/initiative/regional-curriculum-mlos", None),
            ("serves domain", "/ontology#servesDomain", None),
        ],
    )
    def test_in_the_small_graph(self, client: FlaskClient, asked: str, path: str, why: str | None) -> None:
        """None where the name shown has what was asked."""
        assert why == hits_in(client, q=asked)[path]["why"]

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("asked", "path", "why"),
        [
            ("Phillipines", "/doc/country/phl", "Found as “Philippines”, two letters off"),
            ("cote d'ivoire", "/doc/country/civ", None),
            ("RSO", "/doc/body/rso", "Found by its acronym: RSO"),
            ("بنغلاديش", "/doc/country/bgd", "Found by its Arabic name: بنغلاديش"),
            ("Bangladesch", "/doc/country/bgd", "Found as “Bangladesh”, one letter off"),
            ("孟加拉国", "/doc/country/bgd", "Found by its Chinese name: 孟加拉国"),
            ("Индия", "/doc/country/ind", "Found by its Russian name: Индия"),
            (
                "Colmbo proces",
                "/doc/process/colombo-process",
                "Found by its short name, one letter off: Colombo Process",
            ),
            ("UNHRC", "/doc/organization/unhcr", "Found by its acronym, one letter off: UNHCR"),
            ("MGI", "/doc/framework/mgi-2016", "Found by its short name: MGI 2016"),
        ],
    )
    def test_in_the_published_graph(
        self, whole_client: FlaskClient, asked: str, path: str, why: str | None
    ) -> None:
        """What people were seen to write."""
        assert why == hits_in(whole_client, q=asked)[path]["why"]


class TestPage:
    """The page of a search."""

    def test_a_spelling_that_was_tried_is_said(self, client: FlaskClient) -> None:
        """Nobody takes the results for names that have what was written."""
        page = read(client, q="Bangladesch")

        assert "No name has “Bangladesch”; shown are names one letter off." in page

    def test_each_count_opens_its_group(self, client: FlaskClient) -> None:
        """The group has as many as its heading said, over all its pages."""
        answer = client.get("/search.json", query_string={"q": "migration"}).json
        assert answer is not None
        for group in answer["groups"]:
            alone = client.get(group["href"].replace("/search?", "/search.json?")).json
            assert alone is not None

            assert [group["count"]] == [only["count"] for only in alone["groups"]]
            assert group["count"] == alone["count"]

    def test_the_groups_are_all_that_was_found(self, client: FlaskClient) -> None:
        """Counts of groups add up to the count of the page."""
        answer = client.get("/search.json", query_string={"q": "migration"}).json
        assert answer is not None

        assert answer["count"] == sum(group["count"] for group in answer["groups"]) > 0

    def test_programs_get_the_hits_of_the_page(self, client: FlaskClient) -> None:
        """The same things in the same order."""
        page = client.get("/search", query_string={"q": "migration"}, headers=BROWSER).text

        assert re.findall(r'class="hit-title"><a href="([^"]*)"', page) == list(
            hits_in(client, q="migration")
        )

    def test_what_matched_is_shown_as_such_and_escaped(self, site: Flask) -> None:
        """The marks are the only markup of a name."""
        page = site.test_client().get("/search?q=rights", headers=BROWSER).text

        assert "<mark>rights</mark>" in page
        assert "Migrants <mark>" in page

    @pytest.mark.slow
    def test_a_kind_has_pages_of_fifty(self, whole_client: FlaskClient) -> None:
        """They hold everything once."""
        first, second = (
            hits_in(whole_client, q="migration", **{"class": "document", "page": page}) for page in "12"
        )

        assert 50 == len(first)
        assert second
        assert not first.keys() & second.keys()

    @pytest.mark.parametrize("page", ["0", "-1", "x", "99999999", "9" * 10_000, "²"])
    def test_a_page_that_there_is_not_is_said(self, client: FlaskClient, page: str) -> None:
        """And the nearest one is shown."""
        text = read(client, q="migration", **{"class": "domain", "page": page})

        assert "There is no page" in text
        assert "this is page 1." in text
        assert len(text) < 10_000

    def test_a_long_text_is_looked_at_in_part(self, client: FlaskClient) -> None:
        """And that is said."""
        page = read(client, q="bangladesh " * 1_000)

        assert f"Only the first {LONGEST_ASKED} characters were looked at." in page

    def test_nothing_asked_tells_what_can_be_found(self, client: FlaskClient) -> None:
        """The page is a help, not an empty list."""
        assert "What is found" in read(client, q=" ")

    def test_nothing_found_leads_on(self, client: FlaskClient) -> None:
        """To names like it, to domains and lists, and to the editor with a query for the texts of facts."""
        answer = client.get("/search", query_string={"q": 'xyzzy "bangladhshl'}, headers=BROWSER).text
        (editor,) = re.findall(r'href="(/sparql\?query=[^"]*)"', answer)
        shown = client.get(html.unescape(editor), headers=BROWSER)

        assert "Nothing found" in answer
        assert 'href="/doc/country/bgd"' in answer
        assert 'href="/doc/domain/escap-2017/2"' in answer
        assert 'href="/countries"' in answer
        assert 200 == shown.status_code
        assert "CONTAINS(LCASE(STR(?text)), LCASE(" in html.unescape(shown.text)

    @pytest.mark.slow
    def test_no_page_is_heavy(self, whole_client: FlaskClient) -> None:
        """Also not that of a letter which is in every name, and of many kinds at once."""
        for asked in ({"q": "a"}, {"q": "a", "class": ["document", "membership", "meeting", "term"]}):
            assert len(whole_client.get("/search", query_string=asked, headers=BROWSER).data) < 100_000


class TestSuggestions:
    """Names while one is written."""

    def test_a_suggestion_has_what_a_list_shows(self, client: FlaskClient) -> None:
        """Name, kind, address, key, the reason, and what matched."""
        answer = client.get("/search/suggest?q=turk").json

        assert answer == {
            "query": "turk",
            "suggestions": [
                {
                    "name": "Türkiye",
                    "kind": "Country",
                    "href": "/doc/country/tur",
                    "iri": "https://w3id.org/regcoop/id/country/tur",
                    "key": "tur",
                    "why": None,
                    "language": None,
                    "matched": [["Türk", True], ["iye", False]],
                }
            ],
        }

    def test_there_are_eight_at_most(self, client: FlaskClient) -> None:
        """Things, each once."""
        found = [hit["iri"] for hit in _suggested(client, q="mi")]

        assert 8 == len(found) == len(set(found))

    @pytest.mark.parametrize(("kind", "expected"), [("country", True), ("nope", False)])
    def test_a_field_may_keep_to_a_kind(self, client: FlaskClient, kind: str, *, expected: bool) -> None:
        """Nothing of a kind that there is not."""
        found = _suggested(client, q="ba", **{"class": kind})

        assert expected == bool(found)
        assert all(hit["kind"] == "Country" for hit in found)

    @pytest.mark.parametrize("asked", ["", " ", "\x00", "'\"", "x" * 10_000])
    def test_nothing_is_an_answer(self, client: FlaskClient, asked: str) -> None:
        """Never an error."""
        assert [] == _suggested(client, q=asked)

    def test_a_browser_may_keep_them(self, client: FlaskClient) -> None:
        """For some minutes, and ask again with their validator."""
        answer = client.get("/search/suggest?q=turk")
        again = client.get("/search/suggest?q=turk", headers={"If-None-Match": answer.headers["ETag"]})

        assert answer.cache_control.public
        assert answer.cache_control.max_age
        assert 304 == again.status_code

    def test_the_best_search_result_is_suggested(self, client: FlaskClient) -> None:
        """Whoever chooses a suggestion gets what Enter would have shown first."""
        for asked in ("bangladesh", "bali process", "migrants rights", "bangladsh", "iom"):
            assert next(iter(hits_in(client, q=asked))) in {
                hit["href"] for hit in _suggested(client, q=asked)
            }


def _suggested(client: FlaskClient, **asked: str) -> list[dict[str, Any]]:
    answer = client.get("/search/suggest", query_string=asked)
    assert 200 == answer.status_code
    suggestions: list[dict[str, Any]] = answer.json["suggestions"]  # type: ignore[index]
    return suggestions
