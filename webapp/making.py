"""While a site is served, the files that readers take away are written beside it, by a process of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.cli import warn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COMMAND = """
import os, signal, sys, kg.cli
getattr(os, "nice", int)(10)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
kg.cli.main()
"""
"""The command line of regcoop: leaves the processors to readers, and nothing behind when it is ended."""

_END_WITHIN_S = 5


@contextmanager
def files_made(directory: Path | None) -> Iterator[None]:
    """
    Write the files of the release in `directory` meanwhile, unless they are there; nothing if it is None.

    Nobody waits for them: the first page is there before, and pages say that the files are being written.
    """
    if directory is None or _are_there(directory):
        yield
        return
    maker = subprocess.Popen(  # noqa: S603  (our own command)
        [sys.executable, "-c", _COMMAND, "export", "--all", "--release", str(directory)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    watcher = threading.Thread(target=_told, args=(maker,), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        maker.terminate()
        watcher.join(_END_WITHIN_S)
        maker.kill()
        maker.wait()


def _are_there(directory: Path) -> bool:
    from kg import releases, resources  # noqa: PLC0415
    from kg.archive import Archive  # noqa: PLC0415
    from kg.distributions.making import are_current  # noqa: PLC0415

    release = releases.opened(directory)
    served = Archive(resources.archive_dir(), release).served
    # What is published has its files in the archive, or is in one itself.
    return are_current(release) or release.is_published or (served is not None and served.issued is not None)


def _told(maker: subprocess.Popen[bytes]) -> None:
    """Tell whoever runs the site, and nobody else, when the files cannot be written."""
    _, said = maker.communicate()
    if maker.returncode > 0:
        words = said.decode(errors="replace").strip().rpartition("\n")[2]
        warn(f"The files to take away could not be written, so /data offers none: {words}")
