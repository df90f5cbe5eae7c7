"""Small parts of JSON Schema that the schemas of the answers are put together from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from webapp.api.paging import MOST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Schema: TypeAlias = dict[str, Any]

CELL: Final = ["string", "number", "boolean", "null"]
IRI: Final[Schema] = {"type": "string", "format": "iri"}
TEXT: Final[Schema] = {"type": "string"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
TEXTS: Final[Schema] = {"type": "object", "additionalProperties": TEXT}
NAMED: Final[Schema] = {
    "type": "object",
    "required": ["id", "label"],
    "properties": {"id": IRI, "label": TEXT},
}
CONTEXT_OF: Final[Schema] = {
    # Makers of clients want to know of every list what is in it.
    "type": "array",
    "items": {"type": ["string", "object"]},
    "description": "What makes the answer JSON-LD: the context of the interface, and what the columns are.",
}
RELEASE: Final[Schema] = {"type": ["string", "null"], "description": "The version of the data."}
WINDOW: Final[dict[str, Schema]] = {
    "total": {**COUNT, "description": "How many rows there are in all parts."},
    "limit": {
        "type": "integer",
        "minimum": 1,
        "maximum": MOST,
        "description": "How many rows a part has at most.",
    },
    "offset": {**COUNT, "description": "How many rows come before this part."},
}


def of(kind: Schema, description: str) -> Schema:
    """Return a schema with a description."""
    return {**kind, "description": description}


def array(items: Schema, description: str = "") -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items} | ({"description": description} if description else {})


def record(
    properties: Mapping[str, Schema], required: Sequence[str] | None = None, about: str = ""
) -> Schema:
    """Return the schema of an object; all members are required unless it is said which are."""
    return {
        "type": "object",
        **({"description": about} if about else {}),
        "required": list(properties if required is None else required),
        "properties": dict(properties),
    }
