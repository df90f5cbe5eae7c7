"""Which condition takes everything away: a FILTER, a MINUS, a HAVING, an OFFSET."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.doctor.terms import split
from kg.store.patterns import Filter, Minus
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.doctor.asking import Patient
    from kg.doctor.findings import Finding
    from kg.store.patterns import Part
    from kg.terms import Term

_SAMPLES: Final = 8
_LANGUAGES: Final = 40
_ORDERS: Final = frozenset({"<", ">", "<=", ">="})
_LANGUAGE: Final = re.compile(r"\blang(?:matches\s*\(\s*lang)?\s*\(\s*([?$]\w+)\s*\)", re.IGNORECASE)
_TERM: Final = (
    r"(<[^<>\s]*>|\"[^\"\n]*\"(?:@[\w-]+|\^\^(?:<[^<>\s]*>|\w*:\w+))?|'[^'\n]*'|\w*:[\w./-]+|[0-9.]+)"
)
_COMPARED: Final = re.compile(rf"([?$]\w+)\s*(=|<=|>=|<|>|\bIN\s*\()\s*{_TERM}", re.IGNORECASE)
_SEARCHED: Final = re.compile(
    r"\b(contains|strstarts|strends|regex)\s*\(\s*(?:str\s*\(\s*)?([?$]\w+)\s*\)?\s*,\s*(\"[^\"\n]*\"|'[^'\n]*')",
    re.IGNORECASE,
)
_NUMBERS: Final = frozenset({"integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"})


def emptying(patient: Patient, parts: Sequence[Part], conditions: Sequence[Part]) -> Finding | None:
    """
    Return the first condition that leaves nothing of `parts`, which have a solution, and why.

    Each is tried alone; where none does so alone, they are tried together, one after the other.
    """
    body = patient.joined(parts)
    for condition in conditions:
        if not patient.holds(f"{body}\n{patient.text(condition)}"):
            return _reason(patient, body, condition)
    for count in range(2, len(conditions) + 1):
        if not patient.holds(f"{body}\n{patient.joined(conditions[:count])}"):
            return patient.finding(
                conditions[count - 1],
                "Alone it leaves something; together with the conditions before it nothing is left.",
                is_mistake=False,
            )
    return None


def _reason(patient: Patient, body: str, condition: Part) -> Finding:
    if isinstance(condition, Filter):
        for found in _mistakes(patient, body, condition):
            return found
        if condition.only_exists:
            is_negated = condition.only_exists.is_negated
            says = "Everything that fits is taken away by it" if is_negated else "Nothing that fits meets it"
            return patient.finding(condition, f"{says}: that is what the graph records.", is_mistake=False)
    elif isinstance(condition, Minus):
        says = "Everything that fits is taken away by it: that is what the graph records."
        return patient.finding(condition, says, is_mistake=False)
    says = "The rest of the pattern has matches, and none of them meets this condition."
    return patient.finding(condition, says + _examples(patient, body, condition), is_mistake=False)


def _examples(patient: Patient, body: str, condition: Part) -> str:
    if not isinstance(condition, Filter) or not condition.expression.variables:
        return ""
    variable = min(condition.expression.variables)
    rows = patient.rows(body, f"DISTINCT {variable}", _SAMPLES)
    values = [patient.short(row[variable[1:]]) for row in rows if variable[1:] in row][:3]
    return f" Values of {variable} are, for instance, {', '.join(values)}." if values else ""


def _mistakes(patient: Patient, body: str, condition: Filter) -> Iterator[Finding]:
    """Yield the mistakes that are often made, as far as this filter has them."""
    text = condition.expression.text
    for match in _LANGUAGE.finditer(text):
        yield from _of_language(patient, body, condition, "?" + match[1][1:])
    for name, sign, written in _COMPARED.findall(text):
        variable, term = "?" + name[1:], patient.prefixes.term(written)
        rows = patient.rows(body, f"DISTINCT {variable}", _SAMPLES)
        values = [row[name[1:]] for row in rows if name[1:] in row]
        if isinstance(term, Iri):
            yield from _of_thing(patient, condition, variable, term, values)
        elif isinstance(term, Literal) and values and all(isinstance(value, Iri) for value in values):
            says = f"{variable} stands for things, and a thing is never equal to a text."
            instead = f"{variable} = {patient.short(Iri(term.value))}" if ":" in term.value else ""
            yield patient.finding(condition, says, instead)
        elif isinstance(term, Literal) and values:
            alike = f"{body}\nFILTER (STR({variable}) = {Literal(term.value).n3()})"
            if found := patient.rows(alike, f"DISTINCT {variable}"):
                says = "There is such a text, but with another language or datatype."
                yield patient.finding(condition, says, f"{variable} = {patient.short(found[0][name[1:]])}")
            elif sign.strip() in _ORDERS and (types := _other_types(term, values)):
                says = f"Values of {variable} are of the type {types}, not to be compared with {written}."
                yield patient.finding(condition, says)
    for name, variable, quoted in _SEARCHED.findall(text):
        made = f"{name}(LCASE(STR({variable})), {Literal(quoted[1:-1].lower()).n3()})"
        if patient.holds(f"{body}\nFILTER ({made})"):
            says = "It does so with other capital letters, or as a text without its language."
            yield patient.finding(condition, says, made)


def _of_language(patient: Patient, body: str, condition: Filter, variable: str) -> Iterator[Finding]:
    rows = patient.rows(body, f"DISTINCT (LANG({variable}) AS ?language0)", _LANGUAGES)
    found = sorted({row["language0"].value for row in rows if "language0" in row})
    tags = re.findall(r"[\"']([A-Za-z-]+)[\"']", condition.expression.text)
    named = tuple(tag.lower() for tag in tags)
    if named and not any(language.lower().startswith(named) for language in found):
        listed = ", ".join(repr(language) if language else "none at all" for language in found)
        says = f"The texts in {variable} have other languages: {listed or 'there are no texts in it'}."
        yield patient.finding(condition, says)


def _of_thing(
    patient: Patient, condition: Part, variable: str, term: Iri, values: Sequence[Term]
) -> Iterator[Finding]:
    if values and all(isinstance(value, Literal) for value in values):
        says = f"{variable} stands for texts or numbers, which are never equal to a thing."
        yield patient.finding(condition, says)
    elif not patient.knows(term.value):
        yield patient.unknown(condition, term.value)


def _other_types(term: Literal, values: Sequence[Term]) -> str:
    """Return the datatypes of values if none can be compared with the term."""
    wanted = _family(term)
    found = {value for value in values if isinstance(value, Literal)}
    if any(_family(value) == wanted for value in found):
        return ""
    return " or ".join(sorted({split(value.datatype)[1] if value.datatype else "text" for value in found}))


def _family(literal: Literal) -> str:
    name = split(literal.datatype)[1] if literal.datatype else "string"
    return "number" if name in _NUMBERS else name
