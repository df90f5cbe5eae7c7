"""Methods and limits: figures come from the graph, and each leads to exactly what it counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from webapp.pages.methods import methods_page
from webapp.pages.misreadings import MISREADINGS

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from webapp.knowledge import Knowledge

BROWSER = {"Accept": "text/html"}


@pytest.fixture(name="client", scope="module")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.fixture(name="page", scope="module")
def _page(client: FlaskClient) -> str:
    return client.get("/methods", headers=BROWSER).text


@pytest.mark.parametrize("basis", ["transcribed", "editorial", "derived"])
def test_a_count_of_statements_is_that_of_its_list(client: FlaskClient, page: str, basis: str) -> None:
    """The number is a link, and the rows behind the link are as many."""
    number = re.search(rf'<a [^>]*href="(/query/assertions-of-basis\?basis={basis})">(\d+)</a>', page)
    assert number

    rows = client.get(number[1].replace("?", ".csv?", 1)).text.splitlines()[1:]

    assert int(number[2]) == len(rows)


def test_every_figure_in_a_sentence_opens_its_list(site: Flask, page: str) -> None:
    """None is written into the text by hand."""
    with site.test_request_context():
        figures = methods_page(site.extensions["regcoop"]).figures

    for figure in figures.values():
        assert re.search(rf'<a [^>]*href="{re.escape(figure.href)}"', page)


def test_states_and_precisions_lead_to_the_panel_that_lists_them(client: FlaskClient, page: str) -> None:
    """The panel on the page of the term has as many entries."""
    found = re.findall(r'<a [^>]*href="(/doc/(?:coverage-state|precision)/[a-z-]+)#([\w-]+)">(\d+)</a>', page)
    assert found

    for path, panel, number in found:
        heading = client.get(path, headers=BROWSER).text.partition(f'id="{panel}-title"')[2]
        assert f'<p class="count">{number}</p>' in heading.partition("</div>")[0]


def test_what_no_finding_has_is_said_in_words(page: str) -> None:
    """A state that no finding has is no zero."""
    assert "none on record" in page
    assert '#in-coverageState">0' not in page


def test_misreadings_rest_on_documents_that_we_hold(whole_site: Flask) -> None:
    """At least five, and each source that one names is a document of the graph."""
    knowledge: Knowledge = whole_site.extensions["regcoop"]
    with whole_site.test_request_context():
        found = methods_page(knowledge).misreadings

    assert len(found) >= 5
    assert [len(item.documents) for item in MISREADINGS] == [len(sources) for _, sources in found]
    assert all(sources for _, sources in found)
