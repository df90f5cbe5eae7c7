"""The statements about a thing under their own properties: what makes its JSON the JSON-LD of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from kg.contexts import compact
from kg.namespaces import RDF_TYPE
from kg.terms import XSD_STRING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.exports.descriptions import Description, Statement
    from kg.terms import Term

Node: TypeAlias = dict[str, Any]


def linked(description: Description) -> Node:
    """
    Return the members that JSON-LD reads as the statements of a description.

    They are `properties`, what is said of the thing; `included`, what is said of others beside it, such as
    coverage, each with its `id`; and `reverse`, who points to it by which property.  The classes of the
    thing stand in `type` already.
    """
    about = [*description.statements, *description.coverage]
    own = [s for s in about if s.subject.value == description.iri and s.property.value != RDF_TYPE]
    others = [s for s in about if s.subject.value != description.iri]
    by_subject: dict[str, list[Statement]] = {}
    for statement in others:
        by_subject.setdefault(statement.subject.value, []).append(statement)
    reverse: dict[str, list[Node]] = {}
    for statement in description.incoming:
        nodes = reverse.setdefault(compact(statement.property.value), [])
        if (node := {"id": statement.subject.value}) not in nodes:
            nodes.append(node)
    return {
        "properties": _properties(own),
        "included": [{"id": subject, **_properties(said)} for subject, said in by_subject.items()],
        "reverse": reverse,
    }


def _properties(statements: Iterable[Statement]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for statement in statements:
        values = found.setdefault(compact(statement.property.value), [])
        # Two assertions may state the same; as statements of RDF they are one.
        if (value := _value(statement.value)) not in values:
            values.append(value)
    return found


def _value(term: Term) -> Any:  # noqa: ANN401  (a text or an object, as JSON-LD has it)
    if not isinstance(term, Literal):
        return {"id": str(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype and term.datatype != XSD_STRING:
        return {"@value": term.value, "@type": term.datatype}
    return term.value
