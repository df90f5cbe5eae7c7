"""Which condition takes everything away: a FILTER, a MINUS, a HAVING, an OFFSET."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.doctor.kinds import in_type, other_types
from kg.doctor.terms import alike_in_length, near_texts
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
_TEXTS: Final = 3_000
_LANGUAGE: Final = re.compile(r"\blang(?:matches\s*\(\s*lang)?\s*\(\s*([?$]\w+)\s*\)", re.IGNORECASE)
_TERM: Final = (
    r"(<[^<>\s]*>|\"[^\"\n]*\"(?:@[\w-]+|\^\^(?:<[^<>\s]*>|\w*:\w+))?|'[^'\n]*'|\w*:[\w./-]+|[0-9.]+)"
)
_COMPARED: Final = re.compile(rf"([?$]\w+)\s*(=|<=|>=|<|>|\bIN\s*\()\s*{_TERM}", re.IGNORECASE)
_SEARCHED: Final = re.compile(
    r"\b(contains|strstarts|strends|regex)\s*\(\s*(?:str\s*\(\s*)?([?$]\w+)\s*\)?\s*,\s*(\"[^\"\n]*\"|'[^'\n]*')",
    re.IGNORECASE,
)
_TEXT_AND_NUMBER: Final = re.compile(
    r"\b(?:year|month|day|strlen)\s*\([^()]*\)\s*[=<>]+\s*[\"'][-+0-9.]+[\"'](?!\^)"
    r"|\bstr\s*\([^()]*\)\s*[=<>]+\s*[-+]?[0-9]",
    re.IGNORECASE,
)
_TYPED: Final = re.compile(r"\bdatatype\s*\(\s*([?$]\w+)\s*\)\s*=\s*(<[^<>\s]*>|\w*:\w+)", re.IGNORECASE)
_NAMED: Final = re.compile(
    r"\bstr\s*\(\s*([?$]\w+)\s*\)\s*=\s*(\"[^\"\n]*\"|'[^'\n]*')(?![@^])", re.IGNORECASE
)


def emptying(patient: Patient, parts: Sequence[Part], conditions: Sequence[Part]) -> Part | None:
    """
    Return the first condition that leaves nothing of `parts`, which have a solution.

    Each is tried alone; where none does so alone, they are tried together, one after the other.
    """
    body = patient.joined(parts)
    for condition in conditions:
        if not patient.holds(f"{body}\n{patient.text(condition)}"):
            return condition
    for count in range(2, len(conditions) + 1):
        if not patient.holds(f"{body}\n{patient.joined(conditions[:count])}"):
            return conditions[count - 1]
    return None


def reason(patient: Patient, parts: Sequence[Part], condition: Part) -> Finding:
    """Say why a condition, one of those that `emptying` names, leaves nothing of `parts`."""
    body = patient.joined(parts)
    if patient.holds(f"{body}\n{patient.text(condition)}"):
        says = "Alone it leaves something; together with the conditions before it nothing is left."
        return patient.finding(condition, says, is_mistake=False)
    return _reason(patient, body, condition)


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
        yield from _of_comparison(patient, body, condition, ("?" + name[1:], sign.strip(), written))
    for name, written in _TYPED.findall(text):
        wanted = patient.prefixes.term(written)
        rows = patient.rows(body, f"DISTINCT (DATATYPE(?{name[1:]}) AS ?type0)", _LANGUAGES)
        found = [row["type0"] for row in rows if "type0" in row]
        if found and wanted not in found:
            says = f"Values of ?{name[1:]} are of another type."
            yield patient.finding(condition, says, f"DATATYPE({name}) = {patient.short(found[0])}")
    if _TEXT_AND_NUMBER.search(text):
        says = "What is in quotes, or comes from STR, is a text; a number is never equal to a text."
        yield patient.finding(condition, says)
    for name, quoted in _NAMED.findall(text):
        yield from _of_name(patient, body, condition, "?" + name[1:], quoted[1:-1])
    for name, variable, quoted in _SEARCHED.findall(text):
        made = f"{name}(LCASE(STR({variable})), {Literal(quoted[1:-1].lower()).n3()})"
        if patient.holds(f"{body}\nFILTER ({made})"):
            says = "It does so with other capital letters, or as a text without its language."
            yield patient.finding(condition, says, made)


def _of_comparison(
    patient: Patient, body: str, condition: Filter, compared: tuple[str, str, str]
) -> Iterator[Finding]:
    """Yield what is wrong with a comparison: a variable, a sign and a term as the query writes it."""
    variable, sign, written = compared
    term = patient.prefixes.term(written)
    rows = patient.rows(body, f"DISTINCT {variable}", _SAMPLES)
    values = [row[variable[1:]] for row in rows if variable[1:] in row]
    if isinstance(term, Iri):
        yield from _of_thing(patient, condition, variable, term, values)
    elif isinstance(term, Literal) and values and all(isinstance(value, Iri) for value in values):
        says = f"{variable} stands for things, and a thing is never equal to a text."
        instead = f"{variable} = {patient.short(Iri(term.value))}" if ":" in term.value else ""
        yield patient.finding(condition, says, instead)
    elif isinstance(term, Literal) and values:
        yield from _of_literal(patient, body, condition, (variable, sign, term))


def _of_literal(
    patient: Patient, body: str, condition: Filter, compared: tuple[str, str, Literal]
) -> Iterator[Finding]:
    variable, sign, term = compared
    alike = f"{body}\nFILTER (isLITERAL({variable}) && STR({variable}) = {Literal(term.value).n3()})"
    if found := patient.rows(alike, f"DISTINCT {variable}"):
        says = "There is such a text, but with another language or datatype."
        yield patient.finding(condition, says, f"{variable} = {patient.short(found[0][variable[1:]])}")
    elif types := other_types(patient, body, term, variable):
        says = f"Values of {variable} are of the type {' or '.join(types)}, not to be compared with this."
        yield patient.finding(condition, says, _compared(types, term, variable, sign))
    elif sign == "=" and (near := _near(patient, body, term, variable)):
        says = "No text is written so; another is written much like it."
        yield patient.finding(condition, says, f"{variable} = {patient.short(near[0])}")


def _of_language(patient: Patient, body: str, condition: Filter, variable: str) -> Iterator[Finding]:
    rows = patient.rows(body, f"DISTINCT (LANG({variable}) AS ?language0)", _LANGUAGES)
    found = sorted({row["language0"].value for row in rows if "language0" in row})
    tags = re.findall(r"[\"']([A-Za-z-]+)[\"']", condition.expression.text)
    named = tuple(tag.lower() for tag in tags)
    if named and not any(language.lower().startswith(named) for language in found):
        listed = ", ".join(repr(language) if language else "none at all" for language in found)
        says = f"The texts in {variable} have other languages: {listed or 'there are no texts in it'}."
        yield patient.finding(condition, says)


def _of_name(patient: Patient, body: str, condition: Part, variable: str, address: str) -> Iterator[Finding]:
    """Yield what is wrong with the address of a thing that is compared as a text."""
    if patient.holds(f"{body}\nFILTER (isLITERAL({variable}))"):
        for found in _near(patient, body, Literal(address), variable)[:1]:
            says = "No text is written so; another is written much like it."
            yield patient.finding(condition, says, Literal(found.value).n3())
        return
    if ":" not in address:
        yield patient.finding(
            condition, f"The name of a thing in {variable} is a whole address, not {address!r}."
        )
    elif not re.search(r"[\s<>\"{}|^`\\]", address) and not patient.knows(address):
        yield patient.unknown(condition, address)


def _of_thing(
    patient: Patient, condition: Part, variable: str, term: Iri, values: Sequence[Term]
) -> Iterator[Finding]:
    if values and all(isinstance(value, Literal) for value in values):
        says = f"{variable} stands for texts or numbers, which are never equal to a thing."
        yield patient.finding(condition, says)
    elif not patient.knows(term.value):
        yield patient.unknown(condition, term.value)


def _near(patient: Patient, body: str, literal: Literal, variable: str) -> list[Literal]:
    asked = f"{body}\n{alike_in_length(literal, variable)}"
    rows = patient.rows(asked, f"DISTINCT {variable}", _TEXTS)
    return near_texts(literal, [row[variable[1:]] for row in rows])


def _compared(types: Sequence[str], term: Literal, variable: str, sign: str) -> str:
    """Return the comparison in the type of the values, where one can be made of what the term says."""
    if types == ["date"] and re.fullmatch("[0-9]{4}", term.value):
        return f"YEAR({variable}) {sign} {term.value}"
    made = in_type(types, term)
    return f"{variable} {sign} {made}" if made else ""
