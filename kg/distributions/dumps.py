"""The graph of a release as RDF files."""

from __future__ import annotations

import gzip
import shutil
from typing import TYPE_CHECKING, BinaryIO, Final

from kg.distributions.contents import of_gzip
from kg.distributions.model import Distribution

if TYPE_CHECKING:
    from kg.distributions.model import Source


def _nquads(source: Source, out: BinaryIO) -> None:
    # No time and no name in the header: the same release gives the same bytes.
    with source.release.nquads.open("rb") as plain, gzip.GzipFile("", "wb", 9, out, 0) as packed:
        shutil.copyfileobj(plain, packed)


DISTRIBUTIONS: Final = (
    Distribution(
        "regcoop.nq.gz",
        "N-Quads",
        "application/n-quads",
        "gzip",
        "All statements, each with the graph of its assertion, a line each: for loading and for comparing.",
        _nquads,
        of_gzip,
    ),
)
