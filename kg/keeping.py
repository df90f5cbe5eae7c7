"""What is costly to make, made once for all threads and kept."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Made = TypeVar("Made")


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
