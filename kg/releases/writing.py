"""Write a release beside its place, and move it there whole."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import rdf, resources
from kg.dataset import TITLE
from kg.errors import ReleaseError
from kg.rdf_output import read_turtle, serialise
from kg.releases.model import CANONICAL, DESCRIPTOR, MANIFEST, NQUADS, SHAPES, TABLES, TRIG, Release
from kg.sorting import sorted_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.dataset import Dataset

_TRIES = 100
_TAKEN = {errno.ENOTEMPTY, errno.EEXIST}


@contextmanager
def staged(dataset: Dataset, data_dir: Path, out: Path, inputs: str) -> Iterator[Release]:
    """Write a release beside its place; what has not been moved there by the end is removed."""
    files = {
        NQUADS: rdf.nquads(dataset.quads),
        TRIG: rdf.trig(dataset.quads),
        DESCRIPTOR: (data_dir / DESCRIPTOR).read_bytes(),
        SHAPES: _shapes(),
        **_tables(dataset),
    }
    manifest = _manifest(dataset, files, inputs)
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    beside: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        beside.chmod(0o755)  # mkdtemp's directories are for their owner alone
        (beside / TABLES).mkdir()
        for name, content in {**files, MANIFEST: text.encode()}.items():
            (beside / name).write_bytes(content)
        yield Release(beside, manifest)
    except OSError as error:
        raise ReleaseError(
            f"{out} cannot be written ({error.strerror}); name another place by --out, --release or "
            "REGCOOP_RELEASE."
        ) from error
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def _shapes() -> bytes:
    """Return all shapes as one file: whoever holds the release can hold it to them."""
    files = sorted(resources.shapes_dir().glob("*.ttl"))
    return serialise((quad for path in files for quad in read_turtle(path)), "text/turtle")


def _tables(dataset: Dataset) -> dict[str, bytes]:
    """Return the tables as CSV in UTF-8, cells as they were typed, rows sorted by key."""
    written = {}
    for name, spec in dataset.tables.specs.items():
        columns = [column.name for column in spec.columns]
        out = io.StringIO(newline="")
        table = csv.DictWriter(out, columns, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(dict(row.texts) for row in sorted(dataset.tables[name], key=lambda row: row.key))
        written[f"{TABLES}/{name}.csv"] = out.getvalue().encode()
    return written


def _manifest(dataset: Dataset, files: dict[str, bytes], inputs: str) -> dict[str, Any]:
    """Describe the release; no time of day, so that the same inputs give the same bytes."""
    return {
        "title": f"{TITLE}, release {dataset.version}",
        "version": dataset.version,
        "licence": "CC-BY-4.0",
        "inputs": inputs,
        "statements": len(dataset.quads),
        "canonical": {"algorithm": CANONICAL, "sha256": canonical_hash(io.BytesIO(files[NQUADS]))},
        "rows": {name: len(rows) for name, rows in dataset.tables.items()},
        "files": {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
        },
    }


def canonical_hash(nquads: Iterable[bytes]) -> str:
    """
    Return the canonical hash of statements, whatever their order.

    Two data sets have the same one if they say the same, whoever wrote them and in whatever format.

    Args:
        nquads: Lines of canonical N-Quads, in which blank nodes have their canonical names: those of a
            release.
    """
    digest = hashlib.sha256()
    for line in sorted_lines(nquads):
        digest.update(line)
    return digest.hexdigest()


def move(staged: Path, out: Path) -> None:
    """
    Put the staged directory in the place of the last release, which comes back if that fails.

    Another build may do the same at the same time: then one release replaces the other, whole.
    """
    last = staged.with_name(f"{staged.name}-last")
    for _ in range(_TRIES):
        with suppress(FileNotFoundError):  # none there, or another build has just taken it away
            out.rename(last)
        try:
            staged.rename(out)
        except OSError as error:
            if error.errno not in _TAKEN:
                if last.exists() and not out.exists():
                    last.rename(out)
                raise
        else:
            return
        finally:
            shutil.rmtree(last, ignore_errors=True)
    raise ReleaseError(f"{out} is replaced by other builds all the time; wait for them and build again.")
