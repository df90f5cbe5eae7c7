"""One answer of the data interfaces: body, media type, validator, and the headers that programs rely on."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from flask import Response, request

from kg.errors import MediaTypeError
from webapp.negotiation import HTML, best

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
        "doc",
        "data",
        "graph",
        "id",
        "identifiers",
        "mappings",
        "ontology",
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

_FILES: Final = (".csv", ".gexf", ".graphml", ".json", ".xlsx")
"""The suffixes under which the lists and tools give their rows."""

FOR_EVER: Final = "public, max-age=31536000, immutable"
EXPOSED: Final = "Content-Disposition, ETag, Link, Query-Limits, Query-Used, Retry-After"
_TEXTUAL: Final = ("text/", "application/sparql-results+xml", "application/rdf+xml")


def init_app(app: Flask) -> None:
    """Open the data of `app` to scripts of all sites."""
    # Not the views one by one: what the routing refuses, such as a method, reaches none of them.
    app.after_request(open_to_all)


def respond(
    body: bytes | str,
    media_type: str,
    links: Iterable[str] = (),
    filename: str | None = None,
    *,
    is_frozen: bool = False,
) -> Response:
    """
    Answer 200, or 304 where the client has these very bytes.

    Args:
        body: The representation.
        media_type: Its media type, without parameters.
        links: Values of the Link header.
        filename: The name to save it under; browsers then save it rather than show it.
        is_frozen: Nothing else will ever stand at this address; the validator is the SHA-256 of the bytes.
    """
    data = body.encode() if isinstance(body, str) else body
    response = Response(data, content_type=content_type(media_type))
    if is_frozen:
        response.set_etag(hashlib.sha256(data).hexdigest())
        response.headers["Cache-Control"] = FOR_EVER
    else:
        response.set_etag(validator(media_type, data))
    for link in links:
        response.headers.add("Link", link)
    if filename:
        response.headers.set("Content-Disposition", "attachment", filename=filename)
    response.make_conditional(request)
    return response


def asked_for(formats: Sequence[Format], suffix: str = "") -> Format:
    """
    Return the format that the request asks for: by the suffix of its address, else by its Accept header.

    Raises:
        MediaTypeError: The client takes none of them (406).
    """
    if suffix:
        return next(f for f in formats if f.suffix == suffix)
    accept = request.headers.get("Accept")
    media_type = best(accept, [f.media_type for f in formats])
    for form in formats:
        if form.media_type == media_type:
            return form
    offered = ", ".join(dict.fromkeys(f.media_type for f in formats))
    raise MediaTypeError(f"There is no representation for {accept!r}; ask for one of {offered}.")


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


def open_to_all(response: Response) -> Response:
    """
    Say of data that it depends on Accept and that scripts of any site may read it: all data is public.

    This holds for all that is answered under the paths in `OPEN`: errors can be read, too, and OPTIONS says
    what scripts may send.  The files of lists and tools can be read likewise, whatever Accept says.
    """
    first = request.path.split("/")[1]
    is_negotiated = (first.partition(".")[0] or first) in OPEN
    if not (is_negotiated or request.path.endswith(_FILES)):
        return response
    if is_negotiated:
        response.vary.add("Accept")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "")
        response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
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
