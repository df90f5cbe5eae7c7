"""Lists, things and search as REST: the rows of the pages, in parts, narrowed by the same filters."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from werkzeug.http import parse_options_header

from webapp.api.lists import LISTS, parameters_of
from webapp.api.paging import NAMES
from webapp.kinds import KINDS
from webapp.pages.listings.register import LISTINGS

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

CSV = {"Accept": "text/csv"}


@pytest.fixture(name="client")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


def links(answer: TestResponse) -> dict[str, str]:
    """Return where the header Link leads, by relation."""
    found: dict[str, str] = {}
    for value in answer.headers.getlist("Link"):
        target, options = parse_options_header(value)
        found.setdefault(options["rel"], target.strip("<>"))
    return found


class TestLists:
    """As on the pages."""

    @pytest.mark.parametrize("name", LISTS)
    def test_the_rows_are_those_of_the_file_of_the_page(self, client: FlaskClient, name: str) -> None:
        """In JSON and CSV, with the same columns in the same order."""
        made, page = client.get(f"/api/v1/lists/{name}").json, client.get(f"/{name}.json").json
        rows = list(csv.DictReader(io.StringIO(client.get(f"/{name}.csv").text, newline="")))
        given = client.get(f"/api/v1/lists/{name}", headers=CSV)

        assert made is not None
        assert page is not None
        assert (page["rows"], page["count"]) == (made["rows"], made["total"])
        assert rows == list(csv.DictReader(io.StringIO(given.text, newline="")))
        assert str(made["total"]) == given.headers["Total-Count"]

    @pytest.mark.parametrize(
        "asked", ["domain=escap-2017/2", "domain=escap-2017/2&domain=escap-2017/3", "q=guide"]
    )
    def test_filters_and_words_are_those_of_the_page(self, client: FlaskClient, asked: str) -> None:
        """The same parameters choose the same rows, and the answer says what was chosen."""
        made = client.get(f"/api/v1/lists/initiatives?{asked}").json
        page = client.get(f"/initiatives.json?{asked}").json

        assert made is not None
        assert page is not None
        assert page["rows"] == made["rows"]
        assert page["filters"] == made["filters"]
        assert 0 < made["total"] < client.get("/api/v1/lists/initiatives").json["total"]  # type: ignore[index]

    def test_dated_lists_can_be_put_in_the_order_of_dates(self, client: FlaskClient) -> None:
        """As the page does, the newest first."""
        made = client.get("/api/v1/lists/documents?sort=date").json
        page = client.get("/documents.json?sort=date").json

        assert made is not None
        assert page is not None
        assert page["rows"] == made["rows"]
        assert made["rows"] != client.get("/api/v1/lists/documents").json["rows"]  # type: ignore[index]

    def test_facets_count_what_each_value_leads_to(self, client: FlaskClient) -> None:
        """Where they are asked for; each count is the number of rows of the list narrowed by that value."""
        made = client.get("/api/v1/lists/initiatives?facets=1&limit=1").json
        assert made is not None
        facets = {facet["name"]: facet["options"] for facet in made["facets"]}

        assert [each.name for each in LISTINGS["initiative"].filters] == list(facets)
        for option in facets["domain"]:
            asked = {"domain": option["value"], "limit": 1}
            narrowed = client.get("/api/v1/lists/initiatives", query_string=asked).json
            assert narrowed is not None
            assert option["count"] == narrowed["total"]
        assert "facets" not in client.get("/api/v1/lists/initiatives").json  # type: ignore[operator]

    def test_the_lists_are_listed(self, client: FlaskClient) -> None:
        """With their filters, from the one register."""
        made = client.get("/api/v1/lists").json

        assert made is not None
        assert [f"https://w3id.org/regcoop/api/v1/lists/{name}" for name in LISTS] == [
            row["iri"] for row in made["rows"]
        ]

    def test_no_filter_has_the_name_of_a_part(self) -> None:
        """A parameter means one thing."""
        for kind in LISTS.values():
            names = parameters_of(LISTINGS[kind.segment])
            assert len(names) == len(set(names))
            assert not {each.name for each in LISTINGS[kind.segment].filters} & {
                *NAMES,
                "facets",
                "q",
                "sort",
            }


class TestParts:
    """`limit`, `offset` and the ways between."""

    @pytest.mark.parametrize("headers", [{}, CSV], ids=["JSON", "CSV"])
    def test_the_parts_are_the_whole(self, client: FlaskClient, headers: dict[str, str]) -> None:
        """Who follows `next` from the first part has every row once, in the order of the whole."""
        rows: list[str] = []
        way: str | None = "/api/v1/lists/countries?limit=7"
        while way:
            answer = client.get(way, headers=headers)
            found = (
                list(csv.DictReader(io.StringIO(answer.text, newline="")))
                if headers
                else json.loads(answer.data)["rows"]
            )
            assert 1 <= len(found) <= 7
            rows += [row["iri"] for row in found]
            way = links(answer).get("next")

        assert [r["iri"] for r in client.get("/countries.json").json["rows"]] == rows  # type: ignore[index]

    def test_the_ways_lead_where_they_say(self, client: FlaskClient) -> None:
        """First, previous, next and last keep what is asked for; the ends have no way beyond."""
        path = "/api/v1/lists/countries?q=a&limit=2"
        total = client.get(path).json["total"]  # type: ignore[index]
        assert total > 4
        last = (total - 1) // 2 * 2
        middle, end = links(client.get(f"{path}&offset=2")), links(client.get(f"{path}&offset={last}"))

        assert f"{path}&offset=0" == middle["first"] == middle["prev"]
        assert f"{path}&offset=4" == middle["next"]
        assert f"{path}&offset={last}" == middle["last"] == end["last"]
        assert "next" not in end
        assert "prev" not in links(client.get(path))

    def test_beyond_the_end_there_is_an_empty_part(self, client: FlaskClient) -> None:
        """Of a list that has shrunk meanwhile, too: with a way back."""
        answer = client.get("/api/v1/lists/countries?offset=100000&limit=5")
        assert answer.json is not None

        assert [] == answer.json["rows"]
        assert client.get(links(answer)["prev"]).json["rows"]  # type: ignore[index]


class TestWrong:
    """One sentence, and for programs what is wrong and what is right."""

    @pytest.mark.parametrize(
        ("path", "parameter", "allowed"),
        [
            ("lists/countries?limit=0", "limit", "1..10000"),
            ("lists/countries?limit=10001", "limit", "1..10000"),
            ("lists/countries?limit=ten", "limit", "1..10000"),
            ("lists/countries?limit=%D9%A1", "limit", "1..10000"),
            ("lists/countries?offset=-1", "offset", "0..1000000000"),
            ("lists/countries?offset=99999999999999999999", "offset", "0..1000000000"),
            ("countries?limit=1e3", "limit", "1..10000"),
            ("lists/countries?limit=1&limit=2", "limit", None),
            ("lists/countries?page=2", "page", "limit"),
            ("lists/documents?sort=size", "sort", "date"),
            ("lists/documents?facets=yes", "facets", "1"),
            ("lists/countries?q=a&q=b", "q", None),
            ("search", "q", None),
            ("search?q=%20", "q", None),
            ("search?q=x&class=planet", "class", "country"),
            ("search?q=x&colour=red", "colour", "q"),
        ],
    )
    def test_a_wrong_parameter_is_named(
        self, client: FlaskClient, path: str, parameter: str, allowed: str | None
    ) -> None:
        """400, its name, and what may stand there."""
        answer = client.get(f"/api/v1/{path}")

        assert (400, "application/problem+json") == (answer.status_code, answer.mimetype)
        assert answer.json is not None
        assert "https://w3id.org/regcoop/problem/invalid-parameter" == answer.json["type"]
        assert parameter == answer.json["parameter"]
        assert allowed is None or allowed in answer.json["allowed"]

    def test_a_value_that_no_filter_has_is_told_with_the_nearest(self, client: FlaskClient) -> None:
        """404, as for a thing that no parameter of a query can name."""
        answer = client.get("/api/v1/lists/initiatives?domain=escap-2017/22")

        assert 404 == answer.status_code
        assert answer.json is not None
        assert "https://w3id.org/regcoop/problem/unknown-thing" == answer.json["type"]
        assert "escap-2017/2" in answer.json["allowed"]

    def test_what_strangers_write_stays_short_and_text(self, client: FlaskClient) -> None:
        """Ten thousand characters, markup, half a character: a short sentence, never 500."""
        for hostile in ("x" * 10_000, "<script>alert(1)</script>", "%ff%fe", "%00", "../../etc"):
            for path in (
                f"lists/countries?region={hostile}",
                f"lists/countries?{hostile}=1",
                f"lists/countries?limit={hostile}",
                f"lists/{hostile}",
                f"search?q={hostile}",
                f"search?q=a&class={hostile}",
                f"things/{hostile}/bgd",
                f"things/country/{hostile}",
                f"schemas/{hostile}",
            ):
                answer = client.get(f"/api/v1/{path}")
                assert answer.status_code in {200, 308, 400, 404}, path
                assert answer.status_code == 200 or len(answer.data) < 3_000, path
                assert b"<script>" not in answer.data or answer.mimetype != "text/html"


class TestThings:
    """One thing under the interface."""

    @pytest.mark.parametrize("name", ["country/bgd", "domain/escap-2017/2", "rating/mgi-2016/bgd/5"])
    def test_it_is_the_json_of_its_document(self, client: FlaskClient, name: str) -> None:
        """The same statements, with a slash in the key as it is or escaped."""
        kind, _, key = name.partition("/")
        escaped = key.replace("/", "%2F")

        assert client.get(f"/doc/{name}.json").data == client.get(f"/api/v1/things/{name}").data
        assert client.get(f"/doc/{name}.json").data == client.get(f"/api/v1/things/{kind}/{escaped}").data

    def test_an_assertion_likewise(self, client: FlaskClient) -> None:
        """What it states, with what it rests on."""
        path = "assertion/ratings/mgi-2016/bgd/5"

        assert client.get(f"/{path}.json").data == client.get(f"/api/v1/{path.replace('n/', 'ns/', 1)}").data

    def test_what_there_is_not_is_not_found(self, client: FlaskClient) -> None:
        """With a kind of problem."""
        answer = client.get("/api/v1/things/country/atlantis")

        assert 404 == answer.status_code
        assert answer.json is not None
        assert "https://w3id.org/regcoop/problem/not-found" == answer.json["type"]

    def test_rows_of_a_thing_lead_to_its_schema(self, client: FlaskClient) -> None:
        """Each answer says by which schema it can be checked, and that schema is there."""
        for path in ("things/country/bgd", "lists/countries", "countries", "search?q=bangladesh", "lists"):
            schema = links(client.get(f"/api/v1/{path}"))["describedby"]
            found = client.get(schema)
            assert (200, "application/schema+json") == (found.status_code, found.mimetype)
            assert found.json is not None
            assert urlsplit(schema).path == urlsplit(found.json["$id"]).path.removeprefix("/regcoop")


class TestSearch:
    """By name."""

    def test_it_finds_what_the_page_finds(self, client: FlaskClient) -> None:
        """All of it, in one order, and of one class if asked."""
        made = client.get("/api/v1/search?q=bangladesh").json
        page = client.get("/search.json?q=bangladesh").json
        assert made is not None
        assert page is not None

        assert page["count"] == made["total"] == len(made["hits"])
        assert {hit["iri"] for group in page["groups"] for hit in group["hits"]} <= {
            hit["iri"] for hit in made["hits"]
        }
        only = client.get("/api/v1/search?q=bangladesh&class=country").json
        assert only is not None
        assert ["https://w3id.org/regcoop/id/country/bgd"] == [hit["iri"] for hit in only["hits"]]


def test_every_kind_has_a_schema_of_its_things(client: FlaskClient) -> None:
    """Made from the shapes: what a shape asks of every thing of the class, the schema asks of its JSON."""
    made = client.get("/api/v1/schemas/thing.rating").json
    assert made is not None

    assert {f"thing.{segment}" for segment in KINDS} <= {
        row["iri"].rpartition("/")[2]
        for row in client.get("/api/v1/schemas").json["rows"]  # type: ignore[index]
    }
    assert "rc:level" in made["properties"]["properties"]["required"]
    assert re.match(made["properties"]["id"]["pattern"], "https://w3id.org/regcoop/id/rating/mgi-2016/bgd/5")
