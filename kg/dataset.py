"""Join assertions, what rules derive, and the ontology into the one set of statements that is released."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import mapping, rdf, resources, rules
from kg.namespaces import (
    BASE,
    GRAPH_EVIDENCE,
    GRAPH_ONTOLOGY,
    GRAPH_RELEASE,
    GRAPH_SDG_EXTRACT,
    LICENCE,
    PREFIXES,
    RDF_TYPE,
    thing,
)
from kg.sources import Tables, read_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TITLE = "Regional cooperation on migration"

SDG_EXTRACT = "sdg-10-7-extract.ttl"
_SDG_CITATION = (
    "Amit Joshi, Luis Gonzalez Morales, Szymon Klarman, and Aaron Helton. 2019. A Knowledge Organization "
    "System for the United Nations Sustainable Development Goals. New York, NY. http://metadata.un.org/sdg"
)
_SDG_TERMS = "Free of charge; may be copied and distributed with the citation."


@dataclass(frozen=True, slots=True)
class Dataset:
    """
    Everything that a release holds.

    `tables` are the rows that it was made from, kept so that findings can name them; `quads` are the
    statements, once each and in canonical order; `version` is that of the data.
    """

    tables: Tables
    quads: tuple[rdf.Quad, ...]
    version: str


def assemble(
    data_dir: Path | None = None,
    step: Callable[[str], None] = lambda _: None,
    tables: Tables | None = None,
    version: str | None = None,
) -> Dataset:
    """
    Make the statements from the tables, the mapping, the rules and the ontology.

    Args:
        data_dir: The folder of the tables; our own if None.
        step: Told the name of each step as it begins.
        tables: The tables, if they are read already.
        version: The version of the data; that of this program if None.

    Raises:
        TableError: A table is wrong; all faults are named.
        MappingError: A row makes no statement.
    """
    folder = data_dir or resources.data_dir()
    if tables is None:
        step("Checking the tables")
        tables = read_tables(folder)
    step("Mapping rows to assertions")
    asserted = mapping.assertions(tables)
    step("Deriving")
    derived = rules.derived(asserted)
    step("Adding the ontology")
    schema = [q for path in ontology_files() for q in rdf.load_turtle(path, GRAPH_ONTOLOGY)]
    outside = _sdg_extract(folder / SDG_EXTRACT)
    step("Sorting")
    named = version or resources.version()
    everything = [*asserted, *derived, *schema, *outside, *_release(named)]
    return Dataset(tables, tuple(rdf.canonical(everything)), named)


def ontology_files() -> list[Path]:
    """Return the Turtle files of the ontology and its vocabularies, sorted by name."""
    return sorted(resources.ontology_dir().glob("*.ttl"))


def _sdg_extract(path: Path) -> list[rdf.Quad]:
    """Return what the United Nations say of their goals, where it is at hand, and whose words these are."""
    if not path.exists():
        return []
    dcterms, graph = PREFIXES["dcterms"], GRAPH_SDG_EXTRACT
    return [
        *rdf.load_turtle(path, graph),
        rdf.quad(graph, dcterms + "source", thing("document", "lod4stats"), GRAPH_EVIDENCE),
        rdf.quad(graph, dcterms + "bibliographicCitation", rdf.text(_SDG_CITATION, "en"), GRAPH_EVIDENCE),
        rdf.quad(graph, dcterms + "rights", rdf.text(_SDG_TERMS, "en"), GRAPH_EVIDENCE),
    ]


def _release(version: str) -> list[rdf.Quad]:
    release = f"{BASE}release/{version}"
    dcat, dcterms = PREFIXES["dcat"], PREFIXES["dcterms"]
    title = rdf.text(f"{TITLE}, release {version}", "en")
    return [
        rdf.quad(release, RDF_TYPE, dcat + "Dataset", GRAPH_RELEASE),
        rdf.quad(release, PREFIXES["rdfs"] + "label", title, GRAPH_RELEASE),
        rdf.quad(release, dcterms + "title", title, GRAPH_RELEASE),
        rdf.quad(release, dcat + "version", rdf.text(version), GRAPH_RELEASE),
        rdf.quad(release, dcterms + "license", LICENCE, GRAPH_RELEASE),
    ]
