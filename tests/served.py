"""A site that is really served, by its command or in this process, and its address."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from collections.abc import Iterator


def free_port() -> int:
    """Return the number of a port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def listening(app: Any) -> Iterator[str]:  # noqa: ANN401  (any WSGI application)
    """Serve an application in threads of this process, and give the address without its last slash."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # a failure is told by one line, not by thousands
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with pytest.MonkeyPatch.context() as patch:
        # A proxy of the machine is not to stand between a test and its own server.
        patch.setenv("no_proxy", "127.0.0.1,localhost")
        yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()
    thread.join()


@contextlib.contextmanager
def process(*options: str, **variables: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """
    Start the command, wait for the line that says the address, and end it in any case.

    Args:
        options: Those of the command, beside its port.
        variables: Further ones of its environment.
    """
    program = Path(sys.executable).with_name("regcoop")
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "no_proxy": "127.0.0.1,localhost", **variables}
    with subprocess.Popen(
        [program, "serve", "--port", str(free_port()), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        line = started.stdout.readline()
        if not line.startswith("Serving on "):
            pytest.fail(f"the site does not start: {line}{started.stderr.read()}")
        try:
            yield started, line.split()[2].rstrip("/")
        finally:
            started.send_signal(signal.SIGINT)
            try:
                started.wait(timeout=20)
            except subprocess.TimeoutExpired:
                started.kill()
                raise


@contextlib.contextmanager
def serving(*options: str, **variables: str) -> Iterator[str]:
    """Serve, and give the address without its last slash."""
    with process(*options, **variables) as (_, site):
        yield site
