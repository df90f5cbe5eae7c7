"""Addresses that lead nowhere: what was asked for, what is near, where to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

BROWSER = {"Accept": "text/html"}


@pytest.fixture(name="client", scope="module")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/doc/country/bangladesh", "/doc/country/bgd"),
        ("/doc/country/bgx", "/doc/country/bgd"),
        ("/doc/process/bali", "/doc/process/bali-process"),
        ("/doc/mode/forums", "/doc/mode/forum"),
    ],
    ids=["by its name", "one letter off", "by its beginning", "in the plural"],
)
def test_what_may_have_been_meant_is_named(client: FlaskClient, path: str, near: str) -> None:
    """The page says which thing was asked for, and leads to those near it."""
    page = client.get(path, headers=BROWSER)

    assert page.status_code == 404
    assert f"https://w3id.org/regcoop/id/{path.removeprefix('/doc/')}" in page.text
    assert f'<a href="{near}">' in page.text


def test_a_lost_reader_can_search_for_the_same_words(client: FlaskClient) -> None:
    """The search is filled in, and the list of the kind is one step away."""
    page = client.get("/doc/country/united-nowhere", headers=BROWSER).text

    assert 'href="/search?q=united+nowhere"' in page
    assert 'href="/countries"' in page


@pytest.mark.parametrize("path", ["/doc/country/" + "a/" * 3000 + "b", "/doc/country/<script>", "/doc/x/%00"])
def test_an_absurd_address_is_no_error(client: FlaskClient, path: str) -> None:
    """It is not found, and nothing of it becomes part of the page."""
    page = client.get(path, headers=BROWSER)

    assert page.status_code == 404
    assert "<script>" not in page.text
