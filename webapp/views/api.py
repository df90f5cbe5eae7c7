"""The REST interface: stored queries, lists, things and search under paths of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotFound

from kg.errors import MediaTypeError
from webapp.api import schemas
from webapp.api.deprecation import warn_of_end
from webapp.api.hits import hits_answer
from webapp.api.lists import LISTS, listed, lists_answer
from webapp.api.operations import PREFIX, operations
from webapp.api.paging import NAMES, window_of, without_window
from webapp.api.rows import rows_answer, rows_csv
from webapp.api.schemas import SCHEMA_TYPE, list_name, rows_name
from webapp.knowledge import knowledge
from webapp.negotiation import CSV, JSON, JSON_LD, best
from webapp.openapi import openapi
from webapp.representations import respond
from webapp.stored_queries import bound
from webapp.urls import query_links
from webapp.views import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from webapp.api.paging import Window
    from webapp.settings import Settings

bp = Blueprint("api", __name__, url_prefix=PREFIX.rstrip("/"))

_AS_JSON = (JSON.media_type, JSON_LD.media_type)
_AS_ROWS = (*_AS_JSON, CSV.media_type)
_SHOWN = 60


@bp.get("/openapi.json")
def description() -> Response:
    """Describe the interface in OpenAPI 3.1."""
    release = knowledge().release
    document = openapi(operations(), schemas.components(), site(), release.release if release else "0")
    # Without lines of its own: nobody reads half a megabyte.
    return respond(json.dumps(document, ensure_ascii=False), JSON.media_type)


@bp.get("/<name>")
def rows(name: str) -> Response:
    """Run a stored query, and give a part of its rows."""
    media_type = _media_type(_AS_ROWS)
    window = window_of(request.args)
    ready = bound(name, request.args, passed=NAMES)
    solutions = ready.rows()
    answer = _part(
        media_type,
        lambda: rows_csv(solutions, window),
        lambda: rows_answer(ready, solutions, window),
        window,
        len(solutions.rows),
        [_schema(rows_name(name)), f'<{query_links(name, **ready.texts()).query}>; rel="about"'],
    )
    warn_of_end(answer, ready.query, ready.terms)
    return answer


@bp.get("/lists")
def lists() -> Response:
    """Say which lists there are."""
    return respond(_written(lists_answer()), _media_type(_AS_JSON), [_schema("lists"), _DESCRIBED])


@bp.get("/lists/<name>")
def one_list(name: str) -> Response:
    """Give a part of a list, of the choice in the address."""
    if name not in LISTS:
        raise NotFound(f"There is no list {name[:_SHOWN]!r}; take one of {', '.join(LISTS)}.")
    media_type = _media_type(_AS_ROWS)
    found = listed(name, request.args)
    links = [_schema(list_name(name)), f'</{name}>; rel="about"']
    return _part(media_type, found.csv, found.answer, found.window, found.total, links)


@bp.get("/search")
def search() -> Response:
    """Give what a search by name finds."""
    media_type = _media_type(_AS_JSON)
    window = window_of(request.args)
    answer = hits_answer(request.args, window)
    return _part(media_type, None, lambda: answer, window, answer["total"], [_schema("search")])


@bp.get("/things/<kind>/<path:key>")
def thing(kind: str, key: str) -> Response:
    """Give all that the graph says of one thing."""
    media_type = _media_type(_AS_JSON)
    return _linked(resource.document_json(f"{kind}/{key}"), media_type, f"/doc/{kind}/{key}", f"thing.{kind}")


@bp.get("/assertions/<table>/<path:key>")
def assertion(table: str, key: str) -> Response:
    """Give all that one assertion states."""
    media_type = _media_type(_AS_JSON)
    body = resource.assertion_json(table, key)
    return _linked(body, media_type, f"/assertion/{table}/{key}", "assertion")


@bp.get("/schemas")
def all_schemas() -> Response:
    """Say which JSON Schemas there are."""
    return respond(_written(schemas.index()), _media_type(_AS_JSON), [_schema("schemas"), _DESCRIBED])


@bp.get("/schemas/<name>")
def one_schema(name: str) -> Response:
    """Give the JSON Schema of a shape of answers."""
    document = schemas.document(name)
    if document is None:
        raise NotFound(f"There is no schema {name[:_SHOWN]!r}; {PREFIX}schemas lists all.")
    return respond(_written(document), SCHEMA_TYPE)


def site() -> str:
    """Return the address of this site, without a last slash."""
    settings: Settings = current_app.config["REGCOOP"]
    return (settings.base_url or request.url_root).rstrip("/")


_DESCRIBED = f'<{PREFIX}openapi.json>; rel="service-desc"'


def _schema(name: str) -> str:
    return f'<{PREFIX}schemas/{name}>; rel="describedby"; type="{SCHEMA_TYPE}"'


def _media_type(offered: Sequence[str]) -> str:
    accept = request.headers.get("Accept")
    media_type = best(accept, offered)
    if media_type is None:
        raise MediaTypeError(
            f"The answer cannot be given as {accept!r} here; ask for {' or '.join(offered)}."
        )
    return media_type


def _part(  # noqa: PLR0913, PLR0917  (what a part of an answer is made of)
    media_type: str,
    as_csv: Callable[[], bytes] | None,
    as_json: Callable[[], dict[str, Any]],
    window: Window,
    total: int,
    links: Sequence[str],
) -> Response:
    """Answer with a part of the rows, with the ways to the other parts."""
    body = as_csv() if as_csv and media_type == CSV.media_type else _written(as_json())
    ways = window.links(request.path, without_window(request.args), total)
    answer = respond(body, media_type, [*ways, _DESCRIBED, *links])
    answer.headers["Total-Count"] = str(total)
    return answer


def _linked(body: bytes, media_type: str, page: str, schema: str) -> Response:
    return respond(body, media_type, [_DESCRIBED, _schema(schema), f'<{page}>; rel="about"'])


def _written(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1)
