"""Bodies that come slowly hold few threads, and no page waits for them."""

from __future__ import annotations

import socket
import urllib.request
from contextlib import ExitStack
from http import HTTPStatus
from io import BytesIO
from threading import Event, Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from werkzeug.test import create_environ, run_wsgi_app

from kg import releases
from kg.errors import BusyError
from tests.served import serving
from webapp.bodies import AT_ONCE, SlowBodies

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIEnvironment

MANY = 100
"""More than a site has threads."""


class _Slow(BytesIO):
    """A body that is there once somebody says so."""

    def __init__(self) -> None:
        super().__init__(b"late")
        self.is_asked, self.is_there = Event(), Event()

    def read(self, size: int | None = -1, /) -> bytes:
        self.is_asked.set()
        assert self.is_there.wait(20)
        return super().read(size)


def _echo(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


def test_who_comes_while_others_are_waited_for_is_told_to_come_back() -> None:
    """A place is free again when its body is there, and GET takes none."""
    app = SlowBodies(_echo, at_once=1)
    slow = create_environ(method="POST", input_stream=(body := _Slow()))
    answers: list[bytes] = []
    waiting = Thread(target=lambda: answers.append(b"".join(run_wsgi_app(app, slow)[0])))
    waiting.start()
    assert body.is_asked.wait(20)

    with pytest.raises(BusyError):
        run_wsgi_app(app, create_environ(method="POST", data=b"quick"))
    assert list(run_wsgi_app(app, create_environ())[0]) == [b""]

    body.is_there.set()
    waiting.join()
    assert answers == [b"late"]
    assert list(run_wsgi_app(app, create_environ(method="POST", data=b"quick"))[0]) == [b"quick"]


@pytest.mark.slow
def test_pages_are_served_while_many_send_slowly(tmp_path: Path) -> None:
    """Some senders wait; the rest are turned away; readers notice nothing, and all is well after it."""
    release = releases.build(tmp_path / "release").release.directory
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: site\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 9\r\n\r\nASK"
    )
    with serving("--release", str(release)) as site, ExitStack() as opened:
        where = urlsplit(site)
        slow = [
            opened.enter_context(socket.create_connection((str(where.hostname), int(where.port or 0)), 20))
            for _ in range(MANY)
        ]
        for one in slow:
            one.sendall(head)
        for path in ("/healthz", "/"):
            with opener.open(site + path, timeout=20) as answer:
                assert answer.status == HTTPStatus.OK
        for one in slow:
            one.sendall(b" { } #")
        told = [one.recv(12)[9:] for one in slow]

    assert set(told) == {b"200", b"503"}
    assert told.count(b"200") >= AT_ONCE
