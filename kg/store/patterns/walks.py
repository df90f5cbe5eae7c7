"""Which variables a pattern binds, and which for certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.store.patterns.nodes import (
    Bind,
    Filter,
    Graph,
    Group,
    Minus,
    Optional,
    Select,
    Subquery,
    Triple,
    Union,
    Values,
)

if TYPE_CHECKING:
    from kg.store.patterns.nodes import Part

_UNDEF = "UNDEF"


def certain(part: Part) -> frozenset[str]:  # noqa: PLR0911  (one case a kind of part)
    """Return the variables that every solution of `part` binds: fewer than there are, never more."""
    match part:
        case Triple():
            return part.variables
        case Group():
            return frozenset().union(*map(certain, part.parts))
        case Graph():
            return certain(part.group) | _variable(part.name)
        case Union():
            first, *others = map(certain, part.groups)
            return first.intersection(*others)
        case Values():
            # A variable is bound by every row or it is not certain.
            unbound = {
                name
                for row in part.rows
                for name, term in zip(part.variables, row, strict=True)
                if term.upper() == _UNDEF
            }
            return frozenset(part.variables) - unbound
        case Subquery():
            return _given(part.select) & certain(part.select.where)
        case _:  # OPTIONAL, MINUS, FILTER; an expression of BIND may fail
            return frozenset()


def in_scope(part: Part) -> frozenset[str]:  # noqa: PLR0911  (one case a kind of part)
    """Return the variables that a solution of `part` may bind, those of blank nodes among them."""
    match part:
        case Group():
            return frozenset().union(*map(in_scope, part.parts))
        case Optional():
            return in_scope(part.group)
        case Graph():
            return in_scope(part.group) | _variable(part.name)
        case Union():
            return frozenset().union(*map(in_scope, part.groups))
        case Bind():
            return frozenset({part.variable})
        case Values():
            return frozenset(part.variables)
        case Subquery():
            return _given(part.select)
        case Triple():
            return part.variables
        case _:
            return frozenset()


def mentioned(part: Part) -> frozenset[str]:  # noqa: PLR0911  (one case a kind of part)
    """Return all variables that stand in `part`, also within expressions, MINUS and sub-selects."""
    match part:
        case Group():
            return frozenset().union(*map(mentioned, part.parts))
        case Optional() | Minus():
            return mentioned(part.group)
        case Graph():
            return mentioned(part.group) | _variable(part.name)
        case Union():
            return frozenset().union(*map(mentioned, part.groups))
        case Filter():
            inner = (mentioned(found.group) for found in part.expression.exists)
            return part.expression.variables.union(*inner)
        case Bind():
            inner = (mentioned(found.group) for found in part.expression.exists)
            return part.expression.variables.union({part.variable}, *inner)
        case Subquery():
            return mentioned(part.select.where) | _given(part.select)
        case _:
            return in_scope(part)


def _given(select: Select) -> frozenset[str]:
    if not select.items:
        return in_scope(select.where)
    return frozenset(item.variable for item in select.items)


def _variable(name: str) -> frozenset[str]:
    return frozenset({name} if name.startswith("?") else ())
