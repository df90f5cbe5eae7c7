"""What an address asks a tool for and is not there: said on the page, refused by the file."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask import Flask

PAGE = {"Accept": "text/html"}
NOT_THERE = [
    ("/overlaps", "process=nope", "There is no process “nope” in the graph"),
    ("/overlaps", "process=bali-process&process=nope", "There is no process “nope” in the graph"),
    ("/overlaps", "role=nope", "No country is listed in a role “nope”"),
    ("/gaps", "region=nope", "There is no region “nope” in the graph"),
    ("/gaps", "domain=nope", "There is no domain “nope” in the graph"),
    ("/matrix", "framework=nope", "framework “nope” here"),
    ("/matrix/processes", "country=nope", "There is no country “nope” here"),
    ("/matrix/countries", "region=nope", "There is no region “nope” here"),
    ("/matrix/initiatives", "mode=nope", "mode of collaboration “nope” here"),
    ("/compare", "country=nope&country=bgd", "There is no country “nope” here."),
    ("/compare", "country=bgd&process=bali-process", "A comparison holds things of one kind"),
    ("/network", "of=process/bali-process&kind=nope", "There is no kind “nope” in the network"),
]


@pytest.mark.parametrize(("path", "asked", "sentence"), NOT_THERE)
def test_a_file_of_what_is_not_there_is_not_found(site: Flask, path: str, asked: str, sentence: str) -> None:
    """The page says so above its rows; a file would have other rows than those asked for, and no word."""
    client = site.test_client()
    page = client.get(f"{path}?{asked}", headers=PAGE)
    files = [client.get(f"{path}.{suffix}?{asked}") for suffix in ("csv", "json")]

    assert page.status_code == 200
    assert sentence in unescape(page.text)
    assert [404, 404] == [file.status_code for file in files]
    assert all(sentence in (file.json or {})["detail"] for file in files)
