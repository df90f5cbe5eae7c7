"""The mirror: the site as files, in which every link leads to a file, whatever folder it stands in."""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from kg.errors import KgError
from webapp.freezing import freeze
from webapp.freezing.mirror import MARK
from webapp.freezing.pages import links_of, rewritten
from webapp.freezing.places import file_of, link, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from selectolax.lexbor import LexborNode

    from webapp.freezing import Frozen

LIVE = "https://data.example.org"


@pytest.fixture(name="mirror", scope="module")
def _mirror(released_site: Flask, tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """The site of the small dataset with its two releases, as files."""
    return freeze(
        released_site, tmp_path_factory.mktemp("mirror") / "site", formats=frozenset({"json", "ttl"})
    )


@pytest.fixture(name="linked", scope="module")
def _linked(site: Flask, tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """A mirror of a site without releases, which knows its address, in the place of an older one."""
    out = tmp_path_factory.mktemp("mirror") / "site"
    out.mkdir()
    (out / MARK).write_text("{}", encoding="utf-8")
    (out / "old.html").write_text("old", encoding="utf-8")
    return freeze(site, out, live=LIVE, formats=frozenset())


def _pages(mirror: Frozen) -> Iterator[tuple[str, LexborHTMLParser]]:
    for path in sorted(mirror.directory.rglob("*.html")):
        yield str(path.relative_to(mirror.directory)), LexborHTMLParser(path.read_text(encoding="utf-8"))


def _one(page: LexborHTMLParser, selector: str) -> LexborNode:
    (node,) = page.css(selector)
    return node


@pytest.mark.slow
def test_every_link_of_every_page_leads_to_a_file_of_the_mirror(mirror: Frozen) -> None:
    """From the folder of the page, as a browser resolves it, and to a fragment that is there."""
    ids: dict[str, set[str]] = {}
    led = []
    for name, page in _pages(mirror):
        ids[name] = {str(node.attributes["id"]) for node in page.css("[id]")}
        for node in page.css("[href], [src]"):
            address = str(node.attributes.get("href") or node.attributes.get("src"))
            if not urlsplit(address).scheme:
                led.append((name, address))
    assert len(led) > 10_000
    for name, address in led:
        path, _, fragment = address.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
        assert (mirror.directory / target).is_file(), (name, address)
        if fragment and target.endswith(".html"):
            assert unquote(fragment) in ids[target], (name, address)


@pytest.mark.slow
def test_every_page_that_links_lead_to_is_there(mirror: Frozen) -> None:
    """Nothing that the site gives failed, and the things of each kind have their pages and their data."""
    assert mirror.lost == ()
    for name in (
        "index.html",
        "data.html",
        "doc/country/bgd.html",
        "doc/country/bgd.ttl",
        "doc/indicator/mgi-2016/1.2.html",
        "assertion/ratings/mgi-2016/bgd/5.html",
        "countries.csv",
        "r/0.1.0/index.html",
        "r/0.2.0/regcoop.nq.gz",
        "changes.html",
        "changes/0.1.0...0.2.0.html",
        "changes/0.1.0...0.2.0.rdfp",
        "ontology/diagrams.html",
        "404.html",
    ):
        assert (mirror.directory / name).is_file(), name


@pytest.mark.slow
def test_a_file_holds_what_the_site_answers(mirror: Frozen, released_site: Flask) -> None:
    """Data byte for byte; of a page, all its words."""
    client = released_site.test_client()

    for path in ("doc/country/bgd.ttl", "doc/domain/escap-2017/2.json", "countries.csv"):
        assert client.get(f"/{path}").data == (mirror.directory / path).read_bytes()
    page = client.get("/doc/country/bgd", headers={"Accept": "text/html"}).text
    kept = (mirror.directory / "doc/country/bgd.html").read_text(encoding="utf-8")
    words = [_one(LexborHTMLParser(text), "main").text().split() for text in (page, kept)]
    assert words[0] == words[1]


@pytest.mark.slow
def test_no_page_asks_a_server(mirror: Frozen) -> None:
    """Forms are hidden, scripts that fetch are left out, and nothing is loaded from anywhere else."""
    for name, page in _pages(mirror):
        assert not [form for form in page.css("form") if "hidden" not in form.attributes], name
        assert not page.css("script[type=module]"), name
        for node in page.css("script[src], img[src], link[rel=stylesheet], link[rel=icon]"):
            address = str(node.attributes.get("src") or node.attributes.get("href"))
            assert not urlsplit(address).netloc, (name, address)


@pytest.mark.slow
def test_a_mirror_is_replaced_as_a_whole(linked: Frozen) -> None:
    """Nothing of the last one is left, inside or beside it."""
    assert not (linked.directory / "old.html").exists()
    assert ["site"] == [path.name for path in linked.directory.parent.iterdir()]


@pytest.mark.slow
def test_things_are_written_in_the_formats_that_are_asked_for(
    mirror: Frozen, linked: Frozen, site: Flask
) -> None:
    """All that is no form of a thing is there in any case."""
    paths = list(linked.directory.glob("*.csv"))
    assert paths
    for path in paths:
        assert site.test_client().get(f"/{path.name}").data == path.read_bytes()
    assert list((mirror.directory / "doc").rglob("*.ttl"))
    assert not list((mirror.directory / "doc").rglob("*.nt"))
    assert not [path for path in (linked.directory / "doc").rglob("*") if path.suffix in {".ttl", ".json"}]


def test_a_folder_of_somebodys_own_is_left_alone(site: Flask, tmp_path: Path) -> None:
    """Only a mirror is replaced."""
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(KgError, match="holds something that is no mirror"):
        freeze(site, tmp_path)
    assert ["thesis.txt"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("address", "held"),
    [
        ("/", "/"),
        ("/doc/country/bgd", "/doc/country/bgd"),
        ("/countries?page=2", "/countries?page=2"),
        ("/countries?region=asia", None),
        ("/countries?page=2&region=asia", None),
        ("/countries?page=0", None),
        ("/search", None),
        ("/sparql/why.json", None),
        ("/sparql", "/sparql"),
        ("https://example.org/", None),
        ("//example.org/x", None),
        ("mailto:a@example.org", None),
        ("/doc/../../etc/passwd", None),
        ("/doc/%2e%2e/x", None),
        ("/a\\b", None),
        ("/a%00b", None),
        ("http://[", None),
        ("relative", None),
    ],
)
def test_what_a_mirror_holds(address: str, held: str | None) -> None:
    """Paths of the site and the parts of lists; nothing that a reader asks for, and nothing that climbs."""
    assert held == wanted(address)


@pytest.mark.parametrize(
    ("address", "media_type", "name"),
    [
        ("/", "text/html", "index.html"),
        ("/r/0.1.0/", "text/html", "r/0.1.0/index.html"),
        ("/doc/indicator/mgi-2016/1.2", "text/html", "doc/indicator/mgi-2016/1.2.html"),
        ("/doc/country/bgd.html", "text/html", "doc/country/bgd.html"),
        ("/doc/country/bgd.ttl", "text/turtle", "doc/country/bgd.ttl"),
        ("/countries?page=2", "text/html", "countries/page-2.html"),
        ("/api/v1/countries", "application/json", "api/v1/countries.json"),
        ("/r/0.1.0/SHA256SUMS", "text/plain", "r/0.1.0/SHA256SUMS.txt"),
    ],
)
def test_the_name_of_a_file(address: str, media_type: str, name: str) -> None:
    """It tells what the file holds, so that any server gives it the right type."""
    assert name == file_of(address, media_type)


def test_links_are_relative_to_the_page() -> None:
    """So a mirror works in any folder, and without a server."""
    assert link("doc/country/bgd.html", "doc/process/x y.html") == "../process/x%20y.html"
    assert link("index.html", "countries/page-2.html") == "countries/page-2.html"


def test_a_page_is_written_anew_but_for_its_links() -> None:
    """What is between tags, entities and attributes stay as they are."""
    page = (
        '<!doctype html><p title="a &amp; b">&nbsp;1 &lt; 2 '
        '<a class="x" href="/a?b=1&amp;c" rel="nofollow">q</a>'
        '<a href="/in">in</a><svg viewBox="0 0 1 1"><use href="#i"/></svg>'
        '<script type="module" src="/s.js">x</script><script type="application/ld+json">{"a": "<"}</script>'
        '<form action="/search" method="get"><input name="q"></form></p>'
    )
    to = {"/in": "in.html"}.get

    assert [link for link in links_of(page) if link != "#i"] == ["/a?b=1&c", "/in", "/s.js"]
    assert rewritten(page, to) == (
        '<!doctype html><p title="a &amp; b">&nbsp;1 &lt; 2 '
        '<a class="x" title="Only on the site itself">q</a>'
        '<a href="in.html">in</a><svg viewBox="0 0 1 1"><use href="#i"/></svg>'
        '<script type="application/ld+json">{"a": "<"}</script>'
        '<form method="get" hidden><input name="q"></form></p>'
    )


@pytest.mark.slow
def test_with_the_address_of_the_site_links_to_what_it_alone_has_lead_there(linked: Frozen) -> None:
    """Search, queries and choices go on working from the mirror."""
    page = LexborHTMLParser((linked.directory / "countries.html").read_text(encoding="utf-8"))

    assert _one(page, "form[role=search]").attributes["action"] == f"{LIVE}/search"
    addresses = {str(node.attributes["href"]) for node in page.css("a[href]")}
    assert any(address.startswith(f"{LIVE}/") and "?" in address for address in addresses)
    assert json.loads((linked.directory / MARK).read_text())["pages"] == linked.pages
