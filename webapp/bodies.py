"""
What readers send, and how slowly: few threads wait for it at once, so that pages have theirs.

The server hands a request on when its headers are there, and whoever reads the body waits for the rest of it,
without an end.  A few dozen readers who send a byte now and then would hold all threads of the site.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

from kg.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Protocol
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    class _Stream(Protocol):
        def read(self, size: int = -1, /) -> bytes:
            """Wait for bytes."""


AT_ONCE: Final = 8
"""How many threads wait for bodies; who comes when all of them do is told to come back."""

_RETRY_S: Final = 5
_HAS_NONE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class SlowBodies:
    """A WSGI application that lets few readings of bodies go on at once; the rest raise `BusyError`."""

    def __init__(self, app: WSGIApplication, at_once: int = AT_ONCE) -> None:
        """Stand in front of `app`."""
        self._app = app
        self._places = BoundedSemaphore(at_once)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["REQUEST_METHOD"] not in _HAS_NONE:
            environ["wsgi.input"] = _Body(environ["wsgi.input"], self._places)
        return self._app(environ, start_response)


class _Body:
    """A body, each reading of which takes one of the places; most bodies are there already."""

    def __init__(self, stream: _Stream, places: BoundedSemaphore) -> None:
        self._stream, self._places = stream, places

    def read(self, size: int = -1, /) -> bytes:
        """Wait for `size` bytes, or for all."""
        with self._place():
            return self._stream.read(size)

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise BusyError(_RETRY_S)
        try:
            yield
        finally:
            self._places.release()
