"""Finished answers in front of the site: the same question to the same release is answered from memory."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, TypeAlias

from werkzeug.datastructures import Headers
from werkzeug.http import parse_date, quote_etag, unquote_etag

from kg.keeping import KeepingByWeight
from webapp.codings import GZIP, WORTH_PACKING, chosen
from webapp.conditions import CONDITIONS, FAILED, NOT_OF_304, outcome
from webapp.problem_types import PRECONDITION_FAILED
from webapp.problems import CONTEXT_LINK, PROBLEM_TYPE, problem_body
from webapp.representations import PACKED_LATER, validator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    _Failure: TypeAlias = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]

BYTES_KEPT: Final = 64 << 20
"""How many bytes of answers are kept at most; those least recently asked for go first."""

LARGEST_KEPT: Final = 2 << 20
"""The largest body, in bytes, that is kept."""

_PASSED: Final = ("/change", "/healthz", "/readyz", "/metrics", "/r/", "/sparql", "/static/")
"""Beginnings of paths whose answers are not kept: what is of this moment, what strangers make up, files."""

_PACKED: Final = ("text/", "application/", "image/svg+xml")
_PACKED_ALREADY: Final = "application/vnd.openxmlformats"
_OVERHEAD: Final = 2_000
"""About the bytes that an answer takes beside its texts: small ones would else be kept without number."""

Key: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """
    A finished answer: its headers without those of a body, its validator, and the body as it is and packed.

    `modified` is the time of its last change, if it says one.
    """

    headers: tuple[tuple[str, str], ...]
    tag: str
    modified: datetime | None
    plain: bytes
    packed: bytes | None

    @property
    def weight(self) -> int:
        """The bytes that it takes, about."""
        return len(self.plain) + len(self.packed or b"") + sum(len(value) for _, value in self.headers)


class BodyCache:
    """
    A WSGI application that answers GET and HEAD from memory where it can.

    It relies on a store that is only read while the site runs.  An answer is kept for the day, since pages
    name the day on which they were seen.
    """

    def __init__(
        self, app: WSGIApplication, bytes_kept: int = BYTES_KEPT, state: Callable[[], str] = str
    ) -> None:
        """
        Stand in front of `app`.

        Args:
            app: The site.
            bytes_kept: How many bytes of answers to keep at most.
            state: Names what may change beside the store while the site runs: no answer outlives it.
        """
        self._app, self._state = app, state
        self._kept: KeepingByWeight[Kept] = KeepingByWeight(bytes_kept)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or path.startswith(_PASSED):
            return self._app(environ, start_response)
        key = (*_key(environ, path), self._state())
        kept = self._kept.get(key)
        if kept is None:
            given = self._ask(environ, start_response, key)
            if not isinstance(given, Kept):
                return given if environ["REQUEST_METHOD"] == "GET" else _unread(given)
            kept = given
        return _answer(kept, environ, start_response)

    def _ask(
        self, environ: WSGIEnvironment, start_response: StartResponse, key: Key
    ) -> Kept | Iterable[bytes]:
        """Ask the site; return what may be kept as such, and anything else as the site gives it."""
        said: list[tuple[str, Headers]] = []

        def started(
            status: str, headers: list[tuple[str, str]], exc_info: _Failure | None = None
        ) -> Callable[[bytes], object]:
            said.append((status, Headers(headers)))
            if _is_kept(status, said[-1][1]):
                return lambda _: None
            return start_response(status, headers, exc_info)

        # Whether the reader has the page already is told from what is kept, not by the site.
        asked = {name: value for name, value in environ.items() if name not in _UNSAID}
        # Where it knows what its answer would be without making it, it may say so at once.
        asked[PACKED_LATER] = (_coding(environ), {name: environ.get(name) for name in CONDITIONS})
        # HEAD has the headers of GET, which are those of a body.
        asked["REQUEST_METHOD"] = "GET"
        body = self._app(asked, started)
        if not said or not _is_kept(*said[-1]):
            return body
        try:
            kept = _kept(said[-1][1], b"".join(body))
        finally:
            _unread(body)
        self._kept.put(key, kept, _weight(key, kept))
        return kept


_UNSAID: Final = {*CONDITIONS, "HTTP_RANGE", "HTTP_IF_RANGE"}
_OF_THE_BODY: Final = {"content-length", "etag"}
_OF_THE_REPRESENTATION: Final = {*NOT_OF_304, "cache-control", "content-location", "etag"}


def _key(environ: WSGIEnvironment, path: str) -> Key:
    """Return all that an answer depends on."""
    host = environ.get("HTTP_HOST", "")
    accept = (environ.get("HTTP_ACCEPT", "*/*"), environ.get("HTTP_ACCEPT_PROFILE", ""))
    today = datetime.now(UTC).date().isoformat()
    # The security headers are those for HTTPS where what stands in front of the site says so.
    scheme = (environ["wsgi.url_scheme"], environ.get("HTTP_X_FORWARDED_PROTO", ""))
    return (*scheme, host, path, environ.get("QUERY_STRING", ""), *accept, today)


def _weight(key: Key, kept: Kept) -> int:
    """Return the bytes that an answer takes with what it is found by, which strangers choose."""
    return sum(map(len, key)) + kept.weight + _OVERHEAD


def _unread(body: Iterable[bytes]) -> list[bytes]:
    """Put away what is left of a body; nothing of it is sent."""
    if close := getattr(body, "close", None):
        close()
    return []


def _is_kept(status: str, headers: Headers) -> bool:
    length = headers.get("Content-Length", type=int)
    is_small = length is not None and length <= LARGEST_KEPT
    is_lasting = "Set-Cookie" not in headers and headers.get("Cache-Control") != "no-store"
    return status.startswith("200") and is_small and is_lasting


def _kept(headers: Headers, body: bytes) -> Kept:
    media_type = headers.get("Content-Type", "")
    given = unquote_etag(headers.get("ETag"))[0]
    tag = given or validator(media_type, body)
    is_packed = media_type.startswith(_PACKED) and not media_type.startswith(_PACKED_ALREADY)
    packed = gzip.compress(body, mtime=0) if is_packed and len(body) >= WORTH_PACKING else None
    if packed:
        headers.set("Vary", ", ".join(filter(None, (headers.get("Vary"), "Accept-Encoding"))))
    headers.setdefault("Cache-Control", "no-cache")
    others = tuple((name, value) for name, value in headers if name.lower() not in _OF_THE_BODY)
    return Kept(others, tag, parse_date(headers.get("Last-Modified")), body, packed)


def _coding(environ: WSGIEnvironment) -> str:
    return chosen(environ.get("HTTP_ACCEPT_ENCODING", ""), (GZIP,))


def _answer(kept: Kept, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    is_packed = kept.packed is not None and _coding(environ) == GZIP
    body = kept.packed if is_packed and kept.packed is not None else kept.plain
    # A validator is that of the bytes sent, and the packed ones are others.
    tag = f"{kept.tag}-gzip" if is_packed else kept.tag
    told = outcome(environ, tag, kept.modified)
    status, headers = "200 OK", [*kept.headers, ("ETag", quote_etag(tag))]
    if told is not None:
        status = f"{told.value} {told.phrase.upper()}"
        headers = [pair for pair in headers if pair[0].lower() not in NOT_OF_304]
    if told is HTTPStatus.NOT_MODIFIED:
        start_response(status, headers)
        return []
    if told is HTTPStatus.PRECONDITION_FAILED:
        body = _failed(environ)
        of_answer = [pair for pair in headers if pair[0].lower() not in _OF_THE_REPRESENTATION]
        headers = [*of_answer, ("Content-Type", PROBLEM_TYPE), ("Link", CONTEXT_LINK)]
    elif is_packed:
        headers.append(("Content-Encoding", "gzip"))
    start_response(status, [*headers, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _failed(environ: WSGIEnvironment) -> bytes:
    """Return the problem document of RFC 9457 for a precondition that fails."""
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    return problem_body(PRECONDITION_FAILED, FAILED, path, {}).encode()
