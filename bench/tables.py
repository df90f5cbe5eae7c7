"""
What the files of tables cost: seconds, bytes and memory, each written by a process of its own.

    python bench/tables.py RELEASE [RELEASE ...]

A release is a directory as `regcoop build` makes it.  Memory is the most that the process had; it begins at
about 35 MB.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

from kg import releases
from kg.distributions import DISTRIBUTIONS, Source, write

NAMES = ("regcoop-tables.zip", "regcoop.xlsx", "regcoop.sqlite")


def measure(directory: str, name: str) -> tuple[float, float, int, int]:
    """Return wall and CPU seconds, bytes, and the most memory in MB."""
    (chosen,) = (each for each in DISTRIBUTIONS if each.name == name)
    release = releases.opened(Path(directory))
    with tempfile.TemporaryDirectory() as folder:
        wall, cpu = time.perf_counter(), time.process_time()
        entry = write(chosen, Source(release, None), Path(folder) / name)
        spent = time.perf_counter() - wall, time.process_time() - cpu
    return *spent, entry.bytes, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Print a line a file and release."""
    print("| release | file | s | CPU s | bytes | MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    for directory in sys.argv[1:]:
        for name in NAMES:
            with multiprocessing.get_context("spawn").Pool(1) as alone:
                wall, cpu, size, most = alone.apply(measure, (directory, name))
            print(f"| {directory} | {name} | {wall:.1f} | {cpu:.1f} | {size:,} | {most} |")


if __name__ == "__main__":
    main()
