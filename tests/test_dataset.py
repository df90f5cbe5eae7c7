"""What a release holds beside our assertions: the extract of the UN's data on its goals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg import rdf
from kg.dataset import SDG_EXTRACT, Dataset, assemble
from kg.namespaces import BASE, GRAPH_EVIDENCE, GRAPH_SDG_EXTRACT, PREFIXES, thing

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(name="dataset", scope="module")
def _dataset(whole_data: Path) -> Dataset:
    """Everything that our own release holds."""
    return assemble(whole_data)


def test_the_extract_stands_in_a_graph_of_its_own_as_it_was_given(dataset: Dataset, whole_data: Path) -> None:
    """Every statement, nothing of ours among them, and no statement on a thing of ours."""
    given = set(rdf.load_turtle(whole_data / SDG_EXTRACT, GRAPH_SDG_EXTRACT))
    held = {q for q in dataset.quads if rdf.iri(q.graph_name) == GRAPH_SDG_EXTRACT}

    assert held
    assert given == held
    assert not any(BASE in rdf.iri(term) for q in held for term in (q.subject, q.predicate, q.object))


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
