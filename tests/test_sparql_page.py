"""The page of the SPARQL endpoint: an editor that needs no script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.namespaces import BASE, RC

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
COUNTRIES = f"SELECT ?c WHERE {{ ?c a <{RC}Country> }} ORDER BY ?c"
ASK = f"ASK {{ ?c a <{RC}Country> }}"
CONSTRUCT = f"CONSTRUCT {{ ?c a <{RC}Country> }} WHERE {{ ?c a <{RC}Country> }}"


@pytest.fixture(name="client")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


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
            assert "does not parse" in answer.text

    def test_a_refusal_names_its_rule(self, client: FlaskClient) -> None:
        """In words, on the page."""
        asked = {"query": "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"}
        answer = client.get("/sparql", query_string=asked, headers=BROWSER)

        assert 403 == answer.status_code
        assert "no-service" in answer.text

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
