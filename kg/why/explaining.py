"""Explains a row: ties the query to it, follows its sub-selects and paths, and gathers the statements."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from kg.errors import UnexplainedError
from kg.store.patterns import path_text, read
from kg.store.syntax import Form
from kg.terms import BlankNode, Iri
from kg.why.binding import bind
from kg.why.gathering import Told, gathered
from kg.why.model import Note
from kg.why.noting import (
    HIDDEN_KEY,
    NAMELESS_END,
    PARTS_CUT,
    WITHIN_GRAPH,
    choices,
    conditions,
    inner_cut,
    walk_cut,
)
from kg.why.rewriting import Setting, Variables, Writer
from kg.why.solving import solve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.store.patterns import Query, Select
    from kg.terms import Term
    from kg.why.model import Ask, Why
    from kg.why.rewriting import Inner, Walk
    from kg.why.solving import Fact, Solved

MAX_PARTS: Final = 120
"""How many rows of sub-selects and paths are followed for one row."""

_NOT_FOUND: Final = (
    "The row could not be found again, so nothing is told of it: it holds a value that is made anew each "
    "time, such as that of NOW(), RAND() or BNODE(), or the graph has changed."
)


def explain(query_text: str, row: Mapping[str, Term], ask: Ask) -> Why:
    """
    Tell which statements make a row of the answer of a SELECT, and who says them.

    Args:
        query_text: The query; strangers' ones have passed `kg.store.policy`.
        row: The values of the row, by variable without `?`; what is missing is unbound.
        ask: Answers queries, within the limits of whoever gives it.

    Raises:
        UnexplainedError: The query is of a form that cannot be explained, or the row is not in its answer.
        QuerySyntaxError: It is no query.
    """
    query = examined(query_text)
    telling = _Telling(query, ask)
    told = telling.select(query.select, row, is_inner=False)
    if not told.ways:
        raise UnexplainedError(_NOT_FOUND)
    return gathered(row, told, telling.notes, ask)


def examined(query_text: str) -> Query:
    """
    Read a query and see that its rows can be explained.

    Raises:
        UnexplainedError: It is of a form that cannot be explained.
        QuerySyntaxError: It is no query.
    """
    query = read(query_text)
    if query.form is not Form.SELECT:
        raise UnexplainedError(
            f"Rows of a SELECT can be explained, and this query is of the form {query.form}; "
            "write it as a SELECT of what you want to know."
        )
    if query.datasets:
        raise UnexplainedError(
            "The query chooses its graphs by FROM, and what stands behind a row is looked for in all graphs; "
            "use GRAPH in the pattern instead."
        )
    return query


class _Telling:
    """One explanation while it is made: what was asked already, and the notes."""

    def __init__(self, query: Query, ask: Ask) -> None:
        self._query, self._ask = query, ask
        self._names = Variables(query.text)
        self._notes: dict[Note, None] = {}
        self._kept: dict[object, tuple[Fact, ...]] = {}

    @property
    def notes(self) -> tuple[Note, ...]:
        """What no statement shows, each once."""
        return tuple(self._notes)

    def select(self, select: Select, row: Mapping[str, Term], *, is_inner: bool) -> Told:
        """Return the statements of each solution behind a row."""
        writer = Writer(self._query, self._names)
        pattern = writer.inside(select.where, Setting())
        tied = bind(self._query, select, row, self._names, is_inner=is_inner)
        whole = f"{tied.before} {pattern} {tied.after}"
        solutions, total = solve(self._query, writer.found, whole, self._names, self._ask)
        ways = tuple(tuple(dict.fromkeys(self._facts(solutions, one))) for one in solutions.rows)
        for note in (*conditions(self._query, select, writer.found), *choices(writer.found, solutions)):
            self._notes[note] = None
        if not tied.is_apart:
            self._note("group", HIDDEN_KEY)
        if is_inner and total > len(ways):
            self._note("cut", inner_cut(total, len(ways)), self._query.cut(select.span))
        return Told(ways, total, tied.is_group)

    def _facts(self, solutions: Solved, row: Mapping[str, Term]) -> Iterator[Fact]:
        """Yield the statements of one solution, those within its sub-selects and paths too."""
        yield from solutions.facts(row)
        for walk, start, end, graph in solutions.walks(row):
            yield from self._once((walk, start, end, graph), partial(self._walk, walk, start, end, graph))
        for inner, values in solutions.inner(row):
            key = (inner, *sorted((name, term.n3()) for name, term in values.items()))
            yield from self._once(key, partial(self._inner, inner, values))

    def _once(self, key: object, tell: Callable[[], Iterable[Fact]]) -> tuple[Fact, ...]:
        if key not in self._kept:
            if len(self._kept) >= MAX_PARTS:
                self._note("cut", PARTS_CUT)
                return ()
            # Taken note of before it is followed: parts within it count as well.
            self._kept[key] = ()
            self._kept[key] = tuple(dict.fromkeys(tell()))
        return self._kept[key]

    def _inner(self, inner: Inner, row: Mapping[str, Term]) -> Iterable[Fact]:
        if inner.setting.graph:
            self._note("unexplained", WITHIN_GRAPH, self._query.cut(inner.select.span))
            return ()
        told = self.select(inner.select, row, is_inner=True)
        return (fact for way in told.ways for fact in way)

    def _walk(self, walk: Walk, start: Term, end: Term, graph: str) -> Iterable[Fact]:
        """Return every statement on a way from one end of a path to the other."""
        path = path_text(walk.path)
        if not isinstance(start, Iri) or isinstance(end, BlankNode):
            self._note("unexplained", NAMELESS_END, f"({path}){walk.sign}")
            return ()
        if start == end and walk.sign != "+":
            return ()  # no step is needed
        writer = Writer(self._query, self._names)
        first, last, ahead, behind = start.n3(), end.n3(), "", ""
        if walk.sign != "?":
            first, last = self._names.fresh(), self._names.fresh()
            # Each end apart from what is farther off: engines differ on `*` with one end open.
            ahead = f"{{ BIND ({start.n3()} AS {first}) }} UNION {{ {start.n3()} ({path})+ {first} }}"
            behind = f"{{ BIND ({end.n3()} AS {last}) }} UNION {{ {last} ({path})+ {end.n3()} }}"
        setting = Setting(Iri(graph).n3() if graph else "")
        pattern = f"{ahead} {writer.path(first, walk.path, last, setting)} {behind}"
        if graph:
            pattern = f"GRAPH {setting.graph} {{ {pattern} }}"
        solutions, total = solve(self._query, writer.found, pattern, self._names, self._ask)
        if total > len(solutions.rows):
            self._note("cut", walk_cut(total, len(solutions.rows)), f"({path}){walk.sign}")
        return (replace(fact, is_step=True) for row in solutions.rows for fact in self._facts(solutions, row))

    def _note(self, kind: str, sentence: str, text: str = "") -> None:
        self._notes[Note(kind, sentence, text)] = None
