"""`regcoop serve`: a real process on a real port, on both engines."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from kg import releases
from kg.errors import PortError
from tests.conftest import load_quads
from webapp.serving import held_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Needs

pytestmark = pytest.mark.slow

_PAGES = (
    "/",
    "/doc/domain/escap-2017/2",
    "/doc/country/bgd",
    "/ratings",
    "/matrix",
    "/doc/document/escap-2017",
)


@pytest.fixture(name="release", scope="module")
def _release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release, built once."""
    return releases.build(tmp_path_factory.mktemp("serving") / "release").release.directory


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _process(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the command, wait for the line that says the address, and end it in any case."""
    program = Path(sys.executable).with_name("regcoop")
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "no_proxy": "127.0.0.1,localhost"}
    with subprocess.Popen(
        [program, "serve", "--port", str(_free_port()), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        if not line.startswith("Serving on "):
            pytest.fail(f"the site does not start: {line}{process.stderr.read()}")
        try:
            yield process, line.split()[2].rstrip("/")
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


@contextlib.contextmanager
def _serving(*options: str) -> Iterator[str]:
    """Serve, and give the address without its last slash."""
    with _process(*options) as (_, site):
        yield site


def _get(url: str) -> bytes:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(urllib.request.Request(url, headers={"Accept": "text/html"}), timeout=20) as answer:
        return bytes(answer.read())


def test_the_site_is_the_same_on_the_embedded_and_on_a_remote_engine(
    release: Path, oxigraph_server: Callable[[bytes], str]
) -> None:
    """Every page comes byte for byte the same from memory and from a real SPARQL server."""
    url = oxigraph_server((release / "regcoop.nq").read_bytes())
    at = ("--base-url", "https://data.example.org")
    with (
        _serving("--release", str(release), *at) as embedded,
        _serving("--store", f"sparql:{url}", *at) as remote,
    ):
        for page in _PAGES:
            assert _get(embedded + page) == _get(remote + page), page


def test_a_taken_port_ends_with_3_and_one_sentence(release: Path) -> None:
    """Granian would listen beside the other program, and both would answer in turn."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        program = Path(sys.executable).with_name("regcoop")
        done = subprocess.run(
            [program, "serve", "--port", port, "--release", release],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert 3 == done.returncode
    assert f"Port {port} on 127.0.0.1 cannot be taken" in done.stderr
    assert 1 == done.stderr.count("\n")


def test_a_port_is_held_from_the_start(release: Path) -> None:
    """While one site builds and loads, a second one finds the port taken."""
    port = _free_port()
    with held_port("127.0.0.1", port):
        done = subprocess.run(
            [Path(sys.executable).with_name("regcoop"), "serve", "--port", str(port), "--release", release],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert 3 == done.returncode
    assert "stop the other program or choose another --port" in done.stderr


def test_an_address_of_another_machine_is_named() -> None:
    """The advice is about the host, since the port is not at fault."""
    with (
        pytest.raises(PortError, match="name an address of this machine by --host"),
        held_port("192.0.2.1", 8000),
    ):
        pass


def test_an_endpoint_that_nobody_answers_ends_with_3_and_one_sentence() -> None:
    """The site says that it waits, and does not start on a store that is not there."""
    program = Path(sys.executable).with_name("regcoop")
    done = subprocess.run(
        [
            program,
            "serve",
            "--port",
            str(_free_port()),
            "--wait",
            "1",
            "--store",
            f"sparql:http://127.0.0.1:{_free_port()}/query",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert 3 == done.returncode
    waits, ends = done.stderr.splitlines()
    assert waits.startswith("Waiting for the SPARQL endpoint http://127.0.0.1:")
    assert "cannot be reached" in ends


def test_the_site_waits_for_an_engine_that_is_still_starting(release: Path) -> None:
    """Whoever starts both at once need not know which is first."""
    port = _free_port()
    engine: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        time.sleep(1)
        program = Path(sys.executable).with_name("oxigraph")
        engine.append(
            subprocess.Popen(
                [program, "serve", "--bind", f"127.0.0.1:{port}", "--union-default-graph"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        load_quads(engine[0], port, (release / "regcoop.nq").read_bytes())

    starting = threading.Thread(target=start)
    starting.start()
    try:
        with _serving("--store", f"sparql:http://127.0.0.1:{port}/query") as site:
            assert b"Bangladesh" in _get(site + "/doc/country/bgd")
    finally:
        starting.join()
        engine[0].kill()
        engine[0].wait()


def test_what_is_missing_is_built_before_the_first_page(tmp_path: Path) -> None:
    """On a fresh machine there is no release yet."""
    with _serving("--release", str(tmp_path / "release")) as site:
        assert b"<!doctype html>" in _get(site + "/").lower()

    assert "0.1.0" == releases.load(tmp_path / "release").version


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_ends_the_site_also_when_it_is_said_twice(release: Path, stop: signal.Signals) -> None:
    """Ctrl+C reaches a whole group of processes, and impatient people press it again."""
    with _process("--release", str(release)) as (process, site):
        _get(site + "/")
        for _ in range(3):
            process.send_signal(stop)

        assert 0 == process.wait(timeout=10)


def test_a_worker_that_dies_is_replaced(release: Path, needs: Needs) -> None:
    """A query that fells the engine costs one worker, not the site."""
    with _process("--release", str(release)) as (process, site):
        _get(site + "/")
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        needs(children.exists(), "the workers of a process are not listed here", "run it on Linux")
        os.kill(int(children.read_text(encoding="ascii").split()[0]), signal.SIGKILL)
        assert process.stdout is not None
        assert any(line.startswith("Serving on ") for line in process.stdout)
        assert b"Bangladesh" in _get(site + "/doc/country/bgd")


def test_a_query_that_takes_all_memory_ends_its_worker_and_not_the_site(release: Path) -> None:
    """The reader who asked gets no answer; everyone after gets theirs."""
    query = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f } ORDER BY ?a ?f ?d } }"
    with _process("--release", str(release), "--memory", "512") as (process, site):
        with pytest.raises((OSError, http.client.HTTPException)):
            _get(f"{site}/sparql?{urlencode({'query': query, 'format': 'csv'})}")
        assert process.stdout is not None
        assert any(line.startswith("Serving on ") for line in process.stdout)
        assert b"Bangladesh" in _get(site + "/doc/country/bgd")
