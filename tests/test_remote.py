"""Endpoints that are slow, restarting or gone, and limits on what strangers ask of them: real sockets."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from kg.errors import BusyError, KgError, LimitError, StoreError, StoreTimeoutError, StoreUnreachableError
from kg.store.bounded import Limits
from kg.store.delegated import Delegated
from kg.store.remote import SPOOLED_BYTES, RemoteStore
from kg.store.transport import TRIES
from tests.conftest import START_S, load_quads
from tests.served import free_port
from webapp import create_app
from webapp.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Needs

pytestmark = pytest.mark.slow

ASK = "ASK { ?s ?p ?o }"
YES = b'{"head":{},"boolean":true}'


def response(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    """Return a whole answer of HTTP."""
    head = [f"HTTP/1.1 {status}", "Content-Type: application/sparql-results+json", *headers]
    return "\r\n".join([*head, f"Content-Length: {len(body)}", "", ""]).encode() + body


class Listening:
    """
    A server of sockets: each connection is handled by the next of `acts`, the last one by all that follow.

    `times` counts the connections.
    """

    def __init__(self, *acts: Callable[[socket.socket], object]) -> None:
        """Listen; `with` ends it."""
        self.times = 0
        self._acts = acts
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/query"
        self._threads = [threading.Thread(target=self._serve)]
        self._threads[0].start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            act = self._acts[min(self.times, len(self._acts) - 1)]
            if act is end:
                connection.close()
                return
            self.times += 1
            thread = threading.Thread(target=self._handle, args=(connection, act))
            self._threads.append(thread)
            thread.start()

    @staticmethod
    def _handle(connection: socket.socket, act: Callable[[socket.socket], object]) -> None:
        with connection, contextlib.suppress(OSError):
            whole_request(connection)
            act(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._acts = (end,)
        socket.create_connection(self._socket.getsockname()).close()
        for thread in self._threads:
            thread.join()
        self._socket.close()


def whole_request(connection: socket.socket) -> None:
    """Read the head and the body of a request, which may come in two parts."""
    with connection.makefile("rb") as file:
        length = 0
        while line := file.readline().strip().lower():
            if line.startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        file.read(length)


def end(_: socket.socket) -> None:
    """Stand for the end of the server."""


def says(answer: bytes) -> Callable[[socket.socket], object]:
    """Answer with these bytes."""
    return lambda connection: connection.sendall(answer)


def hangs(connection: socket.socket) -> None:
    """Never answer; wait until the other side goes."""
    connection.settimeout(10)
    connection.recv(1)


def breaks(connection: socket.socket) -> None:
    """Reset the connection before an answer."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def drips(connection: socket.socket) -> None:
    """Send a byte now and then, without end: the head of an answer, and then its body."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        connection.sendall(b"a")
        time.sleep(0.05)


def drips_a_body(connection: socket.socket) -> None:
    """Send the head at once and the body byte by byte."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n")
    while True:
        connection.sendall(b" ")
        time.sleep(0.05)


@pytest.fixture(name="no_proxy", autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the machine is not to stand between a test and its own server."""
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")


@pytest.fixture(name="nothing_leaks", autouse=True)
def _nothing_leaks() -> Iterator[None]:
    """Descriptors and threads are as many after a test as before."""
    if not Path("/proc/self/fd").exists():
        yield
        return
    before = (len(descriptors()), threading.active_count())
    yield
    assert before == (len(descriptors()), threading.active_count())


def descriptors() -> list[str]:
    """Return what stands behind the open descriptors of this process."""
    links = list(Path("/proc/self/fd").iterdir())
    return [str(link.readlink()) for link in links if link.is_symlink()]


class TestRetries:
    """A request is sent again where that is safe and may help, and nowhere else."""

    def test_one_that_is_away_for_a_moment_is_asked_again(self) -> None:
        """503 with Retry-After twice, then the answer."""
        away = says(response(b"", "503 Service Unavailable", "Retry-After: 0"))
        with Listening(away, away, says(response(YES))) as server:
            assert RemoteStore(server.url, 2).ask(ASK)
            assert 3 == server.times

    def test_a_pause_that_is_longer_than_the_deadline_is_not_waited_for(self) -> None:
        """The sentence comes at once."""
        with Listening(says(response(b"", "503 Service Unavailable", "Retry-After: 60"))) as server:
            with pytest.raises(StoreUnreachableError, match="HTTP status 503, tried once"):
                RemoteStore(server.url, 2).ask(ASK)
            assert 1 == server.times

    @pytest.mark.parametrize("status", ["502 Bad Gateway", "503 Service Unavailable"])
    def test_one_that_stays_away_is_given_up_after_a_number_of_tries(self, status: str) -> None:
        """The error says the address, what happened, how often, and what to do."""
        with Listening(says(response(b"", status))) as server:
            store = RemoteStore(server.url, 1)
            with pytest.raises(StoreUnreachableError) as caught:
                store.ask(ASK)
            assert server.times == TRIES
            assert f"{server.url} cannot be reached (it answers" in str(caught.value)
            assert f"HTTP status {status[:3]}, tried {TRIES} times in " in str(caught.value)
            assert str(caught.value).endswith("check that it runs and its address.")

            with pytest.raises(StoreUnreachableError, match="tried once"):
                store.ask(ASK)  # known to be gone: whoever asks next need not wait
            assert server.times == TRIES + 1

    def test_a_connection_that_breaks_is_tried_once_more(self) -> None:
        """The query may be what felled the engine."""
        with Listening(breaks) as server:
            with pytest.raises(StoreUnreachableError, match="tried 2 times"):
                RemoteStore(server.url, 1).ask(ASK)
            assert 2 == server.times
        with Listening(breaks, says(response(YES))) as server:
            assert RemoteStore(server.url, 1).ask(ASK)

    def test_an_endpoint_that_comes_while_we_try_answers(self) -> None:
        """Refused at first: it is not there yet."""
        port = free_port()
        found: list[bool] = []
        asking = threading.Thread(
            target=lambda: found.append(RemoteStore(f"http://127.0.0.1:{port}/query", 12).ask(ASK))
        )
        asking.start()
        time.sleep(0.15)
        with socket.create_server(("127.0.0.1", port)) as server:
            connection, _ = server.accept()
            with connection:
                connection.recv(1 << 16)
                connection.sendall(response(YES))
        asking.join()

        assert [True] == found

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 406, 413, 500, 504])
    def test_a_refusal_is_not_asked_again(self, status: int) -> None:
        """Nor is what says that its time was up."""
        with Listening(says(response(b"", f"{status} No"))) as server:
            with pytest.raises(KgError):
                RemoteStore(server.url, 1).ask(ASK)
            assert 1 == server.times

    def test_too_many_requests_say_when_to_come_back(self) -> None:
        """In the error, for whoever asked."""
        with Listening(says(response(b"", "429 Too Many Requests", "Retry-After: 7"))) as server:
            with pytest.raises(BusyError) as caught:
                RemoteStore(server.url, 1).ask(ASK)
            assert (7, 1) == (caught.value.retry_after_s, server.times)

    def test_a_redirection_is_named_and_not_followed(self) -> None:
        """The query would be lost, and the password told to strangers."""
        moved = says(response(b"", "301 Moved", "Location: http://127.0.0.1:1/new"))
        with Listening(moved) as server, pytest.raises(StoreError, match=r"127\.0\.0\.1:1/new"):
            RemoteStore(server.url, 1).ask(ASK)


class TestTime:
    """The deadline is for the whole of a query."""

    @pytest.mark.parametrize("act", [hangs, drips, drips_a_body])
    def test_one_that_is_too_slow_is_given_up_and_not_asked_again(
        self, act: Callable[[socket.socket], object]
    ) -> None:
        """It may still work for the query: asked again, it would have twice the work."""
        with Listening(act) as server:
            with pytest.raises(StoreTimeoutError, match=r"no whole answer in 0\.3 s"):
                RemoteStore(server.url, 0.3).ask(ASK)
            assert 1 == server.times

    @pytest.mark.parametrize(
        "answer",
        [
            response(b"Virtuoso S1T00 Error SR171: Transaction timed out", "500 SPARQL Request Failed"),
            response(YES, "200 OK", "X-SQL-State: S1TAT"),
            response(b"", "504 Gateway Timeout"),
        ],
    )
    def test_an_engine_that_gave_up_itself_was_too_slow(self, answer: bytes) -> None:
        """In the ways in which Virtuoso and gateways say so; a part of an answer is none."""
        with Listening(says(answer)) as server, pytest.raises(StoreTimeoutError):
            RemoteStore(server.url, 1).ask(ASK)

    def test_no_connection_is_told_apart(self) -> None:
        """A server whose queue is full takes no connection; nothing was sent."""
        with socket.create_server(("127.0.0.1", 0), backlog=0) as server, contextlib.ExitStack() as stack:
            address = server.getsockname()
            for _ in range(3):
                waiting = stack.enter_context(socket.socket())
                waiting.settimeout(0)
                waiting.connect_ex(address)
            with pytest.raises(StoreUnreachableError, match="no connection in"):
                RemoteStore(f"http://127.0.0.1:{address[1]}/query", 0.3).ask(ASK)


class TestNonsense:
    """What is no answer is never taken for one."""

    def test_an_answer_that_breaks_off_in_the_middle(self) -> None:
        """It had begun, so it is not asked for again."""
        with Listening(says(response(YES)[:-5])) as server:
            with pytest.raises(StoreUnreachableError, match="broke off after 21 bytes"):
                RemoteStore(server.url, 1).ask(ASK)
            assert 1 == server.times

    def test_a_sentence_after_the_rows(self) -> None:
        """So Oxigraph ends an answer in good health when its time is up."""
        body = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}The query timed out'
        with Listening(says(response(body))) as server, pytest.raises(StoreError, match="no whole table"):
            RemoteStore(server.url, 1).answer("SELECT ?s {}", "text/csv")

    def test_rows_left_out_by_virtuoso(self) -> None:
        """It says so in a header only."""
        body = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'
        with (
            Listening(says(response(body, "200 OK", "X-SPARQL-MaxRows: 3"))) as server,
            pytest.raises(LimitError, match="3 rows at most"),
        ):
            RemoteStore(server.url, 1).select("SELECT ?s {}")

    def test_what_is_no_http(self) -> None:
        """Another service has the port."""
        with (
            Listening(says(b"220 mail.example.org ESMTP\r\n")) as server,
            pytest.raises(StoreError, match="is no HTTP"),
        ):
            RemoteStore(server.url, 1).ask(ASK)


def table(rows: int) -> bytes:
    """Return a table of so many rows in JSON."""
    row = {"s": {"type": "literal", "value": "x" * 80}}
    return json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": [row] * rows}}).encode()


class TestLimits:
    """`Delegated`: queries of strangers on a remote engine."""

    def test_the_time_of_strangers_is_shorter_than_that_of_pages(self) -> None:
        """The limit has its id, for whoever reads the problem document."""
        with Listening(hangs) as server:
            strangers = Delegated(RemoteStore(server.url), Limits(seconds=0.2))
            for asked in (
                lambda: strangers.ask(ASK),
                lambda: strangers.preview("SELECT * { ?s ?p ?o }"),
                lambda: strangers.answer(ASK, "text/csv"),
            ):
                with pytest.raises(LimitError) as caught:
                    asked()
                assert "time" == caught.value.limit

    def test_an_answer_that_is_too_long_is_given_up_while_it_is_read(self) -> None:
        """The server never ends; no more than the limit is kept."""

        def endless(connection: socket.socket) -> None:
            connection.sendall(response(b"")[: -len("Content-Length: 0\r\n\r\n")] + b"\r\n")
            connection.sendall(b'{"head":{"vars":["s"]},"results":{"bindings":[')
            while True:
                connection.sendall(b'{"s":{"type":"literal","value":"x"}},' * 1000)

        with Listening(endless) as server:
            strangers = Delegated(RemoteStore(server.url), Limits(answer_bytes=100_000))
            with pytest.raises(LimitError) as caught:
                strangers.answer("SELECT ?s {}", "text/csv")

        assert "size" == caught.value.limit

    def test_rows_are_counted_and_limited(self) -> None:
        """A preview holds the first of them and counts all."""
        with Listening(says(response(table(50)))) as server:
            strangers = Delegated(RemoteStore(server.url), Limits(rows=50))
            found = strangers.preview("SELECT ?s {}", most=3)
            assert (3, 50) == (len(found.solutions.rows), found.total)
            answer = strangers.answer("SELECT ?s {}", "text/csv")
            assert 50 == answer.rows
            assert answer.length == len(answer.read()) == len("s\r\n") + 50 * 82

            with pytest.raises(LimitError) as caught:
                Delegated(RemoteStore(server.url), Limits(rows=49)).answer("SELECT ?s {}", "text/csv")
            assert "rows" == caught.value.limit

    def test_a_long_answer_stands_in_a_file_without_a_name(self) -> None:
        """It is not held in memory, and nothing is left of it."""
        before = sum(name.endswith("(deleted)") for name in descriptors())
        with Listening(says(response(table(SPOOLED_BYTES // 40)))) as server:
            answer = Delegated(RemoteStore(server.url)).answer("SELECT ?s {}", "text/csv")
        assert answer.length > SPOOLED_BYTES
        assert 1 == sum(name.endswith("(deleted)") for name in descriptors()) - before
        assert answer.length == sum(len(chunk) for chunk in answer.chunks())

    def test_more_queries_than_places_are_told_to_come_back(self) -> None:
        """And the place is free again when a query ends, however it ends."""
        with Listening(hangs) as server:
            strangers = Delegated(RemoteStore(server.url), Limits(seconds=1.5), at_once=2)
            ended: Counter[str] = Counter()

            def ask() -> None:
                try:
                    strangers.ask(ASK)
                except KgError as error:
                    ended[type(error).__name__] += 1

            for _ in range(2):
                threads = [threading.Thread(target=ask) for _ in range(5)]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()

        assert {"LimitError": 4, "BusyError": 6} == ended

    def test_the_site_answers_504_before_the_first_byte(self, graph_file: Path) -> None:
        """With the limit, as a problem document; and its pages say 504 as well."""
        with Listening(hangs) as server:
            store = RemoteStore(server.url, 0.2)
            strangers = Delegated(store, Limits(seconds=0.1))
            client = create_app(Settings(store, strangers)).test_client()
            asked = client.get("/sparql?query=ASK{}", headers={"Accept": "application/sparql-results+json"})
            page = client.get("/domains")

        assert graph_file.exists()
        assert (504, "time") == (asked.status_code, asked.get_json()["limit"])
        assert 504 == page.status_code


@pytest.mark.slow
class TestRestart:
    """A real server that is stopped and started again."""

    @pytest.fixture(name="engine")
    def _engine(self, needs: Needs, graph_file: Path) -> Iterator[Engine]:
        """An Oxigraph server with the graph of the small dataset."""
        beside_python = Path(sys.executable).with_name("oxigraph")
        program = str(beside_python) if beside_python.is_file() else shutil.which("oxigraph")
        needs(program, "the Oxigraph server is not installed", "pip install 'regcoop[test]'")
        engine = Engine(str(program), graph_file.read_bytes())
        engine.start()
        yield engine
        engine.stop()

    def test_the_next_query_is_answered(self, engine: Engine) -> None:
        """And while it is gone, the sentence says so."""
        store = RemoteStore(engine.url, 1)
        assert store.ask(ASK)
        engine.stop()
        with pytest.raises(StoreUnreachableError, match=f"refused, tried {TRIES} times"):
            store.ask(ASK)
        engine.start()

        assert store.ask(ASK)

    def test_a_query_in_flight_gets_the_sentence(self, engine: Engine) -> None:
        """The connection breaks, and nobody takes the next ones."""
        store = RemoteStore(engine.url, 6)
        long = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
        ended: list[KgError] = []

        def ask() -> None:
            try:
                store.select(long)
            except KgError as error:
                ended.append(error)

        thread = threading.Thread(target=ask)
        thread.start()
        time.sleep(0.3)
        engine.stop()
        thread.join()

        assert [StoreUnreachableError] == [type(error) for error in ended]
        assert f"refused, tried {TRIES} times" in str(ended[0])

    def test_a_query_that_comes_during_a_restart_waits_for_it(self, engine: Engine) -> None:
        """As far as its deadline goes."""
        store = RemoteStore(engine.url, 60)
        engine.stop()
        found: list[bool] = []
        thread = threading.Thread(target=lambda: found.append(store.ask("ASK {}")))
        thread.start()
        time.sleep(0.2)
        engine.start()
        thread.join()

        assert [True] == found

    def test_the_site_says_that_it_is_not_ready_and_is_again(self, engine: Engine) -> None:
        """Whatever watches over the site sends readers elsewhere meanwhile; the site itself is well."""
        client = create_app(Settings(RemoteStore(engine.url, 1))).test_client()
        asked = {"Accept": "application/json"}
        assert 200 == client.get("/readyz").status_code
        engine.stop()
        gone = client.get("/readyz", headers=asked)
        assert 200 == client.get("/healthz").status_code
        engine.start()

        assert 502 == gone.status_code
        assert "cannot be reached" in gone.get_json()["detail"]
        assert 200 == client.get("/readyz").status_code


class Engine:
    """An Oxigraph server in memory that can be stopped and started at one address."""

    def __init__(self, program: str, quads: bytes) -> None:
        """Choose the port; it is not started yet."""
        self._port, self._program, self._quads = free_port(), program, quads
        self._running: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{self._port}/query"

    def start(self) -> None:
        """Start it and load the graph."""
        self._running = subprocess.Popen(
            [self._program, "serve", "--bind", f"127.0.0.1:{self._port}", "--union-default-graph"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        load_quads(self._running, self._port, self._quads)

    def stop(self) -> None:
        """End it at once."""
        if self._running:
            self._running.kill()
            self._running.wait(START_S)
            self._running = None
