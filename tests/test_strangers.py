"""What strangers put into an address, and what sources put into a name, stays text on every page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from kg.store.embedded import open_embedded
from webapp import create_app
from webapp.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

HOSTILE = r"""A \u003Cscript\u003Ealert(1)\u003C/script\u003E \u0026 \"q\" 'q' """
NAMED = re.compile(
    r"^(<https://w3id\.org/regcoop/id/\S+> "
    r'<[^>]*(?:[lL]abel|shortName|title|acronym|Named|Printed|locator)>) "',
    re.MULTILINE,
)
PAGES = (
    "/", "/domains", "/initiatives", "/countries", "/processes", "/documents", "/meetings", "/conflicts",
    "/matrix", "/matrix/processes", "/matrix/countries", "/matrix/initiatives", "/overlaps", "/gaps",
    "/network?of=process/bali-process", "/map?of=process/bali-process", "/timeline", "/search?q=script",
    "/compare?country=bgd&country=phl", "/briefing/country/bgd", "/doc/country/bgd", "/glossary",
    "/doc/process/bali-process", "/doc/framework/mgi-2016", "/doc/domain/escap-2017/2", "/query/domains",
)  # fmt: skip


class Seen(HTMLParser):
    """Notes what a page has that could act: scripts of its own, handlers, strange attributes."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        super().__init__()
        self.acts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a script without a file of ours, and an attribute that no template writes."""
        given = dict(attrs)
        is_data = (given.get("type") or "").endswith("json")
        if tag == "script" and "src" not in given and not is_data:
            self.acts.append(tag)
        self.acts += [name for name in given if name.startswith("on") or not re.fullmatch(r"[\w:.-]+", name)]
        self.acts += [
            link for link in (given.get("href"), given.get("src")) if link and re.search(r"[<\" ]", link)
        ]


@pytest.fixture(name="hostile", scope="module")
def _hostile(graph_file: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Make the site over a graph in which every name has markup and quotes in it."""
    path = tmp_path_factory.mktemp("hostile") / "graph.nq"
    text, changed = NAMED.subn(lambda found: f'{found[1]} "{HOSTILE}', graph_file.read_text("utf-8"))
    assert changed
    path.write_text(text, "utf-8")
    return create_app(Settings(open_embedded(path))).test_client()


@pytest.mark.parametrize("path", PAGES)
def test_markup_in_a_name_is_text(hostile: FlaskClient, path: str) -> None:
    """No page has an element or attribute that comes out of a name, however that name is written."""
    answer = hostile.get(path)
    seen = Seen()
    seen.feed(answer.text)

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "alert(1)" in answer.text
    assert [] == seen.acts


@pytest.mark.parametrize(
    "path",
    [
        "/initiatives?domain=%00%07x", "/overlaps?role=%1b", "/compare?country=%00", "/timeline?from=%00",
        "/search?q=%01bali", "/doc/country/%01", "/gaps?region=%0b",
    ],
)  # fmt: skip
def test_signs_that_html_cannot_hold_are_replaced(site: Flask, path: str) -> None:
    """A page that repeats what was asked for has no control characters in it."""
    answer = site.test_client().get(path, headers={"Accept": "text/html"})

    assert answer.status_code < 500
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", answer.text)
