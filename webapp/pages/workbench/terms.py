"""What the editor completes, as JSON: the prefixes, classes and properties of the graph."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from kg.exports.descriptions import short
from kg.namespaces import PREFIXES

if TYPE_CHECKING:
    from webapp.knowledge import Knowledge

_LONGEST_COMMENT: Final = 140
_WORDS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|[_-]")
_NAME: Final = re.compile(r"[a-z]+:[A-Za-z][\w-]*")
_NUMBERED: Final = PREFIXES["rdf"] + "_"


def terms_json(knowledge: Knowledge) -> bytes:
    """
    Return the prefixes, and the terms: name, IRI, kind, label, the start of the definition, how often used.

    `uses` counts things: those of a class, those that have a property.  A term without a label in the graph
    goes by the words of its name.
    """
    meanings = {row["term"]: row.get("definition", "") for row in knowledge.table("terms")}
    terms = [
        {
            "name": name if _NAME.fullmatch(name := short(row["term"])) else f"<{row['term']}>",
            "iri": row["term"],
            "kind": row["kind"],
            "label": row.get("label") or _words(row["term"]),
            "comment": _start(meanings.get(row["term"], "")),
            "uses": int(row["uses"]),
        }
        for row in knowledge.table("term-uses")
        if not row["term"].startswith(_NUMBERED)
    ]
    return json.dumps({"prefixes": PREFIXES, "terms": terms}, ensure_ascii=False).encode()


def _words(iri: str) -> str:
    """Return the words in the name of a term: `dateSubmitted` gives "date submitted"."""
    name = re.split(r"[#/]", iri)[-1]
    return " ".join(_WORDS.split(name)).lower()


def _start(text: str) -> str:
    if len(text) <= _LONGEST_COMMENT:
        return text
    return text[:_LONGEST_COMMENT].rsplit(" ", 1)[0] + " …"
