"""What a request to the SPARQL endpoint asks for, read as the SPARQL 1.1 Protocol says (section 2.1)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from werkzeug.exceptions import UnsupportedMediaType

from kg.errors import MediaTypeError, QueryError, RefusedQueryError
from kg.store.protocol import DatasetChoice
from webapp.negotiation import (
    GRAPH_FORMATS,
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    RESULT_FORMATS,
    RESULTS_JSON,
    RESULTS_XML,
    best,
)

if TYPE_CHECKING:
    from flask import Request

    from kg.store.protocol import Form
    from webapp.negotiation import Format

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


def read_operation(request: Request) -> Operation:
    """
    Read a GET, a POST of a form, or a POST of a bare query.

    Raises:
        QueryError: the request is malformed: two queries, or bytes that are not UTF-8.
        RefusedQueryError: it asks for an update.
        UnsupportedMediaType: the body is neither a form nor a query (415).
    """
    pairs = _pairs(request.query_string, "The address")
    if request.method == "POST":
        pairs += _posted(request)
    given = Counter(name for name, _ in pairs)
    if given["update"]:
        raise RefusedQueryError("read-only", "this endpoint answers queries and takes no updates.")
    if given["query"] > 1:
        raise QueryError("The request holds more than one query; send one at a time.")
    values = dict(pairs)
    dataset = DatasetChoice(
        tuple(value for name, value in pairs if name == "default-graph-uri"),
        tuple(value for name, value in pairs if name == "named-graph-uri"),
    )
    outputs = tuple(value for name, value in pairs if name == "format")
    return Operation(values.get("query"), dataset, outputs)


def _posted(request: Request) -> list[tuple[str, str]]:
    request.max_content_length = MAX_BODY_BYTES
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype == _UPDATE:
        raise RefusedQueryError("read-only", "this endpoint answers queries and takes no updates.")
    if request.mimetype not in {FORM, DIRECT}:
        raise UnsupportedMediaType(
            f"A query is posted as {FORM} or as {DIRECT}, not as {request.mimetype or 'nothing named'}."
        )
    if charset not in {"utf-8", "utf8"}:
        raise UnsupportedMediaType(f"Queries are read as UTF-8, not as {charset}; encode the body anew.")
    body = request.get_data()
    if request.mimetype == FORM:
        return _pairs(body, "The form")
    try:
        return [("query", body.decode())]
    except UnicodeDecodeError as error:
        raise QueryError(f"The query is not valid UTF-8 ({error.reason}); encode it anew.") from error


def _pairs(raw: bytes, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            raw.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MAX_PARAMETERS
        )
    except UnicodeDecodeError as error:
        raise QueryError(
            f"{where} holds bytes that are not UTF-8 ({error.reason}); encode it anew."
        ) from error
    except ValueError as error:
        raise QueryError(f"{where} has more than {_MAX_PARAMETERS} parameters; send fewer.") from error


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
    media_type = best(accept, list(offered))
    if media_type is None:
        known = ", ".join(f.media_type for f in formats)
        raise MediaTypeError(f"The answer of {form} cannot be given as {accept!r}; ask for one of {known}.")
    return media_type, offered[media_type]
