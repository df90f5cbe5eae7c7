"""The views of an answer: each says what it shows, refuses what it must not draw, and has its files."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest

import webapp
from kg.namespaces import ID, RC
from kg.store.bounded import PREVIEW_ROWS, Preview
from kg.store.protocol import Solutions
from kg.terms import Literal
from webapp.pages.results.choice import OPTIONS, asked_view, comment, read_choice
from webapp.pages.results.days import days_of
from webapp.pages.results.edges import SHAPES
from webapp.pages.results.page import ResultViews, result_views

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

BROWSER = {"Accept": "text/html"}
ROOM = 100_000
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = f"PREFIX rc: <{RC}> PREFIX xsd: <{XSD}>\n"
MEMBERS = (
    PREFIXES
    + """SELECT ?process ?member ?role {
  ?m rc:inProcess ?process ; rc:member ?member ; rc:memberRole ?role } ORDER BY ?process ?member ?role"""
)
COUNTS = (
    PREFIXES
    + """SELECT ?country (COUNT(DISTINCT ?rating) AS ?ratings) {
  ?rating rc:ratedCountry ?country ; rc:level ?level } GROUP BY ?country ORDER BY DESC(?country)"""
)
LEVELS = (
    PREFIXES
    + """SELECT ?country ?domain ?level ?order {
  ?r rc:ratedCountry ?country ; rc:ratedDomain ?domain ; rc:level ?level . ?level rc:levelOrder ?order
} ORDER BY ?country ?domain"""
)
DATES = (
    PREFIXES
    + """SELECT ?label ?day { VALUES (?label ?day) {
  ("a day" "2016-02-29"^^xsd:date) ("a year" "2014"^^xsd:gYear) ("a month" "2015-06"^^xsd:gYearMonth)
  ("an hour" "2017-03-01T10:00:00Z"^^xsd:dateTime) ("none" "2016-13-45"^^xsd:date) } }"""
)


def views(site: Flask, query: str, chosen: str = "", rows: int = PREVIEW_ROWS) -> ResultViews:
    """Return the views of the answer of a query, of which so many rows are at hand."""
    with site.test_request_context():
        preview = site.extensions["regcoop"].strangers.preview(query, None, rows)
        return result_views(preview, query, chosen)


def texts(found: ResultViews) -> list[list[str]]:
    """Return the cells of the table as texts."""
    return [[cell.text for cell in row] for row in found.twin.rows]


def file(site: Flask, suffix: str, query: str, **asked: str) -> TestResponse:
    """Return a file of a view."""
    return site.test_client().get(f"/sparql/view.{suffix}", query_string={"query": query, **asked})


class TestChoice:
    """A view is chosen by the address, else by the query."""

    def test_a_comment_line_chooses(self) -> None:
        """Its options name columns, with or without their question mark."""
        chosen = read_choice(
            "#view: pivot rows=?process columns=role\nSELECT ?process ?role {}", "", ("process", "role")
        )

        assert ("pivot", {"rows": "process", "columns": "role"}, ()) == (
            chosen.view,
            chosen.columns,
            chosen.problems,
        )

    @pytest.mark.parametrize(
        "query",
        [
            'SELECT ("""\n#view: bar\n""" AS ?x) {}',
            "SELECT * { <a:b\n#view: bar\n> ?p ?o }".replace("\n", "%0A"),
            "SELECT * {}",
            "SELECT * {} # a view: bar",
        ],
    )
    def test_what_is_no_comment_line_chooses_nothing(self, query: str) -> None:
        """A text of the query may look like one."""
        assert "" == comment(query)

    def test_the_address_wins(self) -> None:
        """Its view leaves the options of another view behind, and keeps those of the same one."""
        query = "#view: pivot rows=?a columns=?b\nSELECT ?a ?b {}"

        assert ("bar", {}) == (
            read_choice(query, "bar", "ab").view,
            read_choice(query, "bar", "ab").columns,
        )
        assert {"rows": "b", "columns": "b"} == read_choice(query, "pivot rows=?b", "ab").columns
        assert {"rows": "a", "columns": "b"} == read_choice(query, "labels=both", "ab").columns

    def test_what_makes_no_sense_is_said(self) -> None:
        """The table is shown then, and no text is repeated at length."""
        chosen = read_choice("SELECT * {}", f"pie{'x' * 500} rows=?no labels=loud", "ab")
        column = read_choice("SELECT * {}", "pivot rows=?no", "ab")

        assert "table" == chosen.view
        assert 2 == len(chosen.problems)
        assert 200 > max(map(len, chosen.problems))
        assert "no column ?no" in column.problems[0]

    def test_parameters_become_the_choice(self) -> None:
        """Options have a name of their own in addresses, since forms of queries have names as well."""
        assert "pivot rows=?a labels=both" == asked_view(
            {"view": "pivot", "view-rows": "?a", "labels": "both", "rows": "?c", "query": "x"}
        )

    def test_the_line_that_is_offered_gives_the_same_view(self, site: Flask) -> None:
        """Whoever puts it into the query keeps the view."""
        for view in OPTIONS:
            shown = views(site, MEMBERS, view)
            again = views(site, f"{shown.kept}\n{MEMBERS}")

            assert (shown.view, texts(shown)) == (again.view, texts(again))


class TestRatings:
    """Levels of a rating are words: never a length, a sum, or an order of merit."""

    @pytest.mark.parametrize("value", ["level", "order"])
    def test_a_level_is_never_the_length_of_a_bar(self, site: Flask, value: str) -> None:
        """Neither the level nor its place on the scale is drawn; the table is shown and says why."""
        shown = views(site, LEVELS, f"bar category=?country value=?{value}")

        assert "table" == shown.view
        assert "words in an order" in shown.problems[0]
        assert 400 == file(site, "svg", LEVELS, view=f"bar value=?{value}").status_code

    @pytest.mark.parametrize(
        "made",
        [
            "(AVG(?order) AS ?n)",
            "(SUM(?order) AS ?n)",
            "(MAX(?order) AS ?n)",
            "(SUM(?order + 0) / COUNT(*) AS ?n)",
        ],
    )
    def test_what_is_made_of_levels_is_not_drawn_either(self, site: Flask, made: str) -> None:
        """A mean under another name is a mean; by itself the view counts rows."""
        query = PREFIXES + (
            f"SELECT ?country {made} {{ ?r rc:ratedCountry ?country ; rc:level/rc:levelOrder ?order }} "
            "GROUP BY ?country"
        )

        assert views(site, query, "bar value=?n").problems
        assert "Rows" == views(site, query, "bar").twin.heads[1].label
        assert "Rows" == views(site, query, "map").twin.heads[1].label

    def test_counts_of_ratings_are_drawn(self, site: Flask) -> None:
        """How many ratings there are is a number of things, in the order of the answer."""
        shown = views(site, COUNTS, "bar")

        assert "bar" == shown.view
        assert not shown.problems
        assert sorted((row[0].href for row in shown.twin.rows), reverse=True) == [
            row[0].href for row in shown.twin.rows
        ]

    def test_a_pivot_of_levels_has_words_and_counts_of_rows(self, site: Flask) -> None:
        """Its totals count rows of the answer, whatever stands in the cells."""
        shown = views(site, LEVELS, "pivot rows=?country columns=?domain value=?order")
        total = texts(shown)[-1][-1]

        assert str(len(list(csv.reader(io.StringIO(_answer(site, LEVELS))))) - 1) == total
        assert all(
            row[-1].text == str(sum(cell.text != "no row" for cell in row[1:-1]))
            for row in shown.twin.rows[:-1]
        )


def _answer(site: Flask, query: str) -> str:
    return str(site.test_client().get("/sparql", query_string={"query": query, "format": "csv"}).text)


class TestViews:
    """Each view, on data of ours."""

    def test_the_table_shows_what_the_query_gives(self, site: Flask) -> None:
        """IRIs short, by name or both; what is unbound says so, and numbers stand right."""
        query = "SELECT ?c ?n ?u { VALUES (?c ?n) { (<https://w3id.org/regcoop/id/country/bgd> 1204) } }"
        by_iri, by_name, both = (views(site, query, f"table labels={how}") for how in ("iri", "text", "both"))

        assert [["country/bgd", "1204", "no value"]] == texts(by_iri)
        assert [["Bangladesh", "1204", "no value"]] == texts(by_name)
        assert ("Bangladesh", "country/bgd", "/doc/country/bgd") == (
            both.twin.rows[0][0].text,
            both.twin.rows[0][0].note,
            both.twin.rows[0][0].href,
        )
        assert [False, True, False] == [head.number for head in both.twin.heads]

    def test_a_pivot_counts_rows(self, site: Flask) -> None:
        """All its cells together are the rows of the answer."""
        shown = views(site, MEMBERS, "pivot rows=?process columns=?role")
        *rows, foot = texts(shown)

        assert ["?process", "All rows"] == [shown.twin.heads[0].label, shown.twin.heads[-1].label]
        assert int(foot[-1]) == sum(int(cell) for row in rows for cell in row[1:-1])
        assert int(foot[-1]) == _answer(site, MEMBERS).count("\n") - 1

    def test_a_pivot_can_hold_the_values_of_a_third_column(self, site: Flask) -> None:
        """Several stand beside each other, and a cell without a row says so."""
        query = 'SELECT ?a ?b ?c { VALUES (?a ?b ?c) { ("x" "1" 5) ("x" "1" 6) ("y" "2" UNDEF) } }'
        shown = views(site, query, "pivot rows=?a columns=?b value=?c")

        assert [
            ["x", "5; 6", "no row", "2"],
            ["y", "no row", "no value", "1"],
            ["All rows", "2", "1", "3"],
        ] == texts(shown)

    def test_bars_keep_the_order_and_the_sign(self, site: Flask) -> None:
        """What is less than nothing goes to the other side; numbers too great to draw are left out."""
        query = 'SELECT ?a ?n { VALUES (?a ?n) { ("b" -2) ("a" 4) ("c" 1) } }'
        shown = views(site, query, "bar")
        bars = [
            tuple(map(float, found))
            for found in re.findall(r'<rect x="([^"]+)" y="[^"]+" width="([^"]+)"', shown.pictures[0][1])
        ]

        assert ["b", "a", "c"] == [row[0] for row in texts(shown)]
        assert [100, 200, 50] == [width for _, width in bars]
        assert bars[0][0] + 100 == bars[1][0] == bars[2][0]

    def test_a_timeline_is_as_exact_as_its_dates(self, site: Flask) -> None:
        """A year is a hollow bar, a day a point; what is no date is counted and not drawn."""
        shown = views(site, DATES, "timeline")
        picture = str(shown.pictures[0][1])

        assert ["2014", "2015-06", "2016-02-29", "2017-03-01T10:00:00Z"] == [row[0] for row in texts(shown)]
        assert 1 + 3 == picture.count("<circle")
        assert 1 + 1 == picture.count("<rect")
        assert "1 row of the answer has no date" in picture

    def test_dates_too_far_apart_are_told_and_not_drawn(self, site: Flask) -> None:
        """A picture of ten thousand years would be nobody's."""
        query = (
            PREFIXES
            + 'SELECT ?l ?d { VALUES (?l ?d) { ("a" "0001-01-01"^^xsd:date) ("b" "9999-12-31"^^xsd:date) } }'
        )
        shown = views(site, query, "timeline")

        assert () == shown.pictures
        assert "too far for one picture" in shown.notes[0]
        assert 2 == len(shown.twin.rows)

    def test_a_map_has_a_tile_for_each_country_of_the_answer(self, site: Flask) -> None:
        """And for no other; what is no country is counted below it."""
        query = (
            PREFIXES
            + f"SELECT ?x ?word {{ VALUES (?x ?word) {{ (<{ID}country/bgd> 'yes') (<{ID}country/zzz> 'no') "
            "('text' 'no') } }"
        )
        shown = views(site, query, "map value=?word")

        assert ["Southern Asia"] == [heading for heading, _ in shown.pictures]
        assert "BGD" in shown.pictures[0][1]
        assert "yes" in shown.pictures[0][1]
        assert 1 == str(shown.pictures[0][1]).count("z" + '"/>')
        assert "1 row of the answer names no country in ?x." in shown.notes
        assert "1 of the IRIs in ?x is not in the register." in shown.notes

    def test_a_network_has_a_line_for_each_pair(self, site: Flask) -> None:
        """Things stand in the shapes of their kinds, as in the networks of the site."""
        shown = views(site, MEMBERS, "network from=?process to=?member")
        pairs = {
            (row["process"], row["member"]) for row in csv.DictReader(io.StringIO(_answer(site, MEMBERS)))
        }

        assert len(pairs) == len(shown.twin.rows)
        assert "regional process" in shown.pictures[0][1]

    def test_shapes_of_kinds_are_those_of_the_networks_of_the_site(self) -> None:
        """They are written twice, since a file cannot refer to a page: so they must not part."""
        folder = Path(webapp.__file__).parent / "templates/macros"
        macros = (folder / "networks.html").read_text(encoding="utf-8")

        for kind, (_, element) in SHAPES.items():
            bare = re.escape(element.removesuffix("/>")).replace("<path", "<path(?: class=.n-open.)?")
            bare = bare.replace("<rect", "<rect(?: class=.n-open.)?").replace(
                "<circle", "<circle(?: class=.n-open.)?"
            )
            assert kind == "other" or re.search(rf'<g id="n-{kind}">{bare}', macros), kind

    def test_views_that_an_answer_does_not_allow_say_why(self, site: Flask) -> None:
        """In the line of views, and again if one is asked for by its address."""
        query = 'SELECT ?a { VALUES ?a { "x" } }'
        shown = views(site, query, "map")

        assert {"Pivot", "Timeline", "Map", "Network"} == {way.label for way in shown.ways if way.reason}
        assert "table" == shown.view
        assert "needs a column of countries" in shown.problems[0]

    def test_an_answer_that_was_cut_says_so_on_the_picture(self, site: Flask) -> None:
        """In words, with the number of all rows."""
        total = f"{len(list(csv.reader(io.StringIO(_answer(site, MEMBERS))))) - 1:,}"
        shown = views(site, MEMBERS, "bar category=?process", rows=2)

        assert f"made of the first 2 of {total} rows" in re.sub(
            r"</text><text[^>]*>", " ", shown.pictures[0][1]
        )

    @pytest.mark.parametrize("view", list(OPTIONS))
    def test_no_rows_are_no_picture(self, site: Flask, view: str) -> None:
        """The table says that there are none, and what that means."""
        shown = views(site, "SELECT ?a ?b { ?a <x:none> ?b }", view)

        assert ("table", (), ()) == (shown.view, shown.pictures, shown.twin.rows)
        assert "what this graph records" in shown.twin.note


class TestPage:
    """The views on the page."""

    @pytest.mark.parametrize("view", list(OPTIONS))
    def test_a_picture_has_a_name_and_stands_beside_a_table(self, site: Flask, view: str) -> None:
        """It is one image to a screen reader; the table has the values."""
        asked = {"query": {"timeline": DATES, "map": COUNTS}.get(view, MEMBERS), "view": view}
        page = site.test_client().get("/sparql", query_string=asked, headers=BROWSER).text
        pictures = re.findall(r'<svg class="result-picture" role="img" aria-labelledby="(\S+) (\S+)"', page)

        assert bool(pictures) == (view not in {"table", "pivot"})
        for title, description in pictures:
            assert re.search(rf'<title id="{title}">[^<]+</title>', page)
            assert re.search(rf'<desc id="{description}">[^<]+</desc>', page)
        assert '<table class="data" id="rows">' in page
        assert "style=" not in page

    def test_a_long_query_has_buttons_in_place_of_links(self, site: Flask) -> None:
        """Else it would stand on the page twenty times; it is posted where no address can hold it."""
        query = MEMBERS + "\n# " + "x" * 9_000
        page = site.test_client().post("/sparql", data={"query": query, "view": "bar"}, headers=BROWSER).text

        of_views = page.partition('id="views"')[2].partition('<div class="answer-files"')[0]

        assert 1 == of_views.count("x" * 9_000)
        assert 'formaction="/sparql/view.svg"' in page
        assert 'action="/sparql#answer" method="post"' in page
        (value,) = re.findall(r'formaction="/sparql/view.svg" name="view" value="([^"]+)"', page)
        posted = site.test_client().post("/sparql/view.svg", data={"query": query, "view": unescape(value)})
        assert 200 == posted.status_code

    def test_links_lead_to_the_same_graphs(self, site: Flask) -> None:
        """What a request names as its graphs goes along."""
        graph = "https://w3id.org/regcoop/graph/release"
        page = (
            site.test_client()
            .get(
                "/sparql",
                query_string={"query": "SELECT * {?s ?p ?o}", "default-graph-uri": graph},
                headers=BROWSER,
            )
            .text
        )

        assert (
            urlencode({"default-graph-uri": graph})
            in re.findall(r'href="(/sparql/answer.zip[^"]+)"', page)[0]
        )


HOSTILE = {
    "nothing": "SELECT * {}",
    "unbound": "SELECT ?a ?b { VALUES (?a ?b) { (UNDEF UNDEF) } }",
    "blank": "SELECT ?s ?o { ?s ?p ?o FILTER (isBlank(?s) && isBlank(?o)) }",
    "truth": "SELECT ?a ?b { VALUES (?a ?b) { (<a:b> true) (<a:c> false) } }",
    "huge": f"SELECT ?a ?b {{ VALUES (?a ?b) {{ ('a' 1e308) ('b' -1e308) ('c' {'9' * 400}) ('d' 0) }} }}",
    "endless": PREFIXES + "SELECT ?a ?b { VALUES (?a ?b) { (1 'INF'^^xsd:double) (2 'NaN'^^xsd:double) } }",
    "markup": "SELECT ?a ?b { VALUES (?a ?b) { ('<script>alert(1)</script>' '\"><img>') ('=' '\\u0001') } }",
    "script": "SELECT ?a ?b { VALUES (?a ?b) { (<javascript:alert(1)> <javascript:alert(2)>) } }",
    "right to left": "SELECT ?a ?n { VALUES (?a ?n) { ('مرحبا'@ar 3) ('שלום'@he 4) } }",
    "long": f"SELECT ?s ?t {{ ?s ?p ?o BIND ('{'<&> ' * 300}' AS ?a) BIND (CONCAT(?a, ?a) AS ?t) }} LIMIT 60",
    "all": "SELECT * { ?s ?p ?o }",
    "wide": "SELECT * { ?s ?p ?o " + " ".join(f"BIND (?s AS ?v{n})" for n in range(80)) + " } LIMIT 50",
}


class TestHostile:
    """Answers that nobody had in mind."""

    @pytest.mark.parametrize("view", list(OPTIONS))
    @pytest.mark.parametrize("kind", list(HOSTILE))
    def test_every_answer_has_every_view_or_a_sentence(self, site: Flask, kind: str, view: str) -> None:
        """Within the room of a page, nothing unescaped, and files that parse."""
        client, query = site.test_client(), HOSTILE[kind]
        page = client.post("/sparql", data={"query": query, "view": view}, headers=BROWSER)
        drawn = client.post("/sparql/view.svg", data={"query": query, "view": view})
        is_shown = "result-problem" not in page.text

        assert 200 == page.status_code
        assert ROOM > len(page.data)
        assert "<script>alert" not in page.text
        assert 'href="javascript' not in page.text
        assert (200 if is_shown else 400) == drawn.status_code
        if is_shown:
            assert "svg" in ET.fromstring(drawn.data).tag  # noqa: S314  (our own file)

    @pytest.mark.parametrize(
        "asked", ["<script>", "x" * 10_000, "pivot rows=?'\"><b>", "=", "bar bar bar", "\ud7ff\x00"]
    )
    def test_whatever_is_asked_for_gets_a_page(self, site: Flask, asked: str) -> None:
        """A view of that name there is none, and the page says so without repeating it as markup."""
        page = site.test_client().get(
            "/sparql", query_string={"query": MEMBERS, "view": asked}, headers=BROWSER
        )

        assert 200 == page.status_code
        assert "<b>" not in page.text
        assert "<script>" not in page.text


class TestFiles:
    """A view as a file."""

    def test_a_picture_stands_alone(self, site: Flask) -> None:
        """It has a title to be seen, colours of its own, and nothing that a policy would refuse."""
        answer = file(site, "svg", MEMBERS, view="network")
        drawn = ET.fromstring(answer.data)  # noqa: S314  (our own file)

        assert "image/svg+xml" == answer.mimetype
        assert "Links from ?process to ?member" in "".join(drawn.itertext())
        assert "var(" not in answer.text
        assert "style" not in answer.text

    def test_tables_are_pictures_as_well(self, site: Flask) -> None:
        """A pivot has its names and counts on it."""
        said = "".join(ET.fromstring(file(site, "svg", MEMBERS, view="pivot").data).itertext())  # noqa: S314

        assert "All rows" in said
        assert "Bali Process" in said

    def test_the_rows_of_a_view_have_names_beside_iris(self, site: Flask) -> None:
        """The CSV says what the table says."""
        rows = list(csv.DictReader(io.StringIO(file(site, "csv", COUNTS, view="bar").text)))

        assert ["country", "country_label", "ratings"] == list(rows[0])
        assert all(row["country"].startswith("https://") and row["country_label"] for row in rows)

    @pytest.mark.parametrize("suffix", ["graphml", "gexf"])
    def test_a_network_is_a_file_for_programs(self, site: Flask, suffix: str) -> None:
        """The same bytes each time, and all links."""
        import networkx as nx  # noqa: PLC0415  (takes 0.2 s to import)

        first, second = (
            file(site, suffix, MEMBERS, view="network from=?process to=?member") for _ in range(2)
        )
        read = nx.parse_graphml(first.text) if suffix == "graphml" else nx.read_gexf(io.BytesIO(first.data))
        pairs = {
            (row["process"], row["member"]) for row in csv.DictReader(io.StringIO(_answer(site, MEMBERS)))
        }

        assert first.data == second.data
        assert len(pairs) == read.number_of_edges()
        assert any(said["label"].startswith("Bali Process") for _, said in read.nodes.data())
        assert 400 == file(site, suffix, MEMBERS, view="bar").status_code

    def test_other_suffixes_are_not_found(self, site: Flask) -> None:
        """The answer names those that there are."""
        answer = file(site, "png", MEMBERS, view="bar")

        assert 404 == answer.status_code
        assert ".svg" in answer.text


@pytest.mark.parametrize(
    ("text", "datatype", "days"),
    [
        ("2016", "gYear", ("2016-01-01", "2016-12-31", "year")),
        ("2016-02", "gYearMonth", ("2016-02-01", "2016-02-29", "month")),
        ("2016-02-29Z", "date", ("2016-02-29", "2016-02-29", "day")),
        ("2016-02-29T23:59:59.5+05:00", "dateTime", ("2016-02-29", "2016-02-29", "day")),
        ("2016-02-30", "date", None),
        ("-0044-03-15", "date", None),
        ("12016", "gYear", None),
        ("2016", "date", None),
        ("2016-02-29", "string", None),
    ],
)
def test_a_date_means_its_days(text: str, datatype: str, days: tuple[str, str, str] | None) -> None:
    """As fine as its type says; what is no date of the calendar is none."""
    assert days == days_of(Literal(text, XSD + datatype))


def test_a_preview_without_columns_has_a_sentence(site: Flask) -> None:
    """One row of nothing is an answer, too."""
    with site.test_request_context():
        found = result_views(Preview(Solutions((), ({},)), 1, 0.0), "SELECT * {}", "")

    assert "rows without columns" in found.twin.note
