"""What a request to the SPARQL endpoint asks for, read as the SPARQL 1.1 Protocol says (section 2.1)."""

from __future__ import annotations

from binascii import a2b_qp
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.http import parse_options_header
from werkzeug.wsgi import get_input_stream

from kg.errors import MediaTypeError, QueryError, RefusedQueryError
from kg.store.protocol import DatasetChoice
from webapp.negotiation import (
    GRAPH_FORMATS,
    HTML,
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    RESULT_FORMATS,
    RESULTS_JSON,
    RESULTS_XML,
    best,
    prefers_page,
)

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from flask import Request

    from kg.store.protocol import Form
    from webapp.negotiation import Format

PATH: Final = "/sparql"
"""Where the endpoint is."""

HANDED_ON: Final = "regcoop.sparql"
"""
Where the view finds, in the WSGI environment, what was read of a request already: an `Operation`, or the
exception with which it failed: a query need not fail twice.
"""

MAX_BODY_BYTES: Final = 1_000_000
"""A query may have 200,000 bytes (`kg.store.policy`); percent-encoding triples most of them at worst."""

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"

_UPDATE: Final = "application/sparql-update"
_MAX_PARAMETERS: Final = 1_000
_RESULT_TYPES: Final[dict[str, Format]] = {
    **{f.media_type: f for f in RESULT_FORMATS},
    "application/json": RESULTS_JSON,
    "application/xml": RESULTS_XML,
    "text/xml": RESULTS_XML,
}
_GRAPH_TYPES: Final[dict[str, Format]] = {
    **{f.media_type: f for f in GRAPH_FORMATS},
    "application/json": JSON_LD,
    "application/xml": RDF_XML,
    "text/xml": RDF_XML,
    "text/plain": N_TRIPLES,
}
"""Types to offer, the preferred one first, each with the format written for it."""


@dataclass(frozen=True, slots=True)
class Operation:
    """
    One query operation.

    `query` is None if the request names none; `outputs` are the values of the parameter `format`, which is
    for links that cannot set an Accept header. Some clients send several of them with every query.
    """

    query: str | None
    dataset: DatasetChoice
    outputs: tuple[str, ...]

    def shows_page(self, accept: str | None) -> bool:
        """Say whether a browser asks, given its Accept header: the answer is then a page, whatever it is."""
        return HTML.suffix in self.outputs or (not self.outputs and prefers_page(accept))


def read_body(environ: WSGIEnvironment) -> bytes:
    """
    Read the body of a request; none but a POST has one.

    Raises:
        RequestEntityTooLarge: it is longer than a query can be (413).
    """
    if environ["REQUEST_METHOD"] != "POST":
        return b""
    body = get_input_stream(environ, max_content_length=MAX_BODY_BYTES).read()
    # Whoever comes next can read it again.
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = BytesIO(body), str(len(body))
    return body


def operation_of(environ: WSGIEnvironment, body: bytes) -> Operation:
    """
    Read a GET, a POST of a form, or a POST of a bare query.

    Args:
        environ: The request.
        body: Its body, by `read_body`.

    Raises:
        QueryError: the request is malformed: two queries, or bytes that are not UTF-8.
        RefusedQueryError: it asks for an update.
        UnsupportedMediaType: the body is neither a form nor a query (415).
    """
    pairs = _pairs(environ.get("QUERY_STRING", "").encode("latin-1"), "The address")
    if environ["REQUEST_METHOD"] == "POST":
        pairs += _posted(environ.get("CONTENT_TYPE", ""), body)
    names = [name for name, _ in pairs]
    if "update" in names:
        raise RefusedQueryError("read-only", "this endpoint answers queries and takes no updates.")
    if names.count("query") > 1:
        raise QueryError("The request holds more than one query; send one at a time.")
    values = dict(pairs)
    dataset = DatasetChoice(
        tuple(value for name, value in pairs if name == "default-graph-uri"),
        tuple(value for name, value in pairs if name == "named-graph-uri"),
    )
    outputs = tuple(value for name, value in pairs if name == "format")
    return Operation(values.get("query"), dataset, outputs)


def read_operation(request: Request) -> Operation:
    """Read a request that came to a view, as `operation_of` does; its form is to be read after that."""
    request.max_content_length = MAX_BODY_BYTES
    return operation_of(request.environ, request.get_data() if request.method == "POST" else b"")


def _posted(content_type: str, body: bytes) -> list[tuple[str, str]]:
    media_type, parameters = parse_options_header(content_type)
    media_type = media_type.lower()
    charset = parameters.get("charset", "utf-8").lower()
    if media_type == _UPDATE:
        raise RefusedQueryError("read-only", "this endpoint answers queries and takes no updates.")
    if media_type not in {FORM, DIRECT}:
        raise UnsupportedMediaType(
            f"A query is posted as {FORM} or as {DIRECT}, not as {media_type or 'nothing named'}."
        )
    if charset not in {"utf-8", "utf8"}:
        raise UnsupportedMediaType(f"Queries are read as UTF-8, not as {charset}; encode the body anew.")
    if media_type == FORM:
        return _pairs(body, "The form")
    try:
        return [("query", body.decode())]
    except UnicodeDecodeError as error:
        raise QueryError(f"The query is not valid UTF-8 ({error.reason}); encode it anew.") from error


def _pairs(raw: bytes, where: str) -> list[tuple[str, str]]:
    """Return the parameters in the order given, blank values included."""
    parts = raw.split(b"&", _MAX_PARAMETERS)
    if len(parts) > _MAX_PARAMETERS:
        raise QueryError(f"{where} has more than {_MAX_PARAMETERS} parameters; send fewer.")
    try:
        return [
            (unquoted(name).decode(), unquoted(value).decode())
            for name, _, value in (part.partition(b"=") for part in parts if part)
        ]
    except UnicodeDecodeError as error:
        raise QueryError(
            f"{where} holds bytes that are not UTF-8 ({error.reason}); encode it anew."
        ) from error


def unquoted(raw: bytes) -> bytes:
    """
    Resolve the percent signs and plus signs of a parameter, as `urllib.parse.unquote_to_bytes` does.

    A query has so many of them that to resolve each in Python costs more than to let it pass.
    Quoted-printable is the same with another sign, and is resolved in C: a text loses two bytes for each
    sign, and less where a sign lacks its two digits.  It means more than that only at the end of a line.
    """
    raw = raw.replace(b"+", b" ")
    signs = raw.count(b"%")
    if not signs:
        return raw
    if b"\n" not in raw and b"\r" not in raw:
        resolved = a2b_qp(raw.replace(b"=", b"=3D").replace(b"%", b"="))
        if len(resolved) == len(raw) - 2 * signs:
            return resolved
    return unquote_to_bytes(raw)


def choose(form: Form, outputs: tuple[str, ...], accept: str | None) -> tuple[str, Format]:
    """
    Return the media type to answer with and the format to write for it; they differ for older names.

    Args:
        form: The form of the query.
        outputs: Suffixes or media types that the address names; the first that the form has goes before
            `accept`. Others are left alone: clients send names of formats that only other servers know.
        accept: The Accept header.

    Raises:
        MediaTypeError: no answer of this form has a type that is asked for.
    """
    offered = _GRAPH_TYPES if form.gives_graph else _RESULT_TYPES
    formats = GRAPH_FORMATS if form.gives_graph else RESULT_FORMATS
    for wanted in outputs:
        for item in formats:
            if wanted in {item.suffix, item.media_type}:
                return item.media_type, item
    media_type = best(accept, tuple(offered))
    if media_type is None:
        known = ", ".join(f.media_type for f in formats)
        raise MediaTypeError(f"The answer of {form} cannot be given as {accept!r}; ask for one of {known}.")
    return media_type, offered[media_type]
