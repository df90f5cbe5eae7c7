"""
The network of a release: all things and the typed links between them, for programs that draw and measure.

Graphs cannot be written as streams: the store of the release and the graph are held while they are written.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final

from kg.distributions.contents import of_text
from kg.distributions.model import Distribution
from kg.networks import files
from kg.networks.answers import whole_network
from kg.store.embedded import open_embedded

if TYPE_CHECKING:
    from kg.distributions.model import Source


def _write(suffix: str, source: Source, out: BinaryIO) -> None:
    network = whole_network(open_embedded(source.release.nquads))
    out.write(files.written(network, suffix, {}))


def _distribution(suffix: str, title: str, about: str) -> Distribution:
    return Distribution(
        f"regcoop.{suffix}", title, files.FORMATS[suffix], "", about, partial(_write, suffix), of_text
    )


DISTRIBUTIONS: Final = (
    _distribution(
        "graphml",
        "GraphML",
        "All things with name and kind, and each link between them with its property, its assertions, "
        "their basis, source and locator: for networkx, igraph, Gephi and others.",
    ),
    _distribution("gexf", "GEXF", "The same network in the format of Gephi."),
)
"""The networks, in the order of the page that offers them."""
