"""Answers from memory: the same as the site's own, for as long as they are the same."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from werkzeug.test import Client

from webapp.body_cache import BodyCache

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask import Flask

_PAGE = "/doc/country/bgd"
_HTML = {"Accept": "text/html"}


class Counted:
    """A site that counts how often it is asked."""

    def __init__(self, site: Flask) -> None:
        """Count what reaches `site`."""
        self._site = site
        self.asked = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Count, and pass on."""
        self.asked += 1
        return self._site(environ, start_response)


@pytest.fixture(name="counted")
def _counted(site: Flask) -> Counted:
    return Counted(site)


@pytest.fixture(name="client")
def _client(counted: Counted) -> Client:
    return Client(BodyCache(counted))


def test_the_second_reader_is_answered_from_memory(client: Client, counted: Counted, site: Flask) -> None:
    """Status, headers and body are those that the site gives; it is asked once."""
    first, second = (client.get(_PAGE, headers=_HTML) for _ in range(2))
    own = site.test_client().get(_PAGE, headers=_HTML)

    assert counted.asked == 1
    assert own.data == first.data == second.data
    for name in ("Content-Type", "Content-Security-Policy", "Link", "ETag", "Content-Length"):
        assert own.headers.getlist(name) == second.headers.getlist(name), name


def test_what_is_asked_for_in_another_form_is_another_answer(client: Client) -> None:
    """Data and page of one address are kept apart, and so are two choices of one listing."""
    page = client.get(_PAGE, headers=_HTML)
    data = client.get(_PAGE, headers={"Accept": "text/turtle"})

    assert (page.mimetype, data.mimetype) == ("text/html", "text/turtle")
    assert client.get("/search?q=IOM").data != client.get("/search?q=Bangladesh").data


def test_a_body_is_packed_for_whoever_takes_it(client: Client) -> None:
    """Packed and plain hold the same text under validators of their own."""
    plain = client.get(_PAGE, headers=_HTML)
    packed = client.get(_PAGE, headers={**_HTML, "Accept-Encoding": "br, gzip;q=0.5"})
    refused = client.get(_PAGE, headers={**_HTML, "Accept-Encoding": "gzip;q=0"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data == refused.data
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert packed.headers["ETag"] != plain.headers["ETag"] == refused.headers["ETag"]


@pytest.mark.parametrize("path", [_PAGE, "/domains", "/doc/country/bgd.ttl"])
def test_whoever_has_the_page_gets_no_body(client: Client, counted: Counted, path: str) -> None:
    """A validator of ours gives 304 without a body, and one of yesterday the page."""
    tag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": f'"other", {tag}'})

    assert (304, b"") == (again.status_code, again.data)
    assert tag == again.headers["ETag"]
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert counted.asked == 1


def test_head_tells_what_get_would(client: Client) -> None:
    """HEAD has the headers of GET and no body, before and after somebody asked for the page."""
    before = client.head(_PAGE, headers=_HTML)
    page = client.get(_PAGE, headers=_HTML)
    after = client.head(_PAGE, headers=_HTML)

    assert b"" == before.data == after.data
    assert (
        page.headers["Content-Length"] == before.headers["Content-Length"] == after.headers["Content-Length"]
    )
    for name in ("ETag", "Vary", "Cache-Control"):
        assert page.headers[name] == before.headers[name] == after.headers[name], name


@pytest.mark.parametrize("path", ["/doc/country/nowhere", "/id/country/bgd"])
def test_head_of_what_is_not_kept_has_no_body(client: Client, path: str) -> None:
    """Errors and redirects have the status and headers of GET."""
    head, page = client.head(path), client.get(path)

    assert b"" == head.data != page.data
    assert (page.status_code, page.headers["Content-Length"]) == (
        head.status_code,
        head.headers["Content-Length"],
    )


@pytest.mark.parametrize(
    "path", ["/healthz", "/doc/country/nowhere", "/sparql?query=ASK{}", "/id/country/bgd"]
)
def test_what_may_change_is_asked_for_again(client: Client, counted: Counted, path: str) -> None:
    """Health, errors, redirects and the answers to strangers' queries are not kept."""
    first, second = (client.get(path).status_code for _ in range(2))

    assert first == second
    assert counted.asked == 2


def test_no_more_is_kept_than_there_is_room_for(counted: Counted) -> None:
    """What was asked for longest ago goes first."""
    size = 3 * len(Client(counted).get("/search").data)
    client = Client(BodyCache(counted, size))
    for path in ("/search", "/search?q=a", "/search?q=zzz", "/search?q=zzzz", "/explore"):
        client.get(path)
    asked = counted.asked

    client.get("/explore")
    assert asked == counted.asked
    client.get("/search")
    assert asked + 1 == counted.asked


def test_small_answers_take_room_too(counted: Counted) -> None:
    """Strangers can make up any number of questions, so an answer weighs as much as its question at least."""
    room = 100_000
    client = Client(BodyCache(counted, room))
    paths = [f"/search/suggest?q={number:05}{'x' * 3_000}" for number in range(40)]
    for path in paths:
        client.get(path)
    asked = counted.asked

    client.get(paths[-1])
    assert asked == counted.asked
    client.get(paths[0])
    assert asked + 1 == counted.asked


def test_readers_behind_https_are_asked_to_stay_with_it(client: Client) -> None:
    """Whatever was kept for a reader without it."""
    plain = client.get(_PAGE, headers=_HTML)
    secure = client.get(_PAGE, headers={**_HTML, "X-Forwarded-Proto": "https"})

    assert "Strict-Transport-Security" not in plain.headers
    assert "Strict-Transport-Security" in secure.headers


def test_no_answer_outlives_what_it_is_of(counted: Counted) -> None:
    """Such as the page of all releases, when there is one more."""
    releases = ["0.1.0"]
    client = Client(BodyCache(counted, state=lambda: releases[-1]))
    for _ in range(2):
        client.get(_PAGE, headers=_HTML)
    assert counted.asked == 1
    releases.append("0.2.0")
    client.get(_PAGE, headers=_HTML)

    assert counted.asked == 2


def test_a_condition_that_fails_is_told_as_the_site_tells_it(client: Client, site: Flask) -> None:
    """By the same kind of problem, whoever answers."""
    headers = {"If-Match": '"another"', "Accept": "text/turtle"}
    kept = client.get("/doc/country/bgd", headers=headers)

    assert kept.status_code == 412
    assert kept.json == site.test_client().get("/doc/country/bgd", headers=headers).json
