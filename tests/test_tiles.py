"""The tile map: one tile a country and no outlines, and a list and files that say the same."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from kg.sources import table_specs

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


ROOM = 100_000
"""How many bytes a page may have."""
TILE = re.compile(r'<a href="[^"]+"(?: class="t-([a-z]+)")?><title>(.*?)</title>')
LEVELS = {f"#lv-{order}" for order in range(1, 5)}
THEMES = (
    "/map",
    "/map?of=process/bali-process",
    "/map?of=domain/escap-2017/2",
    "/map?of=rating-table/mgi-2016/table-6",
    "/map?of=rating-table/mgi-2016/table-6&domain=mgi-2016/5",
    "/map?of=framework/mgi-2016",
    "/map?of=domain/mgi-2016/1",
    "/map?of=region/asia",
)


def titles(page: str) -> list[str]:
    """Return the accessible names of all tiles, in their order."""
    return [unescape(title) for _, title in TILE.findall(page)]


def twin(page: str) -> str:
    """Return the list beside the map, without markup."""
    return unescape(re.sub(r"<[^>]+>", "", page[page.index('class="tile-twin"') :]))


def sheet(app: Flask, address: str) -> list[dict[str, str]]:
    """Return the rows of a map as CSV."""
    body = app.test_client().get(address.replace("/map", "/map.csv", 1)).text
    return list(csv.DictReader(io.StringIO(body.lstrip("\ufeff"), newline="")))


def countries(data: Path) -> list[dict[str, str]]:
    """Return the register of countries."""
    with table_specs(data)["countries"].path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_every_country_of_the_register_has_exactly_one_tile(whole_site: Flask, whole_data: Path) -> None:
    """Each stands on the map once, by its name and, where it has one, its code."""
    expected = sorted(
        f"{row['name']} ({row['iso3']})" if row["iso3"] else row["name"] for row in countries(whole_data)
    )

    page = whole_site.test_client().get("/map").text

    assert expected == sorted(title.partition(". Processes: ")[0] for title in titles(page))


@pytest.mark.parametrize("address", THEMES)
def test_a_map_has_no_outline_of_a_territory(site: Flask, address: str) -> None:
    """Within the map there is no shape but the one that all tiles have, and nothing from outside."""
    page = site.test_client().get(address).text
    drawn = page[page.index("data-tiles") : page.index('id="after-map"')]

    assert titles(page)
    assert [] == re.findall(r"<(path|polygon|polyline|image)\b", drawn)
    assert len(titles(page)) == len(re.findall(r'<use href="#t[^"]*"', drawn))
    assert set(re.findall(r'<use href="([^"]+)"', drawn)) <= {"#t", "#t-other", "#t-unknown", *LEVELS}


@pytest.mark.parametrize("address", THEMES)
def test_the_name_of_a_tile_says_theme_value_and_state(site: Flask, address: str) -> None:
    """What a tile shows by shape, its name says: country, theme, value, and how far that is known."""
    page = site.test_client().get(address).text

    assert [] == [
        title for title in titles(page) if not re.fullmatch(r"[^.]+( \([A-Z]{3}\))?\. .+: .+\.", title)
    ]
    assert all(
        title.endswith((" recorded.", " on record.", " list.", " assessed.", " source.", " into."))
        for title in titles(page)
    )


@pytest.mark.parametrize("address", THEMES)
def test_tiles_list_and_file_say_the_same(site: Flask, address: str) -> None:
    """Every tile is a row of the file and an entry of the list, with the same value and number."""
    page, rows = site.test_client().get(address).text, sheet(site, address)
    values = [(title.partition(".")[0].partition(" (")[0], title) for title in titles(page)]

    assert [row["country"] for row in rows] == [country for country, _ in values]
    assert all(
        f"{row['theme']}: {row['value']}" in title for row, (_, title) in zip(rows, values, strict=True)
    )
    assert all(row["country"] in twin(page) for row in rows)
    assert all(row["number"] in twin(page) for row in rows)


def test_ratings_are_levels_with_year_and_evidence_and_never_numbers(site: Flask) -> None:
    """A rated country has the word, its place on the scale, the year; all others are not assessed."""
    page = site.test_client().get("/map?of=framework/mgi-2016&domain=mgi-2016/5").text
    rows = sheet(site, "/map?of=framework/mgi-2016&domain=mgi-2016/5")
    by_country = {row["country"]: row for row in rows}

    assert any("Bangladesh (BGD)." in title and "; 2016; recorded." in title for title in titles(page))
    assert by_country["Bangladesh"]["source"]
    assert by_country["Bangladesh"]["locator"]
    assert {""} == {row["number"] for row in rows}
    assert "Not a ranking" in page
    assert "not assessed" in page
    assert by_country["Bangladesh"]["when"] == "2016"


def test_where_no_list_of_members_is_known_no_country_is_said_to_be_outside(site: Flask) -> None:
    """The first document names no member countries of the Bali Process: every tile says just that."""
    page = site.test_client().get("/map?of=process/bali-process").text

    assert {"not stated in the source"} == {
        title.partition(": ")[2].removeprefix("members ").rstrip(".") for title in titles(page)
    }
    assert "not in the list" not in page
    assert {"unknown"} == {look for look, _ in TILE.findall(page)}


@pytest.mark.slow
@pytest.mark.parametrize("of", ["domain/sdg-10-7-2/1", "domain/mgi-later/2"])
def test_of_a_domain_that_nothing_serves_no_country_is_said_to_have_none(whole_site: Flask, of: str) -> None:
    """Where nobody has placed anything in a domain, every country is not assessed, in words and state."""
    rows = sheet(whole_site, f"/map?of={of}")
    told = re.sub(r"<[^>]+>", " ", whole_site.test_client().get(f"/map?of={of}").text)

    assert {("not assessed", "not assessed", "")} == {
        (row["value"], row["state"], row["number"]) for row in rows
    }
    assert "none on record" not in told


@pytest.mark.slow
def test_a_role_is_a_look_and_a_word(whole_site: Flask) -> None:
    """Member, observer and absence differ in look and in words; each role has its evidence in the list."""
    page = whole_site.test_client().get("/map?of=process/bali-process").text
    looks = {unescape(title).partition(" (")[0]: look for look, title in TILE.findall(page)}
    rows = {row["country"]: row for row in sheet(whole_site, "/map?of=process/bali-process")}

    assert {"Bangladesh": "in", "Germany": "role", "Kenya": "out"} == {
        name: looks[name] for name in ("Bangladesh", "Germany", "Kenya")
    }
    assert {"member", "observer", "not in the list"} <= {row["value"] for row in rows.values()}
    assert [] == [row for row in rows.values() if row["state"] == "recorded" and not row["source"]]


@pytest.mark.slow
def test_a_number_of_processes_is_the_number_that_its_list_has(whole_site: Flask) -> None:
    """The map of a domain counts the processes that it names; the first map those of the country's page."""
    client = whole_site.test_client()
    named = sheet(whole_site, "/map?of=domain/escap-2017/2")
    page = client.get("/map").text
    bangladesh = re.search(r'href="/doc/country/bgd#memberships"><title>[^:]+: (\d+);', page)
    listed = csv.DictReader(io.StringIO(client.get("/query/memberships.csv?member=country/bgd").text))

    assert named
    assert [] == [
        row for row in named if row["number"] and int(row["number"]) != len(row["things"].split("; "))
    ]
    assert bangladesh is not None
    assert int(bangladesh[1]) == len({row["process"] for row in listed})


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    ["/map", "/map?of=process/tripoli-process", "/map?of=domain/escap-2017/1", "/map?of=framework/mgi-2016"],
)
def test_the_map_of_all_countries_is_no_large_page(whole_site: Flask, address: str) -> None:
    """Whatever the theme, a page keeps to its size, and comes out the same each time."""
    first, second = (whole_site.test_client().get(address).data for _ in range(2))

    assert first == second
    assert len(first) <= ROOM


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("of=process/nowhere", "There is no regional process"),
        ("of=domain/escap-2017/99", "There is no governance domain"),
        ("of=rating-table/mgi-2016/table-6&domain=escap-2017/1", "The table rates no domain"),
        ("of=framework/escap-2017", "No ratings of"),
        ("of=<script>alert(1)</script>", "There is no map of"),
        (f"of={'x' * 10_000}", "There is no map of"),
        ("of=country/bgd", "There is no map of"),
    ],
)
def test_a_theme_that_there_is_not_gets_a_sentence(site: Flask, asked: str, words: str) -> None:
    """An address that names no theme is answered with what is wrong, for people and for programs."""
    client = site.test_client()
    page, file = client.get(f"/map?{asked}"), client.get(f"/map.csv?{asked}")

    assert (404, 404) == (page.status_code, file.status_code)
    assert words in unescape(page.text)
    assert "<script>alert" not in page.text
    assert len(page.data) < ROOM / 4


def test_an_unknown_format_is_not_found(site: Flask) -> None:
    """There are three formats and no others."""
    client = site.test_client()

    assert [200, 200, 200, 404] == [
        client.get(f"/map.{suffix}").status_code for suffix in ("csv", "json", "xlsx", "geojson")
    ]
