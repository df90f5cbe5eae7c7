"""Serve the site: build what is missing, check the port, start granian, say the address when ready."""

from __future__ import annotations

import logging
import multiprocessing
import os
import re
import signal
import socket
import threading
import time
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from kg.cli import archive_option, progress, release_option, store_option, warn
from kg.errors import StoreError
from webapp import bounds
from webapp.addresses import BASE_URL, base_url_option
from webapp.bounds import WORKERS, bounded, can_end_queries, hand_down, limit_memory, query_options
from webapp.making import files_made
from webapp.ports import held_port

if TYPE_CHECKING:
    from flask import Flask

_ADDRESS = "REGCOOP_ADDRESS"
_STOPS = (signal.SIGINT, signal.SIGTERM)
_STOP_WITHIN_S = 2
_MEMORY = "REGCOOP_MEMORY"
_REPORT_TO = "REGCOOP_REPORT_TO"
_SHELF = "REGCOOP_SHELF"
_ARCHIVE = "REGCOOP_ARCHIVE"
_WAIT = "REGCOOP_WAIT"
_RATE = "REGCOOP_RATE"
_PROXIES = "REGCOOP_PROXIES"
_PAGE_THREADS = 2 * multiprocessing.cpu_count() + 1
"""Threads that pages have to themselves: some wait for a remote store while others work."""

_ENDLESS = (
    "Queries of readers cannot be ended on this system: keep /sparql to readers whom you trust, or serve on "
    "Linux."
)
_ANY_INTERFACE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  (an address to show, not to bind)
_TAKES_REPORTS = re.compile(r"mailto:[^\s@?&<>\"]+@[^\s@?&<>\"]+|https://[^\s<>\"\\/]+(/[^\s<>\"\\]*)?")


def _report_to(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    """Return where reports of errors go; what is no such address is wrong use (exit 2)."""
    if given and not _TAKES_REPORTS.fullmatch(given):
        raise click.BadParameter(
            f"{given!r} cannot take reports; name 'mailto:' and one address, or an https:// address."
        )
    return given or None


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port.")
@click.option(
    "--memory",
    default=4096,
    show_default=True,
    envvar=_MEMORY,
    type=click.IntRange(min=512),
    help="Megabytes that a worker may take; a query that needs more ends it, and it is replaced.",
)
@click.option(
    "--report-to",
    envvar=_REPORT_TO,
    callback=_report_to,
    help="Where readers are asked to report errors: a mailto: or https:// address.",
)
@base_url_option
@click.option(
    "--shelf",
    envvar=_SHELF,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File of the queries that readers share; else one in your folder of data.",
)
@click.option(
    "--rate",
    default=600,
    show_default=True,
    envvar=_RATE,
    type=click.IntRange(min=0),
    help="Requests for data that one client has in a minute; 0 for as many as it likes.",
)
@click.option(
    "--proxies",
    default=0,
    show_default=True,
    envvar=_PROXIES,
    type=click.IntRange(0, 10),
    help="How many proxies of yours stand in front: so many hops of X-Forwarded-For are believed.",
)
@click.option(
    "--wait",
    default=30,
    show_default=True,
    envvar=_WAIT,
    type=click.IntRange(min=0),
    help="Seconds to wait for the engine of a sparql: store that is still starting.",
)
@query_options
@store_option
@release_option
@archive_option
def serve(  # noqa: PLR0913  (one argument an option)
    *,
    host: str,
    port: int,
    memory: int,
    report_to: str | None,
    base_url: str | None,
    shelf: Path | None,
    rate: int,
    proxies: int,
    wait: int,
    query_seconds: float,
    query_memory: int,
    query_rows: int,
    query_workers: int | None,
    store: str,
    release_dir: Path | None,
    archive_dir: Path | None,
) -> None:
    """Serve the site, and print its address when it is ready."""
    from kg import resources  # noqa: PLC0415
    from kg.store import check_spec  # noqa: PLC0415

    check_spec(store)
    # Held until the end: a second site started meanwhile finds the port taken.
    with held_port(host, port):
        directory = _ready(store, release_dir or resources.release_dir(), wait)
        os.environ.update({"REGCOOP_STORE": store, "REGCOOP_RELEASE": str(directory)})
        os.environ.update({_ADDRESS: _address(host, port), _MEMORY: str(memory)})
        os.environ[_REPORT_TO] = report_to or ""
        os.environ[BASE_URL] = base_url or ""
        os.environ.update({_RATE: str(rate), _PROXIES: str(proxies)})
        hand_down(query_seconds, query_memory, query_rows, query_workers)
        os.environ[_SHELF] = str(shelf or resources.shelf_file())
        os.environ[_ARCHIVE] = str(archive_dir or resources.archive_dir())
        with files_made(None if store.startswith("sparql:") else directory):
            _run(host, port)


def _ready(store: str, directory: Path, wait: float) -> Path:
    """Wait for the engine, or build what is missing; return the directory of the release."""
    from kg import releases  # noqa: PLC0415
    from kg.store import open_store  # noqa: PLC0415
    from kg.store.waiting import await_answer  # noqa: PLC0415

    if store.startswith("sparql:"):
        # Said now and once, and not by every worker: an address that nobody answers.
        await_answer(open_store(store, directory), wait, warn)
        return directory
    with progress() as step:
        built = releases.ensure(directory, step, warn).directory
    if not can_end_queries():
        warn(_ENDLESS)
    return built


def _address(host: str, port: int) -> str:
    shown = _ANY_INTERFACE.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"


def _run(host: str, port: int) -> None:
    from granian import Granian  # noqa: PLC0415  (help and wrong options need no server)
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    from kg.store.workers.pool import WAITING  # noqa: PLC0415
    from webapp import bodies, long_answers  # noqa: PLC0415
    from webapp.sparql_door import FLOWS  # noqa: PLC0415

    server = Granian(
        "webapp.serving:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        # A thread waits for each query that runs or waits for a place, for each reader of a long answer, and
        # for each body that comes slowly; however many do, pages find threads.
        blocking_threads=_PAGE_THREADS
        + (int(os.environ[WORKERS]) + WAITING + FLOWS + bodies.AT_ONCE + long_answers.AT_ONCE),
        log_level=LogLevels.warning,
        workers_kill_timeout=_STOP_WITHIN_S,
        # A query that fells the engine costs its worker, not the site.
        respawn_failed_workers=True,
    )

    def stop(*_: object) -> None:
        # Once only: a second signal would find granian holding the lock that it waits for.
        for number in _STOPS:
            signal.signal(number, signal.SIG_IGN)
        server.signal_handler_interrupt()  # type: ignore[no-untyped-call]

    def listen() -> None:
        for number in _STOPS:
            signal.signal(number, stop)

    logging.getLogger("_granian").addFilter(_is_news)
    server.on_startup(listen)
    server.serve()


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out granian's warning that there are more threads than processors can use: ours wait."""
    return "Python threads" not in record.getMessage()


def application() -> Flask:
    """Make the site from the environment, as granian's worker does, and say its address when it listens."""
    from kg import releases, resources  # noqa: PLC0415
    from kg.archive import Archive  # noqa: PLC0415
    from kg.store import open_store  # noqa: PLC0415
    from webapp import create_app  # noqa: PLC0415
    from webapp.front import put_in_front  # noqa: PLC0415
    from webapp.settings import Settings  # noqa: PLC0415

    limit_memory(int(os.environ[_MEMORY]))
    # Until granian sets handlers of its own, a worker has those of its parent, which do not end it.
    for number in _STOPS:
        signal.signal(number, signal.SIG_DFL)
    bounds.end_with_server()
    directory = Path(os.environ["REGCOOP_RELEASE"])
    store = open_store(os.environ["REGCOOP_STORE"], directory)
    # A store elsewhere need not hold what the release on this machine does.
    is_remote = os.environ["REGCOOP_STORE"].startswith("sparql:")
    served = None if is_remote else releases.opened(directory)
    app = create_app(
        Settings(
            store=store,
            strangers=bounded(store, None if is_remote else directory / releases.NQUADS),
            base_url=os.environ.get(BASE_URL) or None,
            release_digest=served.digest if served else None,
            released=_written(directory / releases.NQUADS) if served else None,
            report_to=os.environ.get(_REPORT_TO) or None,
            archive=Archive(resources.archive_dir(), served),
            shelf=resources.shelf_file(),
        )
    )
    # The first reader does not wait for what is made once, and a store that fails does so here.
    if app.test_client().get("/").status_code != HTTPStatus.OK:
        raise StoreError("The store does not answer as it should; the log above says what it said.")
    put_in_front(app, int(os.environ.get(_RATE) or 0), int(os.environ.get(_PROXIES) or 0))
    if address := os.environ.get(_ADDRESS):
        # A thread of the worker, not of its parent: a lock that one holds while granian forks is never freed.
        threading.Thread(target=_announce, args=(address, app), daemon=True).start()
    return app


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _announce(address: str, app: Flask) -> None:
    """Print the address once something listens there; then make ready what the first readers will need."""
    from webapp.warming import warm  # noqa: PLC0415

    parts = urlsplit(address)
    while True:
        try:
            socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1).close()
        except OSError:
            time.sleep(0.01)
        else:
            click.echo(f"Serving on {address}  (stop with Ctrl+C)")
            break
    warm(app)
