"""One answer of the data interfaces: body, media type, validator, and the headers that programs rely on."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Response, request
from werkzeug.exceptions import PreconditionFailed
from werkzeug.http import parse_date

from webapp.conditions import DATED, FAILED, NOT_OF_304, held, outcome
from webapp.negotiation import HTML
from webapp.validity import Validity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask import Flask

    from webapp.negotiation import Format

OPEN: Final = frozenset(
    {
        ".well-known",
        "api",
        "assertion",
        "change",
        "changes",
        "context",
        "doc",
        "data",
        "graph",
        "id",
        "identifiers",
        "mappings",
        "ontology",
        "problem",
        "profile",
        "q",
        "queries",
        "query",
        "r",
        "release",
        "shapes",
        "source",
        "sparql",
        "void",
    }
)
"""The first parts of the paths under which there is data, without suffix."""

_BY_PROFILE: Final = frozenset({"assertion", "doc"})
"""Those of them whose content is chosen by Accept-Profile, too."""

_FILES: Final = (".csv", ".gexf", ".graphml", ".json", ".xlsx")
"""The suffixes under which the lists and tools give their rows."""

FOR_EVER: Final = "public, max-age=31536000, immutable"
EXPOSED: Final = (
    "Content-Disposition, Content-Location, Content-Profile, Deprecation, ETag, Last-Modified, Link, "
    "Query-Limits, Query-Used, RateLimit, RateLimit-Policy, Retry-After, Sunset, Total-Count"
)
TAKEN: Final = (
    "Accept, Accept-Profile, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since"
)
"""The request headers that scripts of other sites may send."""

PACKED_LATER: Final = "regcoop.packed-later"
"""
Where in a request what stands in front of the site says how it will pack the answer and what was asked: the
coding, and the conditions, which it weighs itself.
"""

_NOTHING_KNOWN: Final = Validity()
_TEXTUAL: Final = ("text/", "application/sparql-results+xml", "application/rdf+xml")


def init_app(app: Flask) -> None:
    """Open the data of `app` to scripts of all sites."""
    # Not the views one by one: what the routing refuses, such as a method, reaches none of them.
    app.after_request(open_to_all)
    app.before_request(forget_unusable)
    app.after_request(lead_here)


def respond(  # noqa: PLR0913  (what an answer is made of)
    body: bytes | str,
    media_type: str,
    links: Iterable[str] = (),
    filename: str | None = None,
    *,
    is_frozen: bool = False,
    known: Validity = _NOTHING_KNOWN,
) -> Response:
    """
    Answer 200, 304 where the client has these very bytes, or 412 where it insists on others.

    Args:
        body: The representation.
        media_type: Its media type, without parameters.
        links: Values of the Link header.
        filename: The name to save it under; browsers then save it rather than show it.
        is_frozen: Nothing else will ever stand at this address; the validator is the SHA-256 of the bytes,
            unless `known` has one.
        known: What named the answer before it was made; else the validator is made of the bytes.
    """
    data = body.encode() if isinstance(body, str) else body
    response = Response(data, content_type=content_type(media_type))
    made = hashlib.sha256(data).hexdigest() if is_frozen else validator(media_type, data)
    tag = known.tag or made
    response.set_etag(tag)
    if is_frozen:
        response.headers["Cache-Control"] = FOR_EVER
    if known.modified:
        response.last_modified = known.modified
    for link in links:
        response.headers.add("Link", link)
    if filename:
        response.headers.set("Content-Disposition", "attachment", filename=filename)
    return _weighed(response, tag, known)


def _weighed(response: Response, tag: str, known: Validity) -> Response:
    """Take the body from what a client has, and refuse what it does not insist on."""
    if request.method not in {"GET", "HEAD"}:
        return response
    told = outcome(request.environ, tag, known.modified)
    if told is HTTPStatus.PRECONDITION_FAILED:
        raise PreconditionFailed(FAILED)
    if told is HTTPStatus.NOT_MODIFIED:
        response.status_code = told
        response.set_data(b"")
        for name in NOT_OF_304:
            response.headers.pop(name, None)
    return response


def had(tag: str) -> Response | None:
    """
    Answer 304 to a client that has what this validator names, before any of it is made; else None.

    Raises:
        PreconditionFailed: The client insists on something else (412).
    """
    told = outcome(request.environ, tag, None)
    if told is HTTPStatus.PRECONDITION_FAILED:
        raise PreconditionFailed(FAILED)
    return Response(status=told) if told else None


def refuse_failed(answer: Response) -> None:
    """Raise if Flask found that a request insists on something else: its own answer has the whole body."""
    if answer.status_code == HTTPStatus.PRECONDITION_FAILED:
        answer.close()
        raise PreconditionFailed(FAILED)


def unchanged(known: Validity) -> Response | None:
    """
    Answer 304 to a client that has what is not made yet; None where that cannot be told before.

    Nothing is read from the store: that the client has a validator of ours says that there was an answer, and
    the validator, that there is the same one still.
    """
    if known.tag is None:
        return None
    coding, conditions = request.environ.get(PACKED_LATER, ("", request.environ))
    tag = held(conditions, {f"{known.tag}-{coding}" if coding else known.tag})
    if tag is None:
        return None
    response = Response(status=HTTPStatus.NOT_MODIFIED)
    response.set_etag(tag)
    if coding:
        response.vary.add("Accept-Encoding")
    return response


def forget_unusable() -> None:
    """Leave out what libraries fail at: years that no calendar has, several ranges at once."""
    if "," in request.environ.get("HTTP_RANGE", ""):
        del request.environ["HTTP_RANGE"]
    for name in DATED:
        try:
            parse_date(request.environ.get(name))
        except OverflowError:
            del request.environ[name]


def validator(media_type: str, data: bytes) -> str:
    """Return the validator of a body; its type belongs to it, since two types may have the same bytes."""
    return hashlib.sha256(media_type.encode() + b"\n" + data).hexdigest()[:32]


def content_type(media_type: str) -> str:
    """Return the Content-Type of a media type, with the character set where clients would else guess it."""
    return media_type + ("; charset=utf-8" if media_type.startswith(_TEXTUAL) else "")


def see_other(address: str, links: Iterable[str] = ()) -> Response:
    """Answer 303: what was asked for is no document, and `address` is the document about it."""
    response = Response(f"See {address}\n", 303, content_type="text/plain; charset=utf-8")
    response.headers["Location"] = address
    for link in links:
        response.headers.add("Link", link)
    return response


def is_data(path: str) -> bool:
    """Say whether there is data at a path: under those in `OPEN`, and in the files of lists and tools."""
    return _is_negotiated(path) or path.endswith(_FILES)


def _is_negotiated(path: str) -> bool:
    first = path.partition("/")[2].partition("/")[0]
    return (first.partition(".")[0] or first) in OPEN


def lead_here(response: Response) -> Response:
    """Lead to paths: the routing names the host that a request names, which may be kept for other readers."""
    if response.status_code == HTTPStatus.PERMANENT_REDIRECT:
        path = "/" + response.headers["Location"].partition("://")[2].partition("/")[2].lstrip("/")
        response.headers["Location"] = path
        response.data = f"See {path}\n"
        response.content_type = "text/plain; charset=utf-8"
    return response


def open_to_all(response: Response) -> Response:
    """
    Say of data that it depends on Accept and that scripts of any site may read it: all data is public.

    This holds for all that is answered under the paths in `OPEN`: errors can be read, too, and OPTIONS says
    what scripts may send.  The files of lists and tools can be read likewise, whatever Accept says.
    """
    if not is_data(request.path):
        return response
    is_negotiated = _is_negotiated(request.path)
    if is_negotiated:
        response.vary.add("Accept")
    if request.path.split("/")[1] in _BY_PROFILE:
        response.vary.add("Accept-Profile")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "")
        response.headers["Access-Control-Allow-Headers"] = TAKEN
        response.headers["Access-Control-Max-Age"] = "86400"
    return response


def alternates(address: str, formats: Sequence[Format], current: str, asked: str = "") -> list[str]:
    """Return the Link values that lead to the other representations; `asked` is a query string or empty."""
    links = []
    for item in formats:
        if item.media_type != current:
            path = address if item is HTML else f"{address}.{item.suffix}"
            links.append(f'<{path}{asked}>; rel="alternate"; type="{item.media_type}"')
    return links
