"""Make a release from the tables, or leave the last good one where it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import checks, resources, validation
from kg.dataset import SDG_EXTRACT, assemble, ontology_files
from kg.errors import FindingsError, KgError, ReleaseError
from kg.releases.model import DESCRIPTOR, ISSUED, STAGED, Release, load, names
from kg.releases.writing import move, staged
from kg.store.embedded import open_embedded
from kg.validation import arbiter, fast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.validation import Engine, Finding


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
    version: str | None = None,
) -> Built:
    """
    Build a release and put it at `out`.

    Args:
        out: The directory of the release; replaced if it holds a release, made if it does not exist.
        data_dir: The folder of the tables; our own if None.
        step: Told the name of each step as it begins.
        engine: What runs the shapes.
        version: The version of the data; that of this program if None.

    Raises:
        TableError, MappingError, ShapeError, FindingsError: The data may not be published as it is.
        ReleaseError: `out` holds something that is not a release, or cannot be written.
    """
    out = out.resolve()
    _refuse_foreign(out)
    # Before anything is read: what is edited while we build makes the release stale, not wrong.
    inputs = inputs_digest(data_dir)
    dataset = assemble(data_dir, step, version=version)
    step("Validating")
    report = validation.validate_dataset(dataset, engine)
    if not report.conforms:
        raise FindingsError([str(finding) for finding in report.of_severity("Violation")])
    step("Writing the release")
    with staged(dataset, data_dir or resources.data_dir(), out, inputs) as release:
        step("Running the checks")
        if offences := checks.offences(open_embedded(release.nquads)):
            raise FindingsError([str(offence) for offence in offences])
        move(release.directory, out)
    published = Release(out, release.manifest)
    return Built(published, tuple(f for f in report.findings if f.severity != "Violation"))


def ensure(
    directory: Path,
    step: Callable[[str], None] = lambda _: None,
    warn: Callable[[str], None] = lambda _: None,
) -> Release:
    """
    Open the release at `directory`; build it first if it is missing, damaged, or older than its inputs.

    Nobody waits half a minute for the first page: the fast engine runs the shapes.  What is published is
    never built again.
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
    if is_current(last) or (directory / ISSUED).exists():
        return last
    try:
        return build(directory, step=step, engine=fast.report).release
    except KgError as error:
        warn(f"The release cannot be renewed, so the last good one is used: {error}")
        return last


def is_current(release: Release, data_dir: Path | None = None) -> bool:
    """Say whether the files that a release was built from are still the same."""
    return bool(release.manifest["inputs"] == inputs_digest(data_dir))


def inputs_digest(data_dir: Path | None = None) -> str:
    """Return one digest of the version, the tables, and the files that say what becomes of them."""
    digest = hashlib.sha256(resources.version().encode())
    for path in _inputs(data_dir or resources.data_dir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _inputs(data_dir: Path) -> Iterator[Path]:
    yield from sorted(data_dir.rglob("*.csv"))
    yield from data_dir.glob(DESCRIPTOR)
    yield from data_dir.glob(SDG_EXTRACT)
    yield from ontology_files()
    yield from sorted(resources.shapes_dir().glob("*.ttl"))
    for step in ("sources", "mapping", "rules", "validation", "releases"):
        yield from sorted((resources.package_dir() / step).glob("*.*"))
    for module in ("dataset.py", "namespaces.py", "rdf.py"):
        yield resources.package_dir() / module
    yield from sorted(resources.queries_dir().glob("checks/*.rq"))


def _refuse_foreign(out: Path) -> None:
    """Never replace a directory that is not a release: a slip in `--out` must not cost anyone their files."""
    found = {path.name for path in out.iterdir()} if out.is_dir() else set()
    # Whoever was ended while writing files has left them so.
    found = {name for name in found if not name.startswith(STAGED)}
    if ISSUED in found:
        raise ReleaseError(f"{out} holds a release that is published; name a new directory.")
    if out.is_file() or (found and not found <= names(out)):
        raise ReleaseError(f"{out} holds something that is not a release; name a new or an empty directory.")
