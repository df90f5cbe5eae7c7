"""The pool's side of the template process: keeps one running, and hands out the workers it forks."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

from kg.errors import BusyError, StoreError
from kg.store.workers.messages import receive_with

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.bounded import Limits

RETRY_S: Final = 2
START_S: Final = 30.0
"""How long a caller waits while the graph is loaded."""
PATIENCE_S: Final = 2.0
"""How long a caller waits for a worker when all are taken."""
STALLED_S: Final = 5.0
"""A reply that has begun and does not go on for so long is given up."""

_MESSAGE_BYTES: Final = 4_096
# The engine makes and drops many small things for each query, more than glibc keeps at hand by itself: with
# this many a query takes three quarters of the CPU.  Other systems take no notice.
_TUNABLES: Final = "glibc.malloc.tcache_count=200"
_BETWEEN_STARTS_S: Final = 1.0
_LONGEST_PAUSE_S: Final = 10.0
_END_WITHIN_S: Final = 2.0


@dataclass(slots=True, eq=False)
class Worker:
    """One forked process and the connection that is its own; `status` is how it ended, once that is known."""

    number: int
    connection: socket.socket
    status: int | None = None
    has_ended: bool = False


@dataclass(slots=True, eq=False)
class _Template:
    """A running template, the socket to it, and the workers that it forked and that have not ended."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    workers: dict[int, Worker] = field(default_factory=dict)


class Supply:
    """
    Workers, as many as there are, for one caller at a time each.

    A thread of its own starts the template, listens to it, and starts another when it ends.
    """

    def __init__(self, release_file: Path, limits: Limits, workers: int, waiting: int) -> None:
        """Begin to start; nobody waits for it here."""
        self._release_file, self._limits, self._workers = release_file, limits, workers
        self._may_wait = threading.BoundedSemaphore(waiting) if waiting else None
        self._changed = threading.Condition()
        self._idle: list[Worker] = []
        self._template: _Template | None = None
        self._failure = ""
        self._has_started = self._is_closed = False
        self._identity = _identity(release_file)
        self._owner = os.getpid()
        self._thread = threading.Thread(target=self._supervise, name="query workers", daemon=True)
        self._thread.start()

    def take(self) -> Worker:
        """
        Take an idle worker, and wait for one a little.

        Raises:
            BusyError: all are taken, or too many callers wait for one already.
            StoreError: there are none, since the graph cannot be loaded.
        """
        with self._changed:
            if not self._idle and not self._failure and not self._is_closed:
                self._wait()
            if self._idle:
                # The one that worked last: its memory is still near the processor.
                return self._idle.pop()
            if self._is_closed:
                raise StoreError("The store is closed; open it again.")
            if self._failure:
                raise StoreError(self._failure)
            raise BusyError(RETRY_S)

    def give_back(self, worker: Worker) -> None:
        """Let another caller have a worker that has sent its whole reply."""
        with self._changed:
            if worker.has_ended or self._is_closed:
                worker.connection.close()
            else:
                self._idle.append(worker)
                self._changed.notify_all()

    def end(self, worker: Worker) -> None:
        """End a worker, whatever it is doing; another takes its place."""
        self._command("end", worker)
        worker.connection.close()

    def slow(self, worker: Worker) -> None:
        """Let all others go before a worker that has a long query."""
        self._command("slow", worker)

    def status(self, worker: Worker, within_s: float) -> int | None:
        """Return how a worker ended; None if that is not known in time."""
        with self._changed:
            self._changed.wait_for(lambda: worker.has_ended, within_s)
            return worker.status

    def close(self) -> None:
        """End all processes and the thread."""
        if os.getpid() != self._owner:
            return  # a fork of the process that the pool is of
        with self._changed:
            self._is_closed = True
            if self._template is not None:
                with suppress(OSError):  # it has ended already
                    self._template.control.shutdown(socket.SHUT_RDWR)
            self._changed.notify_all()
        self._thread.join()

    def _wait(self) -> None:
        if self._may_wait is None or not self._may_wait.acquire(blocking=False):
            raise BusyError(RETRY_S)
        try:
            self._changed.wait_for(
                lambda: self._idle or self._failure or self._is_closed,
                PATIENCE_S if self._has_started else START_S,
            )
        finally:
            self._may_wait.release()

    def _command(self, verb: str, worker: Worker) -> None:
        with self._changed:
            if self._template is not None and self._template.workers.get(worker.number) is worker:
                with suppress(OSError):  # the template has ended, and its workers with it
                    self._template.control.send(f"{verb} {worker.number}".encode(), socket.MSG_DONTWAIT)

    def _supervise(self) -> None:
        pause = _BETWEEN_STARTS_S
        while True:
            started = time.monotonic()
            template = self._start()
            if template is not None:
                self._listen(template)
                self._clear(template)
            with self._changed:
                # A graph that cannot be loaded is tried again less and less often.
                pause = min(2 * pause, _LONGEST_PAUSE_S) if self._failure else _BETWEEN_STARTS_S
                if self._changed.wait_for(lambda: self._is_closed, started + pause - time.monotonic()):
                    return

    def _start(self) -> _Template | None:
        """Start a template; None if the pool is closed or that fails, which is noted for the callers."""
        with self._changed:
            if self._is_closed:
                return None
            try:
                self._template = self._started()
            except (OSError, StoreError) as error:
                self._failure = f"The processes that run queries cannot be started: {error}"
                self._changed.notify_all()
                return None
            return self._template

    def _started(self) -> _Template:
        if _identity(self._release_file) != self._identity:
            raise StoreError(f"{self._release_file.name} was replaced; start the site again.")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        limits = json.dumps(asdict(self._limits))
        with theirs:
            program = [sys.executable, "-P", "-m", "kg.store.workers.template"]
            given = [str(theirs.fileno()), str(self._release_file), str(self._workers), limits]
            process = subprocess.Popen(  # noqa: S603  (this very program, and a file that the site names)
                [*program, *given],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "GLIBC_TUNABLES": _TUNABLES},
                pass_fds=[theirs.fileno()],
            )
        return _Template(process, ours)

    def _listen(self, template: _Template) -> None:
        """Note what a template says until it ends."""
        while True:
            try:
                message, descriptor = receive_with(template.control, _MESSAGE_BYTES)
            except OSError:  # it was ended, perhaps with words of ours unread
                return
            if not message:
                return
            with self._changed:
                self._note(template, message.decode(), descriptor)
                self._changed.notify_all()

    def _note(self, template: _Template, message: str, descriptor: int) -> None:
        verb, _, rest = message.partition(" ")
        if verb == "failed":
            self._failure = rest
        elif verb == "forked" and descriptor < 0:  # this process has no descriptor left for it
            with suppress(OSError):
                template.control.send(f"end {rest}".encode(), socket.MSG_DONTWAIT)
        elif verb == "forked":
            self._join(template, Worker(int(rest), socket.socket(fileno=descriptor)))
        else:
            number, status = map(int, rest.split())
            if worker := template.workers.pop(number, None):
                self._leave(worker, status)

    def _join(self, template: _Template, worker: Worker) -> None:
        worker.connection.settimeout(STALLED_S)
        template.workers[worker.number] = worker
        self._idle.append(worker)
        self._has_started, self._failure = True, ""

    def _leave(self, worker: Worker, status: int | None) -> None:
        worker.status, worker.has_ended = status, True
        if worker in self._idle:
            self._idle.remove(worker)
            worker.connection.close()

    def _clear(self, template: _Template) -> None:
        """Take leave of a template, its process and its workers."""
        with self._changed:
            template.control.close()
            self._template = None
        try:
            template.process.wait(_END_WITHIN_S)
        except subprocess.TimeoutExpired:  # it loads still and listens to nobody
            template.process.kill()
            template.process.wait()
        with self._changed:
            for worker in template.workers.values():
                self._leave(worker, None)
            if not self._has_started and not self._failure:
                self._failure = (
                    f"The process that holds the graph ended before it was ready (exit status "
                    f"{template.process.returncode}); the log of the site may say why."
                )
            self._has_started = False
            self._changed.notify_all()


def _identity(path: Path) -> tuple[int, ...] | None:
    """Return what tells a file from another of the same name; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
