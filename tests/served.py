"""A site that is really served, by its command or in this process, and its address."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from collections.abc import Iterator


def free_port() -> int:
    """Return the number of a port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _closed(app: Any) -> Any:  # noqa: ANN401  (as `listening`)
    """Close every answer: Werkzeug's server forgets to, where a browser that goes on has cut the line."""

    def answer(environ: dict[str, Any], start: Any) -> list[bytes]:  # noqa: ANN401
        with contextlib.closing(ClosingIterator(app(environ, start))) as body:
            return list(body)

    return answer


@contextlib.contextmanager
def listening(app: Any) -> Iterator[str]:  # noqa: ANN401  (any WSGI application)
    """Serve an application in threads of this process, and give the address without its last slash."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # a failure is told by one line, not by thousands
    server = make_server("127.0.0.1", 0, _closed(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with pytest.MonkeyPatch.context() as patch:
        # A proxy of the machine is not to stand between a test and its own server.
        patch.setenv("no_proxy", "127.0.0.1,localhost")
        yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()
    thread.join()


@contextlib.contextmanager
def process(*options: str, **variables: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """
    Start the command, wait for the line that says the address, and end it in any case.

    Args:
        options: Those of the command, beside its port.
        variables: Further ones of its environment.
    """
    program = Path(sys.executable).with_name("regcoop")
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "no_proxy": "127.0.0.1,localhost", **variables}
    with subprocess.Popen(
        [program, "serve", "--port", str(free_port()), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        line = started.stdout.readline()
        if not line.startswith("Serving on "):
            pytest.fail(f"the site does not start: {line}{started.stderr.read()}")
        try:
            yield started, line.split()[2].rstrip("/")
        finally:
            started.send_signal(signal.SIGINT)
            try:
                started.wait(timeout=20)
            except subprocess.TimeoutExpired:
                started.kill()
                raise


@contextlib.contextmanager
def serving(*options: str, **variables: str) -> Iterator[str]:
    """Serve, and give the address without its last slash."""
    with process(*options, **variables) as (_, site):
        yield site


_ATOM = "{http://www.w3.org/2005/Atom}"
_BOTH = {"id": (1, 1), "title": (1, 1), "updated": (1, 1)}
_FEED = {**_BOTH, "author": (1, 9), "rights": (0, 1), "link": (0, 9), "entry": (0, 999)}
_ENTRY = {**_BOTH, "published": (0, 1), "summary": (0, 1), "link": (1, 9), "category": (0, 99)}
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def strict_atom(body: bytes) -> ET.Element:
    """Return a feed that keeps RFC 4287, as far as our feeds use it; anything else in it fails the test."""
    feed = ET.fromstring(body)  # noqa: S314  (of our own site)
    assert feed.tag == f"{_ATOM}feed"
    _holds(feed, _FEED)
    assert all(link.get("href") for link in feed.iter(f"{_ATOM}link"))
    entries = feed.findall(f"{_ATOM}entry")
    for entry in entries:
        _holds(entry, _ENTRY)
        alternates = [link for link in entry.findall(f"{_ATOM}link") if link.get("rel") == "alternate"]
        assert len({link.get("type") for link in alternates}) == len(alternates)
        assert all(category.get("term") for category in entry.findall(f"{_ATOM}category"))
    names = [entry.findtext(f"{_ATOM}id") for entry in entries]
    assert len(set(names)) == len(names)
    return feed


def _holds(element: ET.Element, allowed: dict[str, tuple[int, int]]) -> None:
    found = [child.tag.removeprefix(_ATOM) for child in element]
    assert set(found) <= set(allowed), found
    for name, (least, most) in allowed.items():
        assert least <= found.count(name) <= most, name
    for name in ("updated", "published"):
        assert all(_MOMENT.fullmatch(child.text or "") for child in element.findall(_ATOM + name))
    assert re.match("[a-z]+:", element.findtext(f"{_ATOM}id") or "")
    assert element.findtext(f"{_ATOM}title")
    assert all(author.findtext(f"{_ATOM}name") for author in element.findall(f"{_ATOM}author"))
