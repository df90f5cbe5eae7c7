"""The order of the examination: each pattern alone, then together, then the conditions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.doctor.asking import SECONDS, OutOfTimeError, Patient
from kg.doctor.clauses import behind
from kg.doctor.conditions import emptying, reason
from kg.doctor.findings import Finding
from kg.doctor.joins import parting, strange_values
from kg.doctor.links import cause
from kg.doctor.scopes import unbound, unseen
from kg.errors import QuerySyntaxError
from kg.store.patterns import (
    Bind,
    Filter,
    Graph,
    Group,
    Minus,
    Optional,
    Subquery,
    Triple,
    Union,
    Values,
    certain,
    in_scope,
)
from kg.store.syntax import Form
from kg.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.doctor.terms import Known
    from kg.store.patterns import Part, Select
    from kg.store.protocol import Solutions

_AT_MOST: Final = 3
_ZERO: Final = frozenset({"0", "+0", "00"})
_NAME: Final = re.compile(r"<[^<>\s]*>|\w*:[\w./-]+")
_COUNTING: Final = re.compile(r"\bcount\s*\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """
    What is known of an empty answer.

    `findings` are the causes, the first three; there are none where no cause was found.  `is_mistake` says
    that a part of the query can match nothing as it stands.  `is_complete` is false where time ran out.
    """

    findings: tuple[Finding, ...]
    is_complete: bool = True

    @property
    def is_mistake(self) -> bool:
        """Say whether something is wrong with the query."""
        return any(found.is_mistake for found in self.findings)


def looks_empty(query: str, answer: Solutions, total: int) -> bool:
    """Say whether an answer has no rows, or is nothing but counts of nothing."""
    if not total:
        return True
    if total > 1 or not _COUNTING.search(query):
        return False
    values = [term.value for term in answer.rows[0].values()]
    return bool(values) and all(value in _ZERO for value in values)


def examine(
    query: str, ask: Callable[[str, float], Solutions], known: Known, seconds: float = SECONDS
) -> Diagnosis | None:
    """
    Say why a query has an empty answer; None for a query that cannot be read or has another form.

    Args:
        query: A SELECT or CONSTRUCT whose answer is empty.
        ask: Answers a SELECT in the seconds given, or fails: what is asked is made of parts of the query.
        known: What the graph uses.
        seconds: How long the examination may take, about.
    """
    try:
        patient = Patient(query, ask, known, seconds)
    except QuerySyntaxError:
        return None
    if patient.query.form not in {Form.SELECT, Form.CONSTRUCT}:
        return None
    found: list[Finding] = []
    try:
        for finding in _of_select(patient, patient.query.select):
            found.append(finding)
            if len(found) == _AT_MOST:
                break
    except OutOfTimeError:
        return Diagnosis(tuple(found), is_complete=False)
    return Diagnosis(tuple(found))


def _of_select(patient: Patient, select: Select) -> Iterator[Finding]:
    found = [*_of_group(patient, select.where, select.values)]
    yield from found
    if not found:
        yield from behind(patient, select)


def _of_group(patient: Patient, group: Group, values: Values | None = None) -> Iterator[Finding]:
    parts, conditions = _sorted(group)
    if values:
        parts = (*parts, values)
    found = (
        [*_of_parts(patient, parts)]
        or [*unseen(patient, group)]
        or [*unbound(patient, group)]
        or [*_of_conditions(patient, group, parts, conditions)]
    )
    yield from found


def _of_conditions(
    patient: Patient, group: Group, parts: Sequence[Part], conditions: Sequence[Part]
) -> Iterator[Finding]:
    """Yield why a condition leaves nothing; where it asks for what is optional, why that is never there."""
    options = [part for part in group.parts if isinstance(part, Optional)]
    body = [*parts, *options]
    if (condition := emptying(patient, body, conditions)) is None:
        return
    wanted = condition.only_exists if isinstance(condition, Filter) else None
    if wanted and not wanted.is_negated:
        found = [*_of_group(patient, wanted.group)]
        yield from found
        if found:
            return
    asked = condition.expression.variables if isinstance(condition, Filter) else frozenset[str]()
    needed = frozenset[str]().union(*map(certain, parts))
    for option in options:
        if in_scope(option) & asked - needed:
            found = [*_of_parts(patient, (*parts, *_sorted(option.group)[0]))]
            yield from found
            if found:
                return
    yield reason(patient, body, condition)


def _sorted(group: Group) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return what has to match, with plain groups opened, and the conditions; what is optional is neither."""
    needed: list[Part] = []
    conditions: list[Part] = []
    for part in group.parts:
        if isinstance(part, Filter | Minus):
            conditions.append(part)
        elif isinstance(part, Group) and not any(isinstance(inner, Subquery) for inner in part.parts):
            inner_needed, inner_conditions = _sorted(part)
            needed += inner_needed
            conditions += inner_conditions
        elif not isinstance(part, Optional):
            needed.append(part)
    return tuple(needed), tuple(conditions)


def _of_parts(patient: Patient, parts: Sequence[Part]) -> Iterator[Finding]:
    """Yield the patterns that match nothing by themselves; if there are none, where they part."""
    alone = [finding for part in parts for finding in _alone(patient, part)]
    yield from alone
    if not alone:
        yield from parting(patient, parts)


def _alone(patient: Patient, part: Part) -> Iterator[Finding]:
    match part:
        case Triple():
            yield from _triple(patient, part, None)
        case Graph():
            yield from _graph(patient, part)
        case Values():
            found = strange_values(patient, part)
            yield from (found,) if found else ()
        case Bind():
            term = (
                patient.prefixes.term(part.expression.text) if _NAME.fullmatch(part.expression.text) else None
            )
            if isinstance(term, Iri) and not patient.knows(term.value):
                yield patient.unknown(part, term.value)
        case Union() | Group() if not patient.holds(patient.text(part)):
            yield from _inside(patient, part)
        case _:
            return


def _inside(patient: Patient, part: Union | Group) -> Iterator[Finding]:
    """Look into the branches of a UNION, or into the braces around a SELECT."""
    if isinstance(part, Union):
        for branch in part.groups:
            yield from _of_group(patient, branch)
        return
    for inner in part.parts:
        if isinstance(inner, Subquery):
            yield from _of_select(patient, inner.select)


def _triple(patient: Patient, triple: Triple, graph: Graph | None) -> Iterator[Finding]:
    if not patient.holds(patient.within(triple, graph)):
        yield cause(patient, triple, graph)


def _graph(patient: Patient, graph: Graph) -> Iterator[Finding]:
    parts, _ = _sorted(graph.group)
    found = False
    for part in parts:
        if isinstance(part, Triple):
            for finding in _triple(patient, part, graph):
                found = True
                yield finding
    if found or patient.holds(patient.text(graph)):
        return
    if not patient.holds(patient.joined(parts)):
        yield from parting(patient, parts)
        return
    says = (
        "Its patterns match one by one, but not together in one graph. Without GRAPH around them they do: "
        "the statements stand in different graphs."
    )
    yield Finding(patient.shown(graph), patient.line(graph), is_mistake=True, says=says)
