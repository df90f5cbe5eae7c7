"""
The door to pyshifty, which finds what pySHACL finds in a tenth of the time.

It is young, so it decides nothing that is published: a first start and a look at a curator's file use it, and
the tests demand the same findings of both.
"""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING

from kg import resources
from kg.errors import ShapeError
from kg.validation import arbiter

if TYPE_CHECKING:
    from rdflib import Graph


def report(data: bytes, shapes: Graph) -> Graph:
    """
    Return the SHACL report on N-Triples; that of pySHACL where pyshifty is not installed.

    Raises:
        ShapeError: A shape is malformed.
    """
    try:
        # Not by the name of the import, which another package has as well.
        metadata.version("pyshifty")
    except metadata.PackageNotFoundError:
        return arbiter.report(data, shapes)
    import shifty  # noqa: PLC0415

    written = shapes.serialize(format="nt", encoding="utf-8")
    try:
        _, results, _ = shifty.validate(data, written, graph_mode="data", infer=False, on_unsupported="error")
    except ValueError as error:
        raise ShapeError(resources.shapes_dir(), str(error).strip().replace("\n", " ")) from error
    return results
