"""
The smallest parts of a page as HTML: evidence markers, values, cells of tables.

A page has some hundreds of them, and a macro costs twenty times as much as a function; so these few are
written here, and the macros of the same names in `macros/marks.html` and `macros/tables.html` call them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from webapp.pages.parts import Evidence, Value

_TRANSCRIBED: Final = "transcribed"
_DERIVED: Final = "derived"
_RECORDED: Final = "recorded"
_KEPT: Final = 20_000
_LONGEST: Final = 36
_NUMBERED: Final = re.compile(r'(<a class="ev[^>]* aria-label="Evidence )(\d+)([^>]*>)\d+')
_FROM_THE_RIGHT: Final = {"ar", "fa", "he", "ur"}
_LEVELS: Final = 4
_SHORT: Final = 3
INCOMPLETE: Final = '<span class="tag tag-flag">incomplete in the source</span>'
CONFLICTING: Final = '<span class="tag tag-conflict">sources disagree</span>'


def markers(evidence: Iterable[Evidence]) -> Markup:
    """
    Return the markers of a fact, to stand right behind it.

    One that is not transcribed says so: 3e is a judgement of the editors, 3d was derived by a rule.  A row of
    markers may break between two of them, never between the fact and the first.
    """
    all_of = [_object(e) for e in evidence] if isinstance(evidence, list) else evidence
    return Markup("<wbr>".join([_marker(e.href, e.n, e.source, e.basis) for e in all_of]))  # noqa: S704


def in_order(page: str) -> str:
    """
    Return a page on which the numbers of its evidence begin with 1 and rise as one reads.

    Parts of a page are made in another order than they stand in, and some are not shown.
    """
    numbers: dict[str, int] = {}

    def renumbered(found: re.Match[str]) -> str:
        before, number, between = found.groups()
        place = numbers.setdefault(number, len(numbers) + 1)
        return f"{before}{place}{between}{place}"

    return _NUMBERED.sub(renumbered, page)


def marker(href: str, n: int, source: str, basis: str = _TRANSCRIBED) -> Markup:
    """Return one marker; `n` is its number on the page."""
    return Markup(_marker(href, n, source, basis))  # noqa: S704  (`_frame` escapes)


def _marker(href: str, n: int, source: str, basis: str) -> str:
    start, kind, end, letter = _frame(href, source, basis)
    return f"{start}{n}{letter}{kind}{end}{n}{letter}</a>"


@lru_cache(_KEPT)
def _frame(href: str, source: str, basis: str) -> tuple[str, str, str, str]:
    """Return what stands around the two places of a marker's number, which alone differ by page."""
    kind = "" if basis == _TRANSCRIBED else basis
    # The place in the document is for the evidence itself: no one hears out a hundred places on a page.
    # A rule is no document, and its name says no more than that it is one.
    place = f": {_cut(source)}" if source and basis != _DERIVED else ""
    start = (
        f'<a class="ev{f" ev-{escape(kind)}" if kind else ""}" href="{escape(href)}" aria-label="Evidence '
    )
    return start, f", {escape(kind)}" if kind else "", f'{escape(place)}">', str(escape(kind[:1]))


def _cut(text: str) -> str:
    """Return a text short enough to be heard beside a fact; the evidence itself has all of it."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


class Marks:
    """Values and cells as HTML; they need the words for the states of knowledge, which the graph gives."""

    def __init__(self, state_words: Callable[[str], str]) -> None:
        """Write the states of knowledge in the words that `state_words` gives for their keys."""
        self._state_words = state_words

    def value(self, v: Value | Any) -> Markup:  # noqa: ANN401  (macros may give any object with these names)
        """Return a fact with its markers; what `v` may have stands in `macros/marks.html`."""
        v = _object(v)
        state, level, href = (getattr(v, name, None) for name in ("state", "level", "href"))
        text = getattr(v, "text", "")
        shown = _link(text, href, _language(getattr(v, "lang", None))) if text else ""
        if state:
            shown = self.state(state) + (f' <span class="state-what">{shown}</span>' if shown else "")
        elif level:
            shown = _level(level)
        evidence = str(markers(getattr(v, "evidence", ())))
        disputed = f" {CONFLICTING}" if getattr(v, "is_disputed", False) else ""
        return Markup(f'<span class="fact" data-fact>{shown}{evidence}</span>{disputed}')  # noqa: S704

    def state(self, key: str, *, words: bool = True) -> str:
        """Return a state of knowledge in shape and words; without `words` these are for screen readers."""
        hidden = "" if words else ' class="vh"'
        return (
            f'<span class="state state-{escape(key)}"><svg class="i" aria-hidden="true">'
            f'<use href="#st-{escape(key)}"/>'
            f"</svg><span{hidden}>{escape(self._state_words(key))}</span></span>"
        )

    def cell(self, c: Any, dense: bool = False) -> Markup:  # noqa: ANN401, FBT001, FBT002  (called by a macro)
        """Return what stands in a cell; what `c` may have stands in `macros/tables.html`."""
        if isinstance(c, str | int | float):
            return escape(c)
        c = _object(c)
        values = getattr(c, "values", None)
        if values and not callable(values):
            return Markup("".join([f'<span class="line">{self._line(v)}</span>' for v in values]))  # noqa: S704
        state, level = getattr(c, "state", None), getattr(c, "level", None)
        evidence = str(markers(getattr(c, "evidence", ())))
        text = _link(getattr(c, "text", ""), getattr(c, "href", None))
        if level:
            text = _link(Markup(_level(level)), getattr(c, "href", None)) + evidence  # noqa: S704
        elif state == _RECORDED:
            text = (
                '<span class="state state-recorded"><svg class="i" aria-hidden="true">'
                '<use href="#st-recorded"/></svg>'
                f'<span>{text}<span class="vh">, recorded</span>{evidence}</span></span>'
            )
        else:
            text = (self.state(state, words=not dense) if state else text) + evidence
        note = getattr(c, "note", "")
        ends = (
            f" {INCOMPLETE}" if getattr(c, "incomplete", False) else "",
            f" {CONFLICTING}" if getattr(c, "is_disputed", False) else "",
            f' <span class="meta">{escape(note)}</span>' if note else "",
        )
        return Markup(text + "".join(ends))  # noqa: S704  (its parts are escaped above)

    def rows(self, rows: Iterable[Any], columns: Any, cards: bool = False) -> Markup:  # noqa: ANN401, FBT001, FBT002
        """
        Return the rows of a table, each with its first cell as its header.

        With `cards`, where the table is laid out in blocks on a narrow screen, its roles are given by name
        and each cell says under which heading it stands.
        """
        if not cards:
            return Markup("".join([self._row(row) for row in rows]))  # noqa: S704
        labels = [f' role="cell" data-label="{escape(_object(column).label)}"' for column in columns]
        return Markup("".join([self._card(row, labels) for row in rows]))  # noqa: S704

    def _row(self, row: Any) -> str:  # noqa: ANN401
        first, *others = row
        cells = [f"<td{_figures(c)}>{self.cell(c)}</td>" for c in others]
        return f'<tr><th scope="row">{self.cell(first)}</th>{"".join(cells)}</tr>\n'

    def _card(self, row: Any, labels: list[str]) -> str:  # noqa: ANN401
        first, *others = row
        cells = [
            f"<td{label}{_figures(c)}>{self.cell(c)}</td>"
            for c, label in zip(others, labels[1:], strict=False)
        ]
        header = f'<th scope="row" role="rowheader">{self.cell(first)}</th>'
        return f'<tr role="row">{header}{"".join(cells)}</tr>\n'

    def _line(self, v: Value) -> str:
        return self.value(v) if v.evidence else _link(v.text, getattr(v, "href", None))


def _figures(c: Any) -> str:  # noqa: ANN401
    """Return what sets a number in figures that line up."""
    return ' class="num"' if isinstance(c, int | float) or getattr(c, "number", False) else ""


def _object(given: Any) -> Any:  # noqa: ANN401
    """Return a mapping, as examples in templates are, as an object with its names; all else as it is."""
    if isinstance(given, dict):
        return SimpleNamespace(**{name: _object(value) for name, value in given.items()})
    return [_object(one) for one in given] if isinstance(given, list | tuple) else given


def _link(text: str, href: str | None, language: str = "") -> str:
    if href:
        # A word of two or three letters needs more room than its own to be hit.
        kind = ' class="short"' if len(text) <= _SHORT else ""
        return f'<a{kind} href="{escape(href)}"{language}>{escape(text)}</a>'
    return f"<span{language}>{escape(text)}</span>" if language else str(escape(text))


def _language(language: str | None) -> str:
    """Return the attributes that say in which language a text is, and that it runs from the right."""
    if not language:
        return ""
    return f' lang="{escape(language)}"' + (' dir="rtl"' if language in _FROM_THE_RIGHT else "")


def _level(level: Any) -> str:  # noqa: ANN401  (any object with label and order)
    """Return the place of a level on its ordinal scale: a position, never an amount."""
    return (
        '<span class="level"><svg class="lv" aria-hidden="true">'
        f'<use href="#lv-{escape(level.order)}"/></svg>'
        f'<span>{escape(level.label)}<span class="vh">, level {escape(level.order)} of {_LEVELS}</span>'
        "</span></span>"
    )
