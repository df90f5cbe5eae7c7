"""
A pattern written anew, so that each of its solutions tells which statements it was made of.

Paths become single steps where they can, and each OPTIONAL and each branch of a UNION leaves a mark in the
solutions in which it held.  All other text is taken over as it was written.
"""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003  (the table of writers is typed where it is made)
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from kg.namespaces import RDF_TYPE
from kg.store.patterns import (
    Alternative,
    Bind,
    Filter,
    Graph,
    Group,
    Inverse,
    Link,
    Minus,
    Negated,
    Optional,
    Repeated,
    Sequence,
    Subquery,
    Triple,
    Union,
    Values,
    written,
)
from kg.store.syntax import Kind, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store.patterns import Part, Path, Query, Select

_TYPE: Final = f"<{RDF_TYPE}>"


@dataclass(frozen=True, slots=True)
class Setting:
    """
    Where a part stands: the graph that it is asked of, and the marks that tell that it held.

    `graph` is empty for the default graph; each mark is a variable and the number that it has then.
    """

    graph: str = ""
    marks: tuple[tuple[str, int], ...] = ()

    def marked(self, variable: str, number: int) -> Setting:
        """Return the setting of a part within."""
        return replace(self, marks=(*self.marks, (variable, number)))


@dataclass(frozen=True, slots=True)
class Step:
    """A statement that a solution was made of, with the variables and terms of the pattern."""

    subject: str
    predicate: str
    object: str
    setting: Setting


@dataclass(frozen=True, slots=True)
class Walk:
    """A path of any length: its ends, and what is repeated how often (`*`, `+` or `?`)."""

    subject: str
    path: Path
    sign: str
    object: str
    setting: Setting


@dataclass(frozen=True, slots=True)
class Inner:
    """A sub-select, each row of which is explained like that of a query."""

    select: Select
    setting: Setting


@dataclass(frozen=True, slots=True)
class Choice:
    """An OPTIONAL, or a UNION of some branches, and the variable that marks it; `text` is as written."""

    variable: str
    branches: int
    text: str
    setting: Setting


@dataclass(slots=True)
class Rewriting:
    """What was found while a pattern was written anew."""

    steps: list[Step] = field(default_factory=list)
    walks: list[Walk] = field(default_factory=list)
    inner: list[Inner] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    conditions: list[Filter | Minus] = field(default_factory=list)


class Variables:
    """Variables that a query does not have."""

    def __init__(self, query: str) -> None:
        """Take note of all that it has."""
        self.written = frozenset("?" + t.text[1:] for t in tokens(query) if t.kind is Kind.VARIABLE)
        self._number = 0

    def fresh(self) -> str:
        """Return one more."""
        while True:
            self._number += 1
            if (name := f"?why{self._number}") not in self.written:
                return name


class Writer:
    """Writes the parts of one query; what it finds is in `found`."""

    def __init__(self, query: Query, names: Variables) -> None:
        """Write parts of `query`, with further variables from `names`."""
        self._query, self._names = query, names
        self.found = Rewriting()

    def inside(self, group: Group, setting: Setting) -> str:
        """Return what stands between the braces of a group."""
        return " ".join(self._part(part, setting) for part in group.parts)

    def _part(self, part: Part, setting: Setting) -> str:
        return _WRITERS[type(part)](self, part, setting)

    def _triple(self, part: Triple, setting: Setting) -> str:
        return self.path(part.subject, part.path, part.object, setting)

    def path(self, subject: str, path: Path, object_: str, setting: Setting) -> str:
        """Return what asks for a path in single steps."""
        match path:
            case Link():
                return self._step(subject, _TYPE if path.text == "a" else path.text, object_, setting)
            case Inverse():
                return self.path(object_, path.path, subject, setting)
            case Sequence():
                stops = [subject, *(self._names.fresh() for _ in path.paths[1:]), object_]
                return " ".join(
                    self.path(stops[place], one, stops[place + 1], setting)
                    for place, one in enumerate(path.paths)
                )
            case Alternative():
                return self._alternative(subject, path, object_, setting)
            case Repeated():
                self.found.walks.append(Walk(subject, path.path, path.sign, object_, setting))
                return written(Triple(subject, path, object_))
            case Negated():
                return self._negated(subject, path, object_, setting)

    def _step(self, subject: str, predicate: str, object_: str, setting: Setting) -> str:
        self.found.steps.append(Step(subject, predicate, object_, setting))
        return f"{subject} {predicate} {object_} ."

    def _alternative(self, subject: str, path: Alternative, object_: str, setting: Setting) -> str:
        links = [_TYPE if one.text == "a" else one.text for one in path.paths if isinstance(one, Link)]
        if len(links) == len(path.paths):
            # One pattern with a list of properties: engines look that up far quicker than a UNION.
            verb = self._names.fresh()
            return f"VALUES {verb} {{ {' '.join(links)} }} {self._step(subject, verb, object_, setting)}"
        writers = [partial(self.path, subject, one, object_) for one in path.paths]
        return self._branches(writers, setting)[1]

    def _negated(self, subject: str, path: Negated, object_: str, setting: Setting) -> str:
        forward, backward = _unwanted(path.text)

        def ahead(inner: Setting) -> str:
            return self._any_but(subject, forward, object_, inner)

        def back(inner: Setting) -> str:
            return self._any_but(object_, backward, subject, inner)

        if forward and backward:
            return self._branches([ahead, back], setting)[1]
        return back(setting) if backward else ahead(setting)

    def _any_but(self, subject: str, unwanted: list[str], object_: str, setting: Setting) -> str:
        verb = self._names.fresh()
        step = self._step(subject, verb, object_, setting)
        return f"{step} FILTER ({verb} NOT IN ({', '.join(unwanted)}))"

    def _branches(self, writers: Iterable[Callable[[Setting], str]], setting: Setting) -> tuple[str, str]:
        mark = self._names.fresh()
        texts = (
            f"{{ {write(setting.marked(mark, number))} BIND ({number} AS {mark}) }}"
            for number, write in enumerate(writers)
        )
        return mark, " UNION ".join(texts)

    def _union(self, part: Union, setting: Setting) -> str:
        mark, text = self._branches([partial(self.inside, group) for group in part.groups], setting)
        written_ = self._query.cut(part.span)
        self.found.choices.append(Choice(mark, len(part.groups), written_, setting))
        return text

    def _optional(self, part: Optional, setting: Setting) -> str:
        mark = self._names.fresh()
        self.found.choices.append(Choice(mark, 1, self._query.cut(part.span), setting))
        return f"OPTIONAL {{ {self.inside(part.group, setting.marked(mark, 0))} BIND (0 AS {mark}) }}"

    def _group(self, part: Group, setting: Setting) -> str:
        return f"{{ {self.inside(part, setting)} }}"

    def _graph(self, part: Graph, setting: Setting) -> str:
        return f"GRAPH {part.name} {{ {self.inside(part.group, replace(setting, graph=part.name))} }}"

    def _subquery(self, part: Subquery, setting: Setting) -> str:
        self.found.inner.append(Inner(part.select, setting))
        return f"{{ {self._query.cut(part.span)} }}"

    def _filter(self, part: Filter, setting: Setting) -> str:
        return self._condition(part, setting)

    def _condition(self, part: Filter | Minus, setting: Setting) -> str:  # noqa: ARG002  (as all writers)
        if isinstance(part, Minus) or part.expression.exists:
            self.found.conditions.append(part)
        return self._query.cut(part.span)

    def _as_written(self, part: Bind | Values, setting: Setting) -> str:  # noqa: ARG002
        return self._query.cut(part.span)


_WRITERS: Final[dict[type, Callable[[Writer, Any, Setting], str]]] = {
    Triple: Writer._triple,  # noqa: SLF001
    Group: Writer._group,  # noqa: SLF001
    Optional: Writer._optional,  # noqa: SLF001
    Union: Writer._union,  # noqa: SLF001
    Graph: Writer._graph,  # noqa: SLF001
    Subquery: Writer._subquery,  # noqa: SLF001
    Filter: Writer._filter,  # noqa: SLF001
    Minus: Writer._condition,  # noqa: SLF001
    Bind: Writer._as_written,  # noqa: SLF001
    Values: Writer._as_written,  # noqa: SLF001
}
"""What writes a part, by its kind."""


def _unwanted(text: str) -> tuple[list[str], list[str]]:
    """Return the properties that a negated set leaves out, and those that it leaves out the other way."""
    found: tuple[list[str], list[str]] = ([], [])
    is_inverse = False
    for token in tokens(text):
        if token.kind is Kind.MARK:
            is_inverse = token.text == "^"
            continue
        found[is_inverse].append(_TYPE if token.text.lower() == "a" else token.text)
    return found
