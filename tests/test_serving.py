"""`regcoop serve`: a real process on a real port, on both engines."""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import pytest

from kg import releases
from kg.errors import PortError
from tests.conftest import load_quads
from tests.served import free_port, process, serving
from webapp.ports import held_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Needs

pytestmark = pytest.mark.slow

_RECORD = re.compile(rb'<script type="application/ld\+json">.*?</script>', re.DOTALL)
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


def _get(url: str) -> bytes:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(urllib.request.Request(url, headers={"Accept": "text/html"}), timeout=20) as answer:
        return bytes(answer.read())


def test_the_site_is_the_same_on_the_embedded_and_on_a_remote_engine(
    release: Path, oxigraph_server: Callable[[bytes], str]
) -> None:
    """
    Every page comes byte for byte the same from memory and from a real SPARQL server.

    But for the record of the files to take away, which a site with a release of its own has, and for home,
    which tells of its releases.
    """
    url = oxigraph_server((release / "regcoop.nq").read_bytes())
    at = ("--base-url", "https://data.example.org")
    with (
        serving("--release", str(release), *at) as embedded,
        serving("--store", f"sparql:{url}", *at) as remote,
    ):
        for page in set(_PAGES) - {"/"}:
            assert _RECORD.sub(b"", _get(embedded + page)) == _RECORD.sub(b"", _get(remote + page)), page


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
    port = free_port()
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
            str(free_port()),
            "--wait",
            "2",
            "--store",
            f"sparql:http://127.0.0.1:{free_port()}/query",
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
    port = free_port()
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
        with serving("--store", f"sparql:http://127.0.0.1:{port}/query") as site:
            assert b"Bangladesh" in _get(site + "/doc/country/bgd")
    finally:
        starting.join()
        engine[0].kill()
        engine[0].wait()


def test_what_is_missing_is_built_before_the_first_page(tmp_path: Path) -> None:
    """On a fresh machine there is no release yet."""
    with serving("--release", str(tmp_path / "release")) as site:
        assert b"<!doctype html>" in _get(site + "/").lower()

    assert "0.1.0" == releases.load(tmp_path / "release").version


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_ends_the_site_also_when_it_is_said_twice(release: Path, stop: signal.Signals) -> None:
    """Ctrl+C reaches a whole group of processes, and impatient people press it again."""
    with process("--release", str(release)) as (server, site):
        _get(site + "/")
        for _ in range(3):
            server.send_signal(stop)

        assert 0 == server.wait(timeout=10)


def test_a_worker_that_dies_is_replaced(release: Path, needs: Needs) -> None:
    """A query that fells the engine costs one worker, not the site."""
    with process("--release", str(release)) as (server, site):
        _get(site + "/")
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
        needs(children.exists(), "the workers of a process are not listed here", "run it on Linux")
        # The last child: a process that writes the files of the release may have come before the worker.
        os.kill(int(children.read_text(encoding="ascii").split()[-1]), signal.SIGKILL)
        assert server.stdout is not None
        assert any(line.startswith("Serving on ") for line in server.stdout)
        assert b"Bangladesh" in _get(site + "/doc/country/bgd")


def test_a_site_that_is_killed_leaves_nobody_on_its_port(release: Path, needs: Needs) -> None:
    """The worker would answer on, unwatched, and no new site could take the port."""
    needs(sys.platform == "linux", "only Linux tells a process that its parent is gone", "run it on Linux")
    with process("--release", str(release)) as (server, site):
        _get(site + "/")
        server.kill()
        server.wait(timeout=10)
        until = time.monotonic() + 10
        while _listens(site) and time.monotonic() < until:
            time.sleep(0.05)

        assert not _listens(site)


def _listens(site: str) -> bool:
    parts = urlsplit(site)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1).close()
    except OSError:
        return False
    return True


SORTED_JOIN = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f } ORDER BY ?a ?f ?d } }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }"
LONG = "SELECT * { ?a ?p ?b . ?c ?q ?d } LIMIT 100000"


@pytest.mark.parametrize(
    ("options", "query", "told"),
    [
        (("--query-memory", "64"), SORTED_JOIN, (503, "memory")),
        (("--query-seconds", "0.3"), ENDLESS, (504, "time")),
        (("--query-rows", "99"), "SELECT * { ?s ?p ?o } LIMIT 100", (503, "rows")),
    ],
)
def test_a_query_that_takes_too_much_ends_alone(
    release: Path, options: tuple[str, ...], query: str, told: tuple[int, str]
) -> None:
    """Its reader is told which limit it was, before any part of an answer; everyone else gets theirs."""
    with serving("--release", str(release), *options) as site:
        problem = _problem(f"{site}/sparql?{urlencode({'query': query})}")
        assert told == (problem["status"], problem["limit"])
        assert b"Bangladesh" in _get(site + "/doc/country/bgd")
        assert b"true" in _get(f"{site}/sparql?{urlencode({'query': 'ASK {}', 'format': 'json'})}")


def test_the_same_limits_come_from_the_environment(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As those who run the site in a container set them."""
    monkeypatch.setenv("REGCOOP_QUERY_ROWS", "5")
    monkeypatch.setenv("REGCOOP_QUERY_SECONDS", "2.5")
    with serving("--release", str(release)) as site:
        problem = _problem(f"{site}/sparql?{urlencode({'query': 'SELECT * { ?s ?p ?o } LIMIT 6'})}")

    assert ("rows", 5) == (problem["limit"], problem["rows"])


def test_an_answer_has_the_validator_of_the_release(release: Path) -> None:
    """Also of a site that was started anew: the validator names the release, not the process."""
    asked = f"/sparql?{urlencode({'query': 'SELECT * { ?s ?p ?o } LIMIT 50'})}"
    tags = []
    for _ in range(2):
        with (
            serving("--release", str(release)) as site,
            _opener().open(site + asked, timeout=20) as answer,
        ):
            tags.append((answer.headers["ETag"], answer.read()))

    assert tags[0] == tags[1]
    assert tags[0][0]


def test_a_long_answer_to_a_slow_reader_takes_no_memory(release: Path, needs: Needs) -> None:
    """Its parts wait in the file, and pages go on; the reader gets all of it."""
    needs(Path("/proc").is_dir(), "the memory of a process is not told here", "run it on Linux")
    with process("--release", str(release)) as (server, site):
        url = f"{site}/sparql?{urlencode({'query': LONG})}"
        with _opener().open(url, timeout=20) as warm:  # what the first long answer makes once, is made
            whole = len(warm.read())
        before = _memory(server.pid)
        with contextlib.ExitStack() as open_:
            readers = [open_.enter_context(_opener().open(url, timeout=60)) for _ in range(6)]
            read = [len(reader.read(1_000)) for reader in readers]
            held = _memory(server.pid) - before
            assert b"Bangladesh" in _get(site + "/doc/country/bgd")
            assert whole == read[0] + len(readers[0].read())

    assert whole > 25 << 20
    assert held < whole  # and six times that is on its way


def test_readers_who_go_away_leave_nothing_behind(release: Path, needs: Needs) -> None:
    """Descriptors, threads and processes are as many as before."""
    needs(Path("/proc").is_dir(), "what a process holds is not told here", "run it on Linux")
    with process("--release", str(release)) as (server, site):
        address = urlsplit(site)
        target = f"/sparql?{urlencode({'query': LONG})}"

        def go_away() -> None:
            with socket.create_connection((str(address.hostname), int(address.port or 0)), 20) as reader:
                reader.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                assert reader.recv(1_000).startswith(b"HTTP/1.1 200")

        for _ in range(20):  # the threads that the server starts as they are needed stay for a while
            go_away()
        before = _settled(server.pid)
        for _ in range(20):
            go_away()
        after = _settled(server.pid)
        assert b"true" in _get(f"{site}/sparql?{urlencode({'query': 'ASK {}', 'format': 'json'})}")

    assert all(now <= then for now, then in zip(after, before, strict=True)), (before, after)


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _problem(url: str) -> dict[str, Any]:
    with pytest.raises(urllib.error.HTTPError) as caught, _opener().open(url, timeout=30):
        pass
    with caught.value as answer:
        assert "application/problem+json" == answer.headers["Content-Type"]
        return json.loads(answer.read())  # type: ignore[no-any-return]


def _family(pid: int) -> list[int]:
    """Return a process with all that it has started."""
    found = [pid]
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text(encoding="ascii").split():
                found += _family(int(child))
    return found


def _memory(pid: int) -> int:
    """Return the bytes that the processes of the site hold, without those that answer queries."""
    worker = _family(pid)[1]
    return int(Path(f"/proc/{worker}/statm").read_text(encoding="ascii").split()[1]) * 4_096


def _held(pid: int) -> tuple[int, int]:
    """Return how many descriptors the site's process has open, and how many processes there are."""
    worker = _family(pid)[1]
    return len(list(Path(f"/proc/{worker}/fd").iterdir())), len(_family(pid))


def _settled(pid: int) -> tuple[int, int]:
    """Return `_held` when it has not changed for a while: the server notices late that a reader is gone."""
    last, same = _held(pid), 0
    until = time.monotonic() + 20
    while same < 10 and time.monotonic() < until:
        time.sleep(0.1)
        now = _held(pid)
        last, same = now, same + 1 if now == last else 0
    return last


def test_files_to_take_away_are_written_while_the_site_is_served(tmp_path: Path) -> None:
    """They are there a little later, and stay; the next start finds them and writes nothing."""
    built = releases.build(tmp_path / "release").release
    options = ("--release", str(built.directory), "--archive", str(tmp_path / "archive"))

    with serving(*options) as site:
        deadline = time.monotonic() + 90
        while not built.files.is_dir() and time.monotonic() < deadline:
            time.sleep(0.1)
        names = [line.split()[1] for line in _get(f"{site}/r/latest/SHA256SUMS").decode().splitlines()]
        assert "regcoop.nq.gz" in names
        before = _get(f"{site}/r/latest/regcoop.nq.gz")
    written = (built.files / "index.json").stat().st_mtime_ns
    with serving(*options) as site:
        assert before == _get(f"{site}/r/latest/regcoop.nq.gz")
    assert written == (built.files / "index.json").stat().st_mtime_ns


@contextlib.contextmanager
def _no_file_above(size: int) -> Iterator[None]:
    """Let no program that is started meanwhile write a file of more bytes, as where a disk is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_release_that_cannot_be_written_to_is_served_all_the_same(tmp_path: Path) -> None:
    """Whoever runs the site is told in one sentence; readers are told to come back."""
    built = releases.build(tmp_path / "release").release

    with contextlib.ExitStack() as open_:
        with _no_file_above(100_000):
            started, site = open_.enter_context(
                process("--release", str(built.directory), "--archive", str(tmp_path / "none"))
            )
        with pytest.raises(urllib.error.HTTPError) as refused:
            _get(f"{site}/r/latest/regcoop.nq.gz")
        assert "60" == refused.value.headers["Retry-After"]
        refused.value.close()
        assert started.stderr is not None
        said: list[str] = []
        threading.Thread(target=said.extend, args=(started.stderr,), daemon=True).start()
        deadline = time.monotonic() + 30
        while "The files to take away could not be written" not in "".join(said):
            assert time.monotonic() < deadline, said
            time.sleep(0.1)
