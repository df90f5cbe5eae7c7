"""How often a client may ask for data: what it is told is true, and held, whoever else asks meanwhile."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
from werkzeug.test import Client

from kg.store.embedded import open_embedded
from tests.served import serving
from webapp import create_app
from webapp.front import put_in_front
from webapp.rate import WINDOW_S, Counter, RateLimit
from webapp.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

DATA = "/api/v1/lists/countries?limit=1"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


class Clock:
    """Seconds that pass when the test says so."""

    now = 1_000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture(name="plain", scope="module")
def _plain(graph_file: Path) -> Flask:
    return create_app(Settings(open_embedded(graph_file)))


def _front(graph_file: Path, rate: int, proxies: int = 0) -> Client:
    site = create_app(Settings(open_embedded(graph_file)))
    put_in_front(site, rate, proxies)
    return Client(site.wsgi_app)


def _from(address: str) -> dict[str, str]:
    return {"REMOTE_ADDR": address}


def _left(answer: object) -> tuple[int, int]:
    """Return what is left and for how long, as RateLimit says it."""
    said = re.fullmatch(r'"minute";r=(\d+);t=(\d+)', answer.headers["RateLimit"])  # type: ignore[attr-defined]
    assert said is not None
    return int(said[1]), int(said[2])


class TestCounter:
    """Windows of a minute, one a client."""

    def test_a_window_begins_with_the_first_request_and_ends_after_a_minute(self) -> None:
        """What is left goes down, and is whole again when the time is up and not before."""
        clock = Clock()
        counter = Counter(2, clock=clock)

        assert (True, 1, 60) == _told(counter, "192.0.2.1")
        clock.now += 20.5
        assert (True, 0, 40) == _told(counter, "192.0.2.1")
        assert (False, 0, 40) == _told(counter, "192.0.2.1")
        clock.now += WINDOW_S - 20.6
        assert (False, 0, 1) == _told(counter, "192.0.2.1")
        clock.now += 0.1
        assert (True, 1, 60) == _told(counter, "192.0.2.1")

    def test_a_network_of_ipv6_is_one_client(self) -> None:
        """Whoever has one such address has as many as there are; what is no address is a client, too."""
        counter = Counter(1)

        assert counter.count("2001:db8::1").is_allowed
        assert not counter.count("2001:db8::ffff").is_allowed
        assert counter.count("2001:db8:0:1::1").is_allowed
        assert counter.count("").is_allowed
        assert not counter.count("").is_allowed

    def test_ipv4_written_as_ipv6_is_not_one_network(self) -> None:
        """Where one socket takes both, readers come so, and one of them is not all of them."""
        counter = Counter(1)

        assert counter.count("::ffff:192.0.2.1").is_allowed
        assert counter.count("::ffff:192.0.2.2").is_allowed
        assert not counter.count("192.0.2.1").is_allowed

    def test_the_memory_is_bounded_and_holds_no_address(self) -> None:
        """Who asked longest ago is forgotten; what is kept of a client is a hash of sixteen bytes."""
        counter = Counter(1, clients=100)
        for number in range(1_000):
            counter.count(f"192.0.{number // 250}.{number % 250}")

        assert 100 == len(counter)
        kept = list(counter._windows)  # noqa: SLF001  (what is kept is the subject)
        assert {16} == {len(client) for client in kept}
        assert not counter.count("192.0.3.249").is_allowed
        assert counter.count("192.0.0.0").is_allowed

    def test_two_sites_do_not_know_a_client_by_the_same_name(self) -> None:
        """The salt is made anew: nobody can make a table of all addresses once."""
        first, second = Counter(1), Counter(1)
        first.count("192.0.2.1")
        second.count("192.0.2.1")

        assert set(first._windows) != set(second._windows)  # noqa: SLF001  (as above)


def _told(counter: Counter, address: str) -> tuple[bool, int, int]:
    count = counter.count(address)
    return count.is_allowed, count.left, count.reset_s


class TestAnswers:
    """In front of the whole site, with the answers that are kept."""

    @pytest.mark.parametrize(
        "path", [DATA, "/doc/country/bgd.ttl", "/doc/country/bgd?_mediatype=text/turtle"]
    )
    def test_data_are_not_free_for_whoever_says_to_be_a_browser(self, graph_file: Path, path: str) -> None:
        """What is counted is what is sent, and not what the header Accept promises."""
        client = _front(graph_file, 1)
        first, second = (client.get(path, headers=BROWSER) for _ in range(2))
        page = client.get("/doc/country/bgd", headers=BROWSER)

        assert (200, 429) == (first.status_code, second.status_code)
        assert (0, "text/html") == (_left(first)[0], page.mimetype)
        assert "RateLimit" not in page.headers

    def test_kept_answers_carry_the_count_of_whoever_asks(self, graph_file: Path) -> None:
        """The second client gets the kept body, and its own number."""
        client = _front(graph_file, 5)
        first = [client.get(DATA, environ_overrides=_from("192.0.2.1")) for _ in range(3)]
        other = client.get(DATA, environ_overrides=_from("192.0.2.2"))

        assert [4, 3, 2] == [_left(answer)[0] for answer in first]
        assert 4 == _left(other)[0]
        assert first[0].data == other.data
        assert ['"minute";q=5;w=60'] == other.headers.getlist("RateLimit-Policy")
        assert 1 == len(other.headers.getlist("RateLimit"))

    def test_one_request_too_many_is_refused_and_says_when_to_come_back(self, plain: Flask) -> None:
        """429, a problem with its kind, the wait in header and body, open to scripts; then all is well."""
        clock = Clock()
        client = Client(RateLimit(plain, plain.wsgi_app, 2, clock))
        for _ in range(2):
            assert 200 == client.get(DATA).status_code
        clock.now += 10
        refused = client.get(DATA)

        assert (429, "application/problem+json") == (refused.status_code, refused.mimetype)
        assert "50" == refused.headers["Retry-After"]
        assert (0, 50) == _left(refused)
        said = json.loads(refused.data)
        assert "https://w3id.org/regcoop/problem/too-many-requests" == said["type"]
        assert (50, ["minute"]) == (said["retry_after_seconds"], said["violated-policies"])
        assert "*" == refused.headers["Access-Control-Allow-Origin"]
        assert "RateLimit" in refused.headers["Access-Control-Expose-Headers"]
        assert "nosniff" == refused.headers["X-Content-Type-Options"]
        assert b"" == client.head(DATA).data
        clock.now += 50
        assert 200 == client.get(DATA).status_code

    def test_pages_are_free(self, plain: Flask) -> None:
        """Who reads with a browser is never refused, nor told of limits; data is counted by any address."""
        client = Client(RateLimit(plain, plain.wsgi_app, 1))

        for path in ("/", "/countries", "/doc/country/bgd", "/static/none", "/healthz"):
            for _ in range(3):
                answer = client.get(path, headers=BROWSER)
                assert answer.status_code != 429
                assert "RateLimit" not in answer.headers
        assert 200 == client.get("/doc/country/bgd.json").status_code
        assert 429 == client.get("/countries.csv").status_code
        assert 429 == client.post("/sparql", data={"query": "ASK {}"}).status_code

    def test_without_a_limit_nothing_is_said(self, graph_file: Path) -> None:
        """A header that promises what is not held would be worse than none."""
        answer = _front(graph_file, 0).get(DATA)

        assert not {"RateLimit", "RateLimit-Policy"} & set(answer.headers.keys())

    def test_errors_are_counted(self, plain: Flask) -> None:
        """To ask wrongly costs the site as well."""
        client = Client(RateLimit(plain, plain.wsgi_app, 2))

        assert (404, 1) == ((answer := client.get("/api/v1/nothing")).status_code, _left(answer)[0])
        assert (400, 0) == ((answer := client.get("/api/v1/countries?limit=0")).status_code, _left(answer)[0])
        assert 429 == client.get(DATA).status_code


class TestProxies:
    """Who a client is where a proxy stands in front."""

    def test_nobody_is_believed_unless_a_proxy_is_named(self, graph_file: Path) -> None:
        """Else each request could come from somebody new."""
        client = _front(graph_file, 5)
        left = [_left(client.get(DATA, headers={"X-Forwarded-For": f"198.51.100.{n}"}))[0] for n in range(3)]

        assert [4, 3, 2] == left

    def test_of_one_proxy_the_last_hop_is_believed(self, graph_file: Path) -> None:
        """What a client writes in front of it changes nothing."""
        client = _front(graph_file, 5, proxies=1)
        asked = ["198.51.100.1", "203.0.113.9, 198.51.100.1", "198.51.100.2"]
        left = [_left(client.get(DATA, headers={"X-Forwarded-For": hops}))[0] for hops in asked]

        assert [4, 3, 4] == left


@pytest.mark.slow
def test_a_site_that_is_served_holds_its_rate(archive: object) -> None:
    """By the option of the command, over the network: three requests, and no fourth."""
    release = archive.served.release.directory  # type: ignore[attr-defined]
    with serving("--release", str(release), "--rate", "3") as site:
        left = [urllib.request.urlopen(site + DATA).headers["RateLimit"] for _ in range(3)]
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(site + DATA)

    assert [f'"minute";r={n}' for n in (2, 1, 0)] == [said.partition(";t=")[0] for said in left]
    assert 429 == refused.value.code
    assert 1 <= int(refused.value.headers["Retry-After"]) <= 60
    refused.value.close()
