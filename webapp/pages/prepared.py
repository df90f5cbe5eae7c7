"""What many pages need and only the graph decides: made once, when it is first asked for."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from webapp.knowledge import Knowledge

T = TypeVar("T")


def once(make: Callable[[Knowledge], T]) -> Callable[[Knowledge], T]:
    """
    Keep what a function makes of a graph for as long as the graph is served.

    The store is only read while the site runs, so what was made stays right.
    """

    @wraps(make)
    def made(knowledge: Knowledge) -> T:
        return knowledge.once.get(make, lambda: make(knowledge))

    return made
