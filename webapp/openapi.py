"""The description of the REST interface in OpenAPI 3.1, made from the stored queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.namespaces import LICENCE
from webapp.pages.workbench.fields import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.catalogue import Parameter, Query

PREFIX: Final = "/api/v1/"

_SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "iri": {"type": "string"},
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "gYear": {"type": "string", "pattern": "^[0-9]{4}$"},
}
_CELL: Final = ["string", "number", "boolean", "null"]
_PROBLEMS: Final[dict[str, str]] = {
    "400": "A parameter is missing, unknown, given twice, or not of its type.",
    "406": "The answer cannot be given in the media type asked for.",
    "502": "The SPARQL endpoint behind the site does not answer.",
    "503": "The store cannot answer.",
}
_DESCRIPTION: Final = (
    "Each path runs one stored query over the knowledge graph of regional cooperation on migration and "
    "answers with its rows. Things are named by their IRIs, which can be dereferenced; parameters also take "
    "their keys, such as `escap-2017/2` for a domain. Rows come as JSON, or as CSV where the header Accept "
    "asks for it. Questions that no path answers can be asked in SPARQL at `/sparql`."
)
_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "One sentence: what is wrong and what to do."},
        "instance": {"type": "string", "format": "uri-reference"},
    },
}


def openapi(queries: Iterable[Query], server: str, version: str) -> dict[str, Any]:
    """
    Describe the interface.

    Args:
        queries: The stored queries that have a path.
        server: The address of the site, without a last slash.
        version: The version of the release that is served.
    """
    listed = list(queries)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Regional cooperation on migration",
            "version": version,
            "description": _DESCRIPTION,
            "license": {
                "name": "Data under CC BY 4.0",
                "url": LICENCE,
            },
        },
        "servers": [{"url": server}],
        "tags": [{"name": folder} for folder in sorted({query.folder for query in listed})],
        "paths": {PREFIX + query.name: {"get": _operation(query)} for query in listed},
        "components": {
            "schemas": {"Problem": _PROBLEM},
            "responses": {_name(status): _problem(text) for status, text in _PROBLEMS.items()},
        },
    }


def _name(status: str) -> str:
    return f"Problem{status}"


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}


def _operation(query: Query) -> dict[str, Any]:
    answered = f" Answers {', '.join(query.answers)}." if query.answers else ""
    return {
        "operationId": query.name,
        "summary": query.summary,
        "description": query.summary + answered,
        "tags": [query.folder],
        "parameters": [_parameter(param) for param in query.params],
        "responses": {
            "200": {
                "description": "The rows.",
                "content": {
                    "application/json": {"schema": _answer(query)},
                    "text/csv": {"schema": {"type": "string"}},
                },
            },
            **{status: {"$ref": f"#/components/responses/{_name(status)}"} for status in _PROBLEMS},
        },
    }


def _parameter(param: Parameter) -> dict[str, Any]:
    doc = param.doc or param.name
    if param.type == "iri":
        doc += f": a key of the class {param.kind}, or an IRI" if param.kind else ": class and key, or an IRI"
    example = written(param, param.example)
    return {
        "name": param.name,
        "in": "query",
        "required": not param.is_optional,
        "description": doc,
        "schema": _SCHEMAS[param.type],
        "example": int(example) if param.type == "integer" else example,
    }


def _answer(query: Query) -> dict[str, Any]:
    row = {
        "type": "object",
        "properties": {name: {"type": _CELL, "description": text} for name, text in query.columns.items()},
    }
    return {
        "type": "object",
        "required": ["query", "params", "release", "columns", "rows"],
        "properties": {
            "query": {"const": query.name},
            "summary": {"type": "string"},
            "params": {
                "type": "object",
                "description": "The values that the query ran with, IRIs in full.",
                "additionalProperties": {"type": "string"},
            },
            "release": {"type": ["string", "null"], "description": "The version of the data."},
            "license": {"type": "string", "format": "uri"},
            "columns": {
                "type": "object",
                "description": "What each column means.",
                "additionalProperties": {"type": "string"},
            },
            "rows": {"type": "array", "items": row},
        },
    }
