"""
The door to pySHACL, which decides: what a release, a check or a report says of the shapes is what it finds.

It runs on an rdflib graph; on a pyoxigraph store it gives wrong answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import resources
from kg.errors import ShapeError

if TYPE_CHECKING:
    from rdflib import Graph


def report(data: bytes, shapes: Graph) -> Graph:
    """
    Return the SHACL report on N-Triples.

    Raises:
        ShapeError: A shape is malformed.
    """
    import pyshacl  # noqa: PLC0415  (rdflib and pySHACL take half a second to import)
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError  # noqa: PLC0415
    from rdflib import Graph  # noqa: PLC0415

    graph = Graph().parse(data=data, format="nt")
    try:
        _, results, _ = pyshacl.validate(graph, shacl_graph=shapes, advanced=True, inplace=True)
    except (ShapeLoadError, ReportableRuntimeError) as error:
        raise ShapeError(resources.shapes_dir(), str(error).strip().replace("\n", " ")) from error
    assert isinstance(results, Graph)  # noqa: S101  (pySHACL's own type says more than it returns)
    return results
