"""The glossary: every term that pages show has a definition, in the list and in the place of its use."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from kg.namespaces import PREFIXES, RC, thing
from webapp.glossary import FACTS, WORDS
from webapp.plain import FACTS as PLAIN

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from webapp.knowledge import Knowledge

BROWSER = {"Accept": "text/html"}
SAYS = re.compile(r'<a href="(/glossary[^"]*)" aria-describedby="([^"]+)">([^<]+)</a>')


@pytest.fixture(name="client", scope="module")
def _client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.fixture(name="knowledge", scope="module")
def _knowledge(site: Flask) -> Knowledge:
    found: Knowledge = site.extensions["regcoop"]
    return found


@pytest.fixture(name="pages", scope="module")
def _pages(client: FlaskClient) -> dict[str, str]:
    """Give both lists by their address."""
    return {path: client.get(path, headers=BROWSER).text for path in (WORDS, FACTS)}


def test_every_defined_term_stands_in_one_of_the_lists(knowledge: Knowledge, pages: dict[str, str]) -> None:
    """Classes and words in one, properties in the other; each under an anchor of its own."""
    anchors = {path: re.findall(r'<div id="([^"]+)"><dt>', page) for path, page in pages.items()}
    terms = {row["term"] for row in knowledge.table("definitions")}

    assert len(terms) == sum(map(len, anchors.values())) == len({*anchors[WORDS], *anchors[FACTS]})
    assert {row["term"].removeprefix(RC) for row in knowledge.table("terms")} <= {
        *anchors[WORDS],
        *anchors[FACTS],
    }


def test_terms_stand_in_the_order_of_their_names(pages: dict[str, str]) -> None:
    """Upper and lower case alike."""
    for page in pages.values():
        names = [
            html.unescape(name).casefold() for name in re.findall(r'"><dt><a href="[^"]*">([^<]+)', page)
        ]
        assert sorted(names) == names


def test_every_definition_has_a_source(pages: dict[str, str]) -> None:
    """A marker where an assertion defines the term, else the way to its place in the ontology."""
    for page in pages.values():
        entries = re.findall(r"<dd>(.*?)</dd>", page, re.DOTALL)
        assert entries
        assert all('class="ev' in entry or 'class="origin"' in entry for entry in entries)


def test_the_way_into_the_ontology_leads_to_the_term(client: FlaskClient, pages: dict[str, str]) -> None:
    """The anchors are those of its page."""
    ids = set(re.findall(r'id="([^"]+)"', client.get("/ontology", headers=BROWSER).text))
    wanted = {anchor for page in pages.values() for anchor in re.findall(r'"/ontology#([^"]+)"', page)}

    assert wanted
    assert wanted <= ids


@pytest.mark.parametrize("path", ["/doc/country/bgd", "/doc/mode/forum", "/assertion/ratings/mgi-2016/bgd/5"])
def test_a_fact_says_in_place_what_it_means(client: FlaskClient, pages: dict[str, str], path: str) -> None:
    """The link leads to the entry, and the text that describes it is the definition there."""
    page = client.get(path, headers=BROWSER).text
    found = SAYS.findall(page)
    ids = re.findall(r'id="([^"]+)"', page)
    assert found

    for href, described_by, _ in found:
        address, _, anchor = href.partition("#")
        entry = pages[address].partition(f'<div id="{anchor}">')[2].partition("</div>")[0]
        says = page.partition(f'role="tooltip" id="{described_by}">')[2].partition("</span>")[0]
        assert says in entry
        assert ids.count(described_by) == 1


def test_facts_have_plain_names(knowledge: Knowledge) -> None:
    """No fact begins with "has" or "is"; a name that is not made for pages begins in upper case."""
    names = knowledge.names

    assert names.fact(RC + "resolutionStatus") == "Status"
    assert names.fact(RC + "secretariatAsNamed") == "Secretariat"
    assert names.fact(RC + "acronym") == "Acronym"
    shown = {row["term"] for row in knowledge.table("terms") if row["kind"] != PREFIXES["owl"] + "Class"}
    assert [] == [name for iri in shown if re.match("Has |Is |Was ", name := names.fact(iri))]


def test_plain_names_are_of_properties_that_there_are(knowledge: Knowledge) -> None:
    """A property that goes takes its plain name with it."""
    terms = {row["term"] for row in knowledge.table("terms")}

    assert {iri for iri in PLAIN if iri.startswith(RC)} <= terms


def test_a_mode_is_defined_on_the_word_of_an_assertion(knowledge: Knowledge) -> None:
    """Its definition is a judgement of the editors, on record like any other."""
    entry = knowledge.glossary.of("/doc/mode/forum")

    assert entry is not None
    assert not entry.source
    assert entry.assertion.startswith("https://w3id.org/regcoop/assertion/modes/")
    assert knowledge.names.label(thing("mode", "forum")) == entry.name
