"""Connections by urllib that keep to a deadline: for connecting, and for every byte of the answer."""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.request import (
    AbstractHTTPHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    OpenerDirector,
    ProxyHandler,
)

if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Callable
    from urllib.request import Request

CONNECT_S: Final = 5.0
"""How long it may take to connect; an endpoint that works has long accepted by then."""

_LEAST_S: Final = 0.001  # 0 would mean not to wait at all


def opened(request: Request, until: float, tls: ssl.SSLContext | None) -> HTTPResponse:
    """
    Send `request` and return the answer once its head is there; reading it keeps to the deadline as well.

    Redirections are not followed: the query would be lost on the way, and the password given to strangers.

    Args:
        request: A request of http or https.
        until: The deadline, by `time.monotonic`.
        tls: How servers prove who they are, for https.

    Raises:
        URLError: The request could not be sent.
        HTTPError: The status is none of success.
        TimeoutError: The deadline passed after the request was sent.
        OSError, HTTPException: The connection broke, or the answer is no HTTP.
    """
    opener = OpenerDirector()
    for handler in (ProxyHandler(), _Handler(until, tls), HTTPDefaultErrorHandler(), HTTPErrorProcessor()):
        opener.add_handler(handler)
    return cast("HTTPResponse", opener.open(request))


def seconds_to_wait(retry_after: str | None) -> float | None:
    """Read the header Retry-After, seconds or a date; None if there is none that can be read."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        date = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (date.astimezone(UTC) - datetime.now(UTC)).total_seconds())


class _Handler(AbstractHTTPHandler):
    """Opens connections that know the deadline."""

    http_request = AbstractHTTPHandler.do_request_
    https_request = AbstractHTTPHandler.do_request_

    def __init__(self, until: float, tls: ssl.SSLContext | None) -> None:
        super().__init__()
        self._until, self._tls = until, tls

    def http_open(self, request: Request) -> HTTPResponse:
        return self.do_open(partial(_prepared, _Connection, self._until), request)

    def https_open(self, request: Request) -> HTTPResponse:
        return self.do_open(partial(_prepared, _TlsConnection, self._until, context=self._tls), request)


def _prepared(
    kind: type[_Connection | _TlsConnection],
    until: float,
    host: str,
    **options: Any,  # noqa: ANN401  (whatever urllib passes on)
) -> HTTPConnection:
    connection = kind(host, **options)
    connection.until = until
    connection.response_class = partial(_Response, until)  # type: ignore[assignment]
    return connection


class _Connection(HTTPConnection):
    until: float

    def connect(self) -> None:
        _connect(self, super().connect)


class _TlsConnection(HTTPSConnection):
    until: float

    def connect(self) -> None:
        _connect(self, super().connect)


def _connect(connection: _Connection | _TlsConnection, connect: Callable[[], None]) -> None:
    limit = min(CONNECT_S, _left(connection.until))
    connection.timeout = limit
    try:
        connect()
    except TimeoutError as error:
        raise OSError(f"no connection in {limit:.2g} s") from error
    connection.sock.settimeout(_left(connection.until))


def _left(until: float) -> float:
    return max(until - time.monotonic(), _LEAST_S)


class _Response(HTTPResponse):
    """An answer that must be there in full by the deadline, its head too."""

    def __init__(self, until: float, sock: socket.socket, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(sock, *args, **options)
        self.fp = io.BufferedReader(_Timed(self.fp.detach(), sock, until))


class _Timed(io.RawIOBase):
    """Reads from a socket, whose own time-out starts anew with every byte: a slow drip must end as well."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, until: float) -> None:
        self._raw, self._socket, self._until = raw, sock, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401  (the type of buffers has no name before 3.12)
        if time.monotonic() >= self._until:
            raise TimeoutError
        self._socket.settimeout(_left(self._until))
        return cast("int | None", self._raw.readinto(buffer))

    def close(self) -> None:
        self._raw.close()
        super().close()
