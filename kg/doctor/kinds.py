"""Of what kinds the things and texts are that a pattern finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.doctor.terms import split
from kg.namespaces import PREFIXES
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.doctor.asking import Patient
    from kg.terms import Term

_KIND: Final = "kind0"
_KINDS: Final = 4
_SAMPLES: Final = 50
_TYPES: Final = 20
_STRING: Final = PREFIXES["xsd"] + "string"
_NUMBERS: Final = frozenset({"integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"})
_TEXTUAL: Final = frozenset({"string", "langString"})


def kinds(patient: Patient, pattern: str, variable: str) -> dict[str, str]:
    """
    Return of what kinds the first solutions of a variable are.

    Each is named in words, "a thing of the class meeting", with the pattern that asks for it.
    """
    name = variable[1:]
    rows = patient.rows(
        f"{pattern}\nOPTIONAL {{ {variable} a ?{_KIND} }}", f"DISTINCT {variable} ?{_KIND}", _SAMPLES
    )
    found = (_kind(variable, row.get(name), row.get(_KIND), patient.known.classes) for row in rows)
    return dict(kind for kind in found if kind)


def meet(patient: Patient, one: str, other: str, variable: str) -> bool:
    """Say whether a variable has things or texts of one kind in both patterns, also beyond the first ones."""
    return any(
        patient.holds(f"{pattern}\n{asked}")
        for pattern, kind_from in ((one, other), (other, one))
        for asked in kinds(patient, kind_from, variable).values()
    )


def _kind(
    variable: str, term: Term | None, class_: Term | None, classes: Mapping[str, str]
) -> tuple[str, str] | None:
    if isinstance(term, Literal) and term.language:
        words = f"a text in the language {term.language!r}"
        return words, f"FILTER (LANG({variable}) = {Literal(term.language).n3()})"
    if isinstance(term, Literal):
        datatype = term.datatype or _STRING
        words = "a text without language"
        if datatype != _STRING:
            words = f"a value of the type {split(datatype)[1]}"
        return words, f"FILTER (DATATYPE({variable}) = {Iri(datatype).n3()})"
    if isinstance(class_, Iri):
        words = f"a thing of the class {classes.get(class_.value) or split(class_.value)[1]}"
        return words, f"{variable} a {class_.n3()} ."
    return None


def listed(found: Iterable[str]) -> str:
    """Return the first few kinds as words for a sentence."""
    return " or ".join(sorted(found)[:_KINDS])


def other_types(patient: Patient, body: str, term: Literal, variable: str) -> list[str]:
    """Return the datatypes of all values of a variable if none can be compared with the term."""
    rows = patient.rows(body, f"DISTINCT (DATATYPE({variable}) AS ?type0)", _TYPES)
    found = {split(row["type0"].value)[1] for row in rows if "type0" in row}
    if family(split(term.datatype)[1] if term.datatype else "string") in map(family, found):
        return []
    return sorted({"text" if family(name) == "string" else name for name in found})


def family(name: str) -> str:
    """Return what stands for all datatypes that can be compared with the one of this local name."""
    if name in _NUMBERS:
        return "number"
    return "string" if name in _TEXTUAL else name


def in_type(types: Sequence[str], term: Literal) -> str:
    """Return the term in the type of the values, where one can be made of what it says, else nothing."""
    if types == ["date"] and re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}", term.value):
        return f'"{term.value[:10]}"^^xsd:date'
    if types == ["gYear"] and re.match("[0-9]{4}", term.value):
        return f'"{term.value[:4]}"^^xsd:gYear'
    is_number = len(types) == 1 and family(types[0]) == "number"
    return term.value if is_number and re.fullmatch("[-+]?[0-9.]+", term.value) else ""
