"""
Long answers, such as files: sent part by part, and to few readers at once.

Each takes a thread of the server until its reader has it all, and a reader may take as long as it likes.  A
few dozen who hardly read would else hold all threads of the site.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING, Final

from flask import current_app, request

from kg.errors import CrowdedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask, Response

LONG: Final = 1 << 20
"""Shorter answers, in bytes, are handed to the server in one piece, which no thread waits for."""

AT_ONCE: Final = 24
"""How many long answers are sent at once."""

OF_ONE: Final = 8
"""How many of these one client may have."""

_RETRY_S: Final = 30
_PLACES: Final = "regcoop-places"


class Places:
    """The places of readers of long answers; threads may share it."""

    def __init__(self, at_once: int = AT_ONCE, of_one: int = OF_ONE) -> None:
        """Have `at_once` places in all, `of_one` for the client at one address."""
        self._at_once, self._of_one = at_once, of_one
        self._taken: Counter[str] = Counter()
        self._lock = Lock()

    def take(self, client: str) -> None:
        """
        Take a place.

        Raises:
            CrowdedError: There is none.
        """
        with self._lock:
            if self._taken.total() >= self._at_once or self._taken[client] >= self._of_one:
                raise CrowdedError(_RETRY_S)
            self._taken[client] += 1

    def leave(self, client: str) -> None:
        """Leave a place; a client who has none left is forgotten."""
        with self._lock:
            self._taken[client] -= 1
            self._taken += Counter()


def init_app(app: Flask) -> None:
    """Give `app` its places."""
    app.extensions[_PLACES] = Places()


def in_parts(answer: Response) -> Response:
    """
    Have an answer take a place until it is sent, if it is long; a short one becomes a single piece.

    Args:
        answer: What is to be sent, its body not begun.

    Raises:
        CrowdedError: Too many long answers are being sent.
    """
    if request.method != "GET" or answer.status_code >= 300:  # noqa: PLR2004  (no body is sent)
        return answer
    answer.direct_passthrough = False
    parts: Iterator[bytes] = iter(answer.iter_encoded())
    first: list[bytes] = []
    held = 0
    while held <= LONG and (part := next(parts, None)) is not None:
        first.append(part)
        held += len(part)
    if held <= LONG:
        answer.close()
        answer.set_data(b"".join(first))
        return answer
    return _placed(answer, chain(first, parts))


def _placed(answer: Response, parts: Iterator[bytes]) -> Response:
    places: Places = current_app.extensions[_PLACES]
    client = request.remote_addr or ""
    try:
        places.take(client)
    except CrowdedError:
        answer.close()
        raise
    held = [client]

    def leave() -> None:
        if held:  # an answer may be closed twice
            places.leave(held.pop())

    if close := getattr(answer.response, "close", None):
        answer.call_on_close(close)
    answer.call_on_close(leave)
    answer.response = parts
    return answer
