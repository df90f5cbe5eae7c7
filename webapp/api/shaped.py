"""What the shapes ask of the things of a class: the properties that each has, or may have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from kg.namespaces import PREFIXES, RDF_TYPE
from kg.rdf_output import read_turtle
from kg.resources import shapes_dir
from webapp.vocabularies import Statements

_SH: Final = PREFIXES["sh"]
_VIOLATION: Final = _SH + "Violation"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a shape says of one property: a sentence, and whether no thing may lack it."""

    text: str
    is_needed: bool


@cache
def _statements() -> Statements:
    return Statements(quad for path in sorted(shapes_dir().glob("*.ttl")) for quad in read_turtle(path))


@cache
def required_of(class_iri: str) -> dict[str, Rule]:
    """Return the properties that shapes know of a class, by IRI, those of a plain path alone."""
    said = _statements()
    found: dict[str, Rule] = {}
    for shape in said.of_type(_SH + "NodeShape"):
        if class_iri not in said.iris(shape, _SH + "targetClass"):
            continue
        for part in said.iris(shape, _SH + "property"):
            for path in said.iris(part, _SH + "path"):
                if path != RDF_TYPE:
                    rule = Rule(said.text(part, _SH + "description"), _is_needed(said, part))
                    known = found.get(path)
                    found[path] = Rule(known.text, known.is_needed or rule.is_needed) if known else rule
    return found


def _is_needed(said: Statements, part: str) -> bool:
    least = max((int(text) for text in said.texts(part, _SH + "minCount")), default=0)
    return least > 0 and _VIOLATION in said.iris(part, _SH + "severity")
