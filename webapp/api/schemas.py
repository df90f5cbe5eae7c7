"""A JSON Schema (2020-12) for each shape of answer, made from what the answers are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.contexts import compact
from kg.namespaces import CONTEXT, ID, LICENCE, RC, REST
from kg.store.syntax import Form
from webapp.api import parts
from webapp.api.lists import COMMON, LISTS
from webapp.api.rows import release
from webapp.api.shaped import required_of
from webapp.kinds import KINDS
from webapp.knowledge import knowledge
from webapp.pages.listings.files import listed_columns
from webapp.pages.listings.register import LISTINGS

if TYPE_CHECKING:
    from kg.catalogue import Query
    from webapp.api.parts import Schema

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_TYPE: Final = "application/schema+json"

_ANSWER: Final[dict[str, Schema]] = {
    "@context": {"const": CONTEXT},
    "release": parts.RELEASE,
    "license": {"const": LICENCE},
}
_STATEMENT: Final = parts.record(
    {
        "subject": parts.of(parts.IRI, "What it is said of, where that is not the thing itself."),
        "property": parts.IRI,
        "propertyLabel": parts.TEXT,
        "value": {"anyOf": [parts.TEXT, parts.NAMED], "description": "A text, or a thing with its name."},
        "language": parts.TEXT,
        "datatype": parts.IRI,
        "assertion": parts.of(parts.IRI, "The named graph that states it."),
        "basis": {"type": ["string", "null"]},
        "evidence": parts.array(
            parts.record(
                {
                    "document": parts.NAMED,
                    "rule": parts.NAMED,
                    "graph": parts.NAMED,
                    "locator": parts.TEXT,
                    "inputs": parts.array(parts.IRI),
                },
                [],
                "A document and where in it, a rule and what it was derived from, or a graph of ours.",
            )
        ),
    },
    ["property", "propertyLabel", "value", "assertion", "basis", "evidence"],
)
_VALUES: Final[Schema] = {
    "type": "object",
    "description": "Each property with its values, as JSON-LD has them: texts, or objects.",
    "additionalProperties": parts.array({"type": ["string", "object"]}),
}
_THING: Final[dict[str, Schema]] = {
    "id": parts.of(parts.IRI, "The IRI of what is told of."),
    "type": parts.array(parts.IRI, "Its classes."),
    "label": parts.TEXT,
    "@context": {"const": CONTEXT},
    "document": parts.IRI,
    "license": {"const": LICENCE},
    "properties": _VALUES,
    "included": parts.array(parts.record({"id": parts.IRI}), "What is said of others beside it."),
    "reverse": parts.of(
        {"type": "object", "additionalProperties": parts.array(parts.record({"id": parts.IRI}))},
        "Who points to it, by the property.",
    ),
    "statements": parts.array(_STATEMENT, "The same statements one by one, each with its evidence."),
    "coverage": parts.array(_STATEMENT, "What documents say or leave out about it."),
    "incoming": parts.array(
        parts.record(
            {"subject": parts.IRI, "property": parts.IRI, "propertyLabel": parts.TEXT, "assertion": parts.IRI}
        ),
        "What others say of it.",
    ),
}
_HIT: Final = parts.record(
    {
        "iri": parts.IRI,
        "label": parts.TEXT,
        "kind": parts.TEXT,
        "key": parts.TEXT,
        "page": parts.IRI,
        "why": {"type": ["string", "null"], "description": "How it was found where the name does not tell."},
    }
)
_PROBLEM: Final = parts.record(
    {
        "type": parts.of(parts.IRI, "The kind of problem; its address says what it means."),
        "title": parts.TEXT,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": parts.of(parts.TEXT, "One sentence: what is wrong and what to do."),
        "instance": {"type": "string", "format": "uri-reference"},
        "parameter": parts.of(parts.TEXT, "The parameter that is wrong."),
        "allowed": parts.array(parts.TEXT, "What may stand there instead."),
    },
    ["type", "title", "status", "detail"],
    "What went wrong (RFC 9457).",
)


def rows_name(query: str) -> str:
    """Return the name of the schema of a query's answer."""
    return f"rows.{query}"


def list_name(name: str) -> str:
    """Return the name of the schema of a list."""
    return f"list.{name}"


def rows_schema(query: Query) -> Schema:
    """Return the schema of the answer of a stored query."""
    row = parts.record(
        {name: {"type": parts.CELL, "description": text} for name, text in query.columns.items()}
    )
    return parts.record(
        {
            **_ANSWER,
            "@context": parts.CONTEXT_OF,
            "query": {"const": query.name},
            "summary": parts.TEXT,
            "params": parts.of(parts.TEXTS, "The values that the query ran with, IRIs in full."),
            "columns": parts.of(parts.TEXTS, "What each column means."),
            **parts.WINDOW,
            "rows": parts.array(row),
        },
        about=query.summary,
    )


def list_schema(name: str) -> Schema:
    """Return the schema of a list; `facets` are there where they are asked for."""
    kind = LISTS[name]
    listing = LISTINGS[kind.segment]
    headings = {column.name: column.heading for column in listing.columns}
    row = {
        column: parts.of({"type": ["string", "null"]}, headings.get(column) or COMMON.get(column, ""))
        for column in listed_columns(listing)
    }
    option = parts.record(
        {"value": parts.TEXT, "label": parts.TEXT, "count": parts.COUNT, "why": parts.TEXT},
        ["value", "label", "count"],
    )
    facet = parts.record({"name": parts.TEXT, "label": parts.TEXT, "options": parts.array(option)})
    members = {
        **_ANSWER,
        "@context": parts.CONTEXT_OF,
        "list": {"const": name},
        "title": parts.TEXT,
        "notes": parts.array(parts.TEXT),
        "filters": {"type": "object", "additionalProperties": parts.array(parts.TEXT)},
        "columns": parts.TEXTS,
        **parts.WINDOW,
        "facets": parts.array(facet, "Each filter, with how many things of the choice each value has."),
        "rows": parts.array(parts.record(row)),
    }
    return parts.record(members, [m for m in members if m != "facets"], f"All {listing.caption}, in parts.")


def thing_schema(segment: str) -> Schema:
    """Return the schema of a thing of one kind: with the properties that the shapes ask of it."""
    kind = KINDS[segment]
    classes: Schema = {"contains": {"const": RC + kind.rdf_class}} if kind.rdf_class else {}
    asked = required_of(RC + kind.rdf_class) if kind.rdf_class else {}
    said = {compact(path): rule for path, rule in asked.items()}
    properties = {
        **_VALUES,
        "required": [name for name, rule in said.items() if rule.is_needed],
        "properties": {
            name: parts.array({"type": ["string", "object"]}, rule.text) for name, rule in said.items()
        },
    }
    own = {
        "id": {**parts.IRI, "pattern": f"^{ID}{segment}/"},
        "type": {**_THING["type"], **classes},
        "properties": properties,
    }
    return parts.record({**_THING, **own}, about=f"All that the graph says of one {kind.one}.")


def _index(about: str, row: Schema) -> Schema:
    return parts.record({**_ANSWER, "total": parts.COUNT, "rows": parts.array(row)}, about=about)


def _fixed() -> dict[str, Schema]:
    titled = {"iri": parts.IRI, "title": parts.TEXT}
    searched = {**_ANSWER, "words": parts.TEXT, **parts.WINDOW, "hits": parts.array(_HIT)}
    return {
        "thing": parts.record(_THING, about="All that the graph says of one thing."),
        "assertion": parts.record(_THING, about="All that one assertion states, with what it rests on."),
        "search": parts.record(searched, about="Things whose names hold some words."),
        "lists": _index(
            "The lists that there are.",
            parts.record(
                {**titled, "facets": parts.array(parts.record({"name": parts.TEXT, "label": parts.TEXT}))}
            ),
        ),
        "schemas": _index("The schemas that there are.", parts.record(titled)),
        "problem": _PROBLEM,
    }


def components() -> dict[str, Schema]:
    """Return all schemas by name; they are shared, so nobody may change them."""
    return knowledge().once.get("schemas", _components)


def _components() -> dict[str, Schema]:
    return {
        **_fixed(),
        **{list_name(name): list_schema(name) for name in LISTS},
        **{f"thing.{segment}": thing_schema(segment) for segment in KINDS},
        **{rows_name(query.name): rows_schema(query) for query in published()},
    }


def published() -> list[Query]:
    """Return the stored queries that have a path of their own: those that answer with rows."""
    return [query for query in knowledge().queries if query.form is Form.SELECT]


def document(name: str) -> dict[str, Any] | None:
    """Return a schema as it stands under its own address; None if there is none of that name."""
    schema = components().get(name)
    return None if schema is None else {"$schema": DRAFT, "$id": f"{REST}schemas/{name}", **schema}


def index() -> dict[str, Any]:
    """Return which schemas there are."""
    rows = [
        {"iri": f"{REST}schemas/{name}", "title": schema.get("description", name)}
        for name, schema in components().items()
    ]
    return {"@context": CONTEXT, "release": release(), "license": LICENCE, "total": len(rows), "rows": rows}
