"""The description of the REST interface in OpenAPI 3.1, made from its operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.namespaces import LICENCE
from webapp.api.operations import PREFIX
from webapp.api.schemas import DRAFT
from webapp.problems import PROBLEM_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from webapp.api.operations import Input, Operation

__all__ = ["PREFIX", "openapi"]

_PROBLEMS: Final[dict[str, str]] = {
    "400": "A parameter is missing, unknown, given twice, or not of its type.",
    "404": "There is no such thing in the release that is served.",
    "406": "The answer cannot be given in the media type asked for.",
    "429": "One client asked more often than the site allows; Retry-After says when to ask again.",
    "502": "The SPARQL endpoint behind the site does not answer.",
    "503": "The store cannot answer.",
}
_DESCRIPTION: Final = (
    "Every list of the site, every thing, and every stored query over the knowledge graph of regional "
    "cooperation on migration. Things are named by their IRIs, which can be dereferenced; parameters also "
    "take their keys, such as `escap-2017/2` for a domain. Every JSON answer is JSON-LD by the context "
    "`https://w3id.org/regcoop/context/v1`. Rows come as CSV where the header Accept asks for it, and in "
    "parts by `limit` and `offset`. Questions that no path answers can be asked in SPARQL at `/sparql`."
)
_HEADERS: Final[dict[str, dict[str, Any]]] = {
    "Link": {
        "description": "The other parts (first, prev, next, last), the schema and the description.",
        "schema": {"type": "string"},
    },
    "Total-Count": {
        "description": "How many rows there are in all parts, where the answer has parts.",
        "schema": {"type": "integer", "minimum": 0},
    },
    "RateLimit-Policy": {
        "description": "How many requests a client has, and in how many seconds.",
        "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": "How many requests this client has left, and for how many seconds.",
        "schema": {"type": "string"},
    },
}
_TAGS: Final[dict[str, str]] = {
    "things": "One thing, one assertion, search, schemas.",
    "lists": "The lists of the site, with the filters of their pages.",
}


def openapi(
    operations: Iterable[Operation], schemas: Mapping[str, Any], server: str, version: str
) -> dict[str, Any]:
    """
    Describe the interface.

    Args:
        operations: The paths.
        schemas: The schemas of the answers by name.
        server: The address of the site, without a last slash.
        version: The version of the release that is served.
    """
    listed = list(operations)
    used = dict.fromkeys([*(operation.schema for operation in listed), "problem"])
    groups = dict.fromkeys(operation.group for operation in listed)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Regional cooperation on migration",
            "version": version,
            "description": _DESCRIPTION,
            "license": {"name": "Data under CC BY 4.0", "url": LICENCE},
        },
        "jsonSchemaDialect": DRAFT,
        "servers": [{"url": server}],
        "tags": [
            {"name": group} | ({"description": _TAGS[group]} if group in _TAGS else {}) for group in groups
        ],
        "paths": {operation.path: {"get": _operation(operation)} for operation in listed},
        "components": {
            "schemas": {name: schemas[name] for name in used},
            "headers": _HEADERS,
            "responses": {_name(status): _problem(text) for status, text in _PROBLEMS.items()},
        },
    }


def _name(status: str) -> str:
    return f"Problem{status}"


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/problem"}
    return {"description": description, "content": {PROBLEM_TYPE: {"schema": schema}}}


def _operation(operation: Operation) -> dict[str, Any]:
    answered = f" Answers {', '.join(operation.answers)}." if operation.answers else ""
    schema = {"$ref": f"#/components/schemas/{operation.schema}"}
    content: dict[str, Any] = {
        name: {"schema": schema} for name in ("application/json", "application/ld+json")
    }
    if operation.has_csv:
        content["text/csv"] = {"schema": {"type": "string"}}
    return {
        "operationId": operation.id,
        "summary": operation.summary,
        "description": operation.summary + answered,
        "tags": [operation.group],
        **({"deprecated": True} if operation.is_deprecated else {}),
        "parameters": [_parameter(each) for each in operation.inputs],
        "responses": {
            "200": {
                "description": "The answer.",
                "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS},
                "content": content,
            },
            **{status: {"$ref": f"#/components/responses/{_name(status)}"} for status in _PROBLEMS},
        },
    }


def _parameter(each: Input) -> dict[str, Any]:
    described = {
        "name": each.name,
        "in": each.where,
        "required": each.is_needed,
        "description": each.doc,
        "schema": each.schema,
    }
    if each.is_deprecated:
        described["deprecated"] = True
    if each.example:
        is_number = each.schema.get("type") == "integer"
        described["example"] = int(each.example) if is_number else each.example
    return described
