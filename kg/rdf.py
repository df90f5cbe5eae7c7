"""
The build's door to pyoxigraph: load, update, sort and serialise statements.

The store of a running site has a door of its own, `kg.store.embedded`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.errors import KgError
from kg.namespaces import PREFIXES, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Quad: TypeAlias = ox.Quad


def quad(subject: str, predicate: str, value: str | ox.Literal, graph: str | None = None) -> Quad:
    """
    Return one statement about named things.

    Args:
        subject: An IRI.
        predicate: An IRI.
        value: An IRI, or a literal made by `text` or `typed`.
        graph: The IRI of a named graph; the default graph if None.
    """
    return ox.Quad(
        ox.NamedNode(subject),
        ox.NamedNode(predicate),
        ox.NamedNode(value) if isinstance(value, str) else value,
        ox.NamedNode(graph) if graph else ox.DefaultGraph(),
    )


def text(value: str, language: str | None = None) -> ox.Literal:
    """Return a plain literal, or one in a language."""
    return ox.Literal(value, language=language)


def typed(value: str, datatype: str) -> ox.Literal:
    """Return a literal of an XSD datatype, named by its local name: `typed("2017-02-03", "date")`."""
    return ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))


class Workspace:
    """An in-memory store that a build step fills, updates and empties again."""

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        """Start with these statements."""
        self._store = ox.Store()
        self._store.extend(quads)

    def update(self, update: str, name: str) -> None:
        """
        Run a SPARQL Update.

        Raises:
            KgError: The update does not parse; the message names it by `name`.
        """
        try:
            self._store.update(update)
        except SyntaxError as error:
            raise KgError(f"{name} is not valid SPARQL Update ({error}); mend the file.") from error

    def named_graph_quads(self) -> Iterator[Quad]:
        """Return all statements outside the default graph."""
        return (q for q in self._store if not isinstance(q.graph_name, ox.DefaultGraph))

    def named_graphs(self) -> frozenset[str]:
        """Return the IRIs of the named graphs."""
        return frozenset(name.value for name in self._store.named_graphs())

    def quads(self) -> Iterator[Quad]:
        """Return all statements."""
        return iter(self._store)


def load_turtle(path: Path, graph: str | None = None) -> list[Quad]:
    """
    Read a Turtle file into a named graph, or into the default graph.

    Raises:
        KgError: The file cannot be read or does not parse; the message says where.
    """
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    return [ox.Quad(q.subject, q.predicate, q.object, name) for q in _parsed(path, ox.RdfFormat.TURTLE)]


def load_any(path: Path) -> list[Quad]:
    """
    Read an RDF file of any format; the suffix of its name tells which.

    Raises:
        KgError: The suffix is not known, the file does not exist or it does not parse.
    """
    rdf_format = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if rdf_format is None:
        raise KgError(
            f"{path.name} has no known suffix of an RDF file; use .ttl, .nt, .nq, .trig, .rdf or .jsonld."
        )
    return _parsed(path, rdf_format)


def _parsed(path: Path, rdf_format: ox.RdfFormat) -> list[Quad]:
    try:
        # Two files may use one name for two blank nodes.
        quads = list(ox.parse(path=path, format=rdf_format, rename_blank_nodes=True))
    except OSError as error:
        raise KgError(f"{path} cannot be read ({error.strerror or error}); check the name.") from error
    except SyntaxError as error:
        raise KgError(f"{path.name} is not valid {rdf_format.name} ({error}); mend the file.") from error
    if any(isinstance(q.object, ox.Triple) for q in quads):
        raise KgError(
            f"{path.name} holds triple terms, which RDF 1.1 does not know; write them as statements."
        )
    return quads


def iri(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph) -> str:
    """Return the IRI of a term, or an empty text for a term that is none."""
    return term.value if isinstance(term, ox.NamedNode) else ""


def canonical(quads: Iterable[Quad]) -> list[Quad]:
    """
    Return the statements once each, in one order, the same on every machine.

    Blank nodes get canonical names first (RDFC-1.0): an engine names them anew each time it reads them.
    """
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    # Sorted as N-Quads lines, graph first, so that both serialisations keep one order.
    return sorted(dataset, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))


def nquads(quads: Iterable[Quad]) -> bytes:
    """Serialise as N-Quads, in the given order."""
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def trig(quads: Iterable[Quad]) -> bytes:
    """Serialise as TriG with our prefixes, in the given order."""
    return ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=PREFIXES) or b""


def ntriples(quads: Iterable[Quad]) -> bytes:
    """Serialise the union of the graphs as N-Triples."""
    union = (ox.Triple(q.subject, q.predicate, q.object) for q in quads)
    return ox.serialize(union, format=ox.RdfFormat.N_TRIPLES) or b""
