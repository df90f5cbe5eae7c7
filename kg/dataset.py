"""Join assertions, what rules derive, and the ontology into the one set of statements that is released."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import mapping, rdf, resources, rules
from kg.namespaces import BASE, GRAPH_ONTOLOGY, GRAPH_RELEASE, LICENCE, PREFIXES
from kg.sources import Tables, read_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TITLE = "Regional cooperation on migration"


@dataclass(frozen=True, slots=True)
class Dataset:
    """
    Everything that a release holds.

    `tables` are the rows that it was made from, kept so that findings can name them; `quads` are the
    statements, once each and in canonical order.
    """

    tables: Tables
    quads: tuple[rdf.Quad, ...]


def assemble(data_dir: Path | None = None, step: Callable[[str], None] = lambda _: None) -> Dataset:
    """
    Make the statements from the tables, the mapping, the rules and the ontology.

    Args:
        data_dir: The folder of the tables; our own if None.
        step: Told the name of each step as it begins.

    Raises:
        TableError: A table is wrong; all faults are named.
        MappingError: A row makes no statement.
    """
    step("Checking the tables")
    tables = read_tables(data_dir or resources.data_dir())
    step("Mapping rows to assertions")
    asserted = mapping.assertions(tables)
    step("Deriving")
    derived = rules.derived(asserted)
    step("Adding the ontology")
    schema = [q for path in ontology_files() for q in rdf.load_turtle(path, GRAPH_ONTOLOGY)]
    step("Sorting")
    return Dataset(tables, tuple(rdf.canonical([*asserted, *derived, *schema, *_release()])))


def ontology_files() -> list[Path]:
    """Return the Turtle files of the ontology and its vocabularies, sorted by name."""
    return sorted(resources.ontology_dir().glob("*.ttl"))


def _release() -> list[rdf.Quad]:
    version = resources.version()
    release = f"{BASE}release/{version}"
    dcat, dcterms = PREFIXES["dcat"], PREFIXES["dcterms"]
    title = rdf.text(f"{TITLE}, release {version}", "en")
    return [
        rdf.quad(release, PREFIXES["rdf"] + "type", dcat + "Dataset", GRAPH_RELEASE),
        rdf.quad(release, PREFIXES["rdfs"] + "label", title, GRAPH_RELEASE),
        rdf.quad(release, dcterms + "title", title, GRAPH_RELEASE),
        rdf.quad(release, dcat + "version", rdf.text(version), GRAPH_RELEASE),
        rdf.quad(release, dcterms + "license", LICENCE, GRAPH_RELEASE),
    ]
