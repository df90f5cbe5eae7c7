"""The pool of workers loses no query but the one that is hit, and leaves nothing behind."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.errors import BusyError, KgError, LimitError, StoreError
from kg.store.bounded import Limits
from kg.store.embedded import open_embedded
from kg.store.workers.messages import INLINE_BYTES
from kg.store.workers.pool import WorkerPool, usual_workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Needs

pytestmark = pytest.mark.slow

JSON = "application/sparql-results+json"
LIMITS = Limits(seconds=0.9, cpu_seconds=0.9)
CHEAP = "ASK { ?s ?p ?o }"
ALL = "SELECT * { ?s ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
WORKERS = 3
SOON_S = 20
OWNER = """
import sys, time
from pathlib import Path
from kg.store.bounded import Limits
from kg.store.workers.pool import WorkerPool
pool = WorkerPool(Path(sys.argv[1]), Limits(), workers=3)
print(pool.ask("ASK { ?s ?p ?o }"), flush=True)
if sys.argv[2] == "stays":
    time.sleep(60)
"""


def children(parent: int) -> set[int]:
    """Return the processes that a process has started and that have not ended."""
    found = set()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                state, of, *_ = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()
            except OSError:  # it has ended meanwhile
                continue
            if int(of) == parent and state != "Z":
                found.add(int(folder.name))
    return found


def is_gone(process: int) -> bool:
    """Say whether a process has ended; somebody else may have to take leave of it yet."""
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def template() -> int:
    """Return the process that the youngest pool has started itself."""
    templates = [
        child
        for child in children(os.getpid())
        if b"kg.store.workers.template" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]
    return max(templates, key=lambda child: Path(f"/proc/{child}").stat().st_ctime_ns)


def held() -> frozenset[str]:
    """Name each descriptor with its target, each thread and each child, after what is garbage has gone."""
    gc.collect()
    names = {f"child {child}" for child in children(os.getpid())}
    names |= {f"thread {task.name}" for task in Path("/proc/self/task").iterdir()}
    for file in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # the one by which this folder is read
            names.add(f"descriptor {file.name} {file.readlink()}")
    return frozenset(names)


def open_files(process: int) -> int:
    """Count the descriptors of a process; none if it has ended."""
    try:
        return len(list(Path(f"/proc/{process}/fd").iterdir()))
    except OSError:
        return 0


def soon(is_so: Callable[[], bool]) -> bool:
    """Wait until something is so; False if it does not come to be."""
    until = time.monotonic() + SOON_S
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def outcome(pool: WorkerPool, query: str = CHEAP) -> str:
    """Ask and say what came of it."""
    try:
        pool.answer(query, JSON).close()
    except LimitError as error:
        return error.limit
    except KgError as error:
        return type(error).__name__
    return "answer"


@pytest.fixture(autouse=True, scope="module")
def _linux(needs: Needs) -> None:
    needs(WorkerPool.is_possible(), "workers need Linux", "run it on Linux")


@pytest.fixture(name="before", scope="module")
def _before() -> frozenset[str]:
    """What this process held before there was a pool."""
    return held()


@pytest.fixture(name="shared", scope="module")
def _shared(graph_file: Path, before: frozenset[str]) -> Iterator[WorkerPool]:
    """A pool; when the tests are done with it, nothing of it is left."""
    pool = WorkerPool(graph_file, LIMITS, workers=WORKERS)
    yield pool
    pool.close()
    assert soon(lambda: held() <= before), held() - before


@pytest.fixture(name="pool")
def _pool(shared: WorkerPool) -> WorkerPool:
    """The pool of the module, with all its workers at hand."""
    assert shared.ask(CHEAP)
    assert soon(lambda: len(children(template())) == WORKERS)
    return shared


def test_workers_that_are_killed_while_idle_cost_no_query(pool: WorkerPool) -> None:
    """Each of the next queries is answered, and there are as many workers as before."""
    for worker in children(template()):
        os.kill(worker, signal.SIGKILL)

    assert ["answer"] * 5 == [outcome(pool) for _ in range(5)]
    assert soon(lambda: len(children(template())) == WORKERS)


def test_a_worker_that_is_killed_while_it_works_costs_its_query(pool: WorkerPool) -> None:
    """Its caller is told in a sentence; the next query is answered."""
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(outcome, pool, RUNAWAY)
        time.sleep(0.3)
        for worker in children(template()):
            os.kill(worker, signal.SIGKILL)

        assert "memory" == asked.result()
    assert "answer" == outcome(pool)


def test_a_template_that_is_killed_is_replaced(pool: WorkerPool) -> None:
    """Its workers go with it, the query that ran is told so, and the next one is answered."""
    old = {template(), *children(template())}
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(outcome, pool, RUNAWAY)
        time.sleep(0.3)
        os.kill(template(), signal.SIGKILL)

        assert "StoreError" == asked.result()
    assert "answer" == outcome(pool)
    assert all(is_gone(process) for process in old)
    assert soon(lambda: len(children(template())) == WORKERS)


def test_quick_queries_go_on_while_slow_ones_take_all_their_places(pool: WorkerPool) -> None:
    """Two of three places are for slow ones; a third slow query is sent away, and the pool recovers."""
    with ThreadPoolExecutor(2) as threads:
        slow = [threads.submit(outcome, pool, RUNAWAY) for _ in range(2)]
        time.sleep(0.4)

        with pytest.raises(BusyError) as raised:
            pool.answer(RUNAWAY, JSON)

        assert raised.value.retry_after_s in range(1, 6)
        assert ["answer"] * 5 == [outcome(pool) for _ in range(5)]
        assert ["time", "time"] == [asked.result() for asked in slow]
    assert "time" == outcome(pool, RUNAWAY)


def test_no_more_callers_wait_than_may(graph_file: Path) -> None:
    """With the only worker taken and nobody allowed to wait, the next caller is sent away at once."""
    pool = WorkerPool(graph_file, LIMITS, workers=1, waiting=1)
    assert pool.ask(CHEAP)
    with ThreadPoolExecutor(6) as threads:
        first = threads.submit(outcome, pool, RUNAWAY)
        time.sleep(0.3)
        others = [threads.submit(outcome, pool) for _ in range(5)]

        assert ["BusyError"] * 4 + ["answer"] == sorted(asked.result() for asked in others)
        assert "time" == first.result()
    pool.close()


def test_many_threads_share_a_pool(pool: WorkerPool, graph_file: Path) -> None:
    """Each gets the answer to its own question."""
    roomy = WorkerPool(graph_file, Limits(), workers=WORKERS, waiting=20)
    questions = [f"SELECT ({number} AS ?n) {{}}" for number in range(400)]

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda query: roomy.answer(query, "text/csv").read(), questions))

    assert [f"n\r\n{number}\r\n".encode() for number in range(400)] == answers
    assert "answer" == outcome(pool)
    roomy.close()


def test_a_caller_who_goes_away_ends_the_query(pool: WorkerPool) -> None:
    """Whatever interrupts the call, the worker is free for others at once and nothing goes on."""

    class WentAwayError(Exception):
        """The caller is gone."""

    def go(*_: object) -> None:
        raise WentAwayError

    old = children(template())
    previous = signal.signal(signal.SIGALRM, go)
    signal.setitimer(signal.ITIMER_REAL, 0.4)
    try:
        with pytest.raises(WentAwayError):
            pool.answer(RUNAWAY, JSON)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)

    assert soon(lambda: len(old - children(template())) == 1)
    assert "answer" == outcome(pool)


def test_answers_that_nobody_reads_are_let_go(pool: WorkerPool) -> None:
    """A long answer is an open file; closing it is enough."""
    descriptors = open_files(os.getpid())
    for _ in range(20):
        answer = pool.answer(ALL, JSON)
        assert answer.length > INLINE_BYTES
        answer.close()

    assert descriptors == open_files(os.getpid())


def test_workers_hold_what_is_theirs(pool: WorkerPool) -> None:
    """After many queries a worker has its connection and nothing else open, and is one thread."""
    for query in (CHEAP, ALL, "SELECT * {", RUNAWAY) * 2:
        outcome(pool, query)

    assert soon(lambda: all(4 == open_files(worker) for worker in children(template())))
    assert {1} == {len(list(Path(f"/proc/{worker}/task").iterdir())) for worker in children(template())}
    assert 1 == len(list(Path(f"/proc/{template()}/task").iterdir()))


def test_a_worker_goes_on_with_the_next_query(pool: WorkerPool) -> None:
    """Only after a long query, a large one or a limit it is replaced."""
    old = children(template())
    for _ in range(50):
        assert "answer" == outcome(pool)

    assert old == children(template())


def test_a_worker_that_has_grown_is_replaced(graph_file: Path) -> None:
    """What a query took beyond measure is not kept."""
    pool = WorkerPool(graph_file, Limits(), workers=1)
    assert pool.ask(CHEAP)
    old = children(template())
    doubled = " ".join(f"BIND (CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(23))

    assert "answer" == outcome(
        pool, f'SELECT (STRLEN(?x23) AS ?n) {{ BIND ("0123456789" AS ?x0) {doubled} }}'
    )
    assert soon(lambda: len(children(template()) - old) == 1)
    pool.close()


def test_wrong_queries_cost_no_worker(pool: WorkerPool) -> None:
    """A syntax error is no reason to fork."""
    old = children(template())
    for _ in range(10):
        assert "QuerySyntaxError" == outcome(pool, "SELECT * {")

    assert old == children(template())


@pytest.mark.parametrize("ends", ["stays", "goes"])
def test_no_process_outlives_its_owner(graph_file: Path, ends: str) -> None:
    """Whether the owner is killed or comes to its end without a word to the pool."""
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(graph_file), ends], stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    with owner.stdout:
        assert "True\n" == owner.stdout.readline()
        started = {process for child in children(owner.pid) for process in (child, *children(child))}
        if ends == "stays":
            assert len(started) > 1
            owner.kill()

        assert owner.wait(SOON_S) == (-signal.SIGKILL if ends == "stays" else 0)
    assert soon(lambda: all(is_gone(process) for process in started))


def test_a_fork_of_the_owner_cannot_close_the_pool(pool: WorkerPool) -> None:
    """A child that the owner forks ends as it likes."""
    child = os.fork()
    if child == 0:
        pool.close()
        os._exit(0)
    os.waitpid(child, 0)

    assert "answer" == outcome(pool)


def test_closing_ends_everything(graph_file: Path) -> None:
    """Also what runs and what waits; a second time it does nothing, and there are no more answers."""
    pool = WorkerPool(graph_file, Limits(seconds=60), workers=2, waiting=4)
    assert pool.ask(CHEAP)
    processes = {template(), *children(template())}
    with ThreadPoolExecutor(4) as threads:
        asked: list[Future[str]] = [threads.submit(outcome, pool, RUNAWAY) for _ in range(4)]
        time.sleep(0.4)
        pool.close()
        pool.close()

        assert {"StoreError"} >= {each.result(SOON_S) for each in asked} - {"BusyError"}
    assert soon(lambda: all(is_gone(process) for process in processes))
    with pytest.raises(StoreError, match="closed"):
        pool.ask(CHEAP)


def test_a_pool_that_nobody_holds_ends(graph_file: Path) -> None:
    """Its processes and its thread go with it."""
    threads = threading.active_count()
    pool = WorkerPool(graph_file, LIMITS, workers=2)
    assert pool.ask(CHEAP)
    processes = {template(), *children(template())}

    del pool
    gc.collect()

    assert soon(lambda: all(is_gone(process) for process in processes))
    assert threads == threading.active_count()


def test_a_worker_has_no_way_to_the_network(pool: WorkerPool) -> None:
    """A call that the policy has not seen opens no socket."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        port = server.getsockname()[1]
        with pytest.raises(StoreError, match="Permission denied"):
            pool.answer(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}", JSON)
        silent = pool.answer(
            f"SELECT ?s {{ SERVICE SILENT <http://localhost:{port}/> {{ ?s ?p ?o }} }}", "text/csv"
        )

        assert b"s\r\n\r\n" == silent.read()
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_graph_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    """The caller gets the sentence that the store has for it."""
    path = tmp_path / "graph.nq"
    path.write_text("no quads", "utf-8")
    pool = WorkerPool(path, LIMITS, workers=1)
    with pytest.raises(StoreError) as expected:
        open_embedded(path)

    with pytest.raises(StoreError) as raised:
        pool.ask(CHEAP)

    assert str(expected.value) == str(raised.value)
    pool.close()


def test_another_graph_is_not_taken_for_the_one_that_is_served(graph_file: Path, tmp_path: Path) -> None:
    """A template that starts anew reads the file it read before, or none."""
    path = tmp_path / "graph.nq"
    path.write_bytes(graph_file.read_bytes())
    pool = WorkerPool(path, LIMITS, workers=1)
    assert pool.ask(CHEAP)
    path.unlink()
    path.write_bytes(graph_file.read_bytes() * 2)

    os.kill(template(), signal.SIGKILL)

    assert soon(lambda: outcome(pool) == "StoreError")
    with pytest.raises(StoreError, match="was replaced; start the site again"):
        pool.ask(CHEAP)
    pool.close()


def test_there_are_more_workers_than_processors() -> None:
    """Slow queries keep all processors busy and leave places for quick ones."""
    assert usual_workers() > (os.cpu_count() or 1)
