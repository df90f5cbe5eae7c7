"""
A SELECT tied to one row of its answer: which solutions of its pattern make that row.

Values are put in as terms.  Where a value may stand in front of the pattern without changing what it means,
it does, since engines then look up instead of searching; else the solutions are compared with it at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.store.patterns import Filter, Item, certain, in_scope, mentioned
from kg.store.syntax import Kind, tokens
from kg.terms import BlankNode
from kg.why.values import is_in_parts, same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.store.patterns import Clause, Query, Select
    from kg.store.syntax import Token
    from kg.terms import Term
    from kg.why.rewriting import Variables

_AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_GROUP_BY: Final = "GROUP BY"


@dataclass(frozen=True, slots=True)
class Bound:
    """
    What ties a SELECT to a row: text to stand before its pattern, and text to stand behind it.

    `is_group` where the row sums up a group; a row `is_apart` unless it hides a key of its group.
    """

    before: str
    after: str
    is_group: bool
    is_apart: bool = True


def bind(query: Query, select: Select, row: Mapping[str, Term], names: Variables, *, is_inner: bool) -> Bound:
    """
    Tie a SELECT to a row.

    Args:
        query: The whole query.
        select: The query itself, or a SELECT within it.
        row: The values, by variable without `?`; what is missing is unbound.
        names: What variables the query has.
        is_inner: The row is known only as far as the pattern around a sub-select tells: it may have bound
            what the sub-select had left open.
    """
    tie = _Tie(select, row, is_inner=is_inner)
    keys = _keys(query, select.clause(_GROUP_BY))
    shown = _shown(select, names)
    tie.behind += [f"BIND {key.text}" for key in keys if key.is_made]
    summed: set[str] = set()
    for item in shown:
        made = item.expression
        if made is None:
            tie.to(item.variable, is_made=any(key.is_made and key.variable == item.variable for key in keys))
        elif sums_up(made.text) or made.variables & summed:
            summed.add(item.variable)
        else:
            tie.behind.append(f"BIND ({made.text} AS {item.variable})")
            tie.to(item.variable, is_made=True)
    is_group = bool(keys or summed)
    if select.values and not is_group:
        tie.behind.append(query.cut(select.values.span))
    hidden = {key.variable for key in keys} - {item.variable for item in shown}
    return Bound(tie.before(), " ".join((*tie.behind, *tie.compared)), is_group, not hidden)


class _Tie:
    """Values in front of a pattern, and comparisons behind it."""

    def __init__(self, select: Select, row: Mapping[str, Term], *, is_inner: bool) -> None:
        self._select, self._row, self._is_inner = select, row, is_inner
        self._scope, self._certain = in_scope(select.where), certain(select.where)
        self._ahead: dict[str, str] = {}
        self.behind: list[str] = []
        self.compared: list[str] = []

    def to(self, variable: str, *, is_made: bool = False) -> None:
        """Tie a variable to its value; `is_made` if an expression gives it behind the pattern."""
        term = self._row.get(variable[1:])
        if isinstance(term, BlankNode):
            return  # it has no name by which it could be found again
        if term is None:
            if not self._is_inner and (is_made or variable in self._scope - self._certain):
                self.compared.append(f"FILTER (!BOUND({variable}))")
        elif not is_made and not is_in_parts(term) and self._may_stand_ahead(variable):
            self._ahead[variable] = term.n3()
        elif is_made or variable in self._scope:
            open_ = f"!BOUND({variable}) || " if self._is_inner else ""
            self.compared.append(f"FILTER ({open_}{same(variable, term)})")

    def _may_stand_ahead(self, variable: str) -> bool:
        """
        Say whether the pattern means the same with the value in front of it.

        It does if the first part that knows the variable always binds it: no OPTIONAL, MINUS or expression
        has then met it unbound.
        """
        for part in self._select.where.parts:
            if not isinstance(part, Filter) and variable in mentioned(part):
                return variable in certain(part)
        return False

    def before(self) -> str:
        if not self._ahead:
            return ""
        return f"VALUES ({' '.join(self._ahead)}) {{ ({' '.join(self._ahead.values())}) }}"


def _shown(select: Select, names: Variables) -> tuple[Item, ...]:
    """Return what the SELECT gives; for `*` the variables that are written in its pattern."""
    return select.items or tuple(map(Item, sorted(in_scope(select.where) & names.written)))


def sums_up(text: str) -> bool:
    """Say whether an expression has an aggregate in it."""
    return any(token.kind is Kind.WORD and token.text.upper() in _AGGREGATES for token in tokens(text))


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of a GROUP BY as written, and the variable that it goes by, if it has one; else that is empty."""

    text: str
    variable: str

    @property
    def is_made(self) -> bool:
        """Say whether an expression makes it, under a name."""
        return bool(self.variable) and self.text.startswith("(")


def _keys(query: Query, clause: Clause | None) -> tuple[_Key, ...]:
    """Return the keys of a GROUP BY: each is a variable, brackets with all that is in them, or a call."""
    if clause is None:
        return ()
    text = query.cut(clause.span)
    found: list[_Key] = []
    begun: list[Token] = []
    for token in list(tokens(text))[2:]:  # behind GROUP and BY
        begun.append(token)
        if not token.depth and (token.text == ")" or token.kind is Kind.VARIABLE):
            written = text[begun[0].start : token.start + len(token.text)]
            found.append(_Key(written, _variable(begun)))
            begun = []
    return tuple(found)


def _variable(key: list[Token]) -> str:
    """Return the variable that a key is, or that it is given behind AS."""
    if len(key) == 1:
        return "?" + key[0].text[1:]
    *_, word, last, _ = key
    is_named = key[0].text == "(" and word.text.upper() == "AS"
    return "?" + last.text[1:] if is_named else ""
