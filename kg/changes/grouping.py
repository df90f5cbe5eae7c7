"""Which of the statements that differ belong together: each stands behind one change of one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.changes.model import Group, Kind
from kg.changes.naming import NAMES, RETIREMENT_REASON
from kg.namespaces import BASE, GRAPH_EVIDENCE, GRAPH_ONTOLOGY, GRAPH_RELEASE, RC
from kg.terms import BlankNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.changes.facts import Facts
    from kg.changes.model import Row

_RESTS_ON: Final = RC + "restsOn"
_ONTOLOGY: Final = BASE + "ontology"


def grouped(rows: Iterable[Row], new: Facts, old: Facts) -> list[Group]:
    """
    Return the changes behind statements that differ; every statement stands behind exactly one.

    Args:
        rows: The statements.
        new: What the newer release says of their subjects and in their graphs.
        old: What the older one says.
    """
    by_graph: dict[str, list[Row]] = {}
    for row in rows:
        graph = row.quad.graph or ""
        special = {GRAPH_EVIDENCE, GRAPH_ONTOLOGY, GRAPH_RELEASE}
        by_graph.setdefault(graph if graph in special else "", []).append(row)
    groups = [
        group
        for thing, about in _by_subject(by_graph.get("", [])).items()
        for group in _of_thing(thing, about, new, old)
    ]
    groups += _of_evidence(by_graph.get(GRAPH_EVIDENCE, []), groups, new, old)
    groups += [
        Group(Kind.ONTOLOGY, thing, rows=about)
        for thing, about in _by_subject(by_graph.get(GRAPH_ONTOLOGY, [])).items()
    ]
    if said := by_graph.get(GRAPH_RELEASE):
        groups.append(Group(Kind.RELEASE, str(said[-1].quad.subject), rows=said))
    return groups


def _by_subject(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        subject = row.quad.subject
        # What hangs on blank nodes are the axioms and lists of the ontology.
        found.setdefault(_ONTOLOGY if isinstance(subject, BlankNode) else str(subject), []).append(row)
    return found


def _of_thing(thing: str, rows: Sequence[Row], new: Facts, old: Facts) -> list[Group]:
    is_gone, was_gone = new.is_retired(thing), old.is_retired(thing)
    if is_gone and not old.knows(thing):
        return [Group(Kind.STATED, thing, RETIREMENT_REASON, rows=list(rows))]
    # What remains of a retired thing is a note of why it is gone.
    if not old.knows(thing) or (was_gone and not is_gone):
        return [Group(Kind.ADDED, thing, rows=list(rows))]
    if not new.knows(thing) or (is_gone and not was_gone):
        return [Group(Kind.REMOVED, thing, rows=list(rows))]
    by_property: dict[str, list[Row]] = {}
    for row in rows:
        by_property.setdefault(row.quad.predicate.value, []).append(row)
    return [
        group
        for name, said in by_property.items()
        for group in _of_property(thing, name, said, _union(new, thing), _union(old, thing))
    ]


def _union(facts: Facts, thing: str) -> set[tuple[str, str]]:
    """Return what is said of a thing whatever graph says it: property and value."""
    return {(quad.predicate.value, quad.object.n3()) for quad in facts.of(thing)}


def _of_property(
    thing: str, name: str, rows: Sequence[Row], now: set[tuple[str, str]], before: set[tuple[str, str]]
) -> list[Group]:
    """Tell apart what is said otherwise, and what another assertion says likewise."""
    same = [row for row in rows if (name, row.quad.object.n3()) in now & before]
    other = [row for row in rows if row not in same]
    groups = [Group(Kind.EVIDENCE, thing, name, rows=same)] if same else []
    if not other:
        return groups
    is_added, is_removed = (any(row.is_added is sign for row in other) for sign in (True, False))
    kind = Kind.CHANGED if is_added and is_removed else Kind.STATED if is_added else Kind.WITHDRAWN
    if kind is Kind.CHANGED and name in NAMES:
        kind = Kind.RENAMED
    is_one_of_many = any(known == name for known, _ in now & before)
    return [*groups, Group(kind, thing, name, is_one_of_many, other)]


def _of_evidence(rows: Sequence[Row], groups: Sequence[Group], new: Facts, old: Facts) -> list[Group]:
    """Put what is said of assertions and passages to the changes that they stand behind; return the rest."""
    owners: dict[str, Group] = {}
    for group in groups:
        for assertion in group.assertions:
            owners.setdefault(assertion, group)
    more: dict[str, Group] = {}
    passages: dict[str, Group] = {}
    later = []
    for row in rows:
        subject = str(row.quad.subject)
        thing = _stated_of(subject, new, old)
        if not thing:
            later.append(row)
            continue
        owner = owners.get(subject) or more.setdefault(subject, Group(Kind.EVIDENCE, thing))
        owner.rows.append(row)
        if row.quad.predicate.value == _RESTS_ON:
            passages.setdefault(str(row.quad.object), owner)
    return [*more.values(), *_of_passages(later, passages)]


def _of_passages(rows: Iterable[Row], passages: Mapping[str, Group]) -> list[Group]:
    alone: dict[str, Group] = {}
    for row in rows:
        subject = str(row.quad.subject)
        owner = passages.get(subject) or alone.setdefault(subject, Group(Kind.EVIDENCE, subject))
        owner.rows.append(row)
    return list(alone.values())


def _stated_of(assertion: str, new: Facts, old: Facts) -> str:
    """Return the thing that an assertion speaks of; empty for what is no assertion."""
    subjects = [str(quad.subject) for quad in new.in_graph(assertion) or old.in_graph(assertion)]
    return min(subjects, default="")
