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

# Long are those of countries in many processes, of processes and domains of which much is said.
_BY: Final = {"country": "rc:member", "process": "?any", "domain": "?any"}
_CLASSES: Final = {"country": "rc:Country", "process": "rc:RegionalProcess", "domain": "rc:GovernanceDomain"}
_MOST: Final = """
PREFIX rc: <https://w3id.org/regcoop/ontology#>
SELECT ?path WHERE {
  ?thing a %s . ?about %s ?thing
  BIND (CONCAT("/briefing/%s", STRAFTER(STR(?thing), "/%s")) AS ?path)
} GROUP BY ?path ORDER BY DESC (COUNT(*)) LIMIT 12
"""


@pytest.fixture(name="longest", scope="module")
def _longest(whole_site: Flask) -> list[str]:
    """The addresses of the two longest briefings of each kind, by their HTML."""
    client = whole_site.test_client()
    longest = []
    for kind, class_ in _CLASSES.items():
        query = _MOST % (class_, _BY[kind], kind, kind)
        answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"})
        by_length = sorted(answer.text.split()[1:], key=lambda path: -len(client.get(path).data))
        longest += by_length[:2]

    assert 2 * len(_CLASSES) == len(longest)
    return longest


def test_the_longest_briefings_fit_two_sheets(
    browser: Browser, whole_address: str, longest: list[str]
) -> None:
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
