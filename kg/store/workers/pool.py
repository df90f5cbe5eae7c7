"""The pool of workers: a bounded store over a release, for the queries of strangers."""

from __future__ import annotations

import os
import select
import sys
import threading
import time
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from kg.errors import BusyError, StoreError
from kg.store.bounded import PREVIEW_ROWS, Answer, Limits, Preview
from kg.store.protocol import DatasetChoice
from kg.store.workers.endings import ending, out_of_time
from kg.store.workers.messages import Job, Kind, Reply, Request, read_reply, unpacked_error
from kg.store.workers.previews import unpacked_preview
from kg.store.workers.supply import RETRY_S, Supply

if TYPE_CHECKING:
    from pathlib import Path

    from kg.errors import KgError
    from kg.store.workers.supply import Worker

WAITING: Final = 8
LONG_S: Final = 0.25
"""A query that takes longer goes on in one of the long places, and makes way for all others."""

_GRACE_S: Final = 0.1
_STATUS_WITHIN_S: Final = 0.5


def usual_workers() -> int:
    """Return how many workers suit this machine: quick queries go on while slow ones keep it busy."""
    return 2 * (os.cpu_count() or 1) + 2


class WorkerPool:
    """
    Runs queries in processes forked from one that holds the graph, and ends those that take too much.

    At most `workers` queries run.  A third of the places is for quick queries: when all others are taken, a
    query that is not done after `LONG_S` is ended, and its caller told to come back.  At most `waiting`
    callers wait for a place, two seconds at most.  Threads may share a pool; each call holds its thread until
    the answer is whole.
    """

    def __init__(
        self, release_file: Path, limits: Limits, workers: int | None = None, waiting: int = WAITING
    ) -> None:
        """
        Begin to start the processes; the first query waits for them.

        Args:
            release_file: The N-Quads of a release, or another file that `open_embedded` takes; it stays as it
                is while the pool lives.
            limits: Those of every query.
            workers: How many processes; `usual_workers` if None.
            waiting: How many callers may wait for one.

        Raises:
            StoreError: This system cannot run a pool; `is_possible` tells beforehand.
        """
        if not self.is_possible():
            raise StoreError("Queries can be run in processes of their own on Linux only.")
        self.limits = limits
        count = workers or usual_workers()
        # All that are idle may have been ended at once, and the one that comes next.
        self._tries = count + 2
        self._supply = Supply(release_file.absolute(), limits, count, waiting)
        self._long_places = threading.BoundedSemaphore(count - count // 3)
        # A pool that nobody closes ends with its last user, or with the interpreter.
        self._close = weakref.finalize(self, self._supply.close)

    @staticmethod
    def is_possible() -> bool:
        """Say whether this system can fork, pass descriptors and limit the memory of a process."""
        return sys.platform == "linux"

    def answer(self, query: str, media_type: str, dataset: DatasetChoice | None = None) -> Answer:
        """Answer a query of any form; see `BoundedStore.answer`."""
        reply = self._run(Request(Job.ANSWER, query, dataset or DatasetChoice(), media_type))
        if reply.kind is Kind.FILE:
            return Answer(os.fdopen(reply.file, "rb"), reply.length, reply.seconds, reply.rows)
        return Answer.of(reply.body, reply.seconds, reply.rows)

    def preview(
        self,
        query: str,
        dataset: DatasetChoice | None = None,
        most: int = PREVIEW_ROWS,
        seconds: float | None = None,
    ) -> Preview:
        """Answer a SELECT query with its first rows; see `BoundedStore.preview`."""
        reply = self._run(Request(Job.PREVIEW, query, dataset or DatasetChoice(), most=most), seconds)
        return Preview(unpacked_preview(reply.body), reply.rows or 0, reply.seconds)

    def ask(self, query: str, dataset: DatasetChoice | None = None) -> bool:
        """Answer an ASK query; see `BoundedStore.ask`."""
        return bool(self._run(Request(Job.ASK, query, dataset or DatasetChoice())).body)

    def close(self) -> None:
        """End all processes; whoever waits for an answer gets a `StoreError`."""
        self._close()

    def _run(self, request: Request, seconds: float | None = None) -> Reply:
        packed = request.packed()
        limit = min(self.limits.seconds, seconds or self.limits.seconds)
        for _ in range(self._tries):
            with suppress(ConnectionError):  # the worker ended before it had read the request
                return self._asked(packed, limit)
        raise BusyError(RETRY_S)

    def _asked(self, packed: bytes, limit: float) -> Reply:
        worker = self._supply.take()
        is_idle = False
        try:
            worker.connection.sendall(packed)
            started = time.monotonic()
            if _is_ready(worker, min(LONG_S, limit + _GRACE_S)):
                reply = read_reply(worker.connection)
                is_idle = reply is not None and not reply.is_last
            else:
                reply = self._long(worker, started, limit)
            if reply is None:
                raise self._ended(worker, time.monotonic() - started)
        except TimeoutError as error:  # it neither reads nor writes, on a machine that is out of breath
            raise BusyError(RETRY_S) from error
        finally:
            if is_idle:
                self._supply.give_back(worker)
            else:
                self._supply.end(worker)
        if reply.kind is Kind.ERROR:
            raise unpacked_error(reply.body)
        return reply

    def _ended(self, worker: Worker, seconds: float) -> KgError:
        # A worker in a low place may take its time to be gone; its alarm has no other cause than the clock.
        if seconds >= self.limits.seconds:
            return out_of_time(self.limits.seconds)
        return ending(self._supply.status(worker, _STATUS_WITHIN_S), self.limits)

    def _long(self, worker: Worker, started: float, limit: float) -> Reply | None:
        """
        Wait on for a query that takes long, in one of the places for these.

        The worker's own alarm ends it at the limit.  Should it be held up in dying, the caller is not.
        """
        if not self._long_places.acquire(blocking=False):
            raise BusyError(RETRY_S)
        try:
            self._supply.slow(worker)
            rest = max(0, started + limit + _GRACE_S - time.monotonic())
            if not _is_ready(worker, rest):
                raise out_of_time(limit)
            return read_reply(worker.connection)
        finally:
            self._long_places.release()


def _is_ready(worker: Worker, within_s: float) -> bool:
    """Wait for a reply, or for the worker's end."""
    poll = select.poll()
    poll.register(worker.connection, select.POLLIN)
    return bool(poll.poll(within_s * 1000))
