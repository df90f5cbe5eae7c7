"""Answers to take away: names beside IRIs in tables and workbooks, and packages with all around them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from kg.errors import LimitError
from kg.exports.labelled import labelled, tsv_bytes
from kg.exports.packages import MANIFEST, package_bytes
from kg.exports.results import with_own_blanks
from kg.namespaces import ID, RC
from kg.store.bounded import Preview
from kg.store.embedded import open_embedded
from kg.store.protocol import Solutions
from kg.store.tables import table_bytes
from kg.terms import BlankNode, Iri, Literal
from webapp import create_app
from webapp.pages.results import package
from webapp.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from werkzeug.test import TestResponse

BGD = f"{ID}country/bgd"
XSD = "http://www.w3.org/2001/XMLSchema#"
COUNTRIES = f"SELECT ?c ?n {{ VALUES ?c {{ <{BGD}> <urn:x> }} BIND (1204 AS ?n) }}"
TERMS = Solutions(
    ("a", "b"),
    (
        {"a": Iri(BGD), "b": Literal('x,\n"y"', language="en")},
        {"a": BlankNode("zz9"), "b": Literal("4", XSD + "integer")},
        {"b": BlankNode("zz9")},
    ),
)


def taken(site: Flask, suffix: str, query: str = COUNTRIES, **asked: str) -> TestResponse:
    """Return an answer as a file."""
    return site.test_client().get(f"/sparql/answer.{suffix}", query_string={"query": query, **asked})


class TestLabelled:
    """Names beside IRIs."""

    def test_each_column_of_things_has_a_column_of_names(self, site: Flask) -> None:
        """A name that there is not is left empty, and other columns stay as they are."""
        assert "c,c_label,n\r\n" + f"{BGD},Bangladesh,1204\r\nurn:x,,1204\r\n" == taken(site, "csv").text

    @pytest.mark.parametrize(
        ("labels", "first"),
        [("iri", f"{BGD},1204"), ("text", "Bangladesh,1204"), ("both", f"{BGD},Bangladesh,1204")],
    )
    def test_things_come_by_iri_by_name_or_both(self, site: Flask, labels: str, first: str) -> None:
        """By name, what has none comes by its IRI all the same."""
        lines = taken(site, "csv", labels=labels).text.split("\r\n")

        assert first == lines[1]
        assert lines[2].startswith("urn:x")

    def test_a_column_of_that_name_is_in_nobody_s_way(self) -> None:
        """The names get another name; none is lost."""
        sheet = labelled("", ("c", "c_label"), [(Iri(BGD), "mine")], lambda _: "name")

        assert (("c", "c_label_", "c_label"), ((BGD, "name", "mine"),)) == (sheet.columns, sheet.rows)

    def test_numbers_stay_numbers_unless_a_spreadsheet_would_change_them(self) -> None:
        """Fifteen figures are what it keeps."""
        given = [
            Literal(text, XSD + kind)
            for text, kind in (
                ("12", "integer"),
                ("1234567890123456", "integer"),
                ("0.5", "decimal"),
                ("1e300", "double"),
                ("9" * 400, "integer"),
            )
        ]
        (row,) = labelled("", tuple("abcde"), [given], str).rows

        assert (12, "1234567890123456", 0.5, 1e300, "9" * 400) == row

    def test_tabs_and_line_ends_do_not_break_a_row(self) -> None:
        """They are written as letters."""
        sheet = labelled("", ("a", "b"), [("x\ty\nz\\", None)], str)

        assert b"a\tb\nx\\ty\\nz\\\\\t\n" == tsv_bytes(sheet)

    def test_a_workbook_has_the_rows_and_what_they_are(self, site: Flask) -> None:
        """Numbers are numbers, texts that begin like a formula are texts, and the query stands beside."""
        query = "SELECT ?c ?f ?n { VALUES (?c ?f ?n) { (<" + BGD + "> '=1+1' 5) } }"
        answer = taken(site, "xlsx", query)
        book = load_workbook(io.BytesIO(answer.data))

        assert [("c", "c_label", "f", "n"), (BGD, "Bangladesh", "=1+1", 5)] == list(book["Rows"].values)
        assert "s" == book["Rows"]["C2"].data_type
        assert any(query in str(said) for _, said in book["About"].values)
        assert answer.data == taken(site, "xlsx", query).data

    @pytest.mark.parametrize("sign", ["\x01", "\ufffe", "\uffff"])
    def test_a_workbook_opens_whatever_signs_a_text_has(self, site: Flask, sign: str) -> None:
        """XML cannot carry all of them."""
        answer = taken(site, "xlsx", f"SELECT ?a {{ VALUES ?a {{ 'x\\u{ord(sign):04x}y' }} }}")

        assert [("a",), ("xy",)] == list(load_workbook(io.BytesIO(answer.data))["Rows"].values)


class TestPackage:
    """All that a reader needs, in one file."""

    def test_it_holds_rows_query_licence_and_digests(self, site: Flask) -> None:
        """The manifest names every file with the digest that it has."""
        with zipfile.ZipFile(io.BytesIO(taken(site, "zip").data)) as packed:
            files = {name: packed.read(name) for name in packed.namelist()}
        manifest = json.loads(files.pop(MANIFEST))

        assert {
            "README.txt",
            "LICENCE.txt",
            "query.rq",
            "answer.csv",
            "answer.json",
            "answer-with-names.csv",
            "columns.csv",
        } == set(files)
        assert {name: hashlib.sha256(content).hexdigest() for name, content in files.items()} == {
            name: said["sha256"] for name, said in manifest["files"].items()
        }
        assert COUNTRIES == files["query.rq"].decode().strip()
        assert f"release {manifest['release']}".encode() in files["README.txt"]
        assert manifest["releaseSha256"] is None
        assert b"regcoop.nq: not stated" in files["README.txt"]
        assert b"CC BY 4.0" in files["LICENCE.txt"]
        assert ["c,IRI,2,2", "n,number,2,1"] == files["columns.csv"].decode().split("\r\n")[1:-1]

    def test_its_rows_are_those_of_the_endpoint(self, site: Flask) -> None:
        """CSV by its bytes, JSON by what it says."""
        query = f"SELECT ?c ?code {{ ?c a <{RC}Country> ; <{RC}iso3> ?code }} ORDER BY ?c ?code"
        with zipfile.ZipFile(io.BytesIO(taken(site, "zip", query).data)) as packed:
            own_csv, own_json = packed.read("answer.csv"), json.loads(packed.read("answer.json"))
        client = site.test_client()
        given = [client.get("/sparql", query_string={"query": query, "format": f}) for f in ("csv", "json")]

        assert given[0].data == own_csv
        assert json.loads(given[1].data) == own_json

    def test_the_same_release_and_query_are_the_same_bytes(self, site: Flask) -> None:
        """Blank nodes too, which an engine labels anew each time."""
        query = "SELECT ?s ?o { ?s ?p ?o FILTER (isBlank(?s) && isBlank(?o)) } ORDER BY ?p LIMIT 5"
        first, second = (
            taken(site, "zip", f"SELECT (BNODE() AS ?b) {{ {{ {query} }} }}").data for _ in range(2)
        )

        assert first == second

    def test_a_package_says_no_time(self) -> None:
        """Whoever packs the same files has the same package."""
        packed = package_bytes({"a.txt": b"x"}, {"title": "t"})

        assert packed == package_bytes({"a.txt": b"x"}, {"title": "t"})
        with zipfile.ZipFile(io.BytesIO(packed)) as read:
            assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in read.infolist()}

    def test_rows_are_written_as_the_standards_say(self) -> None:
        """Nothing for what is unbound, languages and types beside texts, one label for one blank node."""
        own = with_own_blanks(TERMS)

        assert b"a,b\r\n" + BGD.encode() + b',"x,\n""y"""\r\n_:b0,4\r\n,_:b0\r\n' == table_bytes(
            own, "text/csv"
        )
        assert {
            "head": {"vars": ["a", "b"]},
            "results": {
                "bindings": [
                    {
                        "a": {"type": "uri", "value": BGD},
                        "b": {"type": "literal", "value": 'x,\n"y"', "xml:lang": "en"},
                    },
                    {
                        "a": {"type": "bnode", "value": "b0"},
                        "b": {"type": "literal", "value": "4", "datatype": XSD + "integer"},
                    },
                    {"b": {"type": "bnode", "value": "b0"}},
                ]
            },
        } == json.loads(table_bytes(own, "application/sparql-results+json"))

    def test_it_names_the_file_of_the_release(self, graph_file: Path) -> None:
        """By the digest that the release is cited by, which whoever has the file can make anew."""
        digest = hashlib.sha256(graph_file.read_bytes()).hexdigest()
        site = create_app(Settings(open_embedded(graph_file), release_digest=digest))

        with zipfile.ZipFile(io.BytesIO(taken(site, "zip").data)) as packed:
            manifest, readme = json.loads(packed.read(MANIFEST)), packed.read("README.txt")

        assert digest == manifest["releaseSha256"]
        assert digest.encode() in readme


class TestLimits:
    """What is too much is refused in a sentence."""

    def test_rows_that_are_not_at_hand_are_not_left_out_silently(self) -> None:
        """The sentence has both numbers, and what to take instead."""
        with pytest.raises(LimitError, match=r"60,001 rows.*50,000 at most.*CSV or JSON"):
            package.check_rows(Preview(Solutions(("a",), ()), 60_001, 0.0))

    def test_a_workbook_has_a_size(self) -> None:
        """Cells are counted with those of names."""
        sheet = labelled("", ("a",), [(Iri("urn:x"),)] * (package.MOST_CELLS // 2 + 1), str)

        with pytest.raises(LimitError, match="cells in 2 columns"):
            package.check_cells(sheet)

    @pytest.mark.parametrize("suffix", ["xlsx", "zip", "csv", "tsv"])
    @pytest.mark.parametrize(
        ("asked", "status", "words"),
        [
            ({}, 400, "parameter 'query' is missing"),
            ({"query": " "}, 400, "parameter 'query' is missing"),
            ({"query": "ASK {}"}, 400, "needs a SELECT query"),
            ({"query": "SELECT * {"}, 400, "does not parse"),
            ({"query": "SELECT * { SERVICE <http://x/> {} }"}, 403, "no-service"),
            ({"query": "SELECT * {}", "labels": "<b>"}, 400, "iri, text or both"),
        ],
    )
    def test_what_cannot_be_answered_is_said(
        self, site: Flask, suffix: str, asked: dict[str, str], status: int, words: str
    ) -> None:
        """As a problem document, never as an empty file."""
        answer = site.test_client().get(f"/sparql/answer.{suffix}", query_string=asked)

        assert (status, "application/problem+json") == (answer.status_code, answer.mimetype)
        assert words in answer.text

    def test_a_posted_query_is_answered_as_well(self, site: Flask) -> None:
        """Long ones fit no address."""
        posted = site.test_client().post("/sparql/answer.csv", data={"query": COUNTRIES, "labels": "text"})

        assert [["c", "n"], ["Bangladesh", "1204"]] == list(csv.reader(io.StringIO(posted.text)))[:2]

    def test_files_are_for_scripts_of_all_sites(self, site: Flask) -> None:
        """They are saved under a name, validate, and may be read from anywhere."""
        answer = taken(site, "zip")
        again = site.test_client().get(
            "/sparql/answer.zip",
            query_string={"query": COUNTRIES},
            headers={"If-None-Match": answer.headers["ETag"]},
        )

        assert "attachment; filename=answer.zip" == answer.headers["Content-Disposition"]
        assert "*" == answer.headers["Access-Control-Allow-Origin"]
        assert 304 == again.status_code
