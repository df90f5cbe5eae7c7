"""Shared queries: `/q` freezes an answer under an address made of its content; there it stays."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotFound

from kg import rdf_output
from kg.citations import FORMATS
from kg.errors import MediaTypeError, QueryError, ShelfError
from kg.shelf import Asked, Record, Shelf, freeze, tables
from webapp.citing import served
from webapp.knowledge import knowledge
from webapp.negotiation import HTML, best
from webapp.pages.share import citation_of, formats_of, share_page
from webapp.rendering import render
from webapp.representations import alternates, respond, see_other
from webapp.sparql_protocol import read_operation
from webapp.strangers import admit

if TYPE_CHECKING:
    from kg.store.syntax import DatasetChoice
    from webapp.negotiation import Format
    from webapp.settings import Settings

bp = Blueprint("share", __name__)

_QUERY_TYPE = "application/sparql-query"
_LONGEST_SAID = 60


@bp.post("/q")
def share() -> Response:
    """Freeze the answer of a query, and say where it stands from now on."""
    operation = read_operation(request)
    if operation.query is None:
        raise QueryError("The parameter 'query' is missing; send the SPARQL query to share in it.")
    # Browsers end the lines of a form otherwise than programs do; it is one query all the same.
    query = operation.query.replace("\r\n", "\n")
    return see_other(f"/q/{_shared(query, operation.dataset).key}")


@bp.post("/q/<key>/again")
def again(key: str) -> Response:
    """Freeze the answer that a shared query has on the release that is served now."""
    asked = _record(key).asked
    return see_other(f"/q/{_shared(asked.query, asked.dataset).key}")


@bp.get("/q/<name>")
def shared(name: str) -> Response:
    """Show a shared query with its frozen answer, or give the answer, the query or the citation as a file."""
    key, _, suffix = name.partition(".")
    record = _record(key)
    if suffix in FORMATS:
        return _cited(record, suffix)
    if suffix == "rq":
        return respond(record.asked.query, _QUERY_TYPE, filename=f"{key}.rq", is_frozen=True)
    formats = formats_of(record)
    links = alternates(f"/q/{key}", (HTML, *formats), "")
    if suffix:
        asked = next((form for form in formats if form.suffix == suffix), None)
        if asked is None:
            raise NotFound(_no_format(record, suffix))
        return respond(_body(record, asked), asked.media_type, links, f"{key}.{suffix}", is_frozen=True)
    accept = request.headers.get("Accept")
    media_type = best(accept, [form.media_type for form in (HTML, *formats)])
    if media_type is None:
        raise MediaTypeError(f"{_no_format(record, str(accept))}.")
    if media_type == HTML.media_type:
        return respond(render("share.html", share_page(record)), media_type, links)
    chosen = next(form for form in formats if form.media_type == media_type)
    return respond(_body(record, chosen), media_type, links, is_frozen=True)


def _shelf() -> Shelf:
    settings: Settings = current_app.config["REGCOOP"]
    if settings.shelf is None:
        raise ShelfError("the shelf", "this site was started without one")
    return Shelf(settings.shelf)


def _record(key: str) -> Record:
    settings: Settings = current_app.config["REGCOOP"]
    record = _shelf().find(key) if settings.shelf else None
    if record is None:
        raise NotFound(
            f"No query was shared here under {key[:_LONGEST_SAID]!r}; check the address, letter by letter."
        )
    return record


def _shared(query: str, dataset: DatasetChoice) -> Record:
    """Return the record of a stranger's query on the release that is served; it is run if it is new."""
    shelf, now = _shelf(), served()
    form = admit(query, dataset)
    if not (now.release or now.digest):
        raise ShelfError(shelf.path.name, "the store does not say which release it holds")
    asked = Asked(query, dataset.default_graphs, dataset.named_graphs, now.release, now.digest)
    if record := shelf.find(asked.key):
        return record
    answer = freeze(knowledge().strangers, query, form, dataset)
    return shelf.put(Record(asked, form, datetime.now(UTC).date().isoformat(), answer))


def _body(record: Record, form: Format) -> bytes:
    """Write a frozen answer in a format."""
    body = record.frozen.body() or b""
    if not record.form.gives_graph:
        return tables.rewritten(body, form.media_type)
    return rdf_output.rewritten(body, form.media_type)


def _cited(record: Record, suffix: str) -> Response:
    _, media_type = FORMATS[suffix]
    return respond(citation_of(record).written(suffix), media_type, filename=f"{record.key}.{suffix}")


def _no_format(record: Record, wanted: str) -> str:
    formats = formats_of(record)
    if not formats:
        return "The answer of this query was too large to keep; its page says how to ask for it again."
    known = ", ".join(f".{form.suffix} ({form.media_type})" for form in formats)
    return f"The answer of this query cannot be given as {wanted[:_LONGEST_SAID]!r}; take one of {known}"
