"""
The dumps' door to pyoxigraph: statements go from one format to another, and memory holds a few of them.

What holds all statements of an answer is `kg.rdf_output`.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

import pyoxigraph as ox

from kg import rdf_xml
from kg.errors import KgError, MediaTypeError
from kg.namespaces import PREFIXES
from kg.rdf_output import compacted_node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from kg.rdf_xml import Writable

TURTLE: Final = ox.RdfFormat.TURTLE.media_type
N_TRIPLES: Final = ox.RdfFormat.N_TRIPLES.media_type
N_QUADS: Final = ox.RdfFormat.N_QUADS.media_type
TRIG: Final = ox.RdfFormat.TRIG.media_type
JSON_LD: Final = ox.RdfFormat.JSON_LD.media_type
RDF_XML: Final = rdf_xml.MEDIA_TYPE

_PLAIN: Final = {TURTLE: ox.RdfFormat.TURTLE, N_TRIPLES: ox.RdfFormat.N_TRIPLES}
_BATCH: Final = 1_000
"""How many statements of JSON-LD are written at a time, at least."""

_LONGEST_BATCH: Final = 50_000
"""How many at most: a node with more is written in pieces, which JSON-LD reads as one node."""


class Readable(Protocol):
    """What can be read in portions."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes."""


def write_dataset(nquads: Readable, media_type: str, sink: IO[bytes]) -> None:
    """
    Write N-Quads as N-Quads or TriG with our prefixes, statement for statement, in their order.

    Raises:
        MediaTypeError: `media_type` is neither.
        KgError: The source is no N-Quads.
    """
    if media_type not in {N_QUADS, TRIG}:
        raise MediaTypeError(f"A dataset cannot be written as {media_type!r}; ask for {N_QUADS} or {TRIG}.")
    form = ox.RdfFormat.TRIG if media_type == TRIG else ox.RdfFormat.N_QUADS
    with _telling_what_is_wrong():
        ox.serialize(_parsed(nquads), sink, format=form, prefixes=PREFIXES)


def write_union(nquads: Readable, media_type: str, sink: IO[bytes]) -> None:
    """
    Write the union of the graphs of sorted N-Quads, in their order, each triple once.

    Args:
        nquads: Lines in code point order: so the same triple in several graphs stands side by side, and
            all that is said of a subject stands together.
        media_type: Turtle, N-Triples, JSON-LD (a context of our prefixes and a node a line) or RDF/XML.
        sink: Where to.

    Raises:
        MediaTypeError: `media_type` is none of these, or RDF/XML has no way to write a statement.
        KgError: The source is no N-Quads.
    """
    with _telling_what_is_wrong():
        triples = _triples(nquads)
        if media_type == JSON_LD:
            _write_nodes(triples, sink)
        elif media_type == RDF_XML:
            rdf_xml.write(triples, sink, PREFIXES)
            sink.write(b"\n")
        elif media_type in _PLAIN:
            ox.serialize(triples, sink, format=_PLAIN[media_type], prefixes=PREFIXES)
        else:
            known = ", ".join((*_PLAIN, JSON_LD, RDF_XML))
            raise MediaTypeError(f"A graph cannot be written as {media_type!r}; ask for one of {known}.")


@contextmanager
def _telling_what_is_wrong() -> Iterator[None]:
    try:
        yield
    except SyntaxError as error:
        raise KgError(f"The statements are no N-Quads ({error}); build the release again.") from error


def _parsed(nquads: Readable) -> Iterator[ox.Quad]:
    return ox.parse(nquads, format=ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]  # it only ever reads


def _triples(nquads: Readable) -> Iterator[ox.Triple]:
    last: ox.Triple | None = None
    for quad in _parsed(nquads):
        triple = quad.triple
        if triple != last:
            yield triple
            last = triple


def _write_nodes(triples: Iterable[ox.Triple], sink: Writable) -> None:
    """Write a JSON-LD document with a node a line."""
    context = json.dumps(PREFIXES, ensure_ascii=False, indent=1)
    sink.write(f'{{\n"@context": {context},\n"@graph": ['.encode())
    separator = "\n"
    for batch in _by_subject(triples):
        for node in json.loads(ox.serialize(batch, format=ox.RdfFormat.JSON_LD) or b"[]"):
            line = json.dumps(compacted_node(node, PREFIXES), ensure_ascii=False, separators=(",", ":"))
            sink.write(f"{separator}{line}".encode())
            separator = ",\n"
    sink.write(b"\n]\n}\n")


def _by_subject(triples: Iterable[ox.Triple]) -> Iterator[list[ox.Triple]]:
    """Yield portions that end where a subject ends."""
    batch: list[ox.Triple] = []
    for triple in triples:
        is_full = len(batch) >= _BATCH and triple.subject != batch[-1].subject
        if is_full or len(batch) >= _LONGEST_BATCH:
            yield batch
            batch = []
        batch.append(triple)
    yield batch
