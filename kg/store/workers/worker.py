"""One worker: takes a query at a time, runs it within its limits, and sends the answer when it is whole."""

from __future__ import annotations

import os
import resource
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import KgError, LimitError, StoreError
from kg.store.bounded import too_large, too_many_rows
from kg.store.rewriting import rewritten
from kg.store.workers.endings import out_of_memory
from kg.store.workers.messages import Job, Kind, Reply, packed_error, read_request, send_reply
from kg.store.workers.previews import PREVIEW_BYTES, packed_preview
from kg.store.workers.rows import row_counter
from kg.store.workers.spool import Spool

if TYPE_CHECKING:
    import socket
    from typing import IO

    from kg.store.bounded import Limits
    from kg.store.embedded import EmbeddedStore
    from kg.store.protocol import DatasetChoice
    from kg.store.workers.messages import Request

_GROWN_KILOBYTES: Final = 64 << 10
_FIRST_TO_GO: Final = "800"


def confine(limits: Limits) -> None:
    """
    Set the limits of this process that hold for all of its queries.

    Raises:
        OSError: the system does not allow it.
    """
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    size = pages * resource.getpagesize() + limits.memory_bytes
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    size = size if most == resource.RLIM_INFINITY else min(size, most)
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):  # a courtesy: the system that runs short takes a worker and not the site
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, "ascii")


def serve(connection: socket.socket, store: EmbeddedStore, limits: Limits) -> None:
    """Answer requests until the pool lets the connection go."""
    size_at_start = _peak_kilobytes()
    while (request := read_request(connection)) is not None:
        reply = _reply(request, store, limits, size_at_start)
        try:
            send_reply(connection, reply)
        finally:
            if reply.kind is Kind.FILE:
                os.close(reply.file)


def _reply(request: Request, store: EmbeddedStore, limits: Limits, size_at_start: int) -> Reply:
    """Run one request between two alarms: the system ends the process at the limit, whatever it is doing."""
    # One thread cannot use more of a processor than goes by on the clock.
    _arm(limits.seconds, limits.cpu_seconds if limits.cpu_seconds < limits.seconds else 0)
    started = time.perf_counter()
    try:
        kind, body, file, length, rows = _result(request, store, limits)
    except KgError as error:
        return _failure(error)
    except MemoryError:
        return _failure(out_of_memory(limits))
    except BaseException as error:  # noqa: BLE001  (what is not told here ends with the process, untold)
        return _failure(StoreError(f"The query could not be evaluated: {type(error).__name__}: {error}."))
    finally:
        _arm(0, 0)
    seconds = time.perf_counter() - started
    has_grown = _peak_kilobytes() - size_at_start > _GROWN_KILOBYTES
    return Reply(kind, length, body, file, rows, seconds, has_grown)


_Result = tuple[Kind, bytes, int, int, "int | None"]


def _result(request: Request, store: EmbeddedStore, limits: Limits) -> _Result:
    query, dataset = rewritten(request.query), request.dataset
    if request.job is Job.ASK:
        return _inline(b"1" if store.ask(query, dataset) else b"")
    if request.job is Job.PREVIEW:
        return _preview(query, dataset, request.most, store, limits)
    spool = Spool(limits, row_counter(request.media_type))
    try:
        is_table = store.write_parts(query, request.media_type, spool, dataset)
        body, file, rows = spool.finish(is_table=is_table)
    except BaseException:
        spool.drop()
        raise
    if file is None:
        return _inline(body, rows)
    return Kind.FILE, b"", _detached(file), spool.length, rows


def _preview(query: str, dataset: DatasetChoice, most: int, store: EmbeddedStore, limits: Limits) -> _Result:
    solutions, total = store.preview(query, most, limits.rows, dataset)
    if total > limits.rows:
        raise too_many_rows(limits.rows)
    body = packed_preview(solutions)
    if len(body) > min(limits.answer_bytes, PREVIEW_BYTES):
        raise too_large(limits.answer_bytes)
    return _inline(body, total)


def _inline(body: bytes, rows: int | None = None) -> _Result:
    return Kind.INLINE, body, -1, len(body), rows


def _detached(file: IO[bytes]) -> int:
    with file:
        return os.dup(file.fileno())


def _failure(error: KgError) -> Reply:
    body = packed_error(error)
    # After an error it is not known what the engine still holds; a new worker costs a few milliseconds.
    is_last = isinstance(error, (LimitError, StoreError))
    return Reply(Kind.ERROR, len(body), body, is_last=is_last)


def _arm(seconds: float, cpu_seconds: float) -> None:
    signal.setitimer(signal.ITIMER_REAL, seconds)
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)


def _peak_kilobytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
