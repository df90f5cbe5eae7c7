"""
Another way to ask the same: NOT EXISTS as MINUS, where both mean the same.

The embedded engine runs the pattern of a `FILTER NOT EXISTS` anew for every solution; if there is a join in
it, a graph of a million statements takes it many seconds.  MINUS runs it once.  The two differ (SPARQL 1.1,
section 8.3.3), so the text is changed only where these conditions rule every difference out:

1. The pattern is made of triples, and of GRAPH, UNION and groups around such.  Each of its solutions binds
   all variables of its branch, so that putting values in first or comparing them afterwards gives the same.
2. A filter in the pattern knows only variables that its own group binds; in MINUS it would see no others.
3. The pattern and the group around it both bind one variable for certain: MINUS removes nothing where no
   variable is shared.
4. The MINUS stands at the end of the group, for a filter sees all of its group wherever it stands.
5. The group is not that of an OPTIONAL, whose filters also see what is outside, and lies in no EXISTS, whose
   pattern has values put in; the variable of a GRAPH around the group is not asked for in the pattern.

What is the same is not always quicker: see `_pays`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.errors import QuerySyntaxError
from kg.namespaces import RDF_TYPE
from kg.store.patterns import (
    Alternative,
    Filter,
    Graph,
    Group,
    Inverse,
    Link,
    Minus,
    Optional,
    Repeated,
    Sequence,
    Subquery,
    Triple,
    Union,
    Values,
    certain,
    in_scope,
    read,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.patterns import Exists, Part, Path, Query, Span

_KEPT_FILTER: Final = "FILTER (true)"
_CHANGING: Final = re.compile(r"rand|uuid|bnode|now", re.IGNORECASE)
_TYPES: Final = frozenset({"a", "rdf:type", f"<{RDF_TYPE}>"})


def rewritten(query: str, *, where_it_pays: bool = True) -> str:
    """
    Return `query` with each NOT EXISTS as MINUS that may be one; what cannot be read comes back as it is.

    Args:
        query: SPARQL 1.1.
        where_it_pays: Leave those alone that are likely to be quicker as they are.
    """
    if "exists" not in query.lower():
        return query
    try:
        whole = read(query)
    except QuerySyntaxError:
        return query
    changes: list[tuple[Span, str]] = []
    for group, graph in _groups(whole.where, ""):
        for found, absent in _absences(group):
            if _means_the_same(group, absent.group, graph) and (not where_it_pays or _pays(group, absent)):
                end = group.span[1] - 1
                # The filter stays as one that is always true: a full stop may follow it.
                changes += [(found.span, _KEPT_FILTER), ((end, end), _minus(whole, group, absent, graph))]
    # From the end, so that the places of the others stay as they are.
    for (start, end), text in sorted(changes, reverse=True):
        query = query[:start] + text + query[end:]
    return query


def _minus(query: Query, group: Group, absent: Exists, graph: str) -> str:
    """Return the MINUS; only what both sides know decides, so the same values need not come twice."""
    text = query.cut(absent.group.span)
    if not graph.startswith("?"):
        shared = " ".join(sorted(in_scope(group) & in_scope(absent.group)))
        text = f"{{ SELECT DISTINCT {shared} {text} }}"
    # Within `GRAPH ?g` not: the engine would mix what a SELECT finds in one graph and in another.
    return f" MINUS {text} "


def _groups(group: Group, graph: str) -> Iterator[tuple[Group, str]]:
    """Yield the groups whose filters see no more than their own group, each with the GRAPH around it."""
    yield group, graph
    for part in group.parts:
        yield from _groups_in(part, graph)


def _groups_in(part: Part, graph: str) -> Iterator[tuple[Group, str]]:
    match part:
        case Group():
            yield from _groups(part, graph)
        case Optional():
            # Not its own filters: they see what is outside, too.
            for inner in part.group.parts:
                yield from _groups_in(inner, graph)
        case Minus():
            yield from _groups(part.group, graph)
        case Graph():
            yield from _groups(part.group, part.name)
        case Union():
            for branch in part.groups:
                yield from _groups(branch, graph)
        case Subquery():
            yield from _groups(part.select.where, graph)
        case _:
            return


def _absences(group: Group) -> Iterator[tuple[Filter, Exists]]:
    """Yield the filters of `group` that are nothing but a NOT EXISTS, in brackets or not."""
    for part in group.parts:
        if isinstance(part, Filter) and len(part.expression.exists) == 1:
            found = part.expression.exists[0]
            around = part.expression.text.replace(part_text(part, found), "", 1)
            if found.is_negated and not around.strip("() \t\r\n"):
                yield part, found


def part_text(part: Filter, found: Exists) -> str:
    """Return the text of an EXISTS as it stands in the expression of its filter."""
    start = part.expression.span[0]
    return part.expression.text[found.span[0] - start : found.span[1] - start]


def _means_the_same(group: Group, pattern: Group, graph: str) -> bool:
    shared = certain(group) & certain(pattern)
    return bool(shared) and graph not in in_scope(pattern) and _is_plain(pattern)


def _is_plain(group: Group) -> bool:
    """Say whether a pattern meets the conditions 1 and 2."""
    bound = certain(group)
    for part in group.parts:
        match part:
            case Triple():
                is_fit = _is_bounded(part.path)
            case Group():
                is_fit = _is_plain(part)
            case Graph():
                is_fit = _is_plain(part.group)
            case Union():
                is_fit = all(map(_is_plain, part.groups))
            case Filter():
                made = part.expression
                is_fit = not made.exists and made.variables <= bound and not _CHANGING.search(made.text)
            case _:
                is_fit = False
        if not is_fit:
            return False
    return True


def _is_bounded(path: Path) -> bool:
    """
    Say whether a path has a length of its own.

    `*` and `?` reach a value that was put in from itself, also one that the graph does not hold; `+` would be
    followed from everywhere.
    """
    match path:
        case Repeated():
            return False
        case Inverse():
            return _is_bounded(path.path)
        case Sequence() | Alternative():
            return all(map(_is_bounded, path.paths))
        case _:
            return True


def _pays(group: Group, absent: Exists) -> bool:
    """
    Say whether MINUS is likely to be quicker.

    A single triple is looked up by index, which is quick.  Where the group around is about certain things,
    it has few solutions, and all of the pattern would be read for them, unless it is about certain things.
    """
    steps = [*_steps(absent.group)]
    return sum(map(_length, steps)) > 1 and (not _is_selective(group) or any(map(_names_a_thing, steps)))


def _steps(group: Group) -> Iterator[Triple]:
    for part in group.parts:
        match part:
            case Triple():
                yield part
            case Group():
                yield from _steps(part)
            case Graph():
                yield from _steps(part.group)
            case Union():
                for branch in part.groups:
                    yield from _steps(branch)
            case _:
                continue


def _length(triple: Triple) -> int:
    return len(triple.path.paths) if isinstance(triple.path, Sequence) else 1


def _is_selective(group: Group) -> bool:
    return any(isinstance(part, Values) for part in group.parts) or any(map(_names_a_thing, _steps(group)))


def _names_a_thing(triple: Triple) -> bool:
    """Say whether a triple is about one thing; a class has many."""
    is_typed = isinstance(triple.path, Link) and triple.path.text in _TYPES
    return not triple.subject.startswith("?") or not (is_typed or triple.object.startswith("?"))
