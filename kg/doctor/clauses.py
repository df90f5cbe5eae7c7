"""Why nothing is left behind a pattern that matches: LIMIT, OFFSET, HAVING."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.doctor.findings import Finding
from kg.spelling import closest
from kg.store.patterns import in_scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.doctor.asking import Patient
    from kg.store.patterns import Clause, Select

_QUOTED: Final = re.compile(
    r"(?P<sign>=|<=|>=|<|>)\s*(?P<quote>[\"'])(?P<number>[-+]?[0-9.]+)(?P=quote)(?!@|\^)"
)


def behind(patient: Patient, select: Select) -> Iterator[Finding]:
    """Name the clause that leaves nothing."""
    for clause in select.clauses:
        number = re.search(r"[0-9]+$", clause.text)
        if clause.keyword == "LIMIT" and number and not int(number[0]):
            yield _finding(patient, clause, "It asks for no rows at all.")
        elif clause.keyword == "OFFSET" and number and int(number[0]):
            says = "The pattern has matches, but not so many rows."
            yield _finding(patient, clause, says, is_mistake=False)
        elif clause.keyword == "HAVING":
            yield _of_having(patient, select, clause)


def _of_having(patient: Patient, select: Select, clause: Clause) -> Finding:
    scope = in_scope(select.where) | {item.variable for item in select.items}
    for name in sorted(clause.variables - scope):
        found = closest(name, scope, 1)
        return _finding(patient, clause, f"Nothing gives {name} a value.", " or ".join(found))
    if match := _QUOTED.search(clause.text):
        says = "What is in quotes is a text, and a number is never compared with a text."
        return _finding(patient, clause, says, f"{match['sign']} {match['number']}")
    return _finding(patient, clause, "The pattern has matches, but no group meets this.", is_mistake=False)


def _finding(
    patient: Patient, clause: Clause, says: str, instead: str = "", *, is_mistake: bool = True
) -> Finding:
    line = patient.query.text.count("\n", 0, clause.span[0]) + 1
    return Finding(clause.text, line, is_mistake, says, instead)
