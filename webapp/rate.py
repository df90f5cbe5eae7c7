"""
How often one client may ask for data: told in each answer (draft-ietf-httpapi-ratelimit-headers), and held.

It stands in front of the answers that are kept, so no answer carries the count of another client.  An address
is not kept: clients are told apart by a hash with a salt that is made when the site starts.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeAlias

from webapp.negotiation import HTML, prefers_page
from webapp.problem_types import TOO_MANY_REQUESTS
from webapp.problems import CONTEXT_LINK, PROBLEM_TYPE, problem_body
from webapp.representations import is_data
from webapp.security import headers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask

    from webapp.problems import Members

    _Failure: TypeAlias = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]

WINDOW_S: Final = 60
"""How many seconds a client's requests are counted together."""

CLIENTS: Final = 50_000
"""How many clients are counted at most; those that asked longest ago are forgotten first."""

POLICY: Final = "minute"
"""The name of the policy, as the headers say it."""

_HOSTS_V6: Final = 64


@dataclass(slots=True)
class Window:
    """The requests of one client: since when they are counted, and how many there were."""

    begun: float
    used: int


@dataclass(frozen=True, slots=True)
class Count:
    """What a client is told: whether it may ask, how many requests are left, and when there are new ones."""

    is_allowed: bool
    left: int
    reset_s: int


class Counter:
    """The requests of all clients in their windows; threads may share it."""

    def __init__(
        self, most: int, clients: int = CLIENTS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Allow `most` requests a client and window, and remember `clients` clients."""
        self._most, self._clients, self._clock = most, clients, clock
        self._salt = secrets.token_bytes(16)
        self._windows: OrderedDict[bytes, Window] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._windows)

    def count(self, address: str) -> Count:
        """Count one request of the client at an address; to be refused does not make the wait longer."""
        client, now = self._client(address), self._clock()
        with self._lock:
            window = self._windows.get(client)
            if window is None or now - window.begun >= WINDOW_S:
                window = self._windows[client] = Window(now, 0)
            self._windows.move_to_end(client)
            while len(self._windows) > self._clients:
                self._windows.popitem(last=False)
            is_allowed = window.used < self._most
            window.used += is_allowed
            reset_s = max(1, math.ceil(window.begun + WINDOW_S - now))
            return Count(is_allowed, self._most - window.used, reset_s)

    def _client(self, address: str) -> bytes:
        """Return what a client is known by; of IPv6, a client has the whole network around its address."""
        try:
            read = ipaddress.ip_address(address)
        except ValueError:
            network = address
        else:
            # Where one socket takes both, IPv4 comes written as IPv6, and all of it in a single network.
            read = getattr(read, "ipv4_mapped", None) or read
            prefix = _HOSTS_V6 if read.version == 6 else read.max_prefixlen  # noqa: PLR2004  (IPv6)
            network = str(ipaddress.ip_network((read, prefix), strict=False))
        return hashlib.blake2b(network.encode(), digest_size=16, key=self._salt).digest()


class RateLimit:
    """A WSGI application that lets a client ask for data so many times a minute, and pages freely."""

    def __init__(
        self, site: Flask, app: WSGIApplication, most: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """
        Stand in front of `app`.

        Args:
            site: The site, whose headers the refusal has.
            app: What answers, with all that stands before the site.
            most: How many requests for data a client has in `WINDOW_S` seconds, 1 or more.
            clock: Gives seconds.
        """
        self._site, self._app = site, app
        self._counter = Counter(most, clock=clock)
        self._policy = ("RateLimit-Policy", f'"{POLICY}";q={most};w={WINDOW_S}')

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if not is_data(environ.get("PATH_INFO", "")):
            return self._app(environ, start_response)
        if prefers_page(environ.get("HTTP_ACCEPT")):
            return self._to_browser(environ, start_response)
        count = self._counter.count(environ.get("REMOTE_ADDR", ""))
        if not count.is_allowed:
            return self._refuse(environ, start_response, count)

        def started(
            status: str, headers: list[tuple[str, str]], exc_info: _Failure | None = None
        ) -> Callable[[bytes], object]:
            return start_response(status, [*headers, *self._told(count)], exc_info)

        return self._app(environ, started)

    def _to_browser(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer whoever likes a page best: it is free if it is one, whatever the header Accept promised."""
        refused: list[Count] = []

        def started(
            status: str, headers: list[tuple[str, str]], exc_info: _Failure | None = None
        ) -> Callable[[bytes], object]:
            if _is_page(status, headers):
                return start_response(status, headers, exc_info)
            count = self._counter.count(environ.get("REMOTE_ADDR", ""))
            if count.is_allowed:
                return start_response(status, [*headers, *self._told(count)], exc_info)
            refused.append(count)
            return lambda _: None

        body = self._app(environ, started)
        if not refused:
            return body
        if close := getattr(body, "close", None):
            close()
        return self._refuse(environ, start_response, refused[0])

    def _told(self, count: Count) -> list[tuple[str, str]]:
        return [self._policy, ("RateLimit", f'"{POLICY}";r={count.left};t={count.reset_s}')]

    def _refuse(
        self, environ: WSGIEnvironment, start_response: StartResponse, count: Count
    ) -> Iterable[bytes]:
        wait_s = count.reset_s
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        is_https = environ["wsgi.url_scheme"] == "https"
        detail = (
            f"More requests for data came from this client than the site answers in a minute; ask again in "
            f"{wait_s} s. To take everything, take a release as files."
        )
        members: Members = {"retry_after_seconds": wait_s, "violated-policies": [POLICY]}
        body = problem_body(TOO_MANY_REQUESTS, detail, path, members).encode()
        headers = [
            *headers_of(self._site, "/api/v1/", is_https=is_https),
            *self._told(count),
            ("Retry-After", str(wait_s)),
            ("Content-Type", PROBLEM_TYPE),
            ("Content-Length", str(len(body))),
            ("Link", CONTEXT_LINK),
            ("Cache-Control", "no-store"),
        ]
        status = TOO_MANY_REQUESTS.status
        start_response(f"{status.value} {status.phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _is_page(status: str, headers: Iterable[tuple[str, str]]) -> bool:
    """Say whether an answer is a page, or leads to one."""
    kinds = (value for name, value in headers if name.lower() == "content-type")
    return status.startswith("3") or next(kinds, "").startswith(HTML.media_type)
