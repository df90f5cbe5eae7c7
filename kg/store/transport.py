"""One request to an endpoint that may be slow, restarting or gone: deadline, careful retries, errors."""

from __future__ import annotations

import random
import re
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPException, IncompleteRead
from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError, URLError

from kg.errors import (
    BusyError,
    KgError,
    LimitError,
    MediaTypeError,
    QueryError,
    StoreError,
    StoreTimeoutError,
    StoreUnreachableError,
)
from kg.store.bounded import too_large
from kg.store.connections import opened, seconds_to_wait
from kg.store.syntax import syntax_error

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.client import HTTPResponse
    from typing import IO
    from urllib.request import Request

TRIES: Final = 5
"""How often a request is sent at most; once more only where the first may have been begun by the engine."""

_CHUNK_BYTES: Final = 1 << 16
_TEXT_BYTES: Final = 10_000
# Shares of the deadline: the first pause (0.25 s of 30 s), and how long an endpoint that was gone is asked
# only once, so that a site whose engine is gone does not fill up with requests that wait.
_FIRST_PAUSE: Final = 1 / 120
_KNOWN_GONE: Final = 1 / 6
# A 503 that takes longer is an engine that gave up on the query (as RDF4J's do), not one that is starting.
_QUICK_S: Final = 5.0
_BUSY_S: Final = 10
_AWAY: Final = frozenset({502, 503, 504})
_SAYS_TIME: Final = re.compile(r"S1T00|timed? ?out|TimeLimitExceeded|took too long", re.IGNORECASE)
_SAYS_SYNTAX: Final = re.compile(
    r"error at \d+:\d+|pars(?:e|ing)|syntax|malformed|lexical|encountered|SPARQL compiler", re.IGNORECASE
)
# Engines that answer 500 for what they cannot do: Virtuoso by the class of its error, Oxigraph in words.
_SAYS_QUERY: Final = re.compile(r"Virtuoso (?:37000|42...|22...) |is not supported")
_REFUSALS: Final[dict[int, tuple[type[StoreError | QueryError], str]]] = {
    401: (StoreError, "give its user and password in the address"),
    403: (StoreError, "ask its keeper for access"),
    404: (StoreError, "check the path of its address"),
    405: (StoreError, "check that this is its query address"),
    406: (MediaTypeError, "ask for another media type"),
    413: (QueryError, "shorten the query"),
    414: (QueryError, "shorten the query"),
}


@dataclass(frozen=True, slots=True)
class _Fault:
    """Why no answer came: `tries` is how often to ask in all, `pause_s` the pause that it wants."""

    reason: str
    tries: int = TRIES
    pause_s: float | None = None


class Transport:
    """
    The way to one endpoint.

    Queries only read, so that a request may be sent again.  It is, after growing pauses and within the
    deadline, where no answer had begun: the connection was refused or broke, or the status is 502, 503 or,
    if it says when to come back, 504.  Never after a time-out: the engine may still work for it.
    """

    def __init__(self, url: str, timeout_s: float, most_bytes: int | None = None) -> None:
        """
        Name the endpoint.

        Args:
            url: Its address without credentials, for errors.
            timeout_s: How long a request may take in all, tries and pauses and the whole answer.
            most_bytes: How long an answer may be.
        """
        self.url, self.timeout_s, self.most_bytes = url, timeout_s, most_bytes
        self._asked_once_until = 0.0

    def fetch(self, request: Callable[[], Request], sink: IO[bytes]) -> str:
        """
        Send what `request` makes, write the body of the answer to `sink`, and return its media type.

        Raises:
            StoreUnreachableError: Nobody answers, or the answer breaks off.
            StoreTimeoutError: The deadline passed, or the endpoint says that its own did.
            StoreError: The endpoint answers, but not the query.
            QuerySyntaxError: The endpoint says that the query does not parse.
            QueryError: The endpoint refuses the query.
            LimitError: The answer is too long, or the endpoint left a part of it out.
            BusyError: The endpoint says that too many queries run.
        """
        until = time.monotonic() + self.timeout_s
        with self._answered(request, until) as response:
            self._check_whole(response)
            self._copy(response, sink)
            return response.headers.get_content_type()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()  # it reads all certificates: once is enough

    def _answered(self, request: Callable[[], Request], until: float) -> HTTPResponse:
        begun, tried = time.monotonic(), 0
        most = 1 if begun < self._asked_once_until else TRIES
        while True:
            tried += 1
            answer = self._tried(request(), until)
            if not isinstance(answer, _Fault):
                self._asked_once_until = 0.0
                return answer
            pause = answer.pause_s
            if pause is None:
                # Half of it by chance: those who wait for one engine do not all come back at once.
                pause = self.timeout_s * _FIRST_PAUSE * 2 ** (tried - 1) * random.uniform(0.5, 1)  # noqa: S311
            if tried >= min(most, answer.tries) or time.monotonic() + pause >= until:
                now = time.monotonic()
                self._asked_once_until = now + self.timeout_s * _KNOWN_GONE
                often = f"tried {tried} times in {now - begun:.1f} s" if tried > 1 else "tried once"
                raise StoreUnreachableError(self.url, f"{answer.reason}, {often}")
            time.sleep(pause)

    def _tried(self, request: Request, until: float) -> HTTPResponse | _Fault:
        begun = time.monotonic()
        try:
            return opened(request, until, self._tls if request.type == "https" else None)
        except HTTPError as error:
            with error:
                return self._refused(error, time.monotonic() - begun)
        except TimeoutError as error:
            raise self._too_slow() from error
        except (OSError, HTTPException) as error:
            return self._broken(error)

    def _broken(self, error: OSError | HTTPException) -> _Fault:
        reason = error.reason if isinstance(error, URLError) else error
        text = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
        if isinstance(reason, ssl.SSLCertVerificationError):
            raise StoreUnreachableError(self.url, f"its certificate is not trusted: {text}") from error
        if isinstance(error, URLError):  # before the request was sent
            return _Fault(text)
        if isinstance(error, ConnectionError):
            # The query may be what felled the engine: it is not sent over and over.
            return _Fault(text, tries=2)
        raise self.unintelligible("is no HTTP") from error

    def _refused(self, error: HTTPError, seconds: float) -> _Fault:
        code, pause = error.code, seconds_to_wait(error.headers.get("Retry-After"))
        text = _text(error)
        if _SAYS_TIME.search(text) and code >= 500:  # noqa: PLR2004  (a fault of the server)
            raise StoreTimeoutError(self.url, "it gave up on the query, its own time being up") from error
        if code in _AWAY and (pause is not None or (code != 504 and seconds < _QUICK_S)):  # noqa: PLR2004
            return _Fault(f"it answers with HTTP status {code}", pause_s=pause)
        raise self._refusal(error, text) from error

    def _refusal(self, error: HTTPError, text: str) -> KgError:
        match error.code:
            case 400 if _SAYS_SYNTAX.search(text):
                return syntax_error(text)
            case code if code == 400 or (code == 500 and _SAYS_QUERY.search(text)):  # noqa: PLR2004
                said = syntax_error(text).reason.rstrip(".")
                return QueryError(f"The SPARQL endpoint {self.url} refuses the query: {said}.")
            case 429:
                pause = seconds_to_wait(error.headers.get("Retry-After"))
                return BusyError(round(pause or _BUSY_S))
            case 504:
                return StoreTimeoutError(self.url, "it answers with HTTP status 504")
            case code if 300 <= code < 400:  # noqa: PLR2004  (a redirection)
                where = error.headers.get("Location", "")[:200]
                return StoreError(
                    f"The SPARQL endpoint {self.url} sends us on to {where!r}; name that address instead."
                )
        kind, hint = _REFUSALS.get(error.code, (StoreError, "look into its log or try again later"))
        return kind(f"The SPARQL endpoint {self.url} answered with HTTP status {error.code}; {hint}.")

    def _check_whole(self, response: HTTPResponse) -> None:
        """Refuse what Virtuoso cut off: it says so in a header alone, and half an answer looks whole."""
        if rows := response.headers.get("X-SPARQL-MaxRows"):
            raise LimitError(
                "rows",
                f"the SPARQL endpoint {self.url} gives {rows[:20]} rows at most; ask for fewer by LIMIT, or "
                "raise its ResultSetMaxRows.",
            )
        if response.headers.get("X-SQL-State"):
            raise StoreTimeoutError(self.url, "it answered in part, its own time being up")

    def _copy(self, response: HTTPResponse, sink: IO[bytes]) -> None:
        held = 0
        while chunk := self._chunk(response, held):
            held += len(chunk)
            if self.most_bytes is not None and held > self.most_bytes:
                raise too_large(self.most_bytes)
            sink.write(chunk)
        promised = int(response.headers.get("Content-Length", held))
        if held < promised:
            # Unlike `read`, `read1` says nothing of a body that breaks off.
            raise self._broken_off(held, IncompleteRead(b"", promised - held))

    def _chunk(self, response: HTTPResponse, held: int) -> bytes:
        try:
            return response.read1(_CHUNK_BYTES)
        except TimeoutError as error:
            raise self._too_slow() from error
        except (OSError, HTTPException) as error:
            raise self._broken_off(held, error) from error

    def _too_slow(self) -> StoreTimeoutError:
        return StoreTimeoutError(self.url, f"no whole answer in {self.timeout_s:g} s")

    def _broken_off(self, held: int, error: Exception) -> StoreUnreachableError:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return StoreUnreachableError(self.url, f"its answer broke off after {held:,} bytes: {reason}")

    def unintelligible(self, what: str) -> StoreError:
        """Return the error for an answer that is none; `what` goes on after 'The answer of ...'."""
        return StoreError(
            f"The answer of the SPARQL endpoint {self.url} {what}; check that this is its query address."
        )


def _text(error: HTTPError) -> str:
    with suppress(OSError, HTTPException):  # the status says enough
        text = error.read(_TEXT_BYTES).decode(errors="replace")
        return text.partition("\n\nSPARQL query:")[0]  # Virtuoso repeats it
    return ""
