"""What no statement shows, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.store.patterns import Minus
from kg.why.model import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.patterns import Filter, Query, Select
    from kg.why.rewriting import Choice, Rewriting
    from kg.why.solving import Solved

HIDDEN_KEY: Final = (
    "The row does not show all that its group is made by, so statements of other groups that look the same "
    "may stand among these."
)
NAMELESS_END: Final = "This path ends at something without a name, so its steps cannot be shown."
PARTS_CUT: Final = "The row has more parts within than are followed here; some statements are left out."
WITHIN_GRAPH: Final = "A SELECT within GRAPH is not followed; what stands behind it is not shown."

_ABSENCE: Final = (
    "The row is there because the graph has no such statements. That something is absent has no source."
)
_EXISTS: Final = "A condition, not shown: such statements exist, and nothing of them is in the row."
_MIXED: Final = "A condition, not shown: what exists, or does not, decides here together with values."
_HAVING: Final = "A condition on the whole group, not shown."
_LIMIT: Final = "A part within takes only some of its rows; which others there are is not shown."
_MISSING: Final = "An optional part: the graph has no such statements for this row."


def conditions(query: Query, select: Select, found: Rewriting) -> Iterator[Note]:
    """Yield what is said of the conditions of a SELECT."""
    for part in found.conditions:
        yield Note(*_condition(part), query.cut(part.span))
    for clause in select.clauses:
        if clause.keyword == "HAVING":
            yield Note("condition", _HAVING, query.cut(clause.span))
        elif clause.keyword in {"LIMIT", "OFFSET"} and select is not query.select:
            yield Note("condition", _LIMIT, query.cut(select.span))


def _condition(part: Filter | Minus) -> tuple[str, str]:
    if isinstance(part, Minus):
        return "absence", _ABSENCE
    if alone := part.only_exists:
        return ("absence", _ABSENCE) if alone.is_negated else ("condition", _EXISTS)
    return "condition", _MIXED


def choices(found: Rewriting, solutions: Solved) -> Iterator[Note]:
    """Yield what is said of optional parts and alternatives."""
    for choice in found.choices:
        reached = [row for row in solutions.rows if solutions.held(choice.setting, row)]
        numbers = {row[choice.variable[1:]].value for row in reached if choice.variable[1:] in row}
        if reached and (note := _choice(choice, sorted(int(number) + 1 for number in numbers))):
            yield note


def _choice(choice: Choice, held: list[int]) -> Note | None:
    if choice.branches == 1:
        return None if held else Note("missing", _MISSING, choice.text)
    if not held:
        return None
    which = _listed(held)
    return Note(
        "branch",
        f"Of {choice.branches} alternatives, {which} {'holds' if len(held) == 1 else 'hold'}.",
        choice.text,
    )


def _listed(numbers: list[int]) -> str:
    *others, last = (f"number {number}" for number in numbers)
    return f"{', '.join(others)} and {last}" if others else last


def inner_cut(total: int, shown: int) -> str:
    """Say that a sub-select sums up more than is shown."""
    return f"A part within sums up {total:,} solutions; the statements of the first {shown} are shown."


def walk_cut(total: int, shown: int) -> str:
    """Say that a path has more steps than are shown."""
    return f"A path has {total:,} steps on its way; the first {shown} are shown."
