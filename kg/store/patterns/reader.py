"""Reads a whole query into its parts: groups, clauses, expressions as far as their variables."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003  (the table of readers is typed where it is made)
from typing import Final

from kg.store.patterns.nodes import (
    Bind,
    Clause,
    Exists,
    Expression,
    Filter,
    Graph,
    Group,
    Item,
    Minus,
    Optional,
    Part,
    Query,
    Select,
    Subquery,
    Union,
    Values,
)
from kg.store.patterns.stream import Stream
from kg.store.patterns.terms import begins_term, term, triples
from kg.store.syntax import Form, Kind

_OPENS: Final = {"(": ")", "[": "]", "{": "}"}
_BY: Final = ("GROUP", "ORDER")
_CLAUSES: Final = (*_BY, "HAVING", "LIMIT", "OFFSET")


def read(query: str) -> Query:
    """
    Read a query.

    Raises:
        QuerySyntaxError: It is not understood; the error says where.
    """
    stream = Stream(query)
    while stream.is_word("BASE", "PREFIX"):
        while not stream.is_kind(Kind.IRI):
            stream.take()
        stream.take()
    prologue = query[: stream.start]
    word = stream.took_word(*(form.value for form in Form))
    if not word:
        stream.fail("one of SELECT, ASK, CONSTRUCT and DESCRIBE was expected here")
    form, start = Form(word), stream.start - len(word)
    quantifier, items = _head(stream) if form is Form.SELECT else _no_head(stream)
    datasets = _datasets(stream)
    select = _tail(stream, quantifier, items, start, form)
    if stream.peek() is not None:
        stream.fail("nothing more was expected here")
    return Query(query, prologue, form, select, datasets)


def _no_head(stream: Stream) -> tuple[str, tuple[Item, ...]]:
    """Pass over the template of a CONSTRUCT and the things of a DESCRIBE."""
    if stream.is_mark("{") and not _is_pattern(stream):
        _skip_balanced(stream)
    while stream.is_mark("*") or stream.is_kind(Kind.VARIABLE, Kind.IRI, Kind.PNAME):
        stream.take()
    return "", ()


def _is_pattern(stream: Stream) -> bool:
    """Say whether the braces here are the pattern: of an ASK, or of a CONSTRUCT that has them once."""
    depth, ahead = 0, 0
    while token := stream.peek(ahead):
        if token.kind is Kind.MARK:
            depth += (token.text == "{") - (token.text == "}")
        ahead += 1
        if not depth:
            return not (stream.is_word("WHERE", "FROM", ahead=ahead) or stream.is_mark("{", ahead=ahead))
    return True


def _skip_balanced(stream: Stream) -> None:
    closing = _OPENS[stream.take().text]
    while not stream.took_mark(closing):
        if stream.is_mark(*_OPENS):
            _skip_balanced(stream)
        else:
            stream.take()


def _datasets(stream: Stream) -> str:
    start = stream.start
    while stream.took_word("FROM"):
        stream.took_word("NAMED")
        term(stream)
    return stream.query[start : stream.end] if stream.end > start else ""


def _head(stream: Stream) -> tuple[str, tuple[Item, ...]]:
    quantifier = stream.took_word("DISTINCT", "REDUCED")
    items: list[Item] = []
    if stream.took_mark("*"):
        return quantifier, ()
    while True:
        if stream.is_kind(Kind.VARIABLE):
            items.append(Item(stream.variable()))
        elif stream.took_mark("("):
            made = _expression_until_as(stream)
            items.append(Item(stream.variable(), made))
            stream.expect(")")
        else:
            return quantifier, tuple(items)


def _tail(
    stream: Stream, quantifier: str, items: tuple[Item, ...], start: int, form: Form = Form.SELECT
) -> Select:
    stream.took_word("WHERE")
    has_pattern = stream.is_mark("{") or form is not Form.DESCRIBE
    where = _group(stream) if has_pattern else Group((), (stream.end, stream.end))
    clauses: list[Clause] = []
    while stream.is_word(*_CLAUSES):
        clauses.append(_clause(stream))
    values = _values(stream) if stream.is_word("VALUES") else None
    return Select(quantifier, items, where, tuple(clauses), values, (start, stream.end))


def _clause(stream: Stream) -> Clause:
    start = stream.start
    keyword = stream.take().text.upper()
    if keyword in _BY:
        stream.expect("BY")
        keyword += " BY"
    variables: set[str] = set()
    exists: list[Exists] = []
    while stream.peek() is not None and not stream.is_word(*_CLAUSES, "VALUES") and not stream.is_mark("}"):
        _step(stream, variables, exists)
    text = stream.query[start : stream.end]
    return Clause(keyword, text, frozenset(variables), tuple(exists), (start, stream.end))


def _step(stream: Stream, variables: set[str], exists: list[Exists]) -> None:
    """Pass over one token of an expression, or all that is in its brackets, and note what matters in it."""
    if stream.is_kind(Kind.VARIABLE):
        variables.add(stream.variable())
    elif stream.is_word("EXISTS") or (stream.is_word("NOT") and stream.is_word("EXISTS", ahead=1)):
        exists.append(_exists(stream))
    elif stream.is_mark("(", "["):
        closing = _OPENS[stream.take().text]
        while not stream.took_mark(closing):
            _step(stream, variables, exists)
    elif stream.is_mark("{", "}", ")", "]"):
        stream.fail("an expression was expected here")
    else:
        stream.take()


def _exists(stream: Stream) -> Exists:
    start = stream.start
    is_negated = bool(stream.took_word("NOT"))
    stream.expect("EXISTS")
    group = _group(stream)
    return Exists(is_negated, group, (start, stream.end))


def _expression(stream: Stream, is_done: Callable[[], bool]) -> Expression:
    start = stream.start
    variables: set[str] = set()
    exists: list[Exists] = []
    while not is_done():
        _step(stream, variables, exists)
    text = stream.query[start : stream.end]
    return Expression(text, frozenset(variables), tuple(exists), (start, stream.end))


def _expression_until_as(stream: Stream) -> Expression:
    made = _expression(stream, lambda: stream.is_word("AS"))
    stream.expect("AS")
    return made


def _constraint(stream: Stream) -> Expression:
    """Read what a FILTER holds: brackets, the call of a function, or EXISTS."""
    state = {"steps": 0}
    first = stream.start

    def is_done() -> bool:
        # One step for brackets and EXISTS; two for a function: its name, then its brackets.
        named = state["steps"] == 1 and stream.is_mark("(") and stream.query[first] != "("
        state["steps"] += 1
        return state["steps"] > 1 and not (named and state["steps"] == 2)  # noqa: PLR2004

    return _expression(stream, is_done)


def _group(stream: Stream) -> Group:
    start = stream.start
    stream.expect("{")
    if stream.is_word("SELECT"):
        inner = stream.start
        stream.take()
        select = _tail(stream, *_head(stream), inner)
        stream.expect("}")
        return Group((Subquery(select, select.span),), (start, stream.end))
    parts: list[Part] = []
    while not stream.took_mark("}"):
        parts.extend(_parts(stream))
        stream.took_mark(".")
    return Group(tuple(parts), (start, stream.end))


def _parts(stream: Stream) -> list[Part]:
    start = stream.start
    if stream.is_mark("{"):
        return [_groups(stream)]
    if stream.is_word("VALUES"):
        return [_values(stream)]
    if word := stream.took_word(*_PARTS):
        return [_PARTS[word](stream, start)]
    if not begins_term(stream):
        stream.fail("a pattern was expected here")
    return [*triples(stream)]


def _optional(stream: Stream, start: int) -> Part:
    return Optional(_group(stream), (start, stream.end))


def _minus(stream: Stream, start: int) -> Part:
    return Minus(_group(stream), (start, stream.end))


def _graph(stream: Stream, start: int) -> Part:
    name = term(stream)
    return Graph(name, _group(stream), (start, stream.end))


def _filter(stream: Stream, start: int) -> Part:
    return Filter(_constraint(stream), (start, stream.end))


def _bind(stream: Stream, start: int) -> Part:
    stream.expect("(")
    made = _expression_until_as(stream)
    variable = stream.variable()
    stream.expect(")")
    return Bind(made, variable, (start, stream.end))


_PARTS: Final[dict[str, Callable[[Stream, int], Part]]] = {
    "OPTIONAL": _optional,
    "MINUS": _minus,
    "GRAPH": _graph,
    "FILTER": _filter,
    "BIND": _bind,
}
"""What reads a part, by the word that it begins with."""


def _groups(stream: Stream) -> Part:
    start = stream.start
    groups = [_group(stream)]
    while stream.took_word("UNION"):
        groups.append(_group(stream))
    if len(groups) > 1:
        return Union(tuple(groups), (start, stream.end))
    return groups[0]


def _values(stream: Stream) -> Values:
    start = stream.start
    stream.expect("VALUES")
    names: list[str] = []
    is_list = stream.took_mark("(")
    while stream.is_kind(Kind.VARIABLE):
        names.append(stream.variable())
    if is_list:
        stream.expect(")")
    stream.expect("{")
    rows: list[tuple[str, ...]] = []
    while not stream.took_mark("}"):
        rows.append(_row(stream) if is_list else (term(stream),))
    return Values(tuple(names), tuple(rows), (start, stream.end))


def _row(stream: Stream) -> tuple[str, ...]:
    stream.expect("(")
    terms: list[str] = []
    while not stream.took_mark(")"):
        terms.append(term(stream))
    return tuple(terms)
