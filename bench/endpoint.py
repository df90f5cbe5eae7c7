"""
What the SPARQL endpoint costs beside `oxigraph serve`, both over loopback with the same data, in one run.

    python bench/endpoint.py GRAPH.nq [--seconds 3] [--million MILLION.nq]

The peer holds the data in memory with the union as its default graph, and has no limits; ours has all of them
on.  CPU is that of all processes of a server, workers included.  The queries are stored ones: q01 is all
statements about one thing (`statements`), q05 what a profile of a state asks (`country-ratings`), q08 a path
over skos:broader (`mode-initiatives`), q10 a join with provenance (`mentions`).  Varied means that no text of
a query comes twice.  `--million` measures a table of 63,000 rows as JSON too, of a graph that
bench/synthetic.py made.  Prints tables with ratios; nothing is asserted here.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kg.catalogue import catalogue
from kg.namespaces import ID
from kg.releases import MANIFEST, NQUADS
from kg.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Iterator

QUERIES: Final = {
    "q01": ("statements", "subject", ("country", "initiative", "process", "organization", "domain")),
    "q05": ("country-ratings", "country", ("country",)),
    "q08": ("mode-initiatives", "mode", ("mode",)),
    "q10": ("mentions", "subject", ("initiative", "domain", "mode", "document")),
}
TABLE: Final = "SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 63000"
CONNECTIONS: Final = 2
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_OURS: Final = """
import os, sys
from webapp import bounds, serving
os.environ.update({"REGCOOP_STORE": "memory", "REGCOOP_RELEASE": sys.argv[1], "REGCOOP_MEMORY": "4096"})
os.environ.update({"REGCOOP_SHELF": sys.argv[1] + "/shelf", "REGCOOP_ADDRESS": f"http://127.0.0.1:{sys.argv[2]}/"})
bounds.hand_down(10, 1024, 1_000_000, None)
serving._run("127.0.0.1", int(sys.argv[2]))
"""


@dataclass(frozen=True)
class Server:
    """A running server: its process, its port, and the path of its endpoint."""

    process: subprocess.Popen[bytes]
    port: int
    path: str

    def cpu(self) -> float:
        """Return the CPU seconds of all of its processes so far, those that have ended included."""
        return sum(map(_cpu, _family(self.process.pid)))


def _family(pid: int) -> list[int]:
    found = [pid]
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text("ascii").split():
                found += _family(int(child))
    return found


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    # utime, stime, and the same of children that were waited for
    return sum(map(int, fields[11:15])) / _TICKS


@contextlib.contextmanager
def peer(graph: Path) -> Iterator[Server]:
    """Run `oxigraph serve` with a graph in memory."""
    port = _free_port()
    program = Path(sys.executable).with_name("oxigraph")
    command = [str(program), "serve", "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with _running(Server(_started(command), port, "/query")) as server:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        with graph.open("rb") as file:
            connection.request("POST", "/store", file, {"Content-Type": "application/n-quads"})
            connection.getresponse().read()
        yield server


@contextlib.contextmanager
def ours(graph: Path) -> Iterator[Server]:
    """Run the site with a graph, as `regcoop serve` does; no release is made of it."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / NQUADS).symlink_to(graph.resolve())
        # The validator of an answer holds a digest of the release; any will do here.
        manifest = {"files": {NQUADS: {"sha256": "bench"}}}
        (Path(folder) / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        command = [sys.executable, "-c", _OURS, folder, str(port)]
        with _running(Server(_started(command), port, "/sparql")) as server:
            yield server


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextlib.contextmanager
def _running(server: Server) -> Iterator[Server]:
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", server.port)).close()
                break
            except OSError:
                time.sleep(0.05)
        yield server
    finally:
        server.process.terminate()
        server.process.wait()


def settle(server: Server) -> None:
    """Wait until a server does nothing by itself any more: ours makes its pages ready."""
    last = -1.0
    while (now := server.cpu()) - last > 0.05:  # noqa: PLR2004  (seconds of a processor in one of the clock)
        last = now
        time.sleep(1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def requests(server: Server, texts: list[str]) -> list[bytes]:
    """Return the bytes of a GET for each query."""
    head = f"HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAccept: application/sparql-results+json\r\n\r\n"
    return [f"GET {server.path}?query={quote(text, safe='')} {head}".encode() for text in texts]


def load(server: Server, sent: list[bytes], seconds: float) -> tuple[float, float]:
    """Send requests for some seconds; return how many were answered a second, and CPU seconds of each."""
    until, answered = time.monotonic() + seconds, [0] * CONNECTIONS
    begun = server.cpu()

    def run(number: int) -> None:
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for request in itertools.cycle(sent[number::CONNECTIONS]):
                connection.sendall(request)
                read(connection)
                answered[number] += 1
                if time.monotonic() > until:
                    return

    threads = [threading.Thread(target=run, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(0.1)
    return sum(answered) / seconds, (server.cpu() - begun) / sum(answered)


def read(connection: socket.socket) -> int:
    """Read one answer, whole, and return the length of its body as sent; it must be a 200."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(1 << 16)
    head, _, body = data.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise SystemExit(head.decode("latin-1"))
    length, ending = len(body), body[-5:]
    if stated := re.search(rb"(?i)content-length: (\d+)", head):
        while length < int(stated[1]):
            length += len(connection.recv(1 << 20))
        return length
    while ending != b"0\r\n\r\n":
        part = connection.recv(1 << 20)
        length, ending = length + len(part), (ending + part)[-5:]
    return length


def texts(graph: Path, name: str) -> list[str]:
    """Return a stored query with everything that may stand in it, varied until there are enough."""
    query, parameter, kinds = QUERIES[name]
    pattern = re.compile(rf"<({re.escape(ID)}(?:{'|'.join(kinds)})/[^>]+)>")
    things = sorted({found for line in graph.open(encoding="utf-8") for found in pattern.findall(line)})
    stored = catalogue().named(query)
    made = [stored.bind({parameter: Iri(thing)}) for thing in things[:2_000]]
    return [text + " " * spaces for spaces in range(-(-60_000 // len(made))) for text in made][:60_000]


def compare(graph: Path, seconds: float) -> None:
    """Print goals 1 and 2."""
    print("CPU ms a request, and requests a second, on", graph.name)
    print(
        "       varied: peer         ours          CPU x | repeated: peer        ours          CPU x   rate x"
    )
    with peer(graph) as theirs, ours(graph) as site:
        settle(site)
        for name in QUERIES:
            made = texts(graph, name)
            cells = []
            for few in (made, made[:1]):
                found = [load(server, requests(server, few), seconds) for server in (theirs, site)]
                cells.append(found)
            (varied_peer, varied), (again_peer, again) = cells
            print(
                f"{name}   {_cell(varied_peer)} {_cell(varied)} {varied[1] / varied_peer[1]:6.2f} |"
                f"  {_cell(again_peer)} {_cell(again)} {again[1] / again_peer[1]:6.2f}"
                f" {again[0] / again_peer[0]:6.2f}",
                flush=True,
            )


def _cell(measured: tuple[float, float]) -> str:
    return f"{measured[1] * 1000:6.3f} {measured[0]:6.0f}/s"


def table(graph: Path, rounds: int) -> None:
    """Print goal 7: the CPU of a long table, and how much memory the site's process gains by it."""
    print(f"\n63,000 rows as JSON on {graph.name}: CPU ms, bytes sent, gain of memory")
    with peer(graph) as theirs, ours(graph) as site:
        settle(site)
        base = _long(theirs, "", rounds)
        print(f"peer         {base[0]:7.0f} {base[1]:>10}")
        for coding in ("", "gzip", "zstd"):
            cpu, length, gain = _long(site, coding, rounds)
            print(
                f"ours {coding or 'plain':<7} {cpu:7.0f} {length:>10} {gain:6.1f} MB {cpu / base[0]:6.2f} x"
            )


def _long(server: Server, coding: str, rounds: int) -> tuple[float, int, float]:
    """Ask for the table some times; CPU milliseconds a time, bytes, and megabytes that the process gained."""
    wanted = f"Accept-Encoding: {coding}\r\n\r\n".encode() if coding else b"\r\n"
    asked = [
        request.removesuffix(b"\r\n") + wanted
        for request in requests(server, [TABLE + " " * number for number in range(rounds + 1)])
    ]
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(asked[0])
        length = read(connection)
        worker = [server.process.pid, *_family(server.process.pid)][min(2, len(_family(server.process.pid)))]
        begun, before = server.cpu(), _resident(worker)
        gain = 0
        for request in asked[1:]:
            connection.sendall(request)
            read(connection)
            gain = max(gain, _resident(worker) - before)
    time.sleep(0.2)
    return (server.cpu() - begun) / rounds * 1000, length, gain / (1 << 20)


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--million", type=Path)
    parser.add_argument("--rounds", type=int, default=10)
    given = parser.parse_args()
    compare(given.graph, given.seconds)
    if given.million:
        table(given.million, given.rounds)


if __name__ == "__main__":
    main()
