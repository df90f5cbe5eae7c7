"""A site that is really served: its command, its process, its address."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


def free_port() -> int:
    """Return the number of a port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def process(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the command, wait for the line that says the address, and end it in any case."""
    program = Path(sys.executable).with_name("regcoop")
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "no_proxy": "127.0.0.1,localhost"}
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
def serving(*options: str) -> Iterator[str]:
    """Serve, and give the address without its last slash."""
    with process(*options) as (_, site):
        yield site
