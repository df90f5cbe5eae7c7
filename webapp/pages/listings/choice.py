"""What a reader asks of a list by its address: filters, words, order, page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.datastructures import MultiDict

PAGE: Final = "page"
SORT: Final = "sort"
WORDS: Final = "q"
BY_DATE: Final = "date"

_LONGEST: Final = 200
_MOST: Final = 50
_FIGURES: Final = 7


@dataclass(frozen=True, slots=True)
class Choice:
    """
    What is asked of a list.

    `facets` holds the chosen values by filter, in the order of the filters; `page` is None where what is
    asked for can be the number of no page; `strange` are parameters that the list does not have.
    """

    facets: dict[str, tuple[str, ...]]
    words: str = ""
    is_by_date: bool = False
    page: int | None = 1
    strange: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Tell whether something is chosen, so that the list may be shorter than the whole."""
        return bool(self.words) or any(self.facets.values())

    def pairs(self, name: str = "", values: Iterable[str] = ()) -> list[tuple[str, str]]:
        """Return the choice as names and values of an address, with these values in one filter if named."""
        given = self.facets | ({name: tuple(values)} if name else {})
        found = [(facet, value) for facet, taken in given.items() for value in taken]
        found += [(WORDS, self.words)] if self.words else []
        return found + ([(SORT, BY_DATE)] if self.is_by_date else [])


def choice_of(args: MultiDict[str, str], names: Iterable[str], *, is_dated: bool = False) -> Choice:
    """
    Read what is asked; nothing that an address may hold is an error here.

    Args:
        args: The parameters of the address.  An empty one counts as not given, as forms send it so.
        names: The filters of the list.
        is_dated: The list can be put in the order of dates.
    """
    facets = {name: _values(args, name) for name in names}
    known = {*facets, PAGE, WORDS, SORT}
    return Choice(
        facets,
        " ".join(args.get(WORDS, "")[:_LONGEST].split()),
        is_dated and args.get(SORT) == BY_DATE,
        _page(args.get(PAGE) or "1"),
        tuple(name for name in args if name not in known),
    )


def _values(args: MultiDict[str, str], name: str) -> tuple[str, ...]:
    """Return the values of a filter, each once.  No value of ours is longer than what is kept of each."""
    return tuple(dict.fromkeys(value[:_LONGEST] for value in args.getlist(name) if value))[:_MOST]


def _page(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= _FIGURES
    return int(text) if is_number and int(text) else None


def address(path: str, pairs: Iterable[tuple[str, str]], page: int = 1) -> str:
    """Return the address of a part of a list."""
    given = [*pairs, *([(PAGE, str(page))] if page > 1 else [])]
    return f"{path}?{urlencode(given, safe='/')}" if given else path
