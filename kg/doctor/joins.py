"""Why patterns that match by themselves match nothing together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.doctor.kinds import kinds, listed, meet
from kg.doctor.links import is_type, other_literal, turned
from kg.store.patterns import Triple, Values, in_scope, written
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.doctor.asking import Patient
    from kg.doctor.findings import Finding
    from kg.store.patterns import Part


def parting(patient: Patient, parts: Sequence[Part]) -> list[Finding]:
    """Return why growing prefixes of `parts` become empty; nothing if all together have a solution."""
    for count in range(1, len(parts) + 1):
        begun = parts[:count]
        if not patient.holds(patient.joined(begun)):
            return _turned(patient, begun) or [*_texts(patient, begun)] or [_apart(patient, begun)]
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


def _texts(patient: Patient, parts: Sequence[Part]) -> Iterator[Finding]:
    """Yield the first text of a VALUES that is to be another literal, or a thing, where a triple takes it."""
    for values in parts:
        for place, name in enumerate(values.variables if isinstance(values, Values) else ()):
            for text in (row[place] for row in values.rows):  # type: ignore[union-attr]
                for triple in (part for part in parts if isinstance(part, Triple)):
                    if found := _text(patient, triple, name, text):
                        yield replace(found, part=patient.shown(values), line=patient.line(values))
                        return


def _text(patient: Patient, triple: Triple, name: str, text: str) -> Finding | None:
    term = patient.prefixes.term(text) if text.upper() != "UNDEF" else None
    if not isinstance(term, Literal) or name not in {triple.subject, triple.object}:
        return None
    if ":" in term.value and " " not in term.value and patient.knows(term.value):
        says = f"{text} is a text, and what is asked for is the thing with that name."
        return patient.finding(triple, says, patient.short(Iri(term.value)))
    if name == triple.subject:
        return patient.finding(triple, f"{text} is a text, and statements are made of things.")
    return other_literal(patient, replace(triple, object=text))


def _apart(patient: Patient, parts: Sequence[Part]) -> Finding:
    """Say of what kind a shared variable is on each side; where the kinds differ, the two can never meet."""
    *before, last = parts
    earlier = frozenset().union(*map(in_scope, before))
    if isinstance(last, Triple) and is_type(patient, last.path):
        if found := _never_of_class(patient, before, last):
            return found
    else:
        for variable in sorted(in_scope(last) & earlier):
            beside, begun = patient.text(last), patient.joined(before)
            here, there = kinds(patient, beside, variable), kinds(patient, begun, variable)
            if here and there and not meet(patient, beside, begun, variable):
                return patient.finding(
                    last,
                    f"Here {variable} is {listed(here)}; in what stands before, it is {listed(there)}. "
                    "The two never meet: a step between them is missing, or a variable is mistaken for "
                    "another.",
                )
    says = (
        "By itself it has matches, and so has what stands before it, but none fits both. The pattern is "
        "right: that is what the graph records."
    )
    return patient.finding(last, says, is_mistake=False)


def _never_of_class(patient: Patient, before: Sequence[Part], last: Triple) -> Finding | None:
    """Say which pattern never has a thing of the class at its end, whatever is at the other end of it."""
    for part in before:
        if not isinstance(part, Triple) or is_type(patient, part.path):
            continue
        for alone in (replace(part, object="?other0"), replace(part, subject="?other0")):
            if last.subject not in {alone.subject, alone.object}:
                continue
            if not patient.holds(f"{written(alone)} {written(last)}"):
                found = kinds(patient, written(alone), last.subject)
                says = f"In {patient.shown(part)} it is {listed(found)}, and never of this class."
                return patient.finding(last, f"{last.subject} is of the wrong class. {says}")
    return None
