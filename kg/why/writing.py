"""An explanation as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.store.tables import to_json

if TYPE_CHECKING:
    from kg.why.model import Holder, Statement, Why


def as_json(why: Why, query: str) -> bytes:
    """Write an explanation as JSON; terms are written as in the JSON of SPARQL results."""
    document = {
        "query": query,
        "row": {name: to_json(term) for name, term in why.row.items()},
        "isGroup": why.is_group,
        "ways": why.total,
        "statements": [_statement(one) for one in why.common],
        "alternatives": [[_statement(one) for one in way] for way in why.ways],
        "notes": [
            {"kind": note.kind, "sentence": note.sentence, **({"pattern": note.text} if note.text else {})}
            for note in why.notes
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _statement(one: Statement) -> dict[str, Any]:
    return {
        "subject": to_json(one.subject),
        "property": one.predicate.value,
        "value": to_json(one.object),
        "isStepOfPath": one.is_step,
        "statedIn": [_holder(holder) for holder in one.holders],
    }


def _holder(holder: Holder) -> dict[str, Any]:
    made: dict[str, Any] = {"graph": holder.graph, "kind": holder.kind, "label": holder.label}
    if holder.kind != "assertion":
        return made
    made |= {"basis": holder.basis, "isDisputed": holder.is_disputed}
    made |= {"certainty": holder.certainty} if holder.certainty else {}
    made |= {"confidence": holder.confidence} if holder.confidence else {}
    made["sources"] = [
        {"document": source.document, "title": source.title, "locator": source.locator or None}
        for source in holder.sources
    ]
    if holder.rule:
        made["rule"] = {"id": holder.rule, "label": holder.rule_label, "inputs": list(holder.inputs)}
    if holder.conflicts:
        made["conflicts"] = list(holder.conflicts)
    return made
