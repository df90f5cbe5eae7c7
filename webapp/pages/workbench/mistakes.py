"""What is wrong with a query, or in its way, and what to do: in plain words, with the line and place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.errors import BusyError, LimitError, ParameterError, QuerySyntaxError, RefusedQueryError
from webapp.pages.workbench.reading import in_words, mistake_in
from webapp.problems import LIMIT_ADVICE

if TYPE_CHECKING:
    from kg.errors import KgError

_AROUND: Final = 60
"""How many characters of a long line are shown on each side of the mistake."""

_LIMITED: Final = {"cpu": "processor time"}


@dataclass(frozen=True, slots=True)
class Mistake:
    """
    Why there is no answer.

    `sentence` says what is wrong; `advice` are sentences on what to do.  `rule` and `limit` are the ids of
    the rule that the query breaks and of the limit that it went over.  `line` and `column` count from 1; of
    that line, `before`, `at` and `after` are what stands before the mistake, in it and after it.
    """

    title: str
    sentence: str
    advice: tuple[str, ...] = ()
    rule: str = ""
    limit: str = ""
    retry_after_s: int = 0
    line: int = 0
    column: int = 0
    before: str = ""
    at: str = ""
    after: str = ""


def mistake(query: str, error: KgError) -> Mistake:
    """Tell what `error` says of `query`."""
    if isinstance(error, QuerySyntaxError):
        return _misread(query, error)
    if isinstance(error, RefusedQueryError):
        return Mistake(f"Refused by the rule {error.rule}", _sentence(error.reason), rule=error.rule)
    if isinstance(error, LimitError):
        advice = LIMIT_ADVICE.get(error.limit, ())
        return Mistake(
            f"Stopped at the limit of {_LIMITED.get(error.limit, error.limit)}",
            _sentence(error.reason),
            advice,
            limit=error.limit,
        )
    if isinstance(error, BusyError):
        again = (
            f"Run it again in {error.retry_after_s} {'second' if error.retry_after_s == 1 else 'seconds'}."
        )
        return Mistake(
            "Too much to do at this moment",
            "Other queries take up all there is; yours was not begun.",
            (again,),
            retry_after_s=error.retry_after_s,
        )
    if isinstance(error, ParameterError):
        return Mistake("A value does not fit", str(error))
    return Mistake("Not answered", str(error))


def _misread(query: str, error: QuerySyntaxError) -> Mistake:
    found = mistake_in(query)
    if found:
        title = "The query cannot be read"
        return _placed(Mistake(title, found.sentence), query, found.start, found.end)
    made = Mistake("The query cannot be read", _sentence(in_words(error.reason)))
    if error.line is None or error.column is None:
        return made
    lines = query.split("\n")
    if error.line > len(lines):
        return made
    start = sum(len(line) + 1 for line in lines[: error.line - 1]) + max(error.column - 1, 0)
    return _placed(made, query, min(start, len(query)), min(start + 1, len(query)))


def _placed(made: Mistake, query: str, start: int, end: int) -> Mistake:
    """Add the line in which the text from `start` to `end` stands."""
    begin = query.rfind("\n", 0, start) + 1
    stop = query.find("\n", start)
    line = query[begin : stop if stop >= 0 else len(query)]
    first, last = start - begin, min(end - begin, len(line))
    left, right = max(first - _AROUND, 0), min(last + _AROUND, len(line))
    return replace(
        made,
        line=query.count("\n", 0, start) + 1,
        column=first + 1,
        before=("… " if left else "") + line[left:first],
        at=line[first:last],
        after=line[last:right] + (" …" if right < len(line) else ""),
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
