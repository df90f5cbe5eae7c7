"""Reporting an error: a text to copy with all that whoever mends it needs, and where it goes."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from kg.store.embedded import open_embedded
from webapp import create_app
from webapp.serving import serve
from webapp.settings import Settings
from webapp.urls import report_path

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

STATEMENT = "/assertion/ratings/mgi-2016/bgd/5"


@pytest.fixture(name="client", scope="module")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


def text_of(client: FlaskClient, path: str) -> str:
    """Return what stands in the field to copy from."""
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 200
    return html.unescape(page.text.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0])


def test_a_report_of_a_fact_says_which_page_which_statement_and_its_source(client: FlaskClient) -> None:
    """Whoever mends it finds the row without asking back."""
    text = text_of(client, report_path("/doc/country/bgd#ratings", STATEMENT))

    assert "Page: http://localhost/doc/country/bgd#ratings" in text
    assert "Statement: https://w3id.org/regcoop/assertion/ratings/mgi-2016/bgd/5" in text
    assert "It says: Bangladesh is rated Mature in " in text
    assert "Table 6" in text
    assert "Release: " in text


def test_a_report_of_a_page_names_the_thing(client: FlaskClient) -> None:
    """Where no statement is chosen."""
    assert "Thing: https://w3id.org/regcoop/id/country/bgd\n" in text_of(
        client, report_path("/doc/country/bgd")
    )


@pytest.mark.parametrize(
    "about",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "/" + "x" * 10_000,
        "/<script>",
        "x",
        "/a\nb",
    ],
)
def test_what_is_no_page_of_this_site_is_left_out_and_said(client: FlaskClient, about: str) -> None:
    """No stranger's address is shown as ours, and nothing of it stands in the page."""
    page = client.get("/report", query_string={"about": about})

    assert page.status_code == 200
    assert "was not given as an address of this site" in page.text
    assert "example.org" not in page.text
    assert "<script>" not in page.text


@pytest.mark.parametrize(
    "path", ["/assertion/ratings/nothing", "/doc/country/bgd", "/assertion/", "/assertion/a/b c"]
)
def test_an_unknown_statement_is_left_out_and_said(client: FlaskClient, path: str) -> None:
    """The text can still be sent."""
    page = client.get("/report", query_string={"assertion": path})

    assert page.status_code == 200
    assert "No statement of that name is on record" in page.text


def test_without_an_address_the_page_says_so(client: FlaskClient) -> None:
    """Nobody is told that a report goes somewhere when it does not."""
    page = client.get("/report")

    assert "has named no address for reports" in page.text
    assert "mailto:" not in page.text


@pytest.mark.parametrize("address", ["mailto:data@example.org", "https://example.org/new"])
def test_the_address_of_the_operator_is_shown(graph_file: Path, address: str) -> None:
    """A mail comes with the text in it."""
    client = create_app(Settings(open_embedded(graph_file), report_to=address)).test_client()
    page = client.get(report_path("/doc/country/bgd")).text

    assert f'href="{address}' in page
    assert ("body=" + quote("Page: http://localhost/doc/country/bgd") in page) == address.startswith(
        "mailto:"
    )


@pytest.mark.parametrize(
    "given", ["javascript:alert(1)", "http://example.org/", "mailto:", "data@example.org"]
)
def test_an_address_that_takes_no_reports_is_wrong_use(given: str) -> None:
    """It is said at the start, in one sentence, and nothing is served."""
    answer = CliRunner().invoke(serve, ["--report-to", given])

    assert answer.exit_code == 2
    assert "cannot take reports" in answer.output


def test_every_panel_and_every_card_leads_here(client: FlaskClient) -> None:
    """A panel with its own place on the page, a card with its own statement."""
    page = client.get("/doc/country/bgd", headers={"Accept": "text/html"}).text
    card = client.get(f"{STATEMENT}?fragment=1", headers={"Accept": "text/html"}).text

    assert page.count('class="quiet"') == page.count(">Report</a>")
    assert html.escape(report_path("/doc/country/bgd#facts")) in page
    assert html.escape(report_path(STATEMENT, STATEMENT)) in card
