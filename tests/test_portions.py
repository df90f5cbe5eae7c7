"""Long lists in portions: no page is too large, and all portions together are the list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from webapp.pages.portions import ITEMS

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from webapp.knowledge import Knowledge

BROWSER = {"Accept": "text/html"}
LARGEST = 100_000
ITEM = re.compile(r'<li><span class="fact" data-fact><a href="(/doc/[^"]+)">')


@pytest.fixture(name="client", scope="module")
def _client(whole_site: Flask) -> FlaskClient:
    return whole_site.test_client()


@pytest.mark.parametrize(
    "path",
    [
        "/doc/precision/year",
        "/doc/precision/interval",
        "/doc/role/member",
        "/doc/passage/regcoop-editorial/section-10",
        "/doc/rule/process-theme-domain",
        "/doc/document/escap-2017",
        "/glossary",
        "/glossary/facts",
    ],
)
def test_a_page_with_a_long_list_stays_small(client: FlaskClient, path: str) -> None:
    """In bytes before packing."""
    assert len(client.get(path, headers=BROWSER).data) <= LARGEST


def test_all_portions_together_are_the_list(whole_site: Flask, client: FlaskClient) -> None:
    """Each thing stands on one of the pages, and on no other."""
    knowledge: Knowledge = whole_site.extensions["regcoop"]
    rows = knowledge.table("mentions", subject="role/member")
    expected = {row["thing"] for row in rows if row["property"].endswith("#memberRole")}
    pages = -(-len(expected) // ITEMS)

    found = [
        href
        for number in range(1, pages + 1)
        for href in ITEM.findall(client.get(f"/doc/role/member?page={number}", headers=BROWSER).text)
    ]

    assert len(found) == len(set(found)) == len(expected) > ITEMS


@pytest.mark.parametrize("number", ["0", "-1", "99999999", "x", "1&page=2", "<b>", "9" * 10_000])
def test_an_absurd_number_shows_the_nearest_portion(client: FlaskClient, number: str) -> None:
    """The first or the last, and nothing of what was asked."""
    page = client.get(f"/doc/role/member?page={number}", headers=BROWSER)

    assert page.status_code == 200
    assert "<b>" not in page.text
    assert ITEM.search(page.text)
