"""How much a query of a stranger may take: options of `regcoop serve`, and the store that keeps to them."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeVar

import click

from kg.store.bounded import BoundedStore, Limits
from kg.store.delegated import Delegated

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.store.protocol import Store

    Command = TypeVar("Command", bound=Callable[..., object])

SECONDS: Final = "REGCOOP_QUERY_SECONDS"
MEMORY: Final = "REGCOOP_QUERY_MEMORY"
ROWS: Final = "REGCOOP_QUERY_ROWS"
WORKERS: Final = "REGCOOP_QUERY_WORKERS"

_OPTIONS: Final = (
    click.option(
        "--query-seconds",
        default=10.0,
        show_default=True,
        envvar=SECONDS,
        type=click.FloatRange(min=0.1, max=3_600),
        help="Seconds that a query of a reader may take before it is ended.",
    ),
    click.option(
        "--query-memory",
        default=1_024,
        show_default=True,
        envvar=MEMORY,
        type=click.IntRange(min=64),
        help="Megabytes that a query of a reader may take beside the data.",
    ),
    click.option(
        "--query-rows",
        default=1_000_000,
        show_default=True,
        envvar=ROWS,
        type=click.IntRange(min=1),
        help="Rows that the answer to a query of a reader may have.",
    ),
    click.option(
        "--query-workers",
        envvar=WORKERS,
        type=click.IntRange(min=2, max=256),
        help="Queries of readers that run at once, each in a process; by default what suits the machine.",
    ),
)


def query_options(command: Command) -> Command:
    """Give a command the options that `limits` and `bounded` read from the environment."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def hand_down(seconds: float, memory: int, rows: int, workers: int | None) -> None:
    """Put the options where the processes of the server find them."""
    os.environ.update({SECONDS: str(seconds), MEMORY: str(memory), ROWS: str(rows)})
    os.environ[WORKERS] = str(workers or usual_workers())


def usual_workers() -> int:
    """Return how many queries run at once unless somebody says otherwise."""
    from kg.store.workers import pool  # noqa: PLC0415  (only where a site is served)

    return pool.usual_workers()


def can_end_queries() -> bool:
    """Say whether queries of readers run in processes that can be ended, as on Linux."""
    from kg.store.workers.pool import WorkerPool  # noqa: PLC0415

    return WorkerPool.is_possible()


def limits() -> Limits:
    """Return the limits that the environment says."""
    seconds = float(os.environ[SECONDS])
    return Limits(
        seconds=seconds,
        cpu_seconds=seconds,
        memory_bytes=int(os.environ[MEMORY]) << 20,
        rows=int(os.environ[ROWS]),
    )


def bounded(store: Store, release_file: Path | None) -> BoundedStore:
    """
    Return what answers the queries of strangers.

    Args:
        store: The store of the site.
        release_file: What it was loaded from; None if it is an endpoint elsewhere, with limits of its own.
    """
    from kg.store.workers.pool import WorkerPool  # noqa: PLC0415

    if release_file is None or not can_end_queries():
        return Delegated(store, limits())
    return WorkerPool(release_file, limits(), int(os.environ[WORKERS]))


def limit_memory(megabytes: int) -> None:
    """
    Let what takes all memory end this process, which is replaced, and not the machine.

    Queries of readers have limits of their own where there is a pool; this is for all else, and the processes
    of the pool cannot take more either.
    """
    with suppress(ImportError, ValueError):  # no such limits on Windows; a lower one may be set already
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
