"""
How long it takes to tell what changed between two releases, and to write and replay the patch.

    python bench/changes.py OLD.nq NEW.nq

Both are graphs in the order of releases.  CPU seconds, each once; nothing is asserted here.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from kg.changes.editions import Edition
from kg.changes.patches import written
from kg.changes.replaying import replay
from kg.changes.telling import record
from kg.changes.walking import between

if TYPE_CHECKING:
    from collections.abc import Callable


def _spent(name: str, call: Callable[[], object]) -> None:
    began = time.process_time()
    call()
    used = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:24} {used:8.2f} s   peak {peak:8.0f} MB")


def main() -> None:
    """Measure one pair of graphs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    given = parser.parse_args()
    old, new = Edition("0.0.1", given.old, "", None), Edition("0.0.2", given.new, "", None)
    with tempfile.TemporaryDirectory() as folder:
        patch, out = Path(folder) / "delta.rdfp", Path(folder) / "out.nq"

        def write() -> None:
            rows = written(old, new, between(old.nquads, new.nquads))
            with patch.open("wb") as file:
                file.writelines(row for row in rows if b" sha256 " not in row)

        _spent("walk", lambda: sum(1 for _ in between(old.nquads, new.nquads)))
        _spent("patch", write)
        _spent("replay", lambda: replay(old.nquads, [patch], out))
        _spent("record, in sentences", lambda: record(old, new))
        print("replay gives the new graph:", out.read_bytes() == new.nquads.read_bytes())


if __name__ == "__main__":
    main()
