"""Long answers in parts: which part is asked for, and how the others are reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from kg.errors import ParameterError
from webapp.urls import MOST_ROWS, query_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from werkzeug.datastructures import MultiDict

T = TypeVar("T")

LIMIT: Final = "limit"
OFFSET: Final = "offset"
NAMES: Final = (LIMIT, OFFSET)
"""The parameters of a part; no stored query and no list has one of these names."""

DEFAULT: Final = 1_000
"""How many rows a part has where nothing is said."""

MOST: Final = MOST_ROWS
"""How many rows a part has at most."""

FARTHEST: Final = 1_000_000_000
"""The largest number of rows that can be passed over."""


@dataclass(frozen=True, slots=True)
class Window:
    """The part that is asked for: at most `limit` rows, after the first `offset` ones."""

    limit: int = DEFAULT
    offset: int = 0

    def of(self, rows: Sequence[T]) -> Sequence[T]:
        """Return the rows of the part."""
        return rows[self.offset : self.offset + self.limit]

    def links(self, path: str, asked: Iterable[tuple[str, str]], total: int) -> list[str]:
        """
        Return the values of the header Link that lead to the other parts (RFC 8288).

        Args:
            path: The path of the answer.
            asked: Names and values of the request, without those of the part.
            total: How many rows there are in all.
        """
        last = max(0, (total - 1) // self.limit * self.limit)
        places = {"first": 0, "last": last}
        if self.offset > 0:
            places["prev"] = max(0, min(self.offset - self.limit, last))
        if self.offset + self.limit < total:
            places["next"] = self.offset + self.limit
        given = [*asked, (LIMIT, str(self.limit))]
        return [
            f'<{path}?{query_text([*given, (OFFSET, str(place))])}>; rel="{relation}"'
            for relation, place in places.items()
        ]


def window_of(args: MultiDict[str, str]) -> Window:
    """
    Read which part is asked for; an empty parameter counts as not given, as forms send it so.

    Raises:
        ParameterError: A parameter is given twice, or is no number that it may be.
    """
    return Window(_number(args, LIMIT, 1, MOST, DEFAULT), _number(args, OFFSET, 0, FARTHEST, 0))


def _number(args: MultiDict[str, str], name: str, least: int, most: int, default: int) -> int:
    given = args.getlist(name)
    if len(given) > 1:
        raise ParameterError(f"The parameter {name!r} is given {len(given)} times; give it once.", name)
    text = given[0] if given else ""
    if not text:
        return default
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not is_number or not least <= int(text) <= most:
        shown = text[:_LONGEST_SHOWN]
        raise ParameterError(
            f"The parameter {name!r} takes a whole number from {least} to {most}, not {shown!r}.",
            name,
            (f"{least}..{most}",),
        )
    return int(text)


def without_window(args: MultiDict[str, str]) -> list[tuple[str, str]]:
    """Return what is asked for beside the part, in the order of the address and without what is empty."""
    return [(name, value) for name, value in args.items(multi=True) if name not in NAMES and value]


_LONGEST_SHOWN: Final = 60
