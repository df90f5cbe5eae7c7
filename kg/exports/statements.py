"""The statements about one thing, each with its evidence, as RDF, JSON and CSV."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from kg.exports.descriptions import short
from kg.exports.profiles import own_profile, quads_in
from kg.exports.tables import csv_bytes
from kg.rdf_output import serialise
from kg.terms import Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.exports.descriptions import Description, Evidence, Statement
    from kg.rdf_output import Quad

CSV_HEADER: Final = (
    "subject",
    "property",
    "property_label",
    "value",
    "value_label",
    "language",
    "datatype",
    "assertion",
    "basis",
    "source",
    "source_label",
    "locator",
)


def as_rdf(
    description: Description, media_type: str, header: Sequence[Quad] = (), profile: str | None = None
) -> bytes:
    """
    Write a description in an RDF format.

    In the profile `evidence`, N-Quads and TriG hold every statement in its assertion's graph and the
    description of the evidence; the formats for one graph hold the union of these.  In all other profiles
    all formats hold the same statements, in the default graph.

    Args:
        description: What to write.
        media_type: One of `kg.rdf_output.GRAPH_MEDIA_TYPES`.
        header: Statements about the document itself.
        profile: One of `kg.exports.profiles`; without it, the format's own.

    Raises:
        MediaTypeError: There is no such RDF format here.
    """
    is_assertion = any(str(quad.subject) == description.iri for quad in description.evidence)
    chosen = profile or own_profile(media_type, is_assertion=is_assertion)
    return serialise(quads_in(description, chosen, header), media_type)


def as_json(description: Description, extra: Mapping[str, Any]) -> bytes:
    """Write a description as JSON for programs that know no RDF; the keys of `extra` follow the label."""
    document = {
        "id": description.iri,
        "type": list(description.types),
        "label": description.label,
        **extra,
        "statements": [_json_statement(s, description.iri) for s in description.statements],
        "coverage": [_json_statement(s, description.iri) for s in description.coverage],
        "incoming": [_json_incoming(s) for s in description.incoming],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _json_statement(statement: Statement, iri: str) -> dict[str, Any]:
    value = statement.value
    made: dict[str, Any] = {} if statement.subject.value == iri else {"subject": statement.subject.value}
    made |= {"property": statement.property.value, "propertyLabel": statement.property_label}
    if isinstance(value, Literal):
        made["value"] = value.value
        made |= {"language": value.language} if value.language else {}
        made |= {"datatype": value.datatype} if value.datatype else {}
    else:
        label = statement.value_label
        made["value"] = {"id": str(value), "label": label.value if label else short(value.value)}
    return made | _json_evidence(statement)


def _json_incoming(statement: Statement) -> dict[str, Any]:
    return {
        "subject": statement.subject.value,
        "property": statement.property.value,
        "propertyLabel": statement.property_label,
        "assertion": statement.graph,
    }


def _json_evidence(statement: Statement) -> dict[str, Any]:
    cited: list[dict[str, Any]] = []
    for evidence in statement.evidence:
        one: dict[str, Any] = {evidence.kind: {"id": evidence.source, "label": evidence.label}}
        if evidence.kind == "rule":
            one["inputs"] = list(evidence.inputs)
        else:
            one["locator"] = evidence.locator
        cited.append(one)
    return {"assertion": statement.graph, "basis": statement.basis or None, "evidence": cited}


def as_csv(description: Description) -> bytes:
    """Write a row for each statement and piece of evidence, under `CSV_HEADER`; each has its source."""
    return csv_bytes(
        CSV_HEADER,
        (
            _csv_row(s, evidence)
            for s in (*description.statements, *description.coverage)
            for evidence in s.evidence
        ),
    )


def _csv_row(statement: Statement, evidence: Evidence) -> tuple[str | None, ...]:
    value = statement.value
    literal = value if isinstance(value, Literal) else None
    return (
        statement.subject.value,
        statement.property.value,
        statement.property_label,
        value.value,
        statement.value_label.value if statement.value_label else None,
        literal.language if literal else None,
        literal.datatype if literal else None,
        statement.graph,
        statement.basis or None,
        evidence.source,
        evidence.label,
        evidence.locator,
    )
