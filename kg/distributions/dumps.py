"""
The graph of a release as RDF files, each written as a stream.

N-Quads and TriG keep the graph of every assertion.  The others hold the union of the graphs, as everywhere
(see `docs/adr/0007-formats-for-one-graph-hold-the-union.md`): sorted by subject, each triple once.
"""

from __future__ import annotations

import gzip
import shutil
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final

from kg import rdf_streams
from kg.distributions.contents import of_gzip, of_text
from kg.distributions.model import Distribution
from kg.sorting import Reader, sorted_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.distributions.model import Source

_LEVEL: Final = 9


def _nquads(source: Source, out: BinaryIO) -> None:
    # In the order of the release, whose digest is then that of what is unpacked.
    with source.release.nquads.open("rb") as file:
        shutil.copyfileobj(file, out)


def _trig(source: Source, out: BinaryIO) -> None:
    with source.release.trig.open("rb") as file:
        shutil.copyfileobj(file, out)


def _union(media_type: str, source: Source, out: BinaryIO) -> None:
    with source.release.nquads.open("rb") as lines:
        rdf_streams.write_union(Reader(sorted_lines(lines)), media_type, out)


def _packed(write: Callable[[Source, BinaryIO], None], source: Source, out: BinaryIO) -> None:
    # No time and no name in the header: the same release gives the same bytes.
    with gzip.GzipFile("", "wb", _LEVEL, out, 0) as packed:
        write(source, packed)  # type: ignore[arg-type]  # a file that takes bytes


def _plain(
    name: str, title: str, media_type: str, about: str, write: Callable[[Source, BinaryIO], None]
) -> Distribution:
    return Distribution(name, title, media_type, "", about, write, of_text)


def _gzipped(
    name: str, title: str, media_type: str, about: str, write: Callable[[Source, BinaryIO], None]
) -> Distribution:
    return Distribution(name, title, media_type, "gzip", about, partial(_packed, write), of_gzip)


DISTRIBUTIONS: Final = (
    _gzipped(
        "regcoop.nq.gz",
        "N-Quads",
        rdf_streams.N_QUADS,
        "All statements, each with the graph of its assertion, a line each: for loading and for comparing. "
        "Its lines, sorted by code point, are the canonical form of RDFC-1.0.",
        _nquads,
    ),
    _gzipped(
        "regcoop.trig.gz",
        "TriG",
        rdf_streams.TRIG,
        "All statements, those of an assertion together in its graph: for reading with the evidence at hand.",
        _trig,
    ),
    _plain(
        "regcoop.ttl",
        "Turtle",
        rdf_streams.TURTLE,
        "All statements in one graph, those about a thing together: for reading, and for programs that know "
        "no named graphs.",
        partial(_union, rdf_streams.TURTLE),
    ),
    _gzipped(
        "regcoop.nt.gz",
        "N-Triples",
        rdf_streams.N_TRIPLES,
        "All statements in one graph, a line each, in the order of Turtle: for tools that read line by line.",
        partial(_union, rdf_streams.N_TRIPLES),
    ),
    _plain(
        "regcoop.jsonld",
        "JSON-LD",
        rdf_streams.JSON_LD,
        "All statements in one graph as JSON-LD 1.1, a thing a line, with its context inside: for programs "
        "that read JSON.",
        partial(_union, rdf_streams.JSON_LD),
    ),
    _gzipped(
        "regcoop.rdf.gz",
        "RDF/XML",
        rdf_streams.RDF_XML,
        "All statements in one graph as XML: for tools, ontology editors among them, that read nothing else.",
        partial(_union, rdf_streams.RDF_XML),
    ),
)
"""The dumps, in the order of the page that offers them."""
