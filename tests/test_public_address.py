"""The public address of the site: named by whoever runs it, or taken from a request that has a usable one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from kg.store.embedded import open_embedded
from webapp import create_app
from webapp.serving import serve
from webapp.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

PAGE = {"Accept": "text/html"}


@pytest.mark.parametrize(
    "given",
    [
        "javascript:alert(1)",
        "data.example.org",
        "https://",
        "https://data.example.org/regcoop/",
        "https://data.example.org/?a=b",
        "https://someone@data.example.org",
        "https://data.example.org/\n",
        "https://<b>/",
    ],
)
def test_an_address_of_no_site_is_wrong_use(given: str) -> None:
    """It is said at the start, in one sentence, and nothing is served."""
    answers = [
        CliRunner().invoke(serve, ["--base-url", given]),
        CliRunner().invoke(serve, env={"REGCOOP_BASE_URL": given}),
    ]

    assert [2, 2] == [answer.exit_code for answer in answers]
    assert all("is no address of a site" in answer.output for answer in answers)


def test_citations_and_links_name_the_address_of_the_operator(graph_file: Path) -> None:
    """Whatever the request says."""
    settings = Settings(open_embedded(graph_file), base_url="https://data.example.org/")
    client = create_app(settings).test_client()
    answer = client.get("/countries", headers=PAGE | {"Host": "elsewhere.example"})

    assert '<https://data.example.org/countries>; rel="canonical"' in answer.headers["Link"]
    assert "https://data.example.org/countries" in answer.text
    assert "elsewhere.example" not in answer.text


@pytest.mark.parametrize("host", ["a b", "<b>", "a/b", 'a"b', "a\\b"])
def test_a_request_without_a_usable_host_is_a_bad_one(site: Flask, host: str) -> None:
    """No page names an address that leads nowhere."""
    answer = site.test_client().get("/countries", headers=PAGE | {"Host": host})

    assert answer.status_code == 400
    assert "is no name of a site" in answer.text
