"""Everything that a release must pass, step by step, each with what it found."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import checks, duplicates, networks, rdf, resources, validation
from kg.catalogue import catalogue
from kg.dataset import assemble
from kg.errors import KgError, TableError
from kg.namespaces import thing
from kg.store.embedded import open_embedded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.dataset import Dataset
    from kg.store.protocol import Store

_DOCUMENT = thing("document", "")
_NEVER_EMPTY = ("browse", "explore", "export", "listing")


@dataclass(frozen=True, slots=True)
class Step:
    """The result of one step: what was looked at, and one sentence for each thing that is wrong."""

    name: str
    summary: str
    findings: tuple[str, ...] = ()


def steps(data_dir: Path | None, step: Callable[[str], None]) -> Iterator[Step]:
    """
    Run all steps.

    Args:
        data_dir: The folder of the tables; our own if None.
        step: Told the name of each step as it begins.

    Yields:
        One result a step; none after the tables if these are wrong.
    """
    try:
        dataset = assemble(data_dir, step)
    except TableError as error:
        yield Step("tables", f"{len(error.faults)} faults", error.faults)
        return
    yield Step("tables", f"{sum(map(len, dataset.tables.values()))} rows in {len(dataset.tables)} tables")
    step("Looking for things that stand there twice")
    yield _duplicates(dataset, data_dir or resources.data_dir())
    step("Validating")
    yield _shapes(dataset)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "graph.nq"
        path.write_bytes(rdf.nquads(dataset.quads))
        store = open_embedded(path)
        step("Running the checks")
        yield _checks(store)
        step("Asking all stored queries")
        yield _queries(store)
        step("Looking for islands")
        yield _islands(store)


def _duplicates(dataset: Dataset, data_dir: Path) -> Step:
    try:
        findings = duplicates.suspects(dataset.tables, data_dir)
    except TableError as error:
        findings = error.faults
    return Step("duplicates", f"{len(findings)} pairs that nobody has looked at", findings)


def _shapes(dataset: Dataset) -> Step:
    report = validation.validate_dataset(dataset)
    violations = report.of_severity("Violation")
    summary = f"{len(violations)} violations, {len(report.findings) - len(violations)} remarks"
    return Step("shapes", summary, tuple(map(str, violations)))


def _checks(store: Store) -> Step:
    offences = checks.offences(store)
    return Step("checks", f"{len(offences)} offenders", tuple(map(str, offences)))


def _queries(store: Store) -> Step:
    """Ask each stored query with its example: it must be answered, and have something to say."""
    asked = [query for query in catalogue() if query.folder in _NEVER_EMPTY]
    findings = []
    for query in asked:
        try:
            if query.form == "SELECT" and not store.select(query.text).rows:
                findings.append(
                    f"{query.folder}/{query.name}.rq has no answer for its example; choose another."
                )
        except KgError as error:
            findings.append(f"{query.folder}/{query.name}.rq: {error}")
    return Step("queries", f"{len(asked)} asked", tuple(findings))


def _islands(store: Store) -> Step:
    islands = networks.islands(store)
    # A document that was read and that no row cites stands alone rightly; nothing else does.
    unused = [island for island in islands if len(island) == 1 and island[0].startswith(_DOCUMENT)]
    apart = [island for island in islands if island not in unused]
    sentences = tuple(f"{', '.join(island)}: tied to nothing else; check the keys." for island in apart)
    summary = f"{len(apart)} groups of things apart from the rest, {len(unused)} documents that no row cites"
    return Step("islands", summary, sentences)
