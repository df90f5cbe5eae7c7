"""Bars: one for each row as long as a number in it, or one for each category as long as it has rows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from webapp.pages.results.answers import Made, left_out
from webapp.pages.results.columns import groups, number_of
from webapp.pages.results.pictures import LETTER, Picture, line, rect, words
from webapp.pages.sentences import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.terms import Term
    from webapp.pages.results.answers import Answer
    from webapp.pages.results.choice import Choice
    from webapp.pages.results.columns import Column

_DRAWN: Final = 100
_LONGEST: Final = 44
_ROW, _THICK = 24, 14
_LENGTH: Final = 300
_BESIDE: Final = 10
_FIGURES: Final = 14
_COUNT: Final = "none"
"""The choice of no column for the length: the rows are counted."""

RATINGS: Final = (
    "Levels of a rating are words in an order and no amounts, so nothing is drawn as long as they are high. "
    "Count rows instead, or look at them in the table."
)


def why_not(columns: Mapping[str, Column]) -> str:
    """Say why no column can be drawn as bars; empty if one can."""
    return "" if groups(columns) else "Bars need a column of things or words to name them."


def made(answer: Answer, choice: Choice) -> Made | str:
    """Return the bars, or the sentence that refuses them; they stand in the order of the answer."""
    columns = answer.columns
    found = groups(columns)
    category = choice.columns.get("category", found[0])
    value = choice.columns.get("value", _default_value(columns, category))
    if value == _COUNT:
        return _counted(answer, category)
    if columns[value].ratings or columns[value].is_made_of_ratings:
        return RATINGS
    if not columns[value].is_number:
        return f"The column ?{value} does not hold numbers in all its rows, so it has no lengths to draw."
    pairs = [(row.get(category), row[value]) for row in answer.rows if value in row]
    numbers = [number_of(term) or 0.0 for _, term in pairs]
    titled = f"?{value} for each ?{category}"
    return Made(
        titled,
        (f"?{category}", f"?{value}"),
        tuple(pairs),
        {"category": category, "value": value},
        (_picture(answer, titled, [term for term, _ in pairs], numbers, [str(term) for _, term in pairs]),),
        left_out(_DRAWN, len(pairs), "bar"),
    )


def _default_value(columns: Mapping[str, Column], category: str) -> str:
    return next((c.name for c in columns.values() if c.is_drawable and c.name != category), _COUNT)


def _counted(answer: Answer, category: str) -> Made:
    counts = Counter(row.get(category) for row in answer.rows)
    titled = f"How many rows of the answer have which ?{category}"
    numbers = list(counts.values())
    return Made(
        titled,
        (f"?{category}", "Rows"),
        tuple(counts.items()),
        {"category": category, "value": _COUNT},
        (_picture(answer, titled, list(counts), [float(n) for n in numbers], [f"{n:,}" for n in numbers]),),
        left_out(_DRAWN, len(counts), "bar"),
    )


def _picture(
    answer: Answer, title: str, terms: Sequence[Term | None], numbers: Sequence[float], said: Sequence[str]
) -> Picture:
    """Return the picture of the first bars; what is less than nothing goes to the left of the line."""
    names = [answer.brief(term, _LONGEST) for term in terms[:_DRAWN]]
    lengths = [*numbers[:_DRAWN], 0.0]
    low, high = min(lengths), max(lengths)
    # Parted before it is added: two of the greatest numbers would be none.
    unit = max(high / _LENGTH - low / _LENGTH, 0.0) or 1.0
    values = [
        value if len(value) <= _FIGURES else f"{n:.4g}" for value, n in zip(said, lengths, strict=False)
    ]
    # Names and numbers stand together on the left, where a narrow screen shows both.
    named = round(max(map(len, names), default=0) * LETTER) + _BESIDE
    left = named + round(max(map(len, values), default=0) * LETTER) + 2 * _BESIDE
    zero = left - low / unit
    shapes = [line("edge", zero, 0, zero, len(names) * _ROW)]
    for at, number in enumerate(lengths[:-1]):
        length = abs(number) / unit
        y = at * _ROW + (_ROW - _THICK) / 2
        shapes.append(rect("full", zero if number >= 0 else zero - length, y, round(length, 1), _THICK))
    for at, (name, value) in enumerate(zip(names, values, strict=False)):
        y = at * _ROW + _ROW / 2 + 4.5
        shapes.append(words("text", named - _BESIDE, y, name, anchor="end"))
        shapes.append(words("text", left - _BESIDE, y, value, anchor="end"))
    description = (
        f"{counted(len(names), 'bar')} in the order of the answer. The table has the same names and numbers."
    )
    return Picture(title, description, left + _LENGTH, len(names) * _ROW + 2, tuple(shapes))
