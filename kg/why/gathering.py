"""Puts the statements of all solutions in order, with the graphs that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.why.graphs import described, holding
from kg.why.model import Note, Statement, Why

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.terms import Term
    from kg.why.model import Ask
    from kg.why.solving import Fact

MAX_STATEMENTS: Final = 600
"""How many statements are looked up for one row."""

_NOTHING: Final = "No statement of the graph stands behind the row: the query makes it by itself."


@dataclass(frozen=True, slots=True)
class Told:
    """The statements of each solution of a SELECT, the number of all, and whether the row sums them up."""

    ways: tuple[tuple[Fact, ...], ...]
    total: int
    is_group: bool


def gathered(row: Mapping[str, Term], told: Told, notes: tuple[Note, ...], ask: Ask) -> Why:
    """Look up who says the statements, and tell those of every way from those of one."""
    first, *others = told.ways
    in_all = set(first).intersection(*others)
    common = [fact for fact in first if fact in in_all]
    rests = (tuple(fact for fact in way if fact not in in_all) for way in told.ways)
    ways = sorted({rest for rest in rests if rest}, key=_order)
    shown = _fitting(common, ways)
    left = told.total - len(told.ways) + len(ways) - len(shown)
    if left > 0:
        sentence = f"{left:,} further ways lead to the row; their statements are left out."
        notes = (*notes, Note("cut", sentence))
    if not common and not ways:
        notes = (*notes, Note("unexplained", _NOTHING))
    known = _stated([*common, *(fact for way in shown for fact in way)], ask)
    return Why(
        dict(row),
        tuple(known[fact] for fact in common),
        tuple(tuple(known[fact] for fact in way) for way in shown),
        told.total,
        told.is_group,
        notes,
    )


def _order(way: tuple[Fact, ...]) -> list[tuple[str, str, str]]:
    return [(fact.subject.n3(), fact.predicate.n3(), fact.object.n3()) for fact in way]


def _fitting(common: list[Fact], ways: list[tuple[Fact, ...]]) -> list[tuple[Fact, ...]]:
    """Return the first ways, as many as there is room for; at least one."""
    facts = set(common)
    for number, way in enumerate(ways):
        facts.update(way)
        if number and len(facts) > MAX_STATEMENTS:
            return ways[:number]
    return ways


def _stated(facts: Iterable[Fact], ask: Ask) -> dict[Fact, Statement]:
    """Return each statement with the graphs that hold it: all, unless the query names one."""
    unique = tuple(dict.fromkeys(facts))
    held = holding(((f.subject, f.predicate, f.object) for f in unique if not f.graph), ask)
    graphs = {
        fact: (fact.graph,) if fact.graph else tuple(held[fact.subject, fact.predicate, fact.object])
        for fact in unique
    }
    holders = described(sorted({graph for some in graphs.values() for graph in some}), ask)
    return {
        fact: Statement(
            fact.subject,
            fact.predicate,
            fact.object,
            tuple(holders[graph] for graph in graphs[fact]),
            fact.is_step,
        )
        for fact in unique
    }
