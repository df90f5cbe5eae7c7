"""
A release: a directory with the graph in sorted N-Quads and TriG, and a manifest with digests.

A release is written beside its place and moved there whole: a failed build leaves the last good one.
"""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import checks, rdf, resources, validation
from kg.dataset import SDG_EXTRACT, TITLE, assemble, ontology_files
from kg.errors import FindingsError, KgError, ReleaseError
from kg.store.embedded import open_embedded
from kg.validation import arbiter, fast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.dataset import Dataset
    from kg.validation import Engine, Finding

MANIFEST = "manifest.json"
NQUADS = "regcoop.nq"
TRIG = "regcoop.trig"

_TRIES = 100
_TAKEN = {errno.ENOTEMPTY, errno.EEXIST}


@dataclass(frozen=True, slots=True)
class Release:
    """A release on disk; `manifest` is what `manifest.json` says."""

    directory: Path
    manifest: dict[str, Any]

    @property
    def nquads(self) -> Path:
        """Return the file that a store loads."""
        return self.directory / NQUADS

    @property
    def version(self) -> str:
        """Return the version of the data."""
        return str(self.manifest["version"])

    def is_current(self, data_dir: Path | None = None) -> bool:
        """Say whether the files that it was built from are still the same."""
        return bool(self.manifest["inputs"] == inputs_digest(data_dir))


@dataclass(frozen=True, slots=True)
class Built:
    """A new release, with what the shapes found short of a violation."""

    release: Release
    warnings: tuple[Finding, ...]


def build(
    out: Path,
    data_dir: Path | None = None,
    step: Callable[[str], None] = lambda _: None,
    engine: Engine = arbiter.report,
) -> Built:
    """
    Build a release and put it at `out`.

    Args:
        out: The directory of the release; replaced if it holds a release, made if it does not exist.
        data_dir: The folder of the tables; our own if None.
        step: Told the name of each step as it begins.
        engine: What runs the shapes.

    Raises:
        TableError, MappingError, ShapeError, FindingsError: The data may not be published as it is.
        ReleaseError: `out` holds something that is not a release, or cannot be written.
    """
    out = out.resolve()
    _refuse_foreign(out)
    # Before anything is read: what is edited while we build makes the release stale, not wrong.
    inputs = inputs_digest(data_dir)
    dataset = assemble(data_dir, step)
    step("Validating")
    report = validation.validate_dataset(dataset, engine)
    if not report.conforms:
        raise FindingsError([str(finding) for finding in report.of_severity("Violation")])
    step("Writing the release")
    with _staged(dataset, out, inputs) as release:
        step("Running the checks")
        if offences := checks.offences(open_embedded(release.nquads)):
            raise FindingsError([str(offence) for offence in offences])
        _move(release.directory, out)
    published = Release(out, release.manifest)
    return Built(published, tuple(f for f in report.findings if f.severity != "Violation"))


def load(directory: Path) -> Release:
    """
    Open a release.

    Raises:
        ReleaseError: There is none, or a file is not what the manifest says.
    """
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    except OSError as error:
        raise ReleaseError(
            f"{directory} holds no release; make one with `regcoop build --out DIR`."
        ) from error
    except ValueError as error:
        raise ReleaseError(
            f"{directory / MANIFEST} is damaged ({error}); build the release again."
        ) from error
    if not _is_ours(manifest):
        raise ReleaseError(f"{directory / MANIFEST} is no manifest of a release; name another directory.")
    for name, described in manifest["files"].items():
        path = directory / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != described["sha256"]:
            raise ReleaseError(f"{path} is not the file that the manifest names; build the release again.")
    return Release(directory, manifest)


def digest(directory: Path) -> str | None:
    """Return the SHA-256 of the N-Quads of a release, as its manifest says; None if there is no release."""
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        return str(manifest["files"][NQUADS]["sha256"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _is_ours(manifest: object) -> bool:
    return isinstance(manifest, dict) and manifest.keys() >= {"version", "inputs", "files"}


def ensure(
    directory: Path,
    step: Callable[[str], None] = lambda _: None,
    warn: Callable[[str], None] = lambda _: None,
) -> Release:
    """
    Open the release at `directory`; build it first if it is missing, damaged, or older than its inputs.

    Nobody waits half a minute for the first page: the fast engine runs the shapes.
    When the build fails and a good release is there, that one is returned, and `warn` is told why.

    Raises:
        KgError: There is no good release and none can be built.
    """
    try:
        last = load(directory)
    except ReleaseError:
        try:
            return build(directory, step=step, engine=fast.report).release
        except ReleaseError:
            # Another process may have put a release there meanwhile.
            return load(directory)
    if last.is_current():
        return last
    try:
        return build(directory, step=step, engine=fast.report).release
    except KgError as error:
        warn(f"The release cannot be renewed, so the last good one is used: {error}")
        return last


def inputs_digest(data_dir: Path | None = None) -> str:
    """Return one digest of the version, the tables, and the files that say what becomes of them."""
    digest = hashlib.sha256(resources.version().encode())
    for path in _inputs(data_dir or resources.data_dir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _inputs(data_dir: Path) -> Iterator[Path]:
    yield from sorted(data_dir.rglob("*.csv"))
    yield from data_dir.glob("datapackage.json")
    yield from data_dir.glob(SDG_EXTRACT)
    yield from ontology_files()
    yield from sorted(resources.shapes_dir().glob("*.ttl"))
    for step in ("sources", "mapping", "rules", "validation"):
        yield from sorted((resources.package_dir() / step).glob("*.*"))
    for module in ("dataset.py", "namespaces.py", "rdf.py"):
        yield resources.package_dir() / module
    yield from sorted(resources.queries_dir().glob("checks/*.rq"))


def _refuse_foreign(out: Path) -> None:
    """Never replace a directory that is not a release: a slip in `--out` must not cost anyone their files."""
    found = {path.name for path in out.iterdir()} if out.is_dir() else set()
    if out.is_file() or (found and not found <= _names(out)):
        raise ReleaseError(f"{out} holds something that is not a release; name a new or an empty directory.")


def _names(directory: Path) -> set[str]:
    """Return the names of the files of the release in a directory; none if its manifest is not ours."""
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return {MANIFEST, *manifest["files"]} if _is_ours(manifest) else set()


@contextmanager
def _staged(dataset: Dataset, out: Path, inputs: str) -> Iterator[Release]:
    """Write a release beside its place; what has not been moved there by the end is removed."""
    files = {NQUADS: rdf.nquads(dataset.quads), TRIG: rdf.trig(dataset.quads)}
    manifest = _manifest(dataset, files, inputs)
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    staged: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        staged.chmod(0o755)  # mkdtemp's directories are for their owner alone
        for name, content in {**files, MANIFEST: text.encode()}.items():
            (staged / name).write_bytes(content)
        yield Release(staged, manifest)
    except OSError as error:
        raise ReleaseError(
            f"{out} cannot be written ({error.strerror}); name another place by --out, --release or "
            "REGCOOP_RELEASE."
        ) from error
    finally:
        if staged is not None:
            shutil.rmtree(staged, ignore_errors=True)


def _manifest(dataset: Dataset, files: dict[str, bytes], inputs: str) -> dict[str, Any]:
    """Describe the release; no time of day, so that the same inputs give the same bytes."""
    return {
        "title": f"{TITLE}, release {resources.version()}",
        "version": resources.version(),
        "licence": "CC-BY-4.0",
        "inputs": inputs,
        "statements": len(dataset.quads),
        "rows": {name: len(rows) for name, rows in dataset.tables.items()},
        "files": {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
        },
    }


def _move(staged: Path, out: Path) -> None:
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
