"""
A graph of about a million quads in the shape of ours, to measure how the site grows.

    python bench/synthetic.py RELEASE.nq OUT.nq [--quads 1000000]

Copies what there will be more of as sources are read (initiatives, meetings, themes, documents,
disagreements, and the assertions and passages behind them) under keys of their own.  Vocabularies, countries,
domains, modes, organizations and processes stay as they are, and so do memberships: a copy of one would only
say once more what is said.  The same release gives the same bytes, and neither file is held in memory.
It says nothing about the world: never publish it.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.namespaces import ASSERTION, ID, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

THINGS: Final = (
    *("conflict", "document", "initiative", "meeting", "passage", "profile", "reported-fact", "theme"),
)
"""The kinds of things that are copied."""

TABLES: Final = (
    *("conflicts", "initiative_domains", "initiative_modes", "initiative_processes", "initiative_statuses"),
    *("initiatives", "meetings", "participations", "process_themes", "profiles", "reported_facts", "sources"),
    *("theme_domains", "themes"),
)
"""The tables whose rows are copied: not those of facts that can be told once of each thing that stays."""

_COPIED: Final = re.compile(
    f"(<(?:{re.escape(ID)}(?:{'|'.join(THINGS)})|{re.escape(ASSERTION)}(?:{'|'.join(TABLES)}))/[^>]+)>"
)
_NAME: Final = re.compile(rf'(<{re.escape(PREFIXES["rdfs"])}label> "(?:[^"\\]|\\.)*)"')


def copied(line: str, number: int) -> str | None:
    """
    Return one statement under the keys of a copy; None if it is about nothing that is copied.

    Args:
        line: A line of N-Quads of a release.
        number: The number of the copy, which stands at the end of its keys and names.
    """
    subject, _, rest = line.partition(" ")
    graph = line.rstrip(" .\n").rpartition(" ")[2]
    if not (_COPIED.fullmatch(graph) or (_COPIED.fullmatch(subject) and "/graph/evidence>" in graph)):
        return None
    made = _COPIED.sub(rf"\1/copy-{number}>", f"{subject} {rest}")
    return _NAME.sub(rf'\1 {number}"', made)


def grown(lines: Iterable[str], copies: int) -> Iterator[str]:
    """Return every statement, each that can be copied with its copies behind it."""
    for line in lines:
        yield line
        for number in range(1, copies + 1):
            made = copied(line, number)
            if made is None:
                break
            yield made


def copies_for(release: Path, quads: int) -> int:
    """Return how many copies bring a release to a number of quads, about."""
    with release.open(encoding="utf-8") as lines:
        counts = [copied(line, 1) is not None for line in lines]
    return max(0, round((quads - len(counts)) / max(1, sum(counts))))


def grow(release: Path, out: Path, quads: int) -> int:
    """Write the graph that a release grows to, and return how many quads it has."""
    copies, written = copies_for(release, quads), 0
    with release.open(encoding="utf-8") as lines, out.open("w", encoding="utf-8") as file:
        for line in grown(lines, copies):
            file.write(line)
            written += 1
    return written


def main() -> None:
    """Write the file and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--quads", type=int, default=1_000_000)
    given = parser.parse_args()
    print(f"{grow(given.release, given.out, given.quads)} quads in {given.out}")


if __name__ == "__main__":
    main()
