"""The stored queries on the web: gallery, pages, downloads, the REST interface and its description."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from kg.catalogue import catalogue
from kg.store.embedded import open_embedded
from kg.store.protocol import Form
from kg.store.remote import RemoteStore
from webapp import create_app
from webapp.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from kg.catalogue import Query

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
TABLES = [query for query in catalogue() if query.form is Form.SELECT]
DOMAIN = {"domain": "escap-2017/2"}


@pytest.fixture(name="client")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.fixture(name="description", scope="module")
def _description(site: Flask) -> dict[str, object]:
    made: dict[str, object] = json.loads(site.test_client().get("/api/v1/openapi.json").data)
    return made


class TestDescription:
    """OpenAPI 3.1, made from the files."""

    @pytest.mark.slow
    def test_it_is_valid(self, description: dict[str, object]) -> None:
        """By the judgement of a validator that is not ours."""
        validate(description)

    def test_every_error_of_the_store_is_named(self, description: dict[str, object]) -> None:
        """One that is not reached, and one that does not answer."""
        answers = description["paths"]["/api/v1/countries"]["get"]["responses"]  # type: ignore[index]

        assert {"502", "503"} <= set(answers)

    def test_every_stored_query_has_a_path(self, description: dict[str, object]) -> None:
        """A new file is a new path; nobody has to think of it."""
        assert {f"/api/v1/{query.name}" for query in TABLES} <= set(description["paths"])  # type: ignore[call-overload]

    @pytest.mark.parametrize("query", TABLES, ids=lambda query: query.name)
    @pytest.mark.slow
    def test_every_answer_is_as_described(
        self, whole_site: Flask, description: dict[str, object], query: Query
    ) -> None:
        """Each path is called with its own example and held against its own schema, on the whole graph."""
        client = whole_site.test_client()
        operation = description["paths"][f"/api/v1/{query.name}"]["get"]  # type: ignore[index]
        asked = {p["name"]: p["example"] for p in operation["parameters"]}
        answer = client.get(f"/api/v1/{query.name}", query_string=asked)

        assert (200, "application/json") == (answer.status_code, answer.mimetype)
        name = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[
            2
        ]
        OAS31Validator(description["components"]["schemas"][name]).validate(answer.json)  # type: ignore[index]


class TestRows:
    """The same rows in every form."""

    def test_json_says_what_it_is(self, client: FlaskClient) -> None:
        """Which query, with which values, from which release, what the columns mean, and the rows."""
        made = client.get("/api/v1/domain-initiatives", query_string=DOMAIN).json

        assert made is not None
        assert "domain-initiatives" == made["query"]
        assert {"domain": "https://w3id.org/regcoop/id/domain/escap-2017/2"} == made["params"]
        assert re.fullmatch(r"\d+\.\d+\.\d+", made["release"])
        assert set(made["columns"]) == set(made["rows"][0])
        assert all(made["columns"].values())

    def test_a_key_and_an_iri_mean_the_same(self, client: FlaskClient) -> None:
        """Whoever has the IRI need not take it apart."""
        iri = "https://w3id.org/regcoop/id/domain/escap-2017/2"

        assert (
            client.get("/api/v1/domain-initiatives", query_string=DOMAIN).data
            == client.get("/api/v1/domain-initiatives", query_string={"domain": iri}).data
        )

    def test_the_formats_hold_the_same_rows(self, client: FlaskClient) -> None:
        """JSON of the API, CSV of both addresses, and the three of SPARQL."""

        def get(path: str, accept: str = "*/*") -> bytes:
            return client.get(path, query_string=DOMAIN, headers={"Accept": accept}).get_data()

        rows = json.loads(get("/api/v1/domain-initiatives"))["rows"]
        table = get("/query/domain-initiatives.csv")

        assert get("/api/v1/domain-initiatives", "text/csv") == table
        assert get("/query/domain-initiatives", "text/csv") == table
        read = list(csv.DictReader(io.StringIO(table.decode(), newline="")))
        assert [{k: v or "" for k, v in row.items()} for row in rows] == read
        results = json.loads(get("/query/domain-initiatives.json"))
        assert [row["initiative"] for row in rows] == [
            b["initiative"]["value"] for b in results["results"]["bindings"]
        ]
        assert len(rows) == get("/query/domain-initiatives.xml").count(b"<result>")
        assert len(rows) + 1 == len(get("/query/domain-initiatives.tsv").splitlines())

    @pytest.mark.parametrize(
        ("suffix", "media_type"),
        [
            ("csv", "text/csv"),
            ("tsv", "text/tab-separated-values"),
            ("json", "application/sparql-results+json"),
            ("xml", "application/sparql-results+xml"),
        ],
    )
    def test_a_download_has_a_name(self, client: FlaskClient, suffix: str, media_type: str) -> None:
        """And the type that its suffix promises."""
        answer = client.get(f"/query/domain-initiatives.{suffix}", query_string=DOMAIN)

        assert media_type == answer.mimetype
        assert f"filename=domain-initiatives.{suffix}" in answer.headers["Content-Disposition"]


class TestErrors:
    """One sentence that says what to do, as a problem document."""

    @pytest.mark.parametrize(
        ("path", "status", "words"),
        [
            ("/api/v1/domain-initiative?domain=escap-2017/2", 404, "did you mean domain-initiatives"),
            ("/api/v1/domain-initiatives", 400, "needs the parameter 'domain'"),
            ("/api/v1/domain-initiatives?domain=", 400, "needs the parameter 'domain'"),
            ("/api/v1/domain-initiatives?domain=two%20words", 400, "such as 'escap-2017/"),
            ("/api/v1/domain-initiatives?domain=http://elsewhere/x", 400, "takes a key"),
            ("/api/v1/domain-initiatives?domain=escap-2017/2&colour=red", 400, "no parameter 'colour'"),
            ("/api/v1/domain-initiatives?domain=a/1&domain=a/2", 400, "given 2 times"),
            ("/api/v1/domain-initiatives?domain=escap-2017/99", 404, "did you mean escap-2017/"),
            ("/query/domain-initiatives.csv?domain=nope", 404, "no domain of the graph, 'nope'"),
            ("/query/domain-initiatives.csv", 400, "needs the parameter 'domain'"),
            ("/query/nothing-like-it.csv", 404, "no query named 'nothing-like-it'"),
        ],
    )
    def test_a_wrong_request_is_told_how_to_be_right(
        self, client: FlaskClient, path: str, status: int, words: str
    ) -> None:
        """The status fits, the body is RFC 9457, any site's scripts may read it."""
        answer = client.get(path)

        assert (status, "application/problem+json") == (answer.status_code, answer.mimetype)
        assert words in answer.json["detail"]  # type: ignore[index]
        assert status == answer.json["status"]  # type: ignore[index]
        assert "*" == answer.headers["Access-Control-Allow-Origin"]

    @pytest.mark.parametrize("path", ["/api/v1/zzz", "/query/zzz", "/query/zzz.csv", "/sparql?example=zzz"])
    def test_the_site_names_its_own_list_of_queries(self, client: FlaskClient, path: str) -> None:
        """Whoever reads it has a browser, not the command line."""
        answer = client.get(path, headers=BROWSER)

        assert 404 == answer.status_code
        assert "/queries lists all names" in answer.text
        assert "regcoop query" not in answer.text

    @pytest.mark.parametrize("path", ["/api/v1/countries", "/query/countries"])
    def test_what_cannot_be_given_is_406(self, client: FlaskClient, path: str) -> None:
        """Rows are no picture."""
        assert 406 == client.get(path, headers={"Accept": "image/png"}).status_code

    def test_a_thing_that_is_not_there_keeps_the_form(self, client: FlaskClient) -> None:
        """No empty table, which would say that a domain without a name has no initiatives."""
        answer = client.get("/query/domain-initiatives?domain=escap-2017/99", headers=BROWSER)

        assert 404 == answer.status_code
        assert "did you mean escap-2017/" in answer.text
        assert 'value="escap-2017/2"' in answer.text

    def test_a_thing_of_the_class_may_have_no_rows(self, client: FlaskClient) -> None:
        """A domain that is on record is a fair question, and the answer is empty."""
        made = client.get("/api/v1/domain-initiatives?domain=escap-2017/4").json

        assert made is not None
        assert [] == made["rows"]


class TestPages:
    """For people."""

    @pytest.mark.parametrize("query", TABLES, ids=lambda query: query.name)
    def test_every_query_has_a_page(self, client: FlaskClient, query: Query) -> None:
        """
        With its text as it ran, and rows that one can cite, also where no value was given.

        Where the graph has nothing of the name in the query's example, it is for the reader to choose.
        """
        answer = client.get(f"/query/{query.name}", headers=BROWSER)

        assert 200 == answer.status_code
        assert 'id="text"' in answer.text
        assert "SELECT" in answer.text
        assert ('id="rows"' in answer.text) == ('id="cite"' in answer.text)
        assert 'id="rows"' in answer.text or ">Run the query</button>" in answer.text

    @pytest.mark.parametrize("query", TABLES, ids=lambda query: query.name)
    def test_every_page_of_a_query_begins_with_its_example(self, whole_site: Flask, query: Query) -> None:
        """The graph that we publish has all that examples name."""
        assert 'id="rows"' in whole_site.test_client().get(f"/query/{query.name}", headers=BROWSER).text

    def test_the_form_offers_the_things_of_the_class(self, client: FlaskClient) -> None:
        """By name, with the one that was asked for chosen."""
        page = client.get("/query/domain-initiatives?domain=escap-2017/2", headers=BROWSER).text

        assert '<option value="escap-2017/2" selected>Migrants rights (escap-2017/2)</option>' in page
        assert '<option value="escap-2017/1">' in page

    def test_iris_of_ours_are_links_with_names(self, client: FlaskClient) -> None:
        """The column of names beside a column of things is not shown twice."""
        page = client.get("/query/domain-initiatives?domain=escap-2017/2", headers=BROWSER).text

        assert '<a href="/doc/mode/guideline">Guideline</a>' in page
        assert '<th scope="col">modeLabel</th>' not in page

    def test_what_to_cite_names_title_release_address_and_day(self, client: FlaskClient) -> None:
        """All that a reader needs to find the same rows again."""
        page = client.get("/query/domain-initiatives?domain=escap-2017/2", headers=BROWSER).text
        cited = page[page.index('id="cite"') :]

        assert re.search(r"release \d+\.\d+\.\d+\. “Which initiatives", cited)
        assert "domain: Migrants rights" in cited
        assert "http://localhost/query/domain-initiatives?domain=escap-2017/2" in cited
        assert re.search(r"accessed 20\d\d-\d\d-\d\d\)", cited)

    def test_a_wrong_value_keeps_the_form(self, client: FlaskClient) -> None:
        """400, the sentence, and what was written."""
        name = catalogue().named("where-from").params[0].name
        answer = client.get("/query/where-from", query_string={name: "no such thing"}, headers=BROWSER)

        assert 400 == answer.status_code
        assert 'value="no such thing"' in answer.text
        assert 'role="alert"' in answer.text

    def test_what_strangers_write_stays_text(self, client: FlaskClient) -> None:
        """No markup of a request reaches a page."""
        for path in ("/queries?q=<script>x</script>", "/query/countries?<b>=1", "/sparql?query=<script>"):
            assert "<script>" not in client.get(path, headers=BROWSER).text.replace("<script src", "")

    def test_the_gallery_finds_by_all_words(self, client: FlaskClient) -> None:
        """In name, summary, columns and the question that is answered."""
        page = client.get("/queries?q=initiatives+MODE", headers=BROWSER).text

        assert "/query/domain-initiatives" in page
        assert "/query/legitimacy" not in page
        assert "No query holds all these words" in client.get("/queries?q=zzz", headers=BROWSER).text

    @pytest.mark.slow
    def test_the_reference_lists_every_path(self, client: FlaskClient) -> None:
        """Each links to its page, and to a call that answers if the graph has the things of its example."""
        page = client.get("/api/v1/", headers=BROWSER).text
        led = re.findall(r'href="(/api/v1/reference/[^"#]+)#([^"]+)"', page)
        pages = {href: client.get(href.replace("&amp;", "&"), headers=BROWSER).text for href, _ in led}

        assert {query.name for query in TABLES} <= {name for _, name in led}
        assert [] == [name for href, name in led if f'id="{name}"' not in pages[href]]


class TestHealth:
    """For whatever watches the site."""

    def test_a_site_with_a_release_is_ready(self, client: FlaskClient) -> None:
        """Both say so in a word, and nobody keeps the answer."""
        for path, word in (("/healthz", "ok\n"), ("/readyz", "ready\n")):
            answer = client.get(path)
            assert (200, word, "no-store") == (
                answer.status_code,
                answer.text,
                answer.headers["Cache-Control"],
            )

    def test_a_site_without_a_release_is_alive_and_not_ready(self, tmp_path: Path) -> None:
        """503 with a sentence: whoever watches sends no visitors yet."""
        path = tmp_path / "nothing.nq"
        path.touch()
        client = create_app(Settings(open_embedded(path))).test_client()

        assert 200 == client.get("/healthz").status_code
        answer = client.get("/readyz")
        assert (503, "application/problem+json") == (answer.status_code, answer.mimetype)

    @pytest.mark.slow
    @pytest.mark.parametrize("path", ["/readyz", "/api/v1/countries", "/doc/country/bgd"])
    def test_a_site_whose_endpoint_is_gone_says_so(self, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
        """502 with a sentence, for programs and on a page, which names no release then."""
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        client = create_app(Settings(RemoteStore("http://127.0.0.1:1/query"))).test_client()

        for headers, media_type in (({}, "application/problem+json"), (BROWSER, "text/html")):
            answer = client.get(path, headers=headers)
            assert (502, media_type) == (answer.status_code, answer.mimetype)
            assert "cannot be reached" in answer.text
        assert 200 == client.get("/healthz").status_code
        assert 404 == client.get("/doc/Nothing", headers=BROWSER).status_code
