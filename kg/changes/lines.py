"""Statements as lines of N-Quads: their order, and files of them read in that order in bounded memory."""

from __future__ import annotations

import gzip
import heapq
import tempfile
import zlib
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import groupby, pairwise
from typing import IO, TYPE_CHECKING, Final, TypeAlias, cast

from kg.errors import ChangesError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

Key: TypeAlias = tuple[bytes, bytes, bytes, bytes]
"""The graph, the subject, the predicate and the object of a statement, as they are written."""

CHUNK: Final = 200_000
"""How many lines are sorted in memory at a time; an unordered file needs no more than these at once."""

CHUNK_BYTES: Final = 64 << 20
"""How many bytes of lines are sorted in memory at a time, if that is fewer lines."""

LONGEST: Final = 1 << 20
"""The longest line that is read, in bytes: a packed file of a few kilobytes may hold one without end."""

_LAST_OF_GZIP: Final = ".gz"
_DEFAULT_GRAPH: Final = b"DEFAULT"
_TERMS: Final = 3
_UNTOLD: Final = (b"", b"#")


def key(line: bytes) -> Key:
    """
    Return what orders a statement: the order of `kg.rdf.canonical`, in which releases are written.

    Args:
        line: A statement of N-Quads with its dot, without the end of the line.

    Raises:
        ValueError: This is no statement of N-Quads.
    """
    parts = line.split(b" ", 2)
    if len(parts) != _TERMS or not parts[2].endswith(b" ."):
        raise ValueError(line)
    subject, predicate, rest = parts
    rest = rest[:-2]
    value, _, graph = rest.rpartition(b" ")
    # The last word of a text may begin like an IRI, but only a text holds quotation marks.
    if value and graph.startswith((b"<", b"_:")) and b'"' not in graph:
        return graph, subject, predicate, value
    return _DEFAULT_GRAPH, subject, predicate, rest


def lines_of(path: Path) -> Iterator[bytes]:
    """
    Read the lines of a file, packed by gzip if its name ends in .gz; blank lines and comments are left out.

    Raises:
        ChangesError: The file cannot be read.
    """
    try:
        with _opened(path) as file:
            lines = iter(partial(file.readline, LONGEST + 1), b"")
            yield from filter(_is_told, map(bytes.strip, map(_checked, lines)))
    except ValueError as error:
        raise ChangesError(
            f"{path.name} has a line of more than {LONGEST:,} bytes, which no statement is; take the file "
            "from its source again."
        ) from error
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise ChangesError(f"{path} cannot be read ({reason}); check the name.") from error


def _checked(line: bytes) -> bytes:
    if len(line) > LONGEST:
        raise ValueError
    return line


def _is_told(line: bytes) -> bool:
    return line[:1] not in _UNTOLD


def _opened(path: Path) -> IO[bytes]:
    if path.suffix == _LAST_OF_GZIP:
        return cast("IO[bytes]", gzip.open(path))
    return path.open("rb")


@contextmanager
def ordered(
    path: Path,
    order: Callable[[bytes], Key] = key,
    read: Callable[[Path], Iterator[bytes]] = lines_of,
) -> Iterator[Iterator[bytes]]:
    """
    Read the lines of a file in the order of their statements; a file in another order is sorted on disk.

    Args:
        path: The file.
        order: What orders a line; it raises `ValueError` for what is no statement.
        read: What reads the lines.

    Raises:
        ChangesError: The file cannot be read, or a line is no statement of N-Quads.
    """
    if _is_ordered(path, order, read):
        yield read(path)
        return
    with ExitStack() as stack:
        rest = read(path)
        runs = [_spilled(sorted(run, key=order), stack) for run in iter(lambda: _portion(rest), [])]
        yield heapq.merge(*runs, key=order)


def _portion(lines: Iterator[bytes]) -> list[bytes]:
    """Return the next lines, as many as are sorted in memory at a time; none at the end."""
    found: list[bytes] = []
    held = 0
    while len(found) < CHUNK and held < CHUNK_BYTES and (line := next(lines, None)) is not None:
        found.append(line)
        held += len(line)
    return found


def distinct(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Return ordered lines once each."""
    return (line for line, _ in groupby(lines))


def _is_ordered(path: Path, order: Callable[[bytes], Key], read: Callable[[Path], Iterator[bytes]]) -> bool:
    """Say whether a file stands in order; every line is read, so that what is no statement is found first."""
    number = 0

    def keys() -> Iterator[Key]:
        nonlocal number
        for number, line in enumerate(read(path), 1):  # noqa: B007  (told if this line is at fault)
            yield order(line)

    is_ordered = True
    try:
        for before, after in pairwise(keys()):
            is_ordered = is_ordered and before <= after
    except ValueError as error:
        raise ChangesError(
            f"{path.name}, statement {number}, is none of N-Quads with single blanks between its terms; "
            "take the file from its source again."
        ) from error
    return is_ordered


def _spilled(run: list[bytes], stack: ExitStack) -> Iterator[bytes]:
    """Put sorted lines into a file that has no name, and return them from there."""
    file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  (closed with the others)
    file.writelines(line + b"\n" for line in run)
    file.seek(0)
    return (line.rstrip(b"\n") for line in file)
