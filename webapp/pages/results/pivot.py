"""A pivot: two columns become rows and columns, and the cells count rows or hold the values of a third."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from webapp.pages.results.answers import NO_ROW, Made
from webapp.pages.results.columns import groups

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.exports.labelled import Item
    from kg.terms import Term
    from webapp.pages.results.answers import Answer
    from webapp.pages.results.choice import Choice
    from webapp.pages.results.columns import Column

_MOST_COLUMNS: Final = 40
_FEW: Final = 25
_HEAD: Final = 60
_COUNT: Final = "none"
_TOTAL: Final = "All rows"

Place = tuple["Term | None", "Term | None"]


def why_not(columns: Mapping[str, Column]) -> str:
    """Say why there are no two columns to cross; empty if there are."""
    return "" if len(groups(columns)) > 1 else "A pivot needs two columns of things or words to cross."


def made(answer: Answer, choice: Choice) -> Made | str:
    """
    Return the pivot, or the sentence that refuses it.

    Rows and columns stand in the order in which the answer has them first.  Its totals count rows of the
    answer; values are never added up.
    """
    found = groups(answer.columns)
    across = choice.columns.get("columns") or _second(answer, found, choice.columns.get("rows", found[0]))
    down = choice.columns.get("rows") or next(name for name in found if name != across)
    value = choice.columns.get("value", _COUNT)
    if across == down:
        return f"Rows and columns of a pivot are two columns; both are ?{down} here."
    heads = list(dict.fromkeys(row.get(across) for row in answer.rows))
    kept = set(heads[:_MOST_COLUMNS])
    inside: dict[Place, list[Term | None]] = {}
    for row in answer.rows:
        inside.setdefault((row.get(down), row.get(across)), []).append(row.get(value))
    counts = {place: len(terms) for place, terms in inside.items()}
    down_counts = Counter(row.get(down) for row in answer.rows)
    across_counts = Counter(row.get(across) for row in answer.rows)
    rows: list[tuple[Item, ...]] = [
        (side, *_cells(inside, counts, side, heads[:_MOST_COLUMNS], value), down_counts[side])
        for side in down_counts
    ]
    foot: tuple[Item, ...] = (
        _TOTAL,
        *(across_counts[head] for head in heads[:_MOST_COLUMNS]),
        len(answer.rows),
    )
    notes = (f"A pivot has {_MOST_COLUMNS} columns at most: {len(heads) - len(kept)} more are left out.",)
    within = "rows of the answer" if value == _COUNT else f"values of ?{value}"
    return Made(
        f"?{down} by ?{across}: {within}",
        (f"?{down}", *_named(answer, heads[:_MOST_COLUMNS]), _TOTAL),
        (*rows, foot),
        {"rows": down, "columns": across, "value": value},
        (),
        notes if len(heads) > len(kept) else (),
    )


def _second(answer: Answer, found: list[str], first: str) -> str:
    """Return the column to stand across: one of few values if there is such."""
    others = [name for name in found if name != first]
    return next((name for name in others if answer.columns[name].distinct <= _FEW), others[0])


def _named(answer: Answer, heads: list[Term | None]) -> Iterator[str]:
    """Yield the names of columns, each once: a file has no two columns of one name."""
    taken: dict[str, int] = {}
    for head in heads:
        name = answer.brief(head, _HEAD)
        taken[name] = taken.get(name, 0) + 1
        yield name if taken[name] == 1 else f"{name} ({taken[name]})"


def _cells(
    inside: Mapping[Place, list[Term | None]],
    counts: Mapping[Place, int],
    side: Term | None,
    heads: list[Term | None],
    value: str,
) -> Iterator[Item]:
    for head in heads:
        place = (side, head)
        if value == _COUNT:
            yield counts.get(place, 0)
        elif place not in inside:
            yield NO_ROW
        else:
            terms = tuple(dict.fromkeys(term for term in inside[place] if term is not None))
            yield (terms[0] if len(terms) == 1 else terms) if terms else None
