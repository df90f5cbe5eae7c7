"""Why a query has no answer, one sentence each: the limits, and how a worker can end in the middle of it."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from kg.errors import KgError, LimitError, StoreError

if TYPE_CHECKING:
    from kg.store.bounded import Limits


def ending(status: int | None, limits: Limits) -> KgError:
    """
    Return the error that tells of a worker's end.

    Args:
        status: What the system says of the process, as from `os.waitpid`; None where nobody knows.
        limits: Those it worked in.
    """
    if status is None:
        return StoreError("The processes that run queries were started anew while this one ran; ask again.")
    code = os.waitstatus_to_exitcode(status)
    known = {
        -signal.SIGALRM: out_of_time(limits.seconds),
        -signal.SIGPROF: out_of_cpu(limits),
        -signal.SIGABRT: out_of_memory(limits),
        -signal.SIGKILL: LimitError(
            "memory",
            "the system ended it, as it does when memory runs short; ask again later, or for less.",
        ),
        -signal.SIGSEGV: too_deep(),
        -signal.SIGBUS: too_deep(),
    }
    return known.get(code) or StoreError(
        f"The process that ran the query ended with status {code}; ask again, and report it if that repeats."
    )


def out_of_time(seconds: float) -> LimitError:
    """Say that a query took too long."""
    return LimitError(
        "time",
        f"it was not done after {seconds:g} s and was ended; ask for less at a time, or bind more of "
        "its variables.",
    )


def out_of_cpu(limits: Limits) -> LimitError:
    """Say that a query kept a processor busy for too long."""
    return LimitError(
        "cpu",
        f"it took {limits.cpu_seconds:g} s of a processor and was ended; ask for less at a time, or bind "
        "more of its variables.",
    )


def out_of_memory(limits: Limits) -> LimitError:
    """Say that a query needs too much memory."""
    return LimitError(
        "memory",
        f"it needs more than {limits.memory_bytes >> 20:,} MB beside the data; join less at a time, group or "
        "sort fewer rows, or narrow it down with FILTER and LIMIT.",
    )


def too_deep() -> LimitError:
    """Say that the engine ran out of stack."""
    return LimitError(
        "memory", "its groups and expressions nest deeper than the engine can follow; take the query apart."
    )
