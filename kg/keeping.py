"""What is costly to make, made once for all threads and kept; and what is kept as far as there is room."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Made = TypeVar("Made")
Thing = TypeVar("Thing")


class Keeping:
    """
    Things by key, each made by the first thread that asks for it, for which others who ask for it wait.

    Nobody waits for the making of anything else.
    """

    def __init__(self, most: int | None = None) -> None:
        """Keep `most` things at most, those least recently asked for going first; all if None."""
        self._most = most
        self._kept: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """
        Return what `make` returns, made once for each `key` while it is kept.

        What `make` raises is raised to all who wait for it, and the next who asks has it made anew.  `make`
        may ask for other keys, and never for its own.
        """
        with self._lock:
            is_new = key not in self._kept
            promised = self._kept.setdefault(key, Future())
            self._kept.move_to_end(key)
            while self._most is not None and len(self._kept) > self._most:
                self._kept.popitem(last=False)
        if is_new:
            try:
                promised.set_result(make())
            except BaseException as error:
                self._forget(key, promised)
                promised.set_exception(error)
                raise
        return cast("Made", promised.result())

    def _forget(self, key: Hashable, promised: Future[Any]) -> None:
        with self._lock:
            if self._kept.get(key) is promised:
                del self._kept[key]


class KeepingByWeight(Generic[Thing]):
    """
    Things by key, as many as a weight allows; those least recently asked for go first.

    Unlike `Keeping` it makes nothing: whoever asks sees that a thing is missing, and may put it here.
    """

    def __init__(self, most: int) -> None:
        """Keep things of the weight `most` in all, in whatever unit the weights are given."""
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[Thing, int]] = OrderedDict()
        self._lock = Lock()
        self.weight = 0
        """The weight of all that is kept."""

    def get(self, key: Hashable) -> Thing | None:
        """Return the thing of that key; None if it is not kept."""
        with self._lock:
            if kept := self._kept.get(key):
                self._kept.move_to_end(key)
                return kept[0]
        return None

    def put(self, key: Hashable, thing: Thing, weight: int) -> None:
        """Keep a thing, unless it weighs more than all may, or another thread has put one there."""
        with self._lock:
            if key in self._kept or weight > self._most:
                return
            self._kept[key] = (thing, weight)
            self.weight += weight
            while self.weight > self._most:
                self.weight -= self._kept.popitem(last=False)[1][1]
