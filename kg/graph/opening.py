"""Open a graph by what a user names: a release, a file, a site, a SPARQL endpoint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from kg import resources
from kg.graph.questions import Graph
from kg.store import check_spec

if TYPE_CHECKING:
    from kg.store.protocol import Store

_TIMEOUT_S: Final = 60.0
_ADDRESSES: Final = ("http://", "https://")
_SPARQL: Final = "sparql:"


def open_graph(source: str | Path | None = None, *, timeout_s: float = _TIMEOUT_S) -> Graph:
    """
    Open a graph.

    Args:
        source: One of these.

            - None: the release that `regcoop build` has made, where this installation keeps it.
            - A folder: a release.
            - A file: RDF, named by its format, such as `regcoop.nq`; it is read into memory.
            - An address without a path, or one that ends in a slash: a site of regcoop, asked at its
              endpoint `sparql`.
            - Any other `http://` or `https://` address: a SPARQL 1.1 endpoint that holds the graph, and whose
              default graph is the union of its graphs.

        timeout_s: How long one query to a site or endpoint may take, in seconds.

    Raises:
        ReleaseError: The folder holds no release, or a file of it is damaged.
        StoreError: The file is missing, in no known format or malformed.
        StoreSpecError: The address is none.

    An endpoint is not asked before the first query: whether it answers shows then.
    """
    named = str(source) if source is not None else ""
    address = named.removeprefix(_SPARQL)
    if named.startswith(_SPARQL) or address.lower().startswith(_ADDRESSES):
        return Graph(_remote(address, timeout_s))
    return Graph(_local(Path(source) if source is not None else resources.release_dir()))


def _remote(address: str, timeout_s: float) -> Store:
    from kg.store.remote import RemoteStore  # noqa: PLC0415  (its library takes time to import)

    check_spec(_SPARQL + address)
    path = urlsplit(address).path
    if not path or path.endswith("/"):
        address = address.removesuffix("/") + "/sparql"
    return RemoteStore(address, timeout_s)


def _local(path: Path) -> Store:
    from kg import releases  # noqa: PLC0415  (what it needs takes 0.1 s to import)
    from kg.store import open_store  # noqa: PLC0415

    if (path / releases.MANIFEST).exists() or not (path.exists() or path.suffix):
        path = releases.load(path).nquads
    return open_store("memory", path)
