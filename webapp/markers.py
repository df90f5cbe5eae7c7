"""Evidence markers as HTML: the smallest part of a page and the one that it has most of."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from webapp.pages.parts import Evidence

_TRANSCRIBED: Final = "transcribed"
_KEPT: Final = 20_000


def markers(evidence: Iterable[Evidence]) -> Markup:
    """
    Return the markers of a fact, to stand right behind it.

    One that is not transcribed says so: 3e is a judgement of the editors, 3d was derived by a rule.  A row of
    markers may break between two of them, never between the fact and the first.
    """
    return Markup("<wbr>".join([marker(e.href, e.n, e.source, e.locator, e.basis) for e in evidence]))  # noqa: S704  (`_frame` escapes)


def marker(href: str, n: int, source: str, locator: str, basis: str = _TRANSCRIBED) -> Markup:
    """Return one marker; `n` is its number on the page."""
    start, kind, end, letter = _frame(href, source, locator, basis)
    return Markup(f"{start}{n}{letter}{kind}{end}{n}{letter}</a>")  # noqa: S704  (`_frame` escapes)


@lru_cache(_KEPT)
def _frame(href: str, source: str, locator: str, basis: str) -> tuple[str, str, str, str]:
    """Return what stands around the two places of a marker's number, which alone differ by page."""
    kind = "" if basis == _TRANSCRIBED else basis
    place = f": {source}, {locator}" if locator else f": {source}"
    start = f'<a class="ev{f" ev-{escape(kind)}" if kind else ""}" href="{escape(href)}" aria-label="Evidence '
    return start, f", {escape(kind)}" if kind else "", f'{escape(place)}">', escape(kind[:1])
