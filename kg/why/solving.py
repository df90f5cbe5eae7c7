"""Asks a rewritten pattern, and reads from each solution which statements it was made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.store.patterns import in_scope
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.store.patterns import Query
    from kg.terms import Term
    from kg.why.model import Ask
    from kg.why.rewriting import Choice, Inner, Rewriting, Setting, Step, Variables, Walk

MAX_WAYS: Final = 200
"""How many solutions are read for one row; all are counted."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement that a solution was made of; `graph` is empty unless the query names it."""

    subject: Term
    predicate: Iri
    object: Term
    graph: str = ""
    is_step: bool = False


class Solved:
    """The solutions of a rewritten pattern; each is read as the terms that the pattern's parts have in it."""

    def __init__(
        self, found: Rewriting, rows: Iterable[Mapping[str, Term]], constants: Mapping[str, str]
    ) -> None:
        """Read `rows`; `constants` are the variables that hold the terms of the query, by their text."""
        self._found, self.rows, self._constants = found, tuple(rows), constants

    def term(self, text: str, row: Mapping[str, Term]) -> Term | None:
        """Return what a variable or a term as written is in a solution; None if it is unbound."""
        return row.get((text if text.startswith("?") else self._constants[text])[1:])

    def held(self, setting: Setting, row: Mapping[str, Term]) -> bool:
        """Say whether the OPTIONALs and branches that a part stands in held in a solution."""
        return all(
            isinstance(number := row.get(mark[1:]), Literal) and number.value == str(wanted)
            for mark, wanted in setting.marks
        )

    def graph(self, setting: Setting, row: Mapping[str, Term]) -> str:
        """Return the IRI of the graph that a part was asked of, or nothing."""
        named = self.term(setting.graph, row) if setting.graph else None
        return named.value if named else ""

    def facts(self, row: Mapping[str, Term]) -> list[Fact]:
        """Return the statements of the single steps of one solution."""
        return [made for step in self._found.steps if (made := self._fact(step, row))]

    def _fact(self, step: Step, row: Mapping[str, Term]) -> Fact | None:
        subject, verb, object_ = (self.term(t, row) for t in (step.subject, step.predicate, step.object))
        if not self.held(step.setting, row) or not subject or not object_ or not isinstance(verb, Iri):
            return None
        return Fact(subject, verb, object_, self.graph(step.setting, row))

    def walks(self, row: Mapping[str, Term]) -> list[tuple[Walk, Term, Term, str]]:
        """Return the paths of any length with their ends and their graph."""
        return [
            (walk, start, end, self.graph(walk.setting, row))
            for walk in self._found.walks
            if self.held(walk.setting, row)
            and (start := self.term(walk.subject, row))
            and (end := self.term(walk.object, row))
        ]

    def inner(self, row: Mapping[str, Term]) -> list[tuple[Inner, dict[str, Term]]]:
        """Return the sub-selects, each with its row."""
        return [
            (one, {name[1:]: row[name[1:]] for name in sorted(given(one)) if name[1:] in row})
            for one in self._found.inner
            if self.held(one.setting, row)
        ]


def given(inner: Inner) -> frozenset[str]:
    """Return the variables that a sub-select gives to the pattern around it."""
    items = frozenset(item.variable for item in inner.select.items)
    return items or in_scope(inner.select.where)


def solve(query: Query, found: Rewriting, pattern: str, names: Variables, ask: Ask) -> tuple[Solved, int]:
    """
    Ask a rewritten pattern.

    Args:
        query: The query that it is of, for its prefixes.
        found: What was found while it was rewritten.
        pattern: What is to stand between the braces.
        names: What variables the query has.
        ask: What answers.

    Returns:
        The first solutions, `MAX_WAYS` at most, and the number of all.
    """
    texts = _texts(found)
    variables = sorted(text for text in texts if text.startswith("?"))
    # The engine resolves the prefixes of the terms: it gives them back as columns.
    constants = {text: names.fresh() for text in sorted(texts) if not text.startswith("?")}
    columns = [*variables, *(f"({text} AS {name})" for text, name in constants.items())]
    shown = " ".join(columns) or f"(1 AS {names.fresh()})"
    asked = f"SELECT DISTINCT {shown} WHERE {{ {pattern} }}"
    rows = ask(f"{query.prologue}{asked} LIMIT {MAX_WAYS + 1}").rows
    total = len(rows)
    if total > MAX_WAYS:
        count = names.fresh()
        counted = ask(f"{query.prologue}SELECT (COUNT(*) AS {count}) WHERE {{ {asked} }}").rows
        total = int(counted[0][count[1:]].value)
    return Solved(found, rows[:MAX_WAYS], constants), total


def _texts(found: Rewriting) -> set[str]:
    """Return the variables and terms that tell which statements a solution was made of."""
    texts: set[str] = set()
    for step in found.steps:
        texts |= {step.subject, step.predicate, step.object}
    for walk in found.walks:
        texts |= {walk.subject, walk.object}
    for inner in found.inner:
        texts |= given(inner)
    parts: list[Step | Walk | Inner | Choice] = [*found.steps, *found.walks, *found.inner, *found.choices]
    for part in parts:
        texts |= {part.setting.graph, *(mark for mark, _ in part.setting.marks)}
    texts |= {choice.variable for choice in found.choices}
    return texts - {""}
