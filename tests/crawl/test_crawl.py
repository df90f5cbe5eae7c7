"""A reader who follows every link: nothing is broken or without evidence, and each number keeps its word."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import pytest

from tests.crawl.rules import RULES
from tests.crawl.walking import BROWSER, broken, lost, wrong
from tests.page_types import NOT_PAGES, PAGE_TYPES
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.crawl.walking import Walk
    from webapp.knowledge import Knowledge

pytestmark = pytest.mark.slow

_FILES = (".csv", ".html", ".json", ".jsonld", ".nq", ".nt", ".pdf", ".rdf", ".trig", ".ttl", ".xlsx")


@pytest.fixture(name="walked", scope="module", params=["small", "whole"])
def _walked(request: pytest.FixtureRequest) -> Walk:
    found: Walk = request.getfixturevalue(f"{request.param}_walk")
    return found


def test_every_page_of_the_small_site_is_reached(site: Flask, small_walk: Walk) -> None:
    """From the home page there is a way to every named thing; a scheme may have no concepts there."""
    knowledge: Knowledge = site.extensions["regcoop"]
    paths = {path for name in knowledge.names if (path := path_of(name.thing)).startswith("/doc/")}

    unseen = paths - small_walk.ids.keys()

    assert set() == {path for path in unseen if not path.startswith("/doc/scheme/")}


def test_every_assertion_of_the_small_site_is_shown(site: Flask, small_walk: Walk) -> None:
    """And no marker leads to anything else."""
    knowledge: Knowledge = site.extensions["regcoop"]

    assert {path_of(row["assertion"]) for row in knowledge.table("places")} == small_walk.markers


def test_no_link_is_broken(walked: Walk) -> None:
    """Whatever a page links to is there: pages, files, answers and evidence."""
    assert [] == broken(walked)


def test_links_to_things_not_walked_name_things_that_exist(whole_site: Flask, whole_walk: Walk) -> None:
    """What the walk leaves out for the sake of time is known to the graph."""
    knowledge: Knowledge = whole_site.extensions["regcoop"]
    places = knowledge.table("places")
    known = {row["assertion"] for row in places} | {row["passage"] for row in places if "passage" in row}
    known |= {name.thing for name in knowledge.names}
    paths = {path_of(iri) for iri in known}
    linked = {urldefrag(href).url.partition("?")[0] for _, href in whole_walk.links}
    left_out = {
        path for path in linked - whole_walk.statuses.keys() if path.startswith(("/doc/", "/assertion/"))
    }
    unnamed = sorted(path for path in left_out - paths if not path.endswith(_FILES))
    client = whole_site.test_client()

    assert [] == [path for path in unnamed if client.get(path, headers=BROWSER).status_code != 200]


def test_every_link_to_a_place_finds_it(walked: Walk) -> None:
    """A fragment names an id of the page that it leads to."""
    assert [] == lost(walked)


def test_every_number_opens_a_list_of_as_many(walked: Walk) -> None:
    """The list behind a number says how many it has (data-total), and it is that number."""
    assert [] == wrong(walked)


@pytest.mark.parametrize(
    "rule", [*RULES, "a_page_is_light"], ids=lambda rule: getattr(rule, "__name__", rule)
)
def test_every_page_keeps(rule: Callable[..., object] | str, walked: Walk) -> None:
    """The rules of tests/crawl/rules.py, and at most 100 KB of HTML."""
    assert {} == walked.complaints.get(getattr(rule, "__name__", str(rule)), {})


def test_no_type_of_page_escapes(whole_site: Flask) -> None:
    """Every address that the site answers is listed in tests/page_types.py, as a page or as none."""
    adapter = whole_site.url_map.bind("localhost")
    seen = {adapter.match(path.partition("?")[0])[0] for path in PAGE_TYPES.values()}
    answered = [rule for rule in whole_site.url_map.iter_rules() if rule.rule not in NOT_PAGES]
    # The rows of a page as files have its address with a suffix.
    rules = [rule for rule in answered if not rule.rule.endswith(".<suffix>")]
    # The simple listings are one type.
    listings = {rule.endpoint for rule in rules if rule.endpoint.startswith("listings.list_")}

    assert set() == {rule.endpoint for rule in rules} - seen - listings
    assert seen & listings


def test_every_page_type_is_a_page(whole_walk: Walk) -> None:
    """The examples exist; those of what is not found say so."""
    statuses = {name: whole_walk.statuses[path] for name, path in PAGE_TYPES.items()}

    assert {} == {
        name: status
        for name, status in statuses.items()
        if status != (404 if "not found" == name or "refused" in name else 200)
    }
