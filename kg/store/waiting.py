"""Wait for a store whose engine is still starting."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from kg.errors import StoreTimeoutError, StoreUnreachableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.store.protocol import Store

_PAUSE_S: Final = 0.5
_ONE_TRY_S: Final = 5.0


def await_answer(store: Store, seconds: float, say: Callable[[str], None]) -> None:
    """
    Return as soon as `store` answers a query, which is at once unless its engine is away.

    Args:
        store: The store.
        seconds: How long to wait at most, in seconds; 0 means to ask once.
        say: Takes one sentence, if there is something to wait for.

    Raises:
        StoreUnreachableError, StoreTimeoutError: The engine is still away, or too slow.
        StoreError: It answers, but not the query: waiting would not help.
    """
    until, has_said = time.monotonic() + seconds, False
    while True:
        try:
            store.within(_ONE_TRY_S).ask("ASK { ?s ?p ?o }")
        except (StoreUnreachableError, StoreTimeoutError) as error:
            if time.monotonic() + _PAUSE_S >= until:
                raise
            if not has_said:
                say(f"Waiting for the {store.label}, {seconds:g} s at most ({error.reason}).")
                has_said = True
            time.sleep(_PAUSE_S)
        else:
            return
