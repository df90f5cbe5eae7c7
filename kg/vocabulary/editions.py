"""Read an edition of the ontology: from a release, or from statements at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import ReleaseError
from kg.namespaces import BASE, GRAPH_ONTOLOGY, PREFIXES
from kg.rdf_output import read_nquads, serialise
from kg.terms import Iri
from kg.vocabulary.terms import Term, terms

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.rdf_output import Quad

_ONTOLOGY = BASE + "ontology"
_VERSION = PREFIXES["owl"] + "versionInfo"
_LINE_END = f" <{GRAPH_ONTOLOGY}> .\n".encode()


@dataclass(frozen=True, slots=True)
class Edition:
    """
    What the graph of the ontology holds in one release.

    `version` is that of the ontology, empty if it says none; `terms` are by IRI.
    """

    version: str
    quads: tuple[Quad, ...]
    terms: dict[str, Term] = field(repr=False)

    def is_same(self, other: Edition) -> bool:
        """Say whether two editions state the same."""
        n_triples = "application/n-triples"
        return serialise(self.quads, n_triples) == serialise(other.quads, n_triples)


def edition_of(quads: Iterable[Quad]) -> Edition:
    """Return the edition that these statements are."""
    stated = tuple(quads)
    versions = sorted(
        quad.object.value
        for quad in stated
        if quad.subject == Iri(_ONTOLOGY) and quad.predicate.value == _VERSION
    )
    return Edition(versions[0] if versions else "", stated, terms(stated))


def edition(nquads: Path) -> Edition:
    """
    Read the edition that a release holds; of its file, no more is kept than the graph of the ontology.

    Raises:
        ReleaseError: The file cannot be read.
    """
    try:
        with nquads.open("rb") as lines:
            ours = b"".join(line for line in lines if line.endswith(_LINE_END))
    except OSError as error:
        raise ReleaseError(f"{nquads} cannot be read ({error.strerror}); build the release again.") from error
    return edition_of(read_nquads(ours))
