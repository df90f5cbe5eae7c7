"""The replay of patches: a graph, and what patches make of it, written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import tempfile
from contextlib import ExitStack, contextmanager
from itertools import groupby, pairwise
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from kg.changes.lines import distinct, key, ordered
from kg.changes.patches import difference, heading, rows
from kg.changes.walking import Difference
from kg.errors import ChangesError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SHOWN: Final = 200


def replay(graph: Path, patches: Sequence[Path], out: Path) -> str:
    """
    Write the graph that patches make of a graph; nothing is written if one of them does not fit.

    Args:
        graph: N-Quads, packed by gzip if the name ends in .gz.
        patches: RDF Patch files, in the order of the releases; packed likewise.
        out: The file to write; replaced whole.

    Returns:
        The SHA-256 of what was written.

    Raises:
        ChangesError: A file cannot be read or written, is malformed, or does not continue what is before it.
    """
    headings = [heading(patch) for patch in patches]
    for (earlier, first), (later, second) in pairwise(zip(patches, headings, strict=True)):
        if first.id and second.prev and first.id != second.prev:
            raise ChangesError(
                f"{later.name} does not continue {earlier.name}; name the patches in the order of the "
                "releases, and leave none out."
            )
    with written_whole(out) as file, ExitStack() as stack:
        lines: Iterator[bytes] = distinct(stack.enter_context(ordered(graph)))
        for patch in patches:
            wanted = stack.enter_context(rows(patch))
            lines = patched(lines, map(difference, wanted), patch.name)
        digest = _write(lines, file)
        promised = headings[-1].sha256 if headings else ""
        if promised and promised != digest:
            raise ChangesError(
                f"{graph.name} with these patches is not the graph that {patches[-1].name} promises; begin "
                "with the release that the first patch names, and leave none out."
            )
    return digest


def patched(lines: Iterable[bytes], changes: Iterable[Difference], name: str) -> Iterator[bytes]:
    """
    Return the ordered lines of a graph after a patch.

    Args:
        lines: The graph before it, in order.
        changes: The patch, in order; of several rows on one statement the last one counts.
        name: What errors call the patch.

    Raises:
        ChangesError: The patch adds what is there, or removes what is not.
    """
    before = iter(lines)
    line = next(before, None)
    for statement, group in groupby(changes, key=lambda change: change.line):
        *_, change = group
        place = key(statement)
        while line is not None and line != statement and key(line) < place:
            yield line
            line = next(before, None)
        if (line == statement) is change.is_added:
            raise _misfit(change, name)
        if change.is_added:
            yield statement
        else:
            line = next(before, None)
    while line is not None:
        yield line
        line = next(before, None)


def taken_back(changes: Iterable[Difference]) -> Iterator[Difference]:
    """Return the changes that undo these."""
    return (Difference(not change.is_added, change.line) for change in changes)


@contextmanager
def written_whole(out: Path) -> Iterator[IO[bytes]]:
    """
    Open a file that takes its place when all of it is written; what fails leaves what was there.

    Raises:
        ChangesError: It cannot be written.
    """
    partial: Path | None = None
    try:
        _demand_file(out)
        with tempfile.NamedTemporaryFile(prefix=f".{out.name}-", dir=out.parent, delete=False) as file:
            partial = Path(file.name)
            yield file
        partial.chmod(0o644)  # such files are for their owner alone
        partial.replace(out)
    except OSError as error:
        raise ChangesError(f"{out} cannot be written ({error.strerror}); choose another place.") from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


def _demand_file(path: Path) -> None:
    """Raise if what stands at a place is no file, such as /dev/null: a file would take its place."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is no file")


def _write(lines: Iterable[bytes], file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line + b"\n")
        file.write(line + b"\n")
    return digest.hexdigest()


def _misfit(change: Difference, name: str) -> ChangesError:
    does, is_so = ("adds", "is there already") if change.is_added else ("removes", "is not there")
    statement = change.line.decode(errors="replace")[:_SHOWN]
    return ChangesError(
        f"{name} does not fit: it {does} a statement that {is_so}, {statement}; take the patch that begins "
        "with the release that you have."
    )
