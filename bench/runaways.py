"""
What runaway queries do to the pool of workers and to their neighbours, all measured in one run.

    python bench/runaways.py RELEASE.nq [MILLION.nq ...] [--seconds 2] [--memory 1024]

Each graph is measured by itself; `bench/synthetic.py` makes a large one.  Prints one table a graph; nothing
is asserted here.  Memory is what the workers hold beyond what the template holds, since they share its pages.
"""

from __future__ import annotations

import argparse
import os
import statistics
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import BusyError, KgError, LimitError
from kg.store.bounded import Limits
from kg.store.embedded import open_embedded
from kg.store.workers.pool import WorkerPool, usual_workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Future

    from kg.store.embedded import EmbeddedStore

JSON: Final = "application/sparql-results+json"
MEGABYTE: Final = 1 << 20
GRACE_S: Final = 0.25
PREFIXES: Final = """
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
DOUBLED: Final = " ".join(f"BIND (CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
RUNAWAYS: Final = {
    "cross join, listed": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER (STRLEN(CONCAT(STR(?c), STR(?f))) = 1) }",
    "cross join, counted": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "pairs of states that met": "SELECT ?a ?b (COUNT(?m) AS ?n) { ?m rc:participant ?a, ?b } GROUP BY ?a ?b",
    "states that met over two others": """
        SELECT ?a ?d (COUNT(*) AS ?n) {
          ?m rc:participant ?a, ?b . ?o rc:participant ?b, ?c . ?p rc:participant ?c, ?d
        } GROUP BY ?a ?d ORDER BY DESC(?n)""",
    "NOT EXISTS with a join": """
        SELECT ?state ?domain {
          ?state a rc:State . ?domain a rc:GovernanceDomain
          FILTER NOT EXISTS {
            ?meeting rc:participant ?state . ?meeting rc:meetingOf ?process .
            ?initiative rc:underProcess ?process . ?initiative rc:servesDomain ?domain }
        }""",
    "deep path": "SELECT (COUNT(*) AS ?n) { ?a (rc:restsOn|^rc:restsOn|rc:passageOf|^rc:passageOf)* ?b }",
    "path over everything": "SELECT (COUNT(*) AS ?n) { ?a (!rdfs:label|^!rdfs:label)*/(!skos:note)+ ?b }",
    "sort over a join": "SELECT * { ?a ?p ?b . ?c ?p ?d } ORDER BY DESC(?b) ?d",
    "distinct over a join": "SELECT (COUNT(DISTINCT CONCAT(STR(?b), STR(?d))) AS ?n) { ?a ?p ?b . ?c ?p ?d }",
    "GROUP_CONCAT of a join": "SELECT (GROUP_CONCAT(CONCAT(STR(?b), STR(?d))) AS ?n) { ?a ?p ?b . ?c ?p ?d }",
    "CONCAT that doubles": f'SELECT (STRLEN(?x40) AS ?n) {{ BIND ("0123456789" AS ?x0) {DOUBLED} }}',
    "nested braces": "SELECT * " + "{" * 20_000 + "}" * 20_000,
}
CHEAP: Final = (
    "SELECT ?p ?o { <https://w3id.org/regcoop/id/process/bali-process> ?p ?o }",
    "SELECT ?d ?l { ?d a rc:GovernanceDomain ; rdfs:label ?l } ORDER BY ?l",
    "SELECT ?i ?l { ?i a rc:Initiative ; rdfs:label ?l } LIMIT 50",
)
HEAVY_AT_ONCE: Final = 50
BESIDE: Final = 4


class Watch(threading.Thread):
    """Looks at the pool's processes every few milliseconds and keeps the most that it saw."""

    def __init__(self) -> None:
        """Begin to look."""
        super().__init__(daemon=True)
        self.processes = self.kilobytes = 0
        self._is_over = threading.Event()
        self.start()

    def run(self) -> None:
        """Look until `stop`."""
        while not self._is_over.wait(0.02):
            workers, kilobytes = seen()
            self.processes, self.kilobytes = max(self.processes, workers), max(self.kilobytes, kilobytes)

    def stop(self) -> str:
        """End and say what was seen."""
        self._is_over.set()
        self.join()
        return f"{self.processes} processes, {self.kilobytes >> 10} MB"


def seen() -> tuple[int, int]:
    """Return how many processes the pool has, and what the workers hold beyond the template, in kilobytes."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(folder.name))
    count = kilobytes = 0
    for template in parents.get(os.getpid(), []):
        shared = resident(template)
        count += 1 + len(parents.get(template, []))
        kilobytes += sum(max(0, resident(worker) - shared) for worker in parents.get(template, []))
    return count, kilobytes


def resident(process: int) -> int:
    """Return the kilobytes of a process in memory; 0 if it has ended."""
    try:
        return (
            int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
            >> 10
        )
    except OSError:
        return 0


def worked(process: int) -> float:
    """Return the seconds of a processor that a process has used."""
    return int(Path(f"/proc/{process}/schedstat").read_text("ascii").split()[0]) / 1e9


def outcome(pool: WorkerPool, query: str) -> tuple[str, float]:
    """Ask, and say what came of it and how many seconds it took."""
    started = time.perf_counter()
    try:
        answer = pool.answer(PREFIXES + query, JSON)
    except LimitError as error:
        said = error.limit
    except KgError as error:
        said = type(error).__name__
    else:
        said = f"{answer.rows} rows"
        answer.close()
    return said, time.perf_counter() - started


def neighbours(pool: WorkerPool, until: Callable[[], bool]) -> tuple[float, Counter[str]]:
    """Ask cheap queries one after the other; return the median of those answered, and what came of all."""
    took, said = [], Counter[str]()
    while not until():
        for query in CHEAP:
            result, seconds = outcome(pool, query)
            if result.endswith("rows"):
                took.append(seconds)
                said["answered"] += 1
            else:
                said[result] += 1
                time.sleep(0.01)
    return statistics.median(took), said


def any_done(asked: Iterable[Future[tuple[str, float]]]) -> bool:
    """Say whether one of some queries has come to its end."""
    return any(each.done() for each in asked)


def after(seconds: float) -> Callable[[], bool]:
    """Return what tells that so much time has gone by."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def print_overhead(pool: WorkerPool, store: EmbeddedStore, rounds: int = 2_000) -> None:
    """Compare the CPU of one query on both sides of the pool with that of the store in this process."""
    for query in CHEAP:
        text = PREFIXES + query
        alone = spent(lambda text=text: store.answer(text, JSON), rounds)[0]  # type: ignore[misc]
        ours, theirs = spent(lambda text=text: pool.answer(text, JSON).close(), rounds)  # type: ignore[misc]
        print(
            f"  CPU of a query, us: in process {alone:7.1f}; by the pool {ours:6.1f} + {theirs:7.1f}, "
            f"so {ours + theirs - alone:+6.1f}"
        )


def spent(call: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the microseconds of a processor that a call takes, warm, in this process and in the workers."""
    while True:
        for _ in range(rounds // 20):
            call()
        workers = [
            int(worker.name)
            for template in Path("/proc").iterdir()
            if is_child(template)
            for worker in Path("/proc").iterdir()
            if is_child(worker, int(template.name))
        ]
        try:
            own, theirs = time.process_time(), sum(map(worked, workers))
            for _ in range(rounds):
                call()
            own, theirs = time.process_time() - own, sum(map(worked, workers)) - theirs
        except FileNotFoundError:
            continue  # one of them was replaced meanwhile
        return own / rounds * 1e6, theirs / rounds * 1e6


def is_child(folder: Path, parent: int | None = None) -> bool:
    """Say whether a folder of /proc is that of a child of `parent`, of this process if None."""
    try:
        fields = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return False
    return int(fields[1]) == (parent or os.getpid())


def measure(graph: Path, limits: Limits) -> None:
    """Print the table of one graph."""
    started = time.perf_counter()
    pool = WorkerPool(graph, limits)
    pool.ask("ASK {}")
    ready = time.perf_counter() - started
    store = open_embedded(graph)
    print(
        f"\n{graph.name}: {limits.seconds:g} s, {limits.memory_bytes // MEGABYTE} MB a query, "
        f"{usual_workers()} workers, ready after {ready:.1f} s"
    )
    before = seen()
    print(f"  {'runaway':<34} {'ended by':<12} {'after s':>8} {'late s':>7}   at most")
    for name, query in RUNAWAYS.items():
        watch = Watch()
        said, seconds = outcome(pool, query)
        print(
            f"  {name:<34} {said:<12} {seconds:8.2f} {max(0, seconds - limits.seconds):7.3f}   {watch.stop()}"
        )
    print_overhead(pool, store)
    with ThreadPoolExecutor(HEAVY_AT_ONCE) as threads:
        for name in ("cross join, counted", "sort over a join"):
            alone, _ = neighbours(pool, after(2))
            watch = Watch()
            slow = [threads.submit(outcome, pool, RUNAWAYS[name]) for _ in range(BESIDE)]
            time.sleep(min(0.5, limits.seconds / 4))
            beside, met = neighbours(pool, partial(any_done, slow))
            for each in slow:
                each.result()
            print(
                f"  neighbours beside {BESIDE} x {name}: median {beside * 1e3:.2f} ms, "
                f"{beside / alone:.2f} x alone ({alone * 1e3:.2f} ms); {dict(met)}; {watch.stop()}"
            )
        watch, started = Watch(), time.perf_counter()
        many = [threads.submit(outcome, pool, RUNAWAYS["cross join, counted"]) for _ in range(HEAVY_AT_ONCE)]
        median, met = neighbours(pool, lambda: all(each.done() for each in many))
        print(
            f"  {HEAVY_AT_ONCE} heavy at once: {dict(Counter(each.result()[0] for each in many))} "
            f"after {time.perf_counter() - started:.2f} s; neighbours' median {median * 1e3:.2f} ms, "
            f"{median / alone:.2f} x; {dict(met)}; {watch.stop()}"
        )
    print_recovery(pool, before)
    pool.close()
    print(f"  closed: {seen()[0]} processes")


def print_recovery(pool: WorkerPool, before: tuple[int, int]) -> None:
    """Say how long it takes until a query is answered, and what is there beside what was there before."""
    started = time.perf_counter()
    while True:
        try:
            pool.ask("ASK {}")
            break
        except BusyError:
            time.sleep(0.01)
    time.sleep(0.2)
    now = seen()
    print(
        f"  recovered after {time.perf_counter() - started - 0.2:.3f} s: {now[0]} processes "
        f"(before {before[0]}), {now[1] >> 10} MB (before {before[1] >> 10})"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graphs", type=Path, nargs="+")
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--memory", type=int, default=1024, help="Megabytes a query.")
    given = parser.parse_args()
    limits = Limits(given.seconds, given.seconds, given.memory * MEGABYTE)
    for graph in given.graphs:
        measure(graph, limits)
    print(f"\nno runaway may be later than {GRACE_S} s; no neighbour's median above 2 x.")


if __name__ == "__main__":
    main()
