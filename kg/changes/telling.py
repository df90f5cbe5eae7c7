"""From the statements that differ to the record of what changed, in sentences."""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import TYPE_CHECKING, Final

from kg.changes.facts import Facts, iris, joined
from kg.changes.grouping import grouped
from kg.changes.model import Change, Kind, Record, Row, pair_of
from kg.changes.naming import Naming, segment
from kg.changes.walking import between
from kg.changes.wording import NOT_RECORDED, sentence
from kg.errors import ManyChangesError
from kg.namespaces import ASSERTION, GRAPH_EVIDENCE, ID, RC
from kg.rdf_output import read_nquads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.changes.editions import Edition
    from kg.changes.model import Group

MOST: Final = 250_000
"""How many statements may differ for the changes to be told in sentences; patches know no such limit."""

_KEY: Final = 16
_DEPTH: Final = 3
_RESTS_ON, _DERIVED_BY = RC + "restsOn", RC + "derivedBy"


def record(old: Edition, new: Edition, most: int = MOST, *, are_ordered: bool = True) -> Record:
    """
    Return what changed between two releases.

    Args:
        old: The release that was.
        new: The release that is, or any other: the record then tells how to get from one to the other.
        most: How many statements may differ.
        are_ordered: Both graphs are files of releases; see `between`.

    Raises:
        ManyChangesError: More statements differ.
        ChangesError: A file cannot be read.
    """
    found = list(islice(between(old.nquads, new.nquads, are_ordered=are_ordered), most + 1))
    if len(found) > most:
        raise ManyChangesError(old.name, new.name, most)
    quads = read_nquads(b"\n".join(difference.line for difference in found))
    rows = [
        Row(difference.is_added, quad, difference.line.decode())
        for difference, quad in zip(found, quads, strict=True)
    ]
    both = {True: Facts(new.nquads), False: Facts(old.nquads)}
    _gather(rows, both)
    naming = Naming(both[True], both[False])
    groups = grouped(rows, both[True], both[False])
    _gather_more(groups, both, naming)
    changes = [_change(group, old, new, naming, both) for group in groups]
    order = list(Kind)
    changes.sort(key=lambda each: (order.index(each.kind), each.name.casefold(), each.sentence, each.key))
    return Record(old, new, tuple(changes))


def _gather(rows: Sequence[Row], both: Mapping[bool, Facts]) -> None:
    """Read what both releases say of the things in rows, and in the graphs of the assertions in rows."""
    subjects = {str(row.quad.subject) for row in rows}
    graphs = {row.quad.graph or "" for row in rows}
    assertions = {name for name in subjects | graphs if name.startswith(ASSERTION)}
    for facts in both.values():
        facts.ask(subjects | assertions, assertions)


def _gather_more(groups: Sequence[Group], both: Mapping[bool, Facts], naming: Naming) -> None:
    """Read, step by step, what names the values, the classes and the evidence need."""
    rows = [row for group in groups for row in group.rows]
    wanted = iris(row.quad for row in rows) | {group.thing for group in groups}
    for assertion in {name for group in groups for name in _assertions(group)}:
        for facts in both.values():
            wanted |= iris(facts.of(assertion))
    for _ in range(_DEPTH):
        joined(both, wanted)
        next_wanted = {part for iri in wanted for part in naming.joined(iri)}
        next_wanted |= {kind for iri in wanted for kind in naming.classes(iri)}
        wanted = next_wanted
    joined(both, wanted)


def _assertions(group: Group) -> tuple[str, ...]:
    """Return the assertions behind a change: those that state it, else those whose evidence it is."""
    named = [*group.assertions, *(str(row.quad.subject) for row in group.rows)]
    return tuple(sorted({name for name in named if name.startswith(ASSERTION)}))


def _change(group: Group, old: Edition, new: Edition, naming: Naming, both: Mapping[bool, Facts]) -> Change:
    added = tuple(row.line for row in group.rows if row.is_added)
    removed = tuple(row.line for row in group.rows if not row.is_added)
    source, locator = _evidence(group, naming, both)
    signed = [*(f"+{line}" for line in added), *(f"-{line}" for line in removed)]
    return Change(
        pair=pair_of(old.name, new.name),
        key=hashlib.sha256("\n".join(sorted(signed)).encode()).hexdigest()[:_KEY],
        kind=group.kind,
        thing=group.thing,
        name=naming.name(group.thing),
        classes=naming.classes(group.thing),
        about=frozenset(_about(group, naming)),
        assertions=_assertions(group),
        sentence=sentence(group, naming),
        source=source,
        locator=locator,
        added=added,
        removed=removed,
        release=new.name,
        issued=new.issued,
    )


def _about(group: Group, naming: Naming) -> set[str]:
    """Return the things of ours that a change is about: what it names, and what a statement joins."""
    named = iris(row.quad for row in group.rows if row.quad.graph != GRAPH_EVIDENCE) | {group.thing}
    things = {iri for iri in named if segment(iri)}
    parts = {part for iri in things for part in naming.joined(iri) if part.startswith(ID)}
    return {group.thing} | things | parts


def _evidence(group: Group, naming: Naming, both: Mapping[bool, Facts]) -> tuple[str, str]:
    """Return source and locator of what is stated now, or of what was stated if that is all there is."""
    facts = both[any(row.is_added for row in group.rows)]
    pairs = [_passage(group.thing, naming, both)] if segment(group.thing) == "passage" else []
    for assertion in _assertions(group):
        pairs += [_passage(str(term), naming, both) for term in facts.values(assertion, _RESTS_ON)]
        pairs += [
            (f"derived by the rule {naming.name(str(rule))}", NOT_RECORDED)
            for rule in facts.values(assertion, _DERIVED_BY)
        ]
    pairs = sorted(dict.fromkeys(pairs)) or [(NOT_RECORDED, NOT_RECORDED)]
    return "; ".join(source for source, _ in pairs), "; ".join(locator for _, locator in pairs)


def _passage(passage: str, naming: Naming, both: Mapping[bool, Facts]) -> tuple[str, str]:
    """Return the document of a passage and the place in it."""
    document, locator = (
        next((str(value) for facts in (both[True], both[False]) for value in facts.values(passage, name)), "")
        for name in (RC + "passageOf", RC + "locator")
    )
    return naming.name(document) if document else NOT_RECORDED, locator or NOT_RECORDED
