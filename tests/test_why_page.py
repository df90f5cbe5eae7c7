"""The page that tells why a row is in an answer, and the button for columns of evidence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from kg.catalogue import catalogue
from kg.errors import LimitError
from kg.namespaces import ASSERTION, ID, RC
from kg.terms import Iri
from webapp.pages.workbench.why import asking, row_token

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

BROWSER = {"Accept": "text/html"}
QUERY = f"SELECT ?d ?l {{ ?r <{RC}ratedCountry> <{ID}country/bgd> ; <{RC}ratedDomain> ?d ; <{RC}level> ?l }}"
ORDERED = QUERY + " ORDER BY ?d"
WHY, DATA, EVIDENCE = "/sparql/why", "/sparql/why.json", "/sparql/evidence"


@pytest.fixture(name="client")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


class TestPage:
    """The row, its statements, who says them."""

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_it_shows_statements_with_their_sources(self, client: FlaskClient, method: str) -> None:
        """Links lead to the assertion and to the document; the place is named."""
        given = {"query": ORDERED, "row": "5"}
        kind = "query_string" if method == "GET" else "data"
        answer = client.open(WHY, method=method, headers=BROWSER, **{kind: given})  # type: ignore[arg-type]

        assert 200 == answer.status_code
        assert "Row 5 of 5" in answer.text
        assert 'href="/assertion/ratings/mgi-2016/bgd/5"' in answer.text
        assert '<a href="/doc/document/escap-2017">' in answer.text
        assert "part 7 (Table 6), row 2" in answer.text
        assert 'aria-label="Evidence 1' in answer.text

    def test_a_row_is_found_by_its_values(self, client: FlaskClient) -> None:
        """Where rows come in another order than before, the address still means the same row."""
        row = {"d": Iri(f"{ID}domain/mgi-2016/5"), "l": Iri(f"{ID}level/mgi-2016/mature")}
        token = row_token(2, row)
        moved = client.get(WHY, query_string={"query": ORDERED, "row": token}, headers=BROWSER)
        stays = client.get(WHY, query_string={"query": ORDERED, "row": row_token(5, row)}, headers=BROWSER)
        gone = client.get(WHY, query_string={"query": ORDERED, "row": "1-0123456789ab"}, headers=BROWSER)

        assert "Row 5 of 5" in moved.text
        assert "it was found by its values" in moved.text
        assert "it was found by its values" not in stays.text
        assert 400 == gone.status_code
        assert "no such row any more" in gone.text

    def test_without_an_order_the_number_is_no_promise(self, client: FlaskClient) -> None:
        """It says so."""
        words = "The query has no ORDER BY"

        assert words in client.get(WHY, query_string={"query": QUERY, "row": "1"}, headers=BROWSER).text
        assert words not in client.get(WHY, query_string={"query": ORDERED, "row": "1"}, headers=BROWSER).text

    def test_what_is_absent_is_said_in_words(self, client: FlaskClient) -> None:
        """A MINUS, with its text."""
        query = f"SELECT ?c {{ ?c a <{RC}Country> MINUS {{ ?c <urn:x> ?y }} }}"
        page = client.get(WHY, query_string={"query": query, "row": "1"}, headers=BROWSER).text

        assert "That something is absent has no source." in page
        assert "MINUS { ?c &lt;urn:x&gt; ?y }" in page

    def test_what_cannot_be_explained_keeps_the_row(self, client: FlaskClient) -> None:
        """The page says why, and its status is that of a request that cannot be met."""
        asked = {"query": "SELECT (RAND() AS ?x) {}", "row": "1"}
        page = client.get(WHY, query_string=asked, headers=BROWSER)
        data = client.get(DATA, query_string=asked)

        assert 422 == page.status_code == data.status_code
        assert "made anew each time" in page.text
        assert "application/problem+json" == data.mimetype

    def test_large_explanations_stay_within_the_limit_of_a_page(self, client: FlaskClient) -> None:
        """The first statements stand on the page, and it says how many there are."""
        query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        page = client.get(WHY, query_string={"query": query, "row": "1"}, headers=BROWSER)

        assert len(page.data) <= 100_000
        assert "further ways lead to the row" in page.text
        assert "the JSON has all" in page.text

    def test_a_page_of_long_values_stays_within_the_limit_too(self, client: FlaskClient) -> None:
        """The row, the query and the parts of it that are told of are cut."""
        value = "x" * 30_000
        query = f"SELECT * {{ VALUES ?x {{ '{value}' }} ?s ?p ?o OPTIONAL {{ ?s <urn:x> '{value}' }} }}"
        page = client.post(WHY, data={"query": query, "row": "1"}, headers=BROWSER)

        assert 200 == page.status_code
        assert len(page.data) <= 100_000

    def test_a_stored_query_asks_for_it(self, client: FlaskClient) -> None:
        """Its page has the form, with the text as it was run."""
        page = client.get("/query/country-ratings", headers=BROWSER).text

        assert 'action="/sparql/why"' in page
        assert 'formaction="/sparql/evidence"' in page

    def test_the_json_says_the_same(self, client: FlaskClient) -> None:
        """Every statement with its graphs and what stands behind these."""
        found = json.loads(client.get(DATA, query_string={"query": ORDERED, "row": "5"}).data)

        assert f"{ID}level/mgi-2016/mature" == found["row"]["l"]["value"]
        assert 3 == len(found["statements"])
        (holder,) = found["statements"][0]["statedIn"]
        assert f"{ASSERTION}ratings/mgi-2016/bgd/5" == holder["graph"]
        assert "transcribed" == holder["basis"]
        assert f"{ID}document/escap-2017" == holder["sources"][0]["document"]


class TestRefused:
    """What is asked for wrongly is refused in a sentence, never with a broken page."""

    @pytest.mark.parametrize(
        ("given", "status", "words"),
        [
            ({}, 400, "'query' is to be given once"),
            ({"query": QUERY}, 400, "'row' is to be given once"),
            ({"query": [QUERY, QUERY], "row": "1"}, 400, "'query' is to be given once"),
            ({"query": QUERY, "row": "0"}, 400, "the first row is row=1"),
            ({"query": QUERY, "row": "1e9"}, 400, "the first row is row=1"),
            ({"query": QUERY, "row": "9" * 10_000}, 400, "the first row is row=1"),
            ({"query": QUERY, "row": "6"}, 400, "The answer has 5 rows, and none of the number 6."),
            ({"query": QUERY, "row": "1", "default-graph-uri": "urn:a"}, 400, "leave out default-graph-uri"),
            ({"query": QUERY, "row": "1", "named-graph-uri": "urn:a"}, 400, "leave out default-graph-uri"),
            ({"query": "ASK { ?s ?p ?o }", "row": "1"}, 422, "of the form ASK"),
            ({"query": "SELECT * {", "row": "1"}, 400, "does not parse"),
            ({"query": "<script>alert(1)</script>", "row": "1"}, 400, "does not parse"),
            ({"query": b"SELECT \xff\xfe", "row": "1"}, 400, "does not parse"),
            ({"query": "SELECT * { SERVICE <urn:x> { ?s ?p ?o } }", "row": "1"}, 403, "no-service"),
            ({"query": "SELECT * { " + "{" * 3000, "row": "1"}, 403, "depth"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("address", [WHY, DATA])
    def test_the_sentence_says_what_is_wrong(
        self, client: FlaskClient, address: str, given: dict[str, str], status: int, words: str
    ) -> None:
        """For people and programs."""
        answer = client.get(address, query_string=given, headers=BROWSER)

        assert status == answer.status_code
        assert words in answer.get_data(as_text=True).replace("&#39;", "'")
        assert "<script>alert" not in answer.text


def test_an_explanation_has_a_limit_in_all(site: Flask) -> None:
    """Its queries are many, and each could take as long as one may."""
    with site.test_request_context():
        assert asking()(ORDERED).rows
        with pytest.raises(LimitError, match="took more than 0 s; narrow the query"):
            asking(0)(ORDERED)


class TestColumns:
    """The button that adds columns of evidence."""

    def test_it_leads_to_the_query_with_columns(self, client: FlaskClient) -> None:
        """Which runs, and whose rows have sources."""
        query = catalogue().named("country-ratings").text
        answer = client.post(EVIDENCE, data={"query": query})
        (made,) = parse_qs(urlsplit(answer.headers["Location"]).query)["query"]
        rows = json.loads(client.get("/sparql", query_string={"query": made}).data)

        assert 303 == answer.status_code
        assert "source1" in rows["head"]["vars"]
        assert all(row["source1"]["value"] for row in rows["results"]["bindings"])

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", 422),
            ("SELECT * {", 400),
            ("SELECT * { SERVICE <urn:x> { ?s ?p ?o } }", 403),
            (f"SELECT * {{ ?s ?p ?o FILTER (?o != '{'x' * 9000}') }}", 400),
        ],
    )
    def test_where_there_is_no_room_it_says_why(self, client: FlaskClient, query: str, status: int) -> None:
        """With the status of the fault."""
        assert status == client.get(EVIDENCE, query_string={"query": query}, headers=BROWSER).status_code
