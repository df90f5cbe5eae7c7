"""
All paths of the REST interface, once: the description, the page about it and its tests are made from these.

The paths of stored queries and lists are made from the files of the queries and the register of the lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.namespaces import BASE, ID
from webapp.api.lists import CHOICES, FACETS, LISTS, parameters_of
from webapp.api.paging import DEFAULT, FARTHEST, LIMIT, MOST, OFFSET
from webapp.api.schemas import list_name, published, rows_name
from webapp.kinds import KINDS, SOUGHT
from webapp.pages.listings.choice import SORT, WORDS
from webapp.pages.listings.files import listed_columns
from webapp.pages.listings.register import LISTINGS
from webapp.pages.workbench.fields import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.catalogue import Parameter, Query

PREFIX: Final = "/api/v1/"

_PART: Final = "[a-z0-9]+([-.][a-z0-9]+)*"
_KEY: Final = "[a-z0-9]+([-./][a-z0-9]+)*"
_REST: Final = "[!#-;=?-Z_a-z~]{0,100}"
_SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "string": {"type": "string", "minLength": 1},
    "integer": {"type": "integer", "minimum": -(10**18) + 1, "maximum": 10**18 - 1},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "gYear": {"type": "string", "pattern": "^[0-9]{4}$"},
}
_MANY: Final = 50


@dataclass(frozen=True, slots=True)
class Input:
    """A parameter of a path: `where` is `query` or `path`; `example` is as it stands in an address."""

    name: str
    doc: str
    schema: dict[str, Any]
    example: str = ""
    where: str = "query"
    is_needed: bool = False
    is_deprecated: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        """What can be chosen, where that is a few words."""
        given = self.schema.get("items", self.schema)
        return tuple(map(str, given.get("enum", ())))


@dataclass(frozen=True, slots=True)
class Operation:
    """
    A path that can be asked: `schema` is the name of the schema of its answer, `columns` are (name, meaning).

    `page` is the address of the page of the same, or empty; `group` is under what it stands.
    """

    path: str
    id: str
    group: str
    summary: str
    schema: str
    inputs: tuple[Input, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    page: str = ""
    answers: tuple[str, ...] = ()
    has_csv: bool = False
    is_deprecated: bool = False

    def example(self) -> str:
        """Return an address of its own that shows what it does: with what is needed, and no more."""
        needed = [each for each in self.inputs if each.is_needed]
        path = self.path
        for each in needed:
            path = path.replace(f"{{{each.name}}}", each.example)
        asked = "&".join(f"{each.name}={each.example}" for each in needed if each.where == "query")
        return f"{path}?{asked}" if asked else path


WINDOW: Final = (
    Input(
        LIMIT,
        f"How many rows to give at most; {DEFAULT} where it is left out",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT},
        "100",
    ),
    Input(
        OFFSET,
        "How many rows to pass over; the header Link leads to the parts before and after",
        {"type": "integer", "minimum": 0, "maximum": FARTHEST, "default": 0},
        "0",
    ),
)


def operations() -> tuple[Operation, ...]:
    """Return all paths: things, search, lists, then the stored queries by folder and name."""
    queries = sorted(published(), key=lambda query: (query.folder, query.name))
    return (*_FIXED, *map(_of_list, LISTS), *map(_of_query, queries))


def _of_query(query: Query) -> Operation:
    return Operation(
        PREFIX + query.name,
        query.name,
        query.folder,
        query.summary,
        rows_name(query.name),
        (*map(_input, query.params), *WINDOW),
        tuple(query.columns.items()),
        f"/query/{query.name}",
        query.answers,
        has_csv=True,
        is_deprecated=bool(query.deprecated),
    )


def _input(param: Parameter) -> Input:
    doc = param.doc or param.name
    if param.type == "iri":
        doc += f": a key of the class {param.kind}, or an IRI" if param.kind else ": class and key, or an IRI"
    example = written(param, param.example)
    needed, ends = not param.is_optional, bool(param.deprecated)
    return Input(param.name, doc, _schema(param), example, is_needed=needed, is_deprecated=ends)


def _schema(param: Parameter) -> dict[str, Any]:
    if param.type != "iri":
        return _SCHEMAS[param.type] | (
            {"minLength": 0} if param.type == "string" and param.is_optional else {}
        )
    key = _KEY if param.kind else f"{_PART}/{_KEY}"
    begins = f"{ID}{param.kind}/" if param.kind else BASE
    # An empty parameter counts as not given, as forms send it so.
    left_out = "?" if param.is_optional else ""
    pattern = f"^({key}|{begins.replace('.', '[.]')}{_REST}){left_out}$"
    return {"type": "string", "maxLength": 200, "pattern": pattern}


def _of_list(name: str) -> Operation:
    listing = LISTINGS[LISTS[name].segment]
    legends = {each.name: each.legend for each in listing.filters}
    headings = {column.name: column.heading for column in listing.columns}
    return Operation(
        f"{PREFIX}lists/{name}",
        f"list-{name}",
        "lists",
        f"All {listing.caption}, narrowed by the filters of their page.",
        list_name(name),
        tuple(
            _of_filter(each, legends.get(each, "")) for each in parameters_of(listing) if each not in _PARTS
        )
        + WINDOW,
        tuple((column, headings.get(column, "")) for column in listed_columns(listing)),
        f"/{name}",
        has_csv=True,
    )


_PARTS: Final = frozenset({LIMIT, OFFSET})
_SAID: Final = {
    WORDS: "Words that the name holds",
    SORT: "The order: by name, or by date with the newest first",
    FACETS: "1 for the values of each filter with how many things have each",
}


def _of_filter(name: str, legend: str) -> Input:
    if name in CHOICES:
        return Input(name, _SAID[name], {"type": "string", "enum": list(CHOICES[name])}, CHOICES[name][1])
    if name == WORDS:
        return Input(name, _SAID[name], {"type": "string", "maxLength": 200}, "migration")
    return Input(
        name,
        f"{legend}; may be given several times",
        {"type": "array", "items": {"type": "string", "maxLength": 200}, "maxItems": _MANY},
    )


def _named(name: str, doc: str, schema: dict[str, Any], example: str) -> Input:
    return Input(name, doc, schema, example, "path", is_needed=True)


_KEY_SCHEMA: Final = {"type": "string", "pattern": f"^{_KEY}$", "maxLength": 200}
_FIXED: Final = (
    Operation(
        f"{PREFIX}things/{{kind}}/{{key}}",
        "thing",
        "things",
        "All that the graph says of one thing, each statement with its evidence.",
        "thing",
        (
            _named(
                "kind",
                "The class in the IRI of the thing",
                {"type": "string", "enum": list(KINDS)},
                "country",
            ),
            _named("key", "The key of the thing; it may hold slashes", _KEY_SCHEMA, "bgd"),
        ),
    ),
    Operation(
        f"{PREFIX}assertions/{{table}}/{{key}}",
        "assertion",
        "things",
        "All that one assertion states, with the documents or the rule that it rests on.",
        "assertion",
        (
            _named(
                "table",
                "The table of the row that it was made of",
                {"type": "string", "pattern": "^[a-z0-9]+([-_][a-z0-9]+)*$", "maxLength": 60},
                "ratings",
            ),
            _named("key", "The key of the row; it may hold slashes", _KEY_SCHEMA, "mgi-2016/bgd/5"),
        ),
    ),
    Operation(
        f"{PREFIX}search",
        "search",
        "things",
        "Things whose names hold some words, those first that match best.",
        "search",
        (
            Input(
                WORDS,
                "Words of a name, in any language that is recorded; small mistakes are forgiven",
                {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"\S"},
                "bangladesh",
                is_needed=True,
            ),
            Input(
                "class",
                "Only things of this class; may be given several times",
                {"type": "array", "items": {"type": "string", "enum": list(SOUGHT)}, "maxItems": len(SOUGHT)},
            ),
            *WINDOW,
        ),
        page="/search",
    ),
    Operation(f"{PREFIX}lists", "lists", "lists", "Which lists there are, and their filters.", "lists"),
    Operation(f"{PREFIX}schemas", "schemas", "things", "Which JSON Schemas there are.", "schemas"),
)


def by_group(made: Iterable[Operation]) -> dict[str, list[Operation]]:
    """Return operations by their group, in their order."""
    groups: dict[str, list[Operation]] = {}
    for operation in made:
        groups.setdefault(operation.group, []).append(operation)
    return groups
