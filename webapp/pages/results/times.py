"""A timeline of an answer: its dates as the timeline of the site draws them, each as exact as it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.terms import Literal
from webapp.pages.dates import in_words
from webapp.pages.results.answers import Made, left_out
from webapp.pages.results.columns import groups
from webapp.pages.results.days import days_of
from webapp.pages.results.pictures import Picture, Shape, circle, line, rect, words
from webapp.pages.sentences import counted
from webapp.pages.timelines.events import Event
from webapp.pages.timelines.strip import BY, FROM, POINT, STRETCH, WITHIN, strip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.terms import Term
    from webapp.pages.results.answers import Answer
    from webapp.pages.results.choice import Choice
    from webapp.pages.results.columns import Column
    from webapp.pages.timelines.strip import Mark, Strip

_DRAWN: Final = 150
_MOST_YEARS: Final = 150
_TITLE: Final = 100
_NONE: Final = "none"
_ENDS: Final = ("end", "until", "to")
_LEGEND: Final = {
    POINT: "a day, a few days or a month",
    WITHIN: "some time within the year",
    STRETCH: "from then to then",
    FROM: "from then on",
    BY: "by then",
}
_KEY: Final = 36
_LEGEND_LINE: Final = 20

Dated = tuple["Literal", "Term | None", "Term | None"]


def why_not(columns: Mapping[str, Column]) -> str:
    """Say why the answer cannot be put on a line of time; empty if it can."""
    if any(column.dates for column in columns.values()):
        return ""
    return "A timeline needs a column of dates (xsd:date, xsd:dateTime, xsd:gYear or xsd:gYearMonth)."


def made(answer: Answer, choice: Choice) -> Made | str:
    """Return the timeline, or the sentence that refuses it."""
    columns = answer.columns
    dates = [column.name for column in columns.values() if column.dates]
    begins = choice.columns.get("date", dates[0])
    if not columns[begins].dates:
        return f"The column ?{begins} holds no dates (xsd:date, xsd:dateTime, xsd:gYear or xsd:gYearMonth)."
    ends = choice.columns.get("to") or _ends(dates, begins)
    label = choice.columns.get("label") or _label(columns, {begins, ends})
    asked = [(row.get(begins), row.get(ends), row.get(label)) for row in answer.rows]
    # Several rows with one date and one name are one event.
    found = dict.fromkeys((a, b, c) for a, b, c in asked if isinstance(a, Literal) and days_of(a))
    dated = sorted(found, key=lambda one: _days(one[0], one[1])[0])
    undated = sum(1 for a, _, _ in asked if not (isinstance(a, Literal) and days_of(a)))
    titled = f"?{label} by ?{begins}" + (f" to ?{ends}" if ends != _NONE else "")
    notes = [*left_out(_DRAWN, len(dated), "date")]
    if undated:
        notes.append(
            f"{counted(undated, 'row')} of the answer {'has' if undated == 1 else 'have'} no date "
            f"in ?{begins}."
        )
    picture = _picture(answer, titled, dated[:_DRAWN])
    if picture is None:
        notes = [
            f"The dates lie more than {_MOST_YEARS} years apart, too far for one picture; narrow the query.",
            *notes,
        ]
    heads = (f"?{begins}", *([f"?{ends}"] if ends != _NONE else []), f"?{label}")
    rows = tuple((a, *([b] if ends != _NONE else []), c) for a, b, c in dated)
    used = {"date": begins, "to": ends, "label": label}
    return Made(titled, heads, rows, used, (picture,) if picture else (), tuple(notes))


def _ends(dates: list[str], begins: str) -> str:
    """Return the column of ends if one is named so, else none."""
    return next((name for name in dates if name != begins and name.lower().startswith(_ENDS)), _NONE)


def _label(columns: Mapping[str, Column], taken: set[str]) -> str:
    names = [name for name in groups(columns) if name not in taken] + [n for n in columns if n not in taken]
    return names[0] if names else next(iter(taken - {_NONE}))


def _days(first: Literal, last: Term | None) -> tuple[str, str, str]:
    """Return the first day, the last day and the precision of an event, whose first date is one."""
    begins = days_of(first)
    ends = days_of(last) if isinstance(last, Literal) else None
    assert begins is not None  # noqa: S101  (only such events are drawn)
    if ends is None or ends[1] < begins[0]:
        return begins
    is_year = begins[0][5:] == "01-01" and ends[1] == f"{begins[0][:4]}-12-31"
    return begins[0], ends[1], "year" if is_year else "interval"


def _picture(answer: Answer, title: str, dated: list[Dated]) -> Picture | None:
    events: list[tuple[str, Event]] = []
    for at, (first, last, label) in enumerate(dated):
        begins, ends, precision = _days(first, last)
        said = in_words(begins, ends, precision)
        name = answer.brief(label, _TITLE)
        events.append((str(at), Event("", name, "", "", begins, ends, precision, said)))
    years = [int(event.begins[:4]) for _, event in events if event.begins]
    years += [int(event.ends[:4]) for _, event in events if event.ends]
    if not years or max(years) - min(years) > _MOST_YEARS:
        return None
    drawn = strip(events)
    if drawn is None:
        return None
    description = (
        f"{counted(len(events), 'date')} from {min(years)} to {max(years)}. "
        "The table has every date and name."
    )
    high = drawn.height + len(drawn.shapes) * _LEGEND_LINE
    return Picture(
        title, description, max(drawn.width, 320), high, (*_axis(drawn), *_marks(drawn), *_legend(drawn))
    )


def _axis(drawn: Strip) -> Iterator[Shape]:
    for tick in drawn.ticks:
        yield line("line", tick.x, 0, tick.x, drawn.axis + (6 if tick.label else 3))
    yield line("edge", 0, drawn.axis, drawn.width, drawn.axis)
    for tick in drawn.ticks:
        if tick.label:
            yield words("note", tick.x + 3, drawn.axis + 16, tick.label)


def _marks(drawn: Strip) -> Iterator[Shape]:
    for mark in sorted(drawn.marks, key=lambda mark: mark.shape):
        yield _mark(mark)


def _mark(mark: Mark) -> Shape:
    """Return a mark as the timeline of the site draws it, with what it stands for to hover over."""
    x, y, width = mark.x, mark.y, mark.width
    if mark.shape == POINT:
        return circle("full", round(x + width / 2, 1), y + 4.5, 4.5)
    if mark.shape == WITHIN:
        return rect("open", x + 0.5, y + 1, round(max(width - 1, 1), 1), 7)
    return rect("full", x, y + 1, width, 7)


def _legend(drawn: Strip) -> Iterator[Shape]:
    shapes = [(at, shape) for at, shape in enumerate(drawn.shapes)]
    for at, shape in shapes:
        y = drawn.height + at * _LEGEND_LINE
        if shape == POINT:
            yield circle("full", _KEY / 2, y + 8, 4.5)
        else:
            yield rect("full" if shape == STRETCH else "open", 0, y + 4.5, _KEY, 7)
    for at, shape in shapes:
        yield words("note", _KEY + 8, drawn.height + at * _LEGEND_LINE + 12, _LEGEND[shape])
