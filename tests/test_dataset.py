"""What a release holds: the same bytes from the same rows, names for all things, and the UN's extract."""

from __future__ import annotations

import csv
import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg import rdf
from kg.dataset import SDG_EXTRACT, Dataset, assemble
from kg.namespaces import BASE, GRAPH_EVIDENCE, GRAPH_ONTOLOGY, GRAPH_SDG_EXTRACT, PREFIXES, thing
from kg.sources import table_specs

if TYPE_CHECKING:
    from collections.abc import Iterable


@pytest.fixture(name="dataset", scope="module")
def _dataset(whole_data: Path) -> Dataset:
    """Everything that our own release holds."""
    return assemble(whole_data)


@pytest.mark.slow
def test_the_extract_stands_in_a_graph_of_its_own_as_it_was_given(dataset: Dataset, whole_data: Path) -> None:
    """Every statement, nothing of ours among them, and no statement on a thing of ours."""
    given = set(rdf.load_turtle(whole_data / SDG_EXTRACT, GRAPH_SDG_EXTRACT))
    held = {q for q in dataset.quads if rdf.iri(q.graph_name) == GRAPH_SDG_EXTRACT}

    assert held
    assert given == held
    assert not any(BASE in rdf.iri(term) for q in held for term in (q.subject, q.predicate, q.object))


@pytest.mark.slow
def test_the_extract_names_its_source_and_is_cited_as_its_terms_ask(
    dataset: Dataset, whole_data: Path
) -> None:
    """The source is a document of the register; the citation is the one in the head of the file."""
    said = {
        rdf.iri(q.predicate).removeprefix(PREFIXES["dcterms"]): q.object
        for q in dataset.quads
        if rdf.iri(q.subject) == GRAPH_SDG_EXTRACT and rdf.iri(q.graph_name) == GRAPH_EVIDENCE
    }
    head = (whole_data / SDG_EXTRACT).read_text(encoding="utf-8").partition("@prefix")[0]

    assert {"source", "bibliographicCitation", "rights"} == set(said)
    assert thing("document", "lod4stats") == rdf.iri(said["source"])
    assert dataset.tables.row("sources", "lod4stats")
    assert getattr(said["bibliographicCitation"], "value", "") in " ".join(head.replace("#", " ").split())


def test_tables_without_the_extract_are_enough(small_data: Path) -> None:
    """A curator's copy of the tables needs no data of others beside it."""
    assert not any(rdf.iri(q.graph_name) == GRAPH_SDG_EXTRACT for q in assemble(small_data).quads)


@pytest.mark.slow
def test_everything_but_the_lists_of_the_ontology_has_a_name(dataset: Dataset) -> None:
    """A blank node could be linked to by nobody, and could be named otherwise in the next release."""
    nameless = {
        rdf.iri(q.graph_name)
        for q in dataset.quads
        if any(str(term).startswith("_:") for term in (q.subject, q.object))
    }

    assert {GRAPH_ONTOLOGY} >= nameless


@pytest.mark.slow
def test_rows_in_any_order_give_the_same_bytes(dataset: Dataset, whole_data: Path, tmp_path: Path) -> None:
    """All tables that we publish are shuffled at once; what rules derive from them is the same, too."""
    data = Path(shutil.copytree(whole_data, tmp_path / "data"))
    for spec in table_specs(data).values():
        with spec.path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        random.Random(7).shuffle(rows)  # noqa: S311  (an order, not a secret)
        _write(spec.path, [header, *rows])

    shuffled = assemble(data)

    assert [row.key for row in dataset.tables["ratings"]] != [row.key for row in shuffled.tables["ratings"]]
    # Compared before the assertion: pytest would take minutes to show where twenty megabytes differ.
    are_the_same = rdf.nquads(dataset.quads) == rdf.nquads(shuffled.quads)
    assert are_the_same


def _write(path: Path, rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
