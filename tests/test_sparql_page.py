"""The page of the SPARQL endpoint: an editor that needs no script."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

import pytest

from kg.catalogue import catalogue
from kg.errors import BusyError, LimitError
from kg.namespaces import BASE, PREFIXES, RC
from kg.resources import version
from kg.store.embedded import open_embedded
from webapp import create_app
from webapp.knowledge import knowledge
from webapp.pages.workbench.measures import measure_all, measures
from webapp.pages.workbench.mistakes import mistake
from webapp.pages.workbench.values import filled
from webapp.settings import Settings
from webapp.views.workbench import OWN_FIELDS

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
COUNTRIES = f"SELECT ?c WHERE {{ ?c a <{RC}Country> }} ORDER BY ?c"
ASK = f"ASK {{ ?c a <{RC}Country> }}"
CONSTRUCT = f"CONSTRUCT {{ ?c a <{RC}Country> }} WHERE {{ ?c a <{RC}Country> }}"


@pytest.fixture(name="client")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


def listed(page: str) -> list[str]:
    """Return the names of the examples on a page."""
    gallery = page.partition('<ul class="examples">')[2].partition("</ul>")[0]
    return re.findall(r'<li><a href="/sparql\?example=([\w-]+)">', gallery)


class TestPage:
    """The editor, without a script."""

    def test_a_browser_gets_an_editor_with_examples(self, client: FlaskClient) -> None:
        """Every example is a link that loads its text and runs nothing."""
        page = client.get("/sparql", headers=BROWSER).text
        loaded = client.get("/sparql?example=domain-initiatives", headers=BROWSER).text

        assert "<textarea" in page
        assert 'href="/sparql?example=domain-initiatives"' in page
        assert "rc:servesDomain" in loaded
        assert 'id="answer"' not in loaded

    def test_a_query_in_the_address_shows_its_rows(self, client: FlaskClient) -> None:
        """IRIs of ours are links on this site; downloads hold the same query."""
        page = client.get("/sparql", query_string={"query": COUNTRIES}, headers=BROWSER).text

        assert '<a href="/doc/country/bgd">country/bgd</a>' in page
        assert "format=csv" in page

    def test_a_long_answer_is_cut_and_says_so(self, client: FlaskClient) -> None:
        """The page shows as many rows as it has room for, the downloads have all."""
        asked = {"query": "SELECT * WHERE { ?s ?p ?o }"}
        page = client.get("/sparql", query_string=asked, headers=BROWSER).text

        shown = page.count('<tr><th scope="row">')

        assert 100 < shown < 5_000
        assert f"The first {shown:,} of 5,000 rows are shown here" in page
        assert 100_000 > len(page.encode())

    def test_an_error_keeps_the_query(self, client: FlaskClient) -> None:
        """The status fits, the sentence stands beside the text as it was written, by GET and by POST."""
        query = "SELECT <b>&\nWHERE {"
        got = client.get("/sparql", query_string={"query": query}, headers=BROWSER)
        posted = client.post("/sparql", data={"query": query}, headers=BROWSER)

        for answer in (got, posted):
            assert 400 == answer.status_code
            assert "SELECT &lt;b&gt;&amp;\nWHERE {</textarea>" in answer.text
            assert "cannot be read" in answer.text
            assert "Line 2, column 7" in answer.text

    def test_a_refusal_names_its_rule(self, client: FlaskClient) -> None:
        """In words, on the page."""
        asked = {"query": "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"}
        answer = client.get("/sparql", query_string=asked, headers=BROWSER)

        assert 403 == answer.status_code
        assert "no-service" in answer.text

    def test_a_refusal_keeps_the_query(self, client: FlaskClient) -> None:
        """Whoever is refused can mend the text."""
        answer = client.post("/sparql", data={"query": "DROP ALL"}, headers=BROWSER)

        assert "DROP ALL</textarea>" in answer.text
        assert "read-only" in answer.text

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            (ASK, "Yes: the graph"),
            ("ASK { <a:b> ?p ?o }", "No: the graph"),
            (CONSTRUCT, "a rc:Country"),
        ],
    )
    def test_other_forms_are_shown_too(self, client: FlaskClient, query: str, words: str) -> None:
        """A truth value in words, a graph in Turtle."""
        assert words in client.get("/sparql", query_string={"query": query}, headers=BROWSER).text

    @pytest.mark.parametrize(
        "iri",
        ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "urn:a:b", "mailto:a@b.example"],
    )
    def test_an_iri_that_is_no_address_of_the_web_is_no_link(self, client: FlaskClient, iri: str) -> None:
        """It is shown as text, for some schemes could do more than lead somewhere."""
        page = client.get(
            "/sparql", query_string={"query": f"SELECT ?x {{ VALUES ?x {{ <{iri}> }} }}"}, headers=BROWSER
        ).text

        assert f'<th scope="row">{iri}</th>' in page
        assert f'href="{iri}' not in page

    def test_an_address_of_the_web_is_a_link(self, client: FlaskClient) -> None:
        """Others' things are shown by others."""
        asked = {"query": "SELECT ?x { VALUES ?x { <http://metadata.un.org/sdg/10.7> } }"}
        page = client.get("/sparql", query_string=asked, headers=BROWSER).text

        assert '<a href="http://metadata.un.org/sdg/10.7">' in page

    def test_graphs_of_the_request_hold_for_the_page(self, client: FlaskClient) -> None:
        """A table and a truth value alike are of the graphs that the address names."""
        named = {"default-graph-uri": f"{BASE}graph/release"}
        rated = "ASK { ?rating <https://w3id.org/regcoop/ontology#level> ?level }"
        rows = client.get("/sparql", query_string={"query": COUNTRIES, **named}, headers=BROWSER).text
        verdict = client.get("/sparql", query_string={"query": rated, **named}, headers=BROWSER).text

        assert "/doc/country/bgd" not in rows
        assert "No: the graph" in verdict

    def test_a_program_that_takes_anything_gets_data(self, client: FlaskClient) -> None:
        """A page goes only to who names HTML."""
        assert (
            "application/sparql-results+json"
            == client.get("/sparql", query_string={"query": COUNTRIES}).mimetype
        )


class TestSending:
    """What is run, and how the form goes."""

    @pytest.mark.parametrize("site_of_origin", ["cross-site", "same-site"])
    def test_a_query_that_another_site_sends_waits_for_a_click(
        self, client: FlaskClient, site_of_origin: str
    ) -> None:
        """A link elsewhere shows the query; its reader runs it."""
        headers = {**BROWSER, "Sec-Fetch-Site": site_of_origin}
        page = client.get("/sparql", query_string={"query": COUNTRIES}, headers=headers).text

        assert "Not run yet" in page
        assert "ORDER BY ?c</textarea>" in page
        assert 'id="answer"' not in page

    @pytest.mark.parametrize("site_of_origin", ["same-origin", "none"])
    def test_an_address_of_ones_own_is_run(self, client: FlaskClient, site_of_origin: str) -> None:
        """From a page of this site, a bookmark or the address bar."""
        headers = {**BROWSER, "Sec-Fetch-Site": site_of_origin}
        page = client.get("/sparql", query_string={"query": COUNTRIES}, headers=headers).text

        assert "Not run yet" not in page
        assert 'id="answer"' in page

    def test_programs_of_other_sites_get_data(self, client: FlaskClient) -> None:
        """Only pages wait: scripts elsewhere may ask the endpoint."""
        headers = {"Accept": "application/sparql-results+json", "Sec-Fetch-Site": "cross-site"}
        answer = client.get("/sparql", query_string={"query": COUNTRIES}, headers=headers)

        assert answer.json
        assert 200 == answer.status_code

    def test_a_text_can_be_put_into_the_editor_without_being_run(self, client: FlaskClient) -> None:
        """For links that only load."""
        page = client.get("/sparql", query_string={"query": COUNTRIES, "run": "no"}, headers=BROWSER).text

        assert "ORDER BY ?c</textarea>" in page
        assert 'id="answer"' not in page

    def test_a_long_query_goes_by_post_and_so_do_its_downloads(self, client: FlaskClient) -> None:
        """No address holds it; the form, the downloads and the question for a row send it as a body."""
        query = "# " + "x" * 7_000 + "\n" + COUNTRIES
        page = client.post("/sparql", data={"query": query}, headers=BROWSER).text

        assert '<form id="query-form" action="/sparql#answer" method="post">' in page
        assert '<form id="asked" class="answer-asked" action="/sparql/why" method="post"' in page
        assert "/sparql?query=" not in page
        assert 'formmethod="post" name="format" value="csv"' in page
        answer = client.post("/sparql", data={"query": query, "format": "csv"}, headers=BROWSER)
        assert "text/csv" == answer.mimetype

    def test_an_answer_says_what_it_took_of_the_limits(self, client: FlaskClient) -> None:
        """Time, rows, and the release that was asked."""
        page = client.get("/sparql", query_string={"query": f"{COUNTRIES} LIMIT 3"}, headers=BROWSER).text

        assert "of the 10 s that a query may take and gave 3 rows of at most 1,000,000." in page
        assert f"It is of release {version()}." in page


class TestExamples:
    """The gallery of stored queries."""

    def test_the_questions_of_researchers_come_first(self, client: FlaskClient) -> None:
        """At least forty, each with the competency questions that it answers."""
        page = client.get("/sparql", headers=BROWSER).text
        names = listed(page)

        assert [q.name for q in catalogue().in_folder("explore")] == names
        assert len(names) >= 40
        assert '<a href="/sparql?examples=CQ-01#examples">CQ-01</a>' in page

    def test_every_folder_but_the_checks_can_be_shown(self, client: FlaskClient) -> None:
        """A check finds nothing, so it is no example."""
        page = client.get("/sparql", headers=BROWSER).text
        folders = re.findall(r'<a href="/sparql\?folder=([\w-]+)#examples"', page)

        assert ["explore", "browse", "listing", "export"] == folders
        for folder in folders:
            shown = client.get("/sparql", query_string={"folder": folder}, headers=BROWSER).text
            assert [q.name for q in catalogue().in_folder(folder)] == listed(shown)

    def test_examples_are_found_by_all_their_words(self, client: FlaskClient) -> None:
        """In the question, the name, the columns or the number of a competency question."""
        found = client.get("/sparql", query_string={"examples": "cq-01 DOMAIN"}, headers=BROWSER).text
        none = client.get("/sparql", query_string={"examples": "<xyzzy>"}, headers=BROWSER).text

        assert "/sparql?example=domain-initiatives" in found
        assert "/sparql?example=chairs" not in found
        count = len(catalogue()) - len(catalogue().in_folder("checks"))
        assert f"0 of {count} examples hold “&lt;xyzzy&gt;”" in none

    @pytest.mark.parametrize(
        "asked",
        [
            {},
            {"folder": "browse"},
            {"examples": "the"},
            {"examples": "a " * 5_000},
            {"folder": "<script>"},
            {"query": "DESCRIBE <https://w3id.org/regcoop/id/domain/escap-2017/2>"},
            {"query": "CONSTRUCT WHERE { ?s ?p ?o }"},
        ],
    )
    def test_the_page_stays_under_its_limit(self, client: FlaskClient, asked: dict[str, str]) -> None:
        """100 KB, whatever is looked for."""
        answer = client.get("/sparql", query_string=asked, headers=BROWSER)

        assert 200 == answer.status_code
        assert len(answer.data) <= 100_000

    def test_an_unknown_example_is_not_found(self, client: FlaskClient) -> None:
        """With the nearest names; beside a query of one's own it is of no account."""
        alone = client.get("/sparql?example=chair", headers=BROWSER)
        beside = client.get("/sparql", query_string={"example": "x", "query": COUNTRIES}, headers=BROWSER)

        assert 404 == alone.status_code
        assert "chairs" in alone.text
        assert 200 == beside.status_code

    def test_an_example_that_was_run_says_its_rows_and_time(self, graph_file: Path) -> None:
        """As measured on this server with this graph; before that nothing is said."""
        client = create_app(Settings(open_embedded(graph_file))).test_client()
        before = client.get("/sparql", headers=BROWSER).text
        text = catalogue().named("domain-initiatives").text
        client.get("/sparql", query_string={"query": text, "example": "domain-initiatives"}, headers=BROWSER)
        after = client.get("/sparql", headers=BROWSER).text

        assert "on this server" not in before
        assert re.search(r"<code>domain-initiatives</code>.* · 2 rows, .*ms</span>", after)
        assert 1 == after.count("on this server")
        assert re.search(
            r"domain-initiatives</code>.* · 2 rows, ", client.get("/queries", headers=BROWSER).text
        )

    def test_another_text_under_the_name_of_an_example_measures_nothing(self, graph_file: Path) -> None:
        """What is shown is of the example as it stands in its file."""
        client = create_app(Settings(open_embedded(graph_file))).test_client()
        asked = {"query": COUNTRIES, "example": "domain-initiatives"}
        client.get("/sparql", query_string=asked, headers=BROWSER)

        assert "on this server" not in client.get("/sparql", headers=BROWSER).text

    def test_all_examples_are_measured_in_the_background(self, graph_file: Path) -> None:
        """Each SELECT once, with the rows that its file gives."""
        app = create_app(Settings(open_embedded(graph_file)))
        with app.app_context():
            measure_all(knowledge(), pause=0)
            taken = measures(knowledge())
            counts = {q.name: found.rows for q in catalogue() if (found := taken.of(q.name))}
            expected = {q.name: len(knowledge().store.select(q.text).rows) for q in catalogue()}

        assert expected == counts


class TestValues:
    """The parameters of an example as a form."""

    def test_an_example_has_its_values_in_fields(self, client: FlaskClient) -> None:
        """A list with the names of the things, the one of the file chosen."""
        page = client.get("/sparql?example=domain-initiatives", headers=BROWSER).text

        assert "<legend>Values</legend>" in page
        assert re.search(r'<option value="escap-2017/2" selected>', page)
        assert '<button class="plain" type="submit" name="fill" value="1">' in page

    def test_values_go_into_the_lines_of_the_text_as_it_is(self, client: FlaskClient) -> None:
        """What the reader changed beside them stays, and the answer is of the new values."""
        text = catalogue().named("domain-initiatives").text + "LIMIT 1\n"
        asked = {"query": text, "example": "domain-initiatives", "domain": "escap-2017/3", "fill": "1"}
        for page in (
            client.get("/sparql", query_string=asked, headers=BROWSER).text,
            client.post("/sparql", data=asked, headers=BROWSER).text,
        ):
            assert "VALUES ?domain { &lt;https://w3id.org/regcoop/id/domain/escap-2017/3&gt; }" in page
            assert "LIMIT 1\n</textarea>" in page
            assert '<option value="escap-2017/3" selected>' in page
            assert "gave 1 row of" in page

    def test_without_being_asked_for_values_stay_out_of_the_text(self, client: FlaskClient) -> None:
        """The button to run the query runs it as it is written."""
        text = catalogue().named("domain-initiatives").text
        asked = {"query": text, "example": "domain-initiatives", "domain": "escap-2017/3"}
        page = client.get("/sparql", query_string=asked, headers=BROWSER).text

        assert "id/domain/escap-2017/2&gt; }" in page

    def test_a_link_to_an_example_may_name_its_values(self, client: FlaskClient) -> None:
        """They are loaded, and nothing is run."""
        page = client.get("/sparql?example=domain-initiatives&domain=escap-2017/3", headers=BROWSER).text

        assert "id/domain/escap-2017/3&gt; }" in page
        assert 'id="answer"' not in page

    @pytest.mark.parametrize(
        ("value", "words"),
        [
            ("<script>", "takes a key of the class &#39;domain&#39;"),
            ("x" * 10_000, "takes an IRI of at most 300 characters"),
            ("", "is missing"),
        ],
    )
    def test_a_value_that_does_not_fit_is_told_beside_the_query(
        self, client: FlaskClient, value: str, words: str
    ) -> None:
        """400, and the text is kept."""
        text = catalogue().named("domain-initiatives").text
        asked = {"query": text, "example": "domain-initiatives", "domain": value, "fill": "1"}
        answer = client.post("/sparql", data=asked, headers=BROWSER)

        assert 400 == answer.status_code
        assert words in answer.text
        assert "A value does not fit" in answer.text
        assert "id/domain/escap-2017/2&gt; }" in answer.text

    def test_a_value_without_a_line_is_told(self, client: FlaskClient) -> None:
        """The reader took the line away: there is no place for the value."""
        asked = {"query": COUNTRIES, "example": "domain-initiatives", "domain": "escap-2017/3", "fill": "1"}
        answer = client.get("/sparql", query_string=asked, headers=BROWSER)

        assert 400 == answer.status_code
        assert "no line VALUES ?domain { … } any more" in answer.text

    def test_without_a_line_there_is_no_field(self, client: FlaskClient) -> None:
        """The form offers no value that would have no place in the text."""
        asked = {"query": COUNTRIES, "example": "domain-initiatives"}
        page = client.get("/sparql", query_string=asked, headers=BROWSER).text

        assert "From the example" in page
        assert "<legend>Values</legend>" not in page

    def test_what_is_left_out_can_be_taken_in_again(self) -> None:
        """The line of an optional value becomes a comment, and a line again."""
        query = catalogue().named("initiatives")
        without = filled(query, query.text, {})
        again = filled(query, without, {"domain": "escap-2017/3"})

        assert "# " in without
        assert re.search(r"^\s*#.*VALUES \?domain", without, re.MULTILINE)
        assert re.search(r"^\s*VALUES \?domain \{ <.*escap-2017/3> \}", again, re.MULTILINE)

    def test_a_form_ends_lines_in_its_own_way(self) -> None:
        """CR LF become LF; other signs, such as a line separator in a string, stay as they are."""
        query = catalogue().named("domain-initiatives")
        sent = query.text.replace("\n", "\r\n") + "# a\u2028b\x0bc\r\n"
        value = {"domain": "escap-2017/2"}

        assert query.text + "# a\u2028b\x0bc\n" == filled(query, sent, value)

    def test_no_parameter_has_the_name_of_a_field_of_the_page(self) -> None:
        """Both stand in one form."""
        assert set() == OWN_FIELDS & {param.name for query in catalogue() for param in query.params}

    def test_of_very_many_things_names_are_offered_while_one_is_typed(self, whole_site: Flask) -> None:
        """A list ends at 400; the field then takes a key, and a script offers the names of its kind."""
        client = whole_site.test_client()
        page = client.get("/query/document-coverage?document=escap-2017", headers=BROWSER).text
        anything = client.get("/query/where-from?subject=country/bgd", headers=BROWSER).text

        assert re.search(r'value="escap-2017"[^>]*data-suggest="document" data-suggest-fill="key"', page)
        assert re.search(r'value="country/bgd"[^>]*data-suggest="country process [^"]+"', anything)
        assert 'data-suggest-fill="path"' in anything
        assert "Now Bangladesh." in anything


class TestTerms:
    """What the editor completes."""

    def test_classes_and_properties_come_with_label_and_use(self, client: FlaskClient) -> None:
        """Counted in the graph: things of a class, things that have a property."""
        given = client.get("/sparql/terms.json")
        terms = {(term["name"], term["kind"]): term for term in json.loads(given.data)["terms"]}

        assert PREFIXES == json.loads(given.data)["prefixes"]
        assert "initiative" == terms["rc:Initiative", "class"]["label"]
        assert terms["rc:Initiative", "class"]["comment"].startswith("A single undertaking")
        ratings = terms["rc:Rating", "class"]["uses"]
        assert 75 == ratings == terms["rc:level", "property"]["uses"]
        assert "date submitted" not in {term["label"] for term in terms.values()}
        assert ("skos:prefLabel", "property") in terms or ("rdfs:label", "property") in terms

    def test_they_are_kept_by_browsers(self, client: FlaskClient) -> None:
        """Asked for again, they have not changed."""
        first = client.get("/sparql/terms.json")
        again = client.get("/sparql/terms.json", headers={"If-None-Match": first.headers["ETag"]})

        assert "max-age=300" in first.headers["Cache-Control"]
        assert 304 == again.status_code


class TestMistakes:
    """What is wrong, in plain words, with its place."""

    @pytest.mark.parametrize(
        ("query", "place", "at", "words"),
        [
            ("SELECT * WERE { ?s ?p ?o }", (1, 10), "WERE", "did you mean WHERE?"),
            ("SELECT *\nWHERE { ?s rc:member ?o }", (2, 12), "rc:member", f"PREFIX rc: <{RC}>"),
            ("SELECT *\n{ { ?s ?p ?o }", (2, 1), "{", "opened and never closed"),
            ("SELECT *\n{ ?s ?p ?o }}", (2, 13), "}", "closes what was never opened"),
            ("SELECT *\n{ ?s ?p (1 }", (2, 12), "}", "was to be closed by “)”"),
            ("SELECT *\n{ ?s ?p 'abc }", (2, 9), "'", "a text that does not end"),
            ("SELECT * { ?s <http://x y> ?o }", (1, 15), "<http:", "cannot have, such as a space"),
            ("SELECT ?s ?p { ?s ?p ?o } GROUP BY ?s", (1, 38), "", "stands in GROUP BY"),
            ("PREFIX a <x> SELECT * { }", (1, 10), "<", "look at this place"),
        ],
    )
    def test_the_place_is_where_the_mistake_was_made(
        self, client: FlaskClient, query: str, place: tuple[int, int], at: str, words: str
    ) -> None:
        """Not where the engine gave up; the line stands there with the mistake marked."""
        page = client.post("/sparql", data={"query": query}, headers=BROWSER).text
        line, column = place

        assert words in html.unescape(page)
        assert f'data-line="{line}" data-column="{column}"' in page
        assert f"<mark>{html.escape(at) or ' '}</mark>" in page.replace("&#39;", "&#x27;")

    def test_a_long_line_is_shown_around_its_mistake(self, client: FlaskClient) -> None:
        """60 characters on each side."""
        query = f"SELECT * {{ ?s ?p '{'x' * 5_000}' }} WERE {'#' * 5_000}"
        page = client.post("/sparql", data={"query": query}, headers=BROWSER).text
        shown = re.search(r"<pre .*?</pre>", page, re.DOTALL)

        assert shown
        assert len(shown[0]) < 400
        assert "<mark>WERE</mark>" in shown[0]

    @pytest.mark.parametrize("limit", ["time", "cpu", "memory", "rows", "size"])
    def test_every_limit_has_advice(self, limit: str) -> None:
        """What to do so that the next attempt fits."""
        told = mistake(COUNTRIES, LimitError(limit, "it took too much."))

        assert limit == told.limit
        assert len(told.advice) >= 2

    def test_who_comes_while_all_are_busy_is_told_when_to_come_back(self) -> None:
        """In seconds."""
        told = mistake(COUNTRIES, BusyError(3))

        assert ("Run it again in 3 seconds.",) == told.advice
        assert 3 == told.retry_after_s
