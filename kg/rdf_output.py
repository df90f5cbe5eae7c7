"""
The exports' door to pyoxigraph: write statements in every RDF format, and read Turtle back for that.

Answers that were frozen as N-Triples are written anew here, too; for frozen tables, see `kg.shelf.tables`.

The build has a door of its own, `kg.rdf`, whose order and reader these share; the store of a running site has
another, `kg.store.embedded`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final, cast

import pyoxigraph as ox

from kg import rdf_xml
from kg.errors import KgError, MediaTypeError, QueryError
from kg.namespaces import PREFIXES, XSD
from kg.rdf import canonical, iri, load_turtle
from kg.rdf_terms import from_engine, to_engine
from kg.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.terms import Term

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
# Texts may hold these as well: they only tell where to look closer.
_OF_RDF_1_2: Final = (b"<<(", b"--ltr", b"--rtl")
_DATASET_FORMATS: Final = frozenset({ox.RdfFormat.N_QUADS.media_type, ox.RdfFormat.TRIG.media_type})

_STRING: Final = ox.NamedNode(XSD + "string")

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
        MediaTypeError: `media_type` is none of `GRAPH_MEDIA_TYPES`, or RDF/XML has no way to write a
            statement.
    """
    _check_media_type(media_type)
    with_graphs = media_type in _DATASET_FORMATS
    ordered = canonical(_engine_quad(quad, with_graph=with_graphs) for quad in quads)
    statements = ordered if with_graphs else [quad.triple for quad in ordered]
    prefixes = _prefixes_used(ordered, {**PREFIXES, **(more_prefixes or {})})
    return _written(statements, media_type, prefixes)


def read_turtle(path: Path) -> list[Quad]:
    """
    Read a Turtle file, in its order.

    Raises:
        KgError: The file cannot be read, does not parse (the message says where) or is not RDF 1.1.
    """
    return [
        Quad(from_engine(q.subject), Iri(q.predicate.value), from_engine(q.object)) for q in load_turtle(path)
    ]


def read_nquads(data: bytes) -> list[Quad]:
    """
    Read N-Quads, in their order.

    Raises:
        KgError: They do not parse.
    """
    try:
        quads = list(ox.parse(data, format=ox.RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise KgError(
            f"The statements are no N-Quads ({error}); take them from their source anew."
        ) from error
    return [
        Quad(from_engine(q.subject), Iri(q.predicate.value), from_engine(q.object), iri(q.graph_name) or None)
        for q in quads
    ]


def rewritten(ntriples: bytes, media_type: str) -> bytes:
    """
    Write N-Triples in another format, statement for statement and in their order.

    Unlike `serialise`, it does not name blank nodes anew: a stranger can make up graphs for which that takes
    for ever.

    Raises:
        MediaTypeError: `media_type` is none of `GRAPH_MEDIA_TYPES`, or RDF/XML has no way to write a
            statement.
        KgError: These are no N-Triples.
    """
    _check_media_type(media_type)
    if media_type == ox.RdfFormat.N_TRIPLES.media_type:
        return ntriples
    try:
        quads = list(ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES, lenient=True))
    except SyntaxError as error:
        raise KgError(
            f"The statements are no N-Triples ({error}); take them from their source anew."
        ) from error
    return _written([quad.triple for quad in quads], media_type, _prefixes_used(quads, PREFIXES))


def check_rdf_1_1(ntriples: bytes) -> None:
    """Raise `QueryError` if N-Triples hold triple terms or texts with a direction: RDF 1.1 has neither."""
    if not any(sign in ntriples for sign in _OF_RDF_1_2):
        return
    for quad in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES, lenient=True):
        if isinstance(quad.object, ox.Triple) or getattr(quad.object, "direction", None):
            raise QueryError("The answer holds terms that RDF 1.1 does not know; use their parts instead.")


def rewrite(source: IO[bytes], source_type: str, media_type: str, sink: IO[bytes]) -> None:
    """
    Write the statements of a document in another format, as they come and with our prefixes.

    Args:
        source: A document of one graph; read and written as a stream.
        source_type: Its media type, one of `GRAPH_MEDIA_TYPES`.
        media_type: What to write, one of `GRAPH_MEDIA_TYPES`.
        sink: Where to.

    Raises:
        ValueError: The document is malformed.
        MediaTypeError: RDF/XML has no way to write a statement.
    """
    try:
        statements = (quad.triple for quad in ox.parse(source, format=_FORMATS[source_type]))
        if media_type == rdf_xml.MEDIA_TYPE:
            rdf_xml.write(statements, sink, PREFIXES)
            return
        ox.serialize(statements, sink, format=_FORMATS[media_type], prefixes=PREFIXES)
    except SyntaxError as error:
        raise ValueError(str(error)) from error


def _check_media_type(media_type: str) -> None:
    if media_type not in _FORMATS:
        known = ", ".join(GRAPH_MEDIA_TYPES)
        raise MediaTypeError(f"Statements cannot be written as {media_type!r}; ask for one of {known}.")


def _written(
    statements: Sequence[ox.Quad] | Sequence[ox.Triple], media_type: str, prefixes: dict[str, str]
) -> bytes:
    if media_type == rdf_xml.MEDIA_TYPE:
        return rdf_xml.written(cast("Sequence[ox.Triple]", statements), prefixes)
    written: bytes = ox.serialize(statements, format=_FORMATS[media_type], prefixes=prefixes) or b""
    return _compacted(written, prefixes) if media_type == ox.RdfFormat.JSON_LD.media_type else written


def _engine_quad(quad: Quad, *, with_graph: bool) -> ox.Quad:
    graph = ox.NamedNode(quad.graph) if with_graph and quad.graph else ox.DefaultGraph()
    subject = to_engine(quad.subject)
    if isinstance(subject, ox.Literal):
        raise KgError(f"{quad.subject.n3()} is a literal and cannot be the subject of a statement.")
    return ox.Quad(subject, ox.NamedNode(quad.predicate.value), to_engine(quad.object), graph)


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
    graph = [compacted_node(node, prefixes) for node in json.loads(expanded)]
    document = {"@context": prefixes, "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def compacted_node(node: dict[str, Any], prefixes: Mapping[str, str]) -> dict[str, Any]:
    """Return a node of expanded JSON-LD with short names for keys, types and datatypes."""
    short = {
        _short(key, prefixes): [_short_value(v, prefixes) for v in value]
        if isinstance(value, list)
        else value
        for key, value in node.items()
    }
    if types := short.pop("rdf:type", None):
        short["@type"] = [_short(kind["@id"], prefixes) for kind in types]
    return short


def _short_value(value: dict[str, Any], prefixes: Mapping[str, str]) -> dict[str, Any]:
    return {key: _short(text, prefixes) if key == "@type" else text for key, text in value.items()}


def _short(name: str, prefixes: Mapping[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if name.startswith(namespace):
            return f"{prefix}:{name.removeprefix(namespace)}"
    return name


def plain_quads(path: Path) -> Iterator[tuple[str, str, str, str, str, str, str, str, str]]:
    """
    Yield the statements of N-Quads as plain texts, one at a time and in their order.

    Each is kind and text of the subject, text of the predicate, then kind, text, datatype and language of the
    object, and kind and text of the graph.  Kinds are `iri`, `blank`, `literal` and, for the graph without a
    name, `default`; datatype and language are empty where there is none, as the datatype of plain texts is.

    Raises:
        KgError: The file is not N-Quads.
    """
    try:
        for q in ox.parse(path=path, format=ox.RdfFormat.N_QUADS):
            value = q.object
            if isinstance(value, ox.Literal):
                language = value.language or ""
                datatype = "" if language or value.datatype == _STRING else value.datatype.value
                said = ("literal", value.value, datatype, language)
            else:
                said = (*_named(value), "", "")
            yield (*_named(q.subject), q.predicate.value, *said, *_named(q.graph_name))
    except SyntaxError as error:
        raise KgError(f"{path.name} is not N-Quads ({error}); build the release again.") from error


def _named(term: object) -> tuple[str, str]:
    if isinstance(term, ox.NamedNode):
        return "iri", term.value
    return ("blank", term.value) if isinstance(term, ox.BlankNode) else ("default", "")
