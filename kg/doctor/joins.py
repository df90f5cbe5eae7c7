"""Why patterns that match by themselves match nothing together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.doctor.links import is_type, turned
from kg.doctor.terms import split
from kg.store.patterns import Triple, Values, in_scope
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.doctor.asking import Patient
    from kg.doctor.findings import Finding
    from kg.store.patterns import Part
    from kg.terms import Term

_KIND: Final = "kind0"
_KINDS: Final = 4
_SAMPLES: Final = 50


def parting(patient: Patient, parts: Sequence[Part]) -> list[Finding]:
    """Return why growing prefixes of `parts` become empty; nothing if all together have a solution."""
    for count in range(1, len(parts) + 1):
        begun = parts[:count]
        if not patient.holds(patient.joined(begun)):
            return _turned(patient, begun) or [_apart(patient, begun)]
    return []


def _turned(patient: Patient, parts: Sequence[Part]) -> list[Finding]:
    """Try each triple the other way round, from the first to the last."""
    found: list[tuple[Part, Triple]] = []
    for place, part in enumerate(parts):
        if isinstance(part, Triple) and not part.object.startswith(('"', "'")):
            other = turned(part)
            if patient.holds(patient.joined([*parts[:place], other, *parts[place + 1 :]])):
                found.append((part, other))
    says = (
        "Together with the rest it matches nothing; the other way round it does: subject and object change "
        "places."
    )
    if len(found) > 1:
        says += " One of these patterns is to be turned, not all."
    return [patient.finding(part, says, patient.shown(other)) for part, other in found]


def strange_values(patient: Patient, part: Values) -> Finding | None:
    """Say which thing the graph does not know, if there is one in every row of a VALUES."""
    strange: list[str] = []
    for row in part.rows:
        terms = [patient.prefixes.term(text) for text in row if text.upper() != "UNDEF"]
        unknown = [term.value for term in terms if isinstance(term, Iri) and not patient.knows(term.value)]
        if not unknown:
            return None
        strange += unknown
    return patient.unknown(part, strange[0]) if strange else None


def _apart(patient: Patient, parts: Sequence[Part]) -> Finding:
    """Say of what kind a shared variable is on each side; where the kinds differ, the two can never meet."""
    *before, last = parts
    earlier = frozenset().union(*map(in_scope, before))
    is_class_asked = isinstance(last, Triple) and is_type(patient, last.path)
    for variable in sorted(in_scope(last) & earlier) if not is_class_asked else ():
        here = _kinds(patient, patient.text(last), variable)
        there = _kinds(patient, patient.joined(before), variable)
        if here and there and not here & there:
            return patient.finding(
                last,
                f"Here {variable} is {_listed(here)}; in what stands before, it is {_listed(there)}. "
                "The two never meet: a step between them is missing, or a variable is mistaken for another.",
            )
    says = (
        "By itself it has matches, and so has what stands before it, but none fits both. The pattern is "
        "right: that is what the graph records."
    )
    return patient.finding(last, says, is_mistake=False)


def _kinds(patient: Patient, pattern: str, variable: str) -> frozenset[str]:
    """Return of what kinds the first solutions of a variable are: names of classes, or a sort of literal."""
    name = variable[1:]
    rows = patient.rows(
        f"{pattern}\nOPTIONAL {{ {variable} a ?{_KIND} }}", f"DISTINCT {variable} ?{_KIND}", _SAMPLES
    )
    return frozenset(
        kind for row in rows if (kind := _kind(row.get(name), row.get(_KIND), patient.known.classes))
    )


def _kind(term: Term | None, class_: Term | None, classes: Mapping[str, str]) -> str:
    if isinstance(term, Literal):
        if term.language:
            return f"a text in the language {term.language!r}"
        return (
            f"a value of the type {split(term.datatype)[1]}" if term.datatype else "a text without language"
        )
    return f"a thing of the class {classes.get(class_.value, class_.value)}" if class_ else ""


def _listed(kinds: frozenset[str]) -> str:
    return " or ".join(sorted(kinds)[:_KINDS])
