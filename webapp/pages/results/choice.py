"""
Which view of an answer is asked for: by the address, or by a comment line of the query.

Both write it in one way, the name of a view and its options: `pivot rows=?process columns=?domain`.  In a
query that stands in a line of its own behind `#view:`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.store.syntax import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TABLE, PIVOT, BAR, TIMELINE, MAP, NETWORK = "table", "pivot", "bar", "timeline", "map", "network"
"""The views."""

OPTIONS: Final[dict[str, dict[str, str]]] = {
    TABLE: {},
    PIVOT: {"rows": "Rows", "columns": "Columns", "value": "In the cells"},
    BAR: {"category": "A bar for each", "value": "As long as"},
    TIMELINE: {"date": "Date", "to": "Until", "label": "Name"},
    MAP: {"country": "Country", "value": "On the tiles"},
    NETWORK: {"from": "From", "to": "To", "link": "Link"},
}
"""The options of each view that name a column, with the words of their fields."""

LABELS: Final = ("iri", "text", "both")
"""How IRIs are shown: short, by name, or both."""

_LINE: Final = re.compile(r"^[ \t]*#[ \t]*view[ \t]*:(.*)$", re.MULTILINE | re.IGNORECASE)
_LONGEST: Final = 1_000
_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """
    What is asked for.

    `columns` are names of columns by option; `labels` is one of `LABELS`, or empty; `problems` are sentences
    on what makes no sense.
    """

    view: str = TABLE
    columns: Mapping[str, str] = field(default_factory=dict)
    labels: str = ""
    problems: tuple[str, ...] = ()


def asked_view(values: Mapping[str, str]) -> str:
    """
    Return what the parameters of an address choose, as the comment of a query would write it.

    Args:
        values: The parameters: `view`, `labels`, and the options of the views, each behind `view-`, such as
            `view-rows`; others are left aside.
    """
    names = dict.fromkeys(name for options in OPTIONS.values() for name in options)
    given = [f"{name}={value}" for name in names if (value := values.get(f"view-{name}", "").strip())]
    given += [f"labels={labels}"] if (labels := values.get("labels", "").strip()) else []
    return " ".join([values.get("view", "").strip(), *given]).strip()[:_LONGEST]


def read_choice(query: str, chosen: str, variables: Iterable[str]) -> Choice:
    """
    Read the choice of an address, and where that leaves something open, that of the query.

    Args:
        query: The query, which may hold a comment `#view:`.
        chosen: The choice of the address, as `asked_view` gives it; may be empty.
        variables: The columns of the answer.
    """
    asked, stored = _parsed(chosen[:_LONGEST]), _parsed(comment(query))
    view = asked.pop("view", "") or stored.get("view", "")
    if view == stored.pop("view", ""):
        asked = stored | asked
    elif "labels" in stored:
        asked.setdefault("labels", stored["labels"])
    problems: list[str] = []
    if view and view not in OPTIONS:
        problems.append(f"There is no view “{_shown(view)}”; it is one of {', '.join(OPTIONS)}.")
    view = view if view in OPTIONS else TABLE
    labels = asked.pop("labels", "")
    if labels and labels not in LABELS:
        problems.append(f"Names cannot be shown as “{_shown(labels)}”; it is iri, text or both.")
    known, columns = set(variables), dict[str, str]()
    for name in OPTIONS[view]:
        column = asked.get(name, "").lstrip("?$")
        if column and column not in known and not (name in {"value", "to", "link"} and column == "none"):
            problems.append(f"The answer has no column ?{_shown(column)}, so another is taken for “{name}”.")
        elif column:
            columns[name] = column
    return Choice(view, columns, labels if labels in LABELS else "", tuple(problems))


def comment(query: str) -> str:
    """Return what stands behind the first `#view:` of a query, which must be a comment; empty without one."""
    found = list(_LINE.finditer(query))
    if not found:
        return ""
    spans = [(token.start, token.start + len(token.text)) for token in tokens(query)]
    for line in found:
        at = line.start() + line[0].index("#")
        if not any(start <= at < end for start, end in spans):
            return line[1].strip()[:_LONGEST]
    return ""


def _parsed(text: str) -> dict[str, str]:
    """Return the options of a choice by name, the view itself as `view`."""
    found: dict[str, str] = {}
    for word in text.split():
        name, sign, value = word.partition("=")
        if sign:
            found.setdefault(name.lower(), value)
        else:
            found.setdefault("view", name.lower())
    return found


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
