"""Sort more lines than memory holds: in portions, by files that vanish, merged as they are read."""

from __future__ import annotations

import heapq
import tempfile
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PORTION_BYTES: Final = 16 << 20
"""How much is sorted at a time; what a line costs beside its bytes comes on top."""

_LINE_COSTS: Final = 48
"""What a line takes in memory beside its bytes."""


def sorted_lines(lines: Iterable[bytes], portion_bytes: int = PORTION_BYTES) -> Iterator[bytes]:
    """
    Yield lines in the order of their bytes, which for UTF-8 is that of their code points.

    What does not fit into one portion lies in files of the system's folder for temporary files, about as
    large as the lines themselves; they have no name there and go with the process, however it ends.

    Args:
        lines: Lines, each with its end.
        portion_bytes: How much to hold in memory.

    Raises:
        OSError: The folder for temporary files cannot take them.
    """
    with ExitStack() as opened:
        runs: list[IO[bytes]] = []
        last: list[bytes] = []
        for portion in _portions(lines, portion_bytes):
            if last:
                runs.append(opened.enter_context(_run(last)))
            last = portion
        yield from heapq.merge(*runs, last)


class Reader:
    """What reads lines as if they stood in a file."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        """Read these lines, once."""
        self._lines = iter(lines)
        self._rest = b""

    def read(self, size: int) -> bytes:
        """Return the next bytes, at most `size`; none at the end."""
        parts = [self._rest]
        found = len(self._rest)
        while found < size:
            line = next(self._lines, None)
            if line is None:
                break
            parts.append(line)
            found += len(line)
        read = b"".join(parts)
        self._rest = read[size:]
        return read[:size]


def _portions(lines: Iterable[bytes], portion_bytes: int) -> Iterator[list[bytes]]:
    portion: list[bytes] = []
    held = 0
    for line in lines:
        portion.append(line)
        held += len(line) + _LINE_COSTS
        if held >= portion_bytes:
            portion.sort()
            yield portion
            portion, held = [], 0
    portion.sort()
    yield portion


def _run(portion: list[bytes]) -> IO[bytes]:
    """Put a sorted portion into a file without a name, open at its beginning."""
    run: IO[bytes] = tempfile.TemporaryFile(prefix="regcoop-")  # noqa: SIM115  (whoever merges closes it)
    try:
        run.writelines(portion)
        run.seek(0)
    except BaseException:
        run.close()
        raise
    return run
