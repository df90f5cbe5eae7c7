"""
How large the files of a release are, how long they take, and how much memory; each in a process of its own.

    python bench/dumps.py GRAPH.nq [GRAPH.nq ...]

The graph is that of a release, or one grown to a million quads by bench/synthetic.py.  Nothing is asserted.

- files: as `regcoop export` writes them, sorting and packing included
- Store.dump: what the engine does for the same: load all, then dump
- gzip: N-Quads packed as they are

Memory is the peak of the process.  Of it, the program takes about 30 MB before it begins.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import rdf_streams
from kg.distributions import Source, dumps, networks
from kg.namespaces import PREFIXES
from kg.releases import Release
from kg.releases.writing import canonical_hash

if TYPE_CHECKING:
    from collections.abc import Callable

OURS = {each.name: each for each in (*dumps.DISTRIBUTIONS, *networks.DISTRIBUTIONS)}


def ours(name: str) -> Callable[[Path, Path], None]:
    """Return what writes one of our files."""

    def write(folder: Path, out: Path) -> None:
        with out.open("w+b") as file:
            OURS[name].write(Source(Release(folder, {}), None), file)

    return write


def hashed(folder: Path, out: Path) -> None:
    """Compute the canonical hash."""
    with (folder / "regcoop.nq").open("rb") as lines:
        out.write_text(canonical_hash(lines))


def dumped_dataset(folder: Path, out: Path) -> None:
    """Load all into a store, and dump it as TriG."""
    store = ox.Store()
    store.bulk_load(path=folder / "regcoop.nq", format=ox.RdfFormat.N_QUADS)
    store.dump(out, format=ox.RdfFormat.TRIG, prefixes=PREFIXES)


def dumped_union(folder: Path, out: Path) -> None:
    """Load the union into a store, and dump it as Turtle."""
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(q.subject, q.predicate, q.object)
        for q in ox.parse(path=folder / "regcoop.nq", format=ox.RdfFormat.N_QUADS)
    )
    store.dump(out, format=ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph(), prefixes=PREFIXES)


def packed(folder: Path, out: Path) -> None:
    """Pack the N-Quads as they are."""
    with (folder / "regcoop.nq").open("rb") as plain, gzip.open(out, "wb", 9) as file:
        shutil.copyfileobj(plain, file)


WAYS: dict[str, Callable[[Path, Path], None]] = {
    **{name: ours(name) for name in OURS},
    "canonical hash": hashed,
    "Store.dump TriG": dumped_dataset,
    "Store.dump Turtle": dumped_union,
    "gzip N-Quads": packed,
}


def peak_mb() -> float:
    """Return the most memory that this process has taken; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    # Not ru_maxrss: a process has that of its parent from the start.
    return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024 if status.exists() else 0.0


def measured(way: str, folder: Path) -> dict[str, float]:
    """Return what one way takes in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--way", way, str(folder)], check=True, capture_output=True, text=True
    )
    return dict(json.loads(done.stdout))


def run(way: str, folder: Path) -> None:
    """Go one way, and print what it took."""
    out = folder / "out"
    wall, spent = time.perf_counter(), time.process_time()
    WAYS[way](folder, out)
    took = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - spent}
    print(json.dumps({**took, "bytes": out.stat().st_size, "memory": peak_mb()}))


def report(graph: Path) -> None:
    """Print the table of one graph."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "regcoop.nq").symlink_to(graph.resolve())
        with graph.open("rb") as source, (folder / "regcoop.trig").open("wb") as trig:
            rdf_streams.write_dataset(source, rdf_streams.TRIG, trig)
        with graph.open("rb") as lines:
            statements = sum(1 for _ in lines)
        print(f"\n{graph.name}: {statements:,} statements, {graph.stat().st_size / 1e6:.1f} MB of N-Quads\n")
        print("| file | MB | wall s | CPU s | peak MB |\n|---|---|---|---|---|")
        for way in WAYS:
            took = measured(way, folder)
            print(
                f"| {way} | {took['bytes'] / 1e6:.2f} | {took['wall']:.1f} | {took['cpu']:.1f} "
                f"| {took['memory']:.0f} |",
                flush=True,
            )


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("graphs", nargs="+", type=Path, help="N-Quads")
    parser.add_argument("--way", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.way:
        run(asked.way, asked.graphs[0])
        return
    for graph in asked.graphs:
        report(graph)


if __name__ == "__main__":
    main()
