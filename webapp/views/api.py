"""The REST interface: every stored query under a path of its own, its description, and a page about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, request

from kg.errors import MediaTypeError
from kg.exports.tables import records
from kg.namespaces import LICENCE
from kg.store.syntax import Form
from webapp.knowledge import knowledge
from webapp.negotiation import CSV, HTML, JSON, best
from webapp.openapi import PREFIX, openapi
from webapp.rendering import render
from webapp.representations import respond
from webapp.stored_queries import Bound, bound, example_of
from webapp.urls import query_links

if TYPE_CHECKING:
    from kg.catalogue import Query
    from webapp.settings import Settings

bp = Blueprint("api", __name__, url_prefix=PREFIX.rstrip("/"))


@dataclass(frozen=True, slots=True)
class Operation:
    """
    One path on the page; `params` are (name, meaning, needed).

    `example` is empty where the graph served lacks the things of the query's example.
    """

    name: str
    summary: str
    example: str
    page: str
    params: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class ApiPage:
    """All that `api.html` may use; `groups` are (folder, operations)."""

    base: str
    groups: tuple[tuple[str, tuple[Operation, ...]], ...]


@bp.get("/")
def reference() -> Response:
    """Show every path with its parameters; its columns stand on the page of the query."""
    folders: dict[str, list[Operation]] = {}
    for query in _published():
        folders.setdefault(query.folder, []).append(_operation(query))
    groups = tuple((folder, tuple(folders[folder])) for folder in sorted(folders))
    return respond(render("api.html", ApiPage(_site() + PREFIX, groups)), HTML.media_type)


@bp.get("/openapi.json")
def description() -> Response:
    """Describe the interface in OpenAPI 3.1."""
    release = knowledge().release
    document = openapi(_published(), _site(), release.release if release else "0")
    return respond(json.dumps(document, ensure_ascii=False, indent=1), JSON.media_type)


@bp.get("/<name>")
def rows(name: str) -> Response:
    """Run a stored query: JSON, or CSV where Accept asks for it."""
    ready = bound(name, request.args)
    accept = request.headers.get("Accept")
    media_type = best(accept, [JSON.media_type, CSV.media_type])
    if media_type is None:
        raise MediaTypeError(
            f"Rows cannot be given as {accept!r} here; ask for application/json or text/csv."
        )
    body = ready.body(media_type) if media_type == CSV.media_type else _json(ready)
    page = query_links(name, **ready.texts()).query
    return respond(
        body, media_type, [f'<{PREFIX}openapi.json>; rel="service-desc"', f'<{page}>; rel="about"']
    )


def _published() -> list[Query]:
    return [query for query in knowledge().queries if query.form is Form.SELECT]


def _site() -> str:
    settings: Settings = current_app.config["REGCOOP"]
    return (settings.base_url or request.url_root).rstrip("/")


def _operation(query: Query) -> Operation:
    example = example_of(query)
    return Operation(
        query.name,
        query.summary,
        "" if example is None else query_links(query.name, **example).api,
        query_links(query.name).query,
        tuple((p.name, p.doc, not p.is_optional) for p in query.params),
    )


def _json(ready: Bound) -> str:
    solutions = ready.rows()
    release = knowledge().release
    document = {
        "query": ready.query.name,
        "summary": ready.query.summary,
        "params": {name: str(term) for name, term in ready.terms.items()},
        "release": release.release if release else None,
        "license": LICENCE,
        "columns": {name: ready.query.columns.get(name, "") for name in solutions.variables},
        "rows": records(solutions),
    }
    return json.dumps(document, ensure_ascii=False, indent=1)
