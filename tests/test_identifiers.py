"""Codes of others, such as those of ISO 3166: each leads to what it names, as far as a row says so."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest

from kg.identifiers import COLUMNS, SCHEMES, Identifiers
from kg.mapping import __file__ as mapping
from kg.namespaces import GRAPH_ONTOLOGY, ID, PREFIXES, RC, assertion, thing
from kg.resources import data_dir
from kg.sources import table_specs
from kg.store.embedded import open_embedded
from kg.terms import Iri, Literal
from webapp import create_app
from webapp.kinds import KINDS
from webapp.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from kg.terms import Term

BROWSER = {"Accept": "text/html"}
BROKEN = (
    "/id/iso3/" + "A" * 10_000,
    "/id/iso3/%3Cscript%3E",
    "/id/iso3/%ff%fe",
    "/id/iso3/B%00D",
    "/id/iso3/../country/bgd",
    "/id/m49/" + "9" * 300,
    "/id/m49/-50",
    "/id/doi/10.1007//",
    "/id/symbol/%0d%0aX: y",
)


@pytest.fixture(name="client", scope="module")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.fixture(name="shared", scope="module")
def _shared(graph_file: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A site on which two resolutions have one symbol."""
    path = tmp_path_factory.mktemp("shared") / "graph.nq"
    graph = f"<{assertion('countries', 'bgd')}>"
    added = "".join(
        f'<{thing("resolution", key)}> <{RC}documentSymbol> "C/106/RES/1310" {graph} .\n'
        f'<{thing("resolution", key)}> <{PREFIXES["rdfs"]}label> "Resolution {key}"@en {graph} .\n'
        for key in ("x", "y")
    )
    path.write_text(graph_file.read_text(encoding="utf-8") + added, encoding="utf-8")
    return create_app(Settings(open_embedded(path))).test_client()


def table(name: str) -> list[dict[str, str]]:
    """Read a curated table, row by row."""
    with (data_dir() / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class TestResolving:
    """A code leads to the document about what it names."""

    @pytest.mark.parametrize(
        ("path", "document"),
        [
            ("/id/iso3/BGD", "/doc/country/bgd"),
            ("/id/iso3/bgd", "/doc/country/bgd"),
            ("/id/iso2/BD", "/doc/country/bgd"),
            ("/id/m49/050", "/doc/country/bgd"),
            ("/id/m49/034", "/doc/region/southern-asia"),
            ("/id/sdg/10.7", "/doc/target/sdg/10.7"),
        ],
    )
    def test_a_code_leads_to_its_document(self, client: FlaskClient, path: str, document: str) -> None:
        """303, whatever the case where the scheme knows none; HEAD says the same."""
        for answer in (client.get(path), client.head(path)):
            assert (303, document) == (answer.status_code, answer.headers["Location"])
            assert f'<{ID}{document.removeprefix("/doc/")}>; rel="canonical"' in answer.headers.getlist(
                "Link"
            )
            assert f'<{document}.ttl>; rel="alternate"; type="text/turtle"' in answer.headers.getlist("Link")

    def test_every_code_of_the_tables_resolves(self, client: FlaskClient) -> None:
        """Each column of each country, and the code of each region."""
        codes = {
            f"/id/{scheme}/{row[scheme]}": f"/doc/country/{row['key']}"
            for row in table("countries")
            for scheme in ("iso2", "iso3", "m49")
            if row[scheme]
        }
        codes |= {f"/id/m49/{row['m49']}": f"/doc/region/{row['key']}" for row in table("regions")}

        assert codes == {path: client.get(path).headers.get("Location") for path in codes}

    @pytest.mark.parametrize("suffix", ["ttl", "jsonld", "json", "csv", "html"])
    def test_a_suffix_and_what_is_asked_go_along(self, client: FlaskClient, suffix: str) -> None:
        """Also behind a code that has dots itself; the answer then is the document in that format."""
        answer = client.get(f"/id/sdg/10.7.{suffix}?_profile=core")

        assert f"/doc/target/sdg/10.7.{suffix}?_profile=core" == answer.headers["Location"]
        assert 200 == client.get(f"/id/iso3/BGD.{suffix}", follow_redirects=True).status_code

    @pytest.mark.parametrize(
        ("path", "says", "near"),
        [
            ("/id/iso3/BGX", "Nothing here has the code 'BGX'", "BGD (Bangladesh)"),
            ("/id/iso3/YUG", "A code that was withdrawn", ""),
            ("/id/iso3/XKX", "Nothing here has the code 'XKX'", ""),
            ("/id/m49/50", "write three digits", "050 (Bangladesh)"),
            ("/id/iso3/BANGLADESH", "write three letters", ""),
            ("/id/sdg/ten", "is no code of", ""),
        ],
    )
    def test_a_code_that_nothing_has(self, client: FlaskClient, path: str, says: str, near: str) -> None:
        """404, which tells a code that is not on record from what cannot be a code, and names those near."""
        answer = client.get(path)
        page = client.get(path, headers=BROWSER)

        assert (404, "application/problem+json") == (answer.status_code, answer.mimetype)
        assert answer.json is not None
        assert says in answer.json["detail"]
        assert near in answer.json["detail"]
        assert (404, "text/html") == (page.status_code, page.mimetype)

    def test_the_page_leads_to_near_codes(self, client: FlaskClient) -> None:
        """A reader who mistyped is one step away."""
        assert (
            '<a href="/id/iso3/BGD">BGD: Bangladesh</a>' in client.get("/id/iso3/BGX", headers=BROWSER).text
        )

    @pytest.mark.parametrize("path", BROKEN, ids=range(len(BROKEN)))
    def test_what_is_no_code_is_not_found(self, client: FlaskClient, path: str) -> None:
        """Whatever it is; nothing of it stands unescaped on the page, nor all of it."""
        for headers in ({}, BROWSER):
            answer = client.get(path, headers=headers)
            assert 404 == answer.status_code
            assert answer.mimetype != "text/html" or "<script>" not in answer.text
            assert len(answer.text) < 20_000

    def test_the_beginning_of_an_address_leads_to_the_page(self, client: FlaskClient) -> None:
        """`/id/` and a scheme without a code name nothing, and are a question all the same."""
        assert "/identifiers" == client.get("/id/").headers["Location"]
        assert "/identifiers#iso3" == client.get("/id/iso3").headers["Location"]
        assert "/identifiers#iso3" == client.get("/id/iso3/").headers["Location"]


class TestSharedCodes:
    """Shapes keep codes of countries apart; nothing keeps two documents from one symbol."""

    def test_the_answer_names_all(self, shared: FlaskClient) -> None:
        """300: the reader chooses; no thing is preferred."""
        answer = shared.get("/id/symbol/C/106/RES/1310")
        page = shared.get("/id/symbol/C/106/RES/1310", headers=BROWSER)

        assert answer.json is not None
        assert (300, None) == (answer.status_code, answer.headers.get("Location"))
        assert {thing("resolution", "x"), thing("resolution", "y")} == {
            each["id"] for each in answer.json["things"]
        }
        assert (300, True) == (page.status_code, "/doc/resolution/x" in page.text)

    def test_two_assertions_of_one_code_are_no_second_thing(self) -> None:
        """A thing that two rows give the same code is one thing."""
        row: dict[str, Term] = {
            "code": Literal("BD"),
            "thing": Iri(thing("country", "bgd")),
            "label": Literal("Bangladesh"),
            "document": Iri(thing("document", "iso-3166-1")),
        }
        rows: dict[str, list[Mapping[str, Term]]] = {
            "iso2-codes": [row | {"assertion": Iri("urn:a")}, row | {"assertion": Iri("urn:b")}]
        }

        known = Identifiers(lambda name: rows.get(name, []))

        assert 2 == len(known.of("iso2"))
        assert [thing("country", "bgd")] == [each.thing for each in known.named("iso2", "bd")]


class TestTheList:
    """One page for people, and the same codes as files."""

    def test_each_scheme_stands_there_with_its_count(self, client: FlaskClient) -> None:
        """With an address for its codes, and examples that lead to their things."""
        page = client.get("/identifiers")
        counts = dict(
            re.findall(r'<a href="/identifiers\.csv\?scheme=([a-z0-9-]+)">(\d+) codes?</a>', page.text)
        )
        examples = re.findall(r'<a href="(/id/[^"]+)"', page.text)

        assert set(SCHEMES) == set(counts)
        assert str(len([row for row in table("countries") if row["iso3"]])) == counts["iso3"]
        assert examples
        assert {303} == {client.get(path).status_code for path in examples}

    def test_the_files_hold_every_code_with_its_source(self, client: FlaskClient) -> None:
        """CSV, JSON and XLSX have the same rows; no source and no locator is empty."""
        rows = list(csv.DictReader(io.StringIO(client.get("/identifiers.csv").text, newline="")))
        given = client.get("/identifiers.json").json

        assert given is not None
        assert given["rows"] == rows
        assert list(COLUMNS) == list(rows[0])
        assert all(row["source"] and row["locator"] for row in rows)
        assert all(len(row["source"].split("; ")) == len(row["locator"].split(" | ")) for row in rows)
        assert 200 == client.get("/identifiers.xlsx").status_code

    def test_one_scheme_alone(self, client: FlaskClient) -> None:
        """The choice that is not there is not found: other rows would be taken for it."""
        given = client.get("/identifiers.json?scheme=iso2&scheme=iso2").json

        assert given is not None
        assert {"iso2"} == {row["scheme"] for row in given["rows"]}
        assert 404 == client.get("/identifiers.csv?scheme=nothing").status_code
        assert 404 == client.get("/identifiers.csv?code=BD").status_code
        assert 404 == client.get("/identifiers.zip").status_code

    def test_the_form_follows_accept(self, client: FlaskClient) -> None:
        """A program that takes JSON gets JSON; one that takes nothing of ours is told so."""
        assert (
            "application/json" == client.get("/identifiers", headers={"Accept": "application/json"}).mimetype
        )
        assert "text/csv" == client.get("/identifiers", headers={"Accept": "text/csv"}).mimetype
        assert "text/html" == client.get("/identifiers").mimetype
        assert 406 == client.get("/identifiers", headers={"Accept": "image/png"}).status_code


class TestNoCollision:
    """A scheme and a class of things never have the same name: `/id/<name>/...` means one of them."""

    def test_no_class_of_the_tables_or_pages_is_a_scheme(self, whole_data: Path) -> None:
        """Neither a class of the descriptor, nor a kind that pages know."""
        classes = {spec.kind for spec in table_specs(whole_data).values()} | set(KINDS)

        assert set() == set(SCHEMES) & classes

    def test_no_mapping_makes_things_under_a_scheme(self) -> None:
        """Nor what a mapping or a rule names: every `id/<class>/` in them."""
        folder = type(data_dir())(mapping).parents[1]
        texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.ru"))]
        made = set(re.findall(r"\bid/([a-z0-9-]+)/", "\n".join(texts)))

        assert "country" in made
        assert set() == set(SCHEMES) & made

    def test_no_iri_of_the_graph_stands_under_a_scheme(self, graph_file: Path) -> None:
        """Not in the ontology either, whose vocabularies are things too."""
        text = graph_file.read_text(encoding="utf-8")

        assert GRAPH_ONTOLOGY in text
        assert set() == set(SCHEMES) & set(re.findall(re.escape(ID) + "([^/>]+)/", text))


def test_json_says_where_it_comes_from(client: FlaskClient) -> None:
    """The release and the licence stand in the file."""
    given = json.loads(client.get("/identifiers.json?scheme=m49").data)

    assert "https://creativecommons.org/licenses/by/4.0/" == given["licence"]
    assert given["release"]
