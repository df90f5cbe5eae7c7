"""The table of an answer, and any table as a picture for its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from webapp.pages.results.answers import Made, left_out
from webapp.pages.results.pictures import LETTER, Picture, cut, line, noted, words
from webapp.pages.results.twins import texts
from webapp.pages.sentences import counted

if TYPE_CHECKING:
    from webapp.pages.results.answers import Answer
    from webapp.pages.results.choice import Choice

_ROWS, _COLUMNS = 100, 14
_LONGEST: Final = 32
_STEP: Final = 22
_BESIDE: Final = 18


def table(answer: Answer, _choice: Choice) -> Made:
    """Return the answer as it is."""
    variables = answer.preview.solutions.variables
    rows = tuple(tuple(row.get(name) for name in variables) for row in answer.rows)
    return Made("The rows of the answer", tuple(f"?{name}" for name in variables), rows)


def grid(answer: Answer, made: Made) -> Picture:
    """Return the table of a view as a picture, as far as there is room in one."""
    heads = [cut(head, _LONGEST) for head in made.heads[:_COLUMNS]]
    if not heads:
        return Picture(made.title, "A table without columns.", 320, 1, ())
    rows = [[cut(text, _LONGEST) for text in row[:_COLUMNS]] for row in texts(answer, made.rows[:_ROWS])]
    widths = [max(map(len, column)) * (LETTER + 0.4) + _BESIDE for column in zip(heads, *rows, strict=True)]
    places = [sum(widths[:at]) for at in range(len(widths))]
    width, height = round(sum(widths)) or 1, (len(rows) + 1) * _STEP
    shapes = [words("head", x, 15, head) for x, head in zip(places, heads, strict=True)]
    shapes += [line("line", 0, (at + 1) * _STEP, width, (at + 1) * _STEP) for at in range(len(rows) + 1)]
    shapes += [
        words("text", x, (at + 1) * _STEP + 15, text)
        for at, row in enumerate(rows)
        for x, text in zip(places, row, strict=True)
    ]
    description = f"A table of {counted(len(rows), 'row')} and {counted(len(heads), 'column')}."
    notes = [*left_out(len(rows), len(made.rows), "row"), *left_out(len(heads), len(made.heads), "column")]
    return noted(Picture(made.title, description, width, height, tuple(shapes)), notes)
