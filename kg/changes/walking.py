"""The difference between two graphs: one walk over both, line by line, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.changes.lines import distinct, key, lines_of, ordered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class Difference(NamedTuple):
    """A statement that one of two graphs has alone; `line` is N-Quads without the end of the line."""

    is_added: bool
    line: bytes


def between(old: Path, new: Path, *, are_ordered: bool = True) -> Iterator[Difference]:
    """
    Return the statements in which two graphs differ, in the order of their statements.

    Blank nodes are compared by their names: those of releases are canonical (RDFC-1.0).

    Args:
        old: The graph that was, as N-Quads.
        new: The graph that is, as N-Quads.
        are_ordered: Both files are of releases, which stand in order; others are looked through first and,
            where it has to be, sorted on disk.

    Raises:
        ChangesError: A file cannot be read, or holds what is no statement.
    """
    if are_ordered:
        yield from differences(lines_of(old), lines_of(new))
        return
    with ordered(old) as before, ordered(new) as after:
        yield from differences(distinct(before), distinct(after))


def differences(old: Iterable[bytes], new: Iterable[bytes]) -> Iterator[Difference]:
    """Return the lines in which two ordered sequences without repetition differ, in their order."""
    before, after = iter(old), iter(new)
    was, now = next(before, None), next(after, None)
    while was is not None or now is not None:
        if was == now:  # nearly always, and then nothing has to be taken apart
            was, now = next(before, None), next(after, None)
        elif now is None or (was is not None and key(was) < key(now)):
            yield Difference(is_added=False, line=was or b"")
            was = next(before, None)
        else:
            yield Difference(is_added=True, line=now)
            now = next(after, None)
