"""
The process that holds the graph and forks a worker whenever one is missing.

    python -m kg.store.workers.template CONTROL RELEASE WORKERS LIMITS

`CONTROL` is the descriptor of a socket to the pool, which is told what happens here: `forked`, with the other
end of the worker's connection; `ended`, with the status that the system gives; and `failed`, with a reason.
The pool answers with `slow` and `end`.  When that socket closes, whether by the pool or since its process is
no more, everything here ends.

There is one thread, so that a fork copies no lock that somebody holds.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn

from kg.errors import KgError
from kg.store.bounded import Limits
from kg.store.embedded import EmbeddedStore, open_embedded
from kg.store.workers.messages import send_with
from kg.store.workers.seclusion import end_with_parent, seclude
from kg.store.workers.worker import confine, serve

COMMAND_BYTES: Final = 64
_UNFIT: Final = 70
_BETWEEN_FORKS_S: Final = 0.002
_SLOW: Final = 10


def main() -> None:
    """Load the graph and run until the pool goes."""
    descriptor, release, workers, limits = sys.argv[1:]
    control = socket.socket(fileno=int(descriptor))
    # Nothing that the pool's process ignores or holds back may keep an alarm from ending a worker.
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    # Whoever stops the site by Ctrl+C stops the pool, which tells this process in its own time.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with control:
        try:
            store = open_embedded(Path(release))
        except KgError as error:
            _tell(control, f"failed {error}")
            return
        threads = len(list(Path("/proc/self/task").iterdir()))
        if threads > 1:
            _tell(control, f"failed The engine has {threads} threads, and such a process cannot be forked.")
            return
        seclude()
        # Collecting would write to every object, and so copy the memory that the workers share.
        gc.collect()
        gc.freeze()
        _Template(control, store, Limits(**json.loads(limits)), int(workers)).run()


def _tell(control: socket.socket, message: str) -> None:
    with suppress(OSError):  # nobody listens any more, and the next reading of `control` says so
        control.send(message.encode())


class _Template:
    """Keeps the number of workers."""

    def __init__(self, control: socket.socket, store: EmbeddedStore, limits: Limits, workers: int) -> None:
        self._control, self._store, self._limits, self._workers = control, store, limits, workers
        self._children: set[int] = set()
        self._woken, self._wakes = socket.socketpair()
        for end in (self._woken, self._wakes):
            end.settimeout(0)

    def run(self) -> None:
        """Fork, listen and reap until the pool goes or a worker cannot be confined; leave no child behind."""
        signal.set_wakeup_fd(self._wakes.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        try:
            while self._reap():
                while len(self._children) < self._workers:
                    self._fork()
                readable, _, _ = select.select([self._control, self._woken], [], [])
                if self._woken in readable:
                    self._woken.recv(COMMAND_BYTES)
                if self._control in readable and not self._obey():
                    break
        except (BrokenPipeError, ConnectionResetError):
            pass  # the pool is gone
        finally:
            self._end_all()

    def _fork(self) -> None:
        # A worker that ends at once, time after time, must not keep a processor busy with forks.
        time.sleep(_BETWEEN_FORKS_S)
        ours, theirs = socket.socketpair()
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            ours.close()
            self._become_worker(theirs, parent)
        self._children.add(child)
        with ours, theirs:
            send_with(self._control, f"forked {child}".encode(), ours.fileno())

    def _become_worker(self, connection: socket.socket, parent: int) -> NoReturn:
        """Run as a worker; the process ends here, without the clearing up that is the template's."""
        status = _UNFIT
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for end in (self._control, self._woken, self._wakes):
                end.close()
            end_with_parent(signal.SIGKILL)
            if os.getppid() == parent:
                confine(self._limits)
                _silence()
                status = 1
                serve(connection, self._store, self._limits)
            status = 0
        except OSError:  # set up in vain, or the pool went while it was sent an answer
            pass
        finally:
            os._exit(status)

    def _obey(self) -> bool:
        """Do what the pool says; False if it is gone."""
        command = self._control.recv(COMMAND_BYTES)
        if not command:
            return False
        verb, number = command.decode().split()
        child = int(number)
        # A child that is not waited for yet keeps its number, so no other process can be meant.
        if child in self._children:
            if verb == "slow":
                os.setpriority(os.PRIO_PROCESS, child, _SLOW)
            else:
                os.kill(child, signal.SIGKILL)
        return True

    def _reap(self) -> bool:
        """Take leave of workers that ended; False if one could not be set up, as the next could not."""
        while self._children:
            child, status = os.waitpid(-1, os.WNOHANG)
            if child == 0:
                break
            self._children.discard(child)
            self._control.send(f"ended {child} {status}".encode())
            if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _UNFIT:
                _tell(self._control, "failed The system does not let a worker limit its own memory.")
                return False
        return True

    def _end_all(self) -> None:
        for child in self._children:
            os.kill(child, signal.SIGKILL)
        for child in self._children:
            os.waitpid(child, 0)


def _silence() -> None:
    """Send what the engine says when it is felled nowhere; what happened, the status tells."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    os.close(nowhere)


if __name__ == "__main__":
    main()
