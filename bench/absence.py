"""
What NOT EXISTS with a join in it costs: as written, as we ask it, and on Virtuoso.

    python bench/absence.py GRAPH.nq [GRAPH.nq ...]

The question is which countries have no initiative for which domain through a process to which they belong.
CPU seconds of the process that answers, best of three.  Virtuoso is left out where it is not installed; it
runs on files of its own in a temporary folder and listens to this machine alone.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from kg.store.embedded import open_embedded
from kg.store.remote import RemoteStore
from kg.store.rewriting import rewritten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.store.protocol import Store

QUERY: Final = f"""PREFIX rc: <{RC}>
SELECT (COUNT(*) AS ?pairs) WHERE {{
  ?country a rc:Country . ?domain a rc:GovernanceDomain .
  FILTER NOT EXISTS {{
    ?membership rc:member ?country ; rc:inProcess ?process .
    ?initiative rc:underProcess ?process ; rc:servesDomain ?domain .
  }}
}}"""
ROUNDS: Final = 3
PATIENCE_S: Final = 600.0
_INI: Final = """
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
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{web}
[SPARQL]
ResultSetMaxRows = 1000000
"""


def measured(ask: Callable[[], str], cpu_s: Callable[[], float]) -> tuple[str, float]:
    """Return the answer and the least CPU seconds that it took; what takes long is asked once."""
    spent: list[float] = []
    while True:
        begun = cpu_s()
        answer = ask()
        spent.append(cpu_s() - begun)
        if len(spent) == ROUNDS or spent[0] > 1:
            return answer, min(spent)


def pairs(store: Store, query: str) -> str:
    """Return the count that a query gives."""
    return store.select(query).rows[0]["pairs"].value


def cpu_of(pid: int) -> float:
    """Return the CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def virtuoso(graph: Path) -> Iterator[tuple[RemoteStore, int] | None]:
    """Run a Virtuoso that holds a graph; give it as a store, with its process."""
    program, console = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if not program or not console:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        sql, web = _free_port(), _free_port()
        (Path(folder) / "virtuoso.ini").write_text(_INI.format(sql=sql, web=web), encoding="utf-8")
        (Path(folder) / "graph.nq").symlink_to(graph.resolve())
        quiet = subprocess.DEVNULL
        server = subprocess.Popen([program, "+foreground"], cwd=folder, stdout=quiet, stderr=quiet)
        try:
            for port in (sql, web):
                _await(port)
            load = "log_enable (2, 1); DB.DBA.TTLP_MT (file_open ('graph.nq'), '', 'urn:none', 512);"
            login = [console, str(sql), "dba", "dba"]
            subprocess.run([*login, f"exec={load}"], cwd=folder, check=True, stdout=quiet)
            yield RemoteStore(f"http://127.0.0.1:{web}/sparql", PATIENCE_S), server.pid
        finally:
            server.kill()
            server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def main() -> None:
    """Print a line for each way to ask, for each graph."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graphs", nargs="+", type=Path)
    print(f"{'graph':24} {'way':28} {'pairs':>8} {'CPU s':>9} {'ratio':>8}")
    for graph in parser.parse_args().graphs:
        store = open_embedded(graph)
        asked = {"as we ask it": rewritten(QUERY), "as written": QUERY}
        found = {way: measured(partial(pairs, store, text), time.process_time) for way, text in asked.items()}
        store.close()
        with virtuoso(graph) as server:
            if server:
                remote, pid = server
                found["Virtuoso, as written"] = measured(partial(pairs, remote, QUERY), partial(cpu_of, pid))
        ours = found["as we ask it"][1]
        for way, (count, seconds) in found.items():
            print(f"{graph.name:24} {way:28} {count:>8} {seconds:9.3f} {seconds / ours:8.1f}")


if __name__ == "__main__":
    main()
