"""Filters that ask for a variable which their own group does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.spelling import closest
from kg.store.patterns import Filter, Group, Subquery, certain, in_scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.doctor.asking import Patient
    from kg.doctor.findings import Finding


def unseen(patient: Patient, group: Group, around: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Yield the filters, also of plain groups within, that nothing passes since they lack a variable."""
    scope = in_scope(group)
    body = patient.joined(part for part in group.parts if not isinstance(part, Filter))
    for part in group.parts:
        if isinstance(part, Filter) and not part.expression.exists:
            for name in sorted(part.expression.variables - scope):
                if not patient.holds(f"{body}\n{patient.text(part)}"):
                    yield _named(patient, part, name, scope, around)
        elif isinstance(part, Group) and not any(isinstance(inner, Subquery) for inner in part.parts):
            yield from unseen(patient, part, around | scope)


def unbound(patient: Patient, group: Group) -> Iterator[Finding]:
    """Yield the filters that ask for the lack of what every solution has."""
    for part in group.parts:
        if isinstance(part, Filter) and not part.expression.exists:
            text = "".join(part.expression.text.split()).lower().strip("()")
            for name in sorted(certain(group)):
                if text in {f"!bound(?{name[1:].lower()}", f"!(bound(?{name[1:].lower()}"}:
                    says = f"{name} has a value in every solution: put what may be missing into an OPTIONAL."
                    yield patient.finding(part, says)


def _named(
    patient: Patient, part: Filter, name: str, scope: frozenset[str], around: frozenset[str]
) -> Finding:
    if name in around:
        says = f"A filter sees only what its own braces hold, and {name} stands outside of them."
        return patient.finding(part, says, "the filter outside the braces")
    found = closest(name.casefold(), {other.casefold() for other in scope}, 1)
    meant = [other for other in sorted(scope) if other.casefold() in found]
    return patient.finding(part, f"Nothing gives {name} a value in this group.", " or ".join(meant[:1]))
