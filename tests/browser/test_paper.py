"""What comes out of the printer."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import pytest
from pypdf import PdfReader

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

_THINGS: Final = """
PREFIX rc: <https://w3id.org/regcoop/ontology#>
SELECT ?path WHERE {
  VALUES (?class ?kind) { (rc:Country "country") (rc:CooperationProcess "process") (rc:GovernanceDomain "domain") }
  ?thing a ?class
  BIND (CONCAT("/briefing/", ?kind, STRAFTER(STR(?thing), CONCAT("/", ?kind))) AS ?path)
}
"""
_OF_EACH_KIND: Final = 2


@pytest.fixture(name="longest", scope="module")
def _longest(whole_site: Flask) -> list[str]:
    """The addresses of the longest briefings, by their HTML: two of each kind."""
    client = whole_site.test_client()
    answer = client.get("/sparql", query_string={"query": _THINGS}, headers={"Accept": "text/csv"})
    lengths = {path: len(client.get(path).data) for path in answer.text.split()[1:]}
    by_kind: dict[str, list[str]] = {}
    for path in sorted(lengths, key=lengths.__getitem__, reverse=True):
        by_kind.setdefault(path.split("/")[2], []).append(path)

    assert {"country", "domain", "process"} == set(by_kind)
    return [path for paths in by_kind.values() for path in paths[:_OF_EACH_KIND]]


def test_the_longest_briefings_fit_two_sheets(browser: Browser, whole_address: str, longest: list[str]) -> None:
    """By the style sheet for paper alone, the sheets are of A4 and no briefing needs a third."""
    page = browser.new_page()
    sheets = {}
    for path in longest:
        page.goto(whole_address + path)
        printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        size = (round(printed[0].mediabox.width), round(printed[0].mediabox.height))
        sheets[path] = (len(printed), size)
    page.close()

    assert {} == {path: said for path, said in sheets.items() if said[0] > 2 or said[1] != (595, 842)}
