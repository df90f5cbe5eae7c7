"""
The exports' door to pyoxigraph: write statements in every RDF format, and read Turtle back for that.

The build has a door of its own, `kg.rdf`, and so has the store of a running site, `kg.store.embedded`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg.errors import KgError, MediaTypeError
from kg.namespaces import PREFIXES
from kg.terms import XSD_STRING, BlankNode, Iri, Literal, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_FORMATS: Final = {
    form.media_type: form
    for form in (
        ox.RdfFormat.TURTLE,
        ox.RdfFormat.N_TRIPLES,
        ox.RdfFormat.N_QUADS,
        ox.RdfFormat.TRIG,
        ox.RdfFormat.JSON_LD,
        ox.RdfFormat.RDF_XML,
    )
}
_DATASET_FORMATS: Final = frozenset({ox.RdfFormat.N_QUADS.media_type, ox.RdfFormat.TRIG.media_type})

GRAPH_MEDIA_TYPES: Final = tuple(_FORMATS)


@dataclass(frozen=True, slots=True)
class Quad:
    """One statement; `graph` is the IRI of its named graph, None in the default graph."""

    subject: Term
    predicate: Iri
    object: Term
    graph: str | None = None


def serialise(
    quads: Iterable[Quad], media_type: str, more_prefixes: Mapping[str, str] | None = None
) -> bytes:
    """
    Write statements, sorted, once each: the same bytes whatever their order.

    N-Quads and TriG keep the graphs. The others, JSON-LD among them, hold the union of the graphs: a client
    that reads JSON-LD into one graph would find an empty one if the statements stood in named graphs.

    Args:
        quads: The statements, in any order.
        media_type: One of `GRAPH_MEDIA_TYPES`.
        more_prefixes: Prefixes to write beside ours; either are declared only where they are used.

    Raises:
        MediaTypeError: `media_type` is none of `GRAPH_MEDIA_TYPES`.
    """
    if media_type not in _FORMATS:
        known = ", ".join(GRAPH_MEDIA_TYPES)
        raise MediaTypeError(f"Statements cannot be written as {media_type!r}; ask for one of {known}.")
    with_graphs = media_type in _DATASET_FORMATS
    unique = ox.Dataset(_ox_quad(quad, with_graph=with_graphs) for quad in quads)
    # An engine names blank nodes anew each time it reads them.
    unique.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    ordered = sorted(
        unique, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object))
    )
    statements = ordered if with_graphs else [quad.triple for quad in ordered]
    prefixes = _prefixes_used(ordered, {**PREFIXES, **(more_prefixes or {})})
    written: bytes = ox.serialize(statements, format=_FORMATS[media_type], prefixes=prefixes) or b""
    return _compacted(written, prefixes) if media_type == ox.RdfFormat.JSON_LD.media_type else written


def read_turtle(path: Path) -> list[Quad]:
    """
    Read a Turtle file, in its order.

    Raises:
        KgError: The file does not parse; the message says where.
    """
    try:
        triples = list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise KgError(f"{path.name} is not valid Turtle ({error}); mend the file.") from error
    return [Quad(_term(t.subject), Iri(t.predicate.value), _term(t.object)) for t in triples]


def _ox_quad(quad: Quad, *, with_graph: bool) -> ox.Quad:
    graph = ox.NamedNode(quad.graph) if with_graph and quad.graph else ox.DefaultGraph()
    subject = _ox_term(quad.subject)
    if isinstance(subject, ox.Literal):
        raise KgError(f"{quad.subject.n3()} is a literal and cannot be the subject of a statement.")
    return ox.Quad(subject, ox.NamedNode(quad.predicate.value), _ox_term(quad.object), graph)


def _ox_term(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, Iri):
        return ox.NamedNode(term.value)
    if isinstance(term, BlankNode):
        return ox.BlankNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype or XSD_STRING))


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return BlankNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, language=term.language)
        datatype = term.datatype.value
        return Literal(term.value, datatype=None if datatype == XSD_STRING else datatype)
    raise KgError(f"{term} is a triple term, which RDF 1.1 does not know; write it as a statement.")


def _prefixes_used(quads: Iterable[ox.Quad], known: Mapping[str, str]) -> dict[str, str]:
    named = {term.value for q in quads for term in _named_nodes(q)}
    return {p: iri for p, iri in known.items() if any(name.startswith(iri) for name in named)}


def _named_nodes(quad: ox.Quad) -> Iterator[ox.NamedNode]:
    for term in (quad.subject, quad.predicate, quad.object):
        if isinstance(term, ox.NamedNode):
            yield term
        elif isinstance(term, ox.Literal):
            yield term.datatype


def _compacted(expanded: bytes, prefixes: dict[str, str]) -> bytes:
    """Return JSON-LD with our prefixes as its context and short names for keys, types and datatypes."""
    nodes: list[dict[str, Any]] = json.loads(expanded)
    graph = [
        {
            _short(key, prefixes): [_short_value(v, prefixes) for v in value]
            if isinstance(value, list)
            else value
            for key, value in node.items()
        }
        for node in nodes
    ]
    for node in graph:
        if types := node.pop("rdf:type", None):
            node["@type"] = [_short(kind["@id"], prefixes) for kind in types]
    document = {"@context": prefixes, "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _short_value(value: dict[str, Any], prefixes: dict[str, str]) -> dict[str, Any]:
    return {key: _short(text, prefixes) if key == "@type" else text for key, text in value.items()}


def _short(name: str, prefixes: dict[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if name.startswith(namespace):
            return f"{prefix}:{name.removeprefix(namespace)}"
    return name
