"""All links of the graph, and the things that none of them ties to the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.catalogue import catalogue

if TYPE_CHECKING:
    from networkx import Graph

    from kg.store.protocol import Store


def links(store: Store) -> Graph[str]:
    """
    Return the undirected graph of all things.

    A node is the IRI of a thing; an edge holds, as `properties`, the sorted IRIs of what links its ends.
    """
    from networkx import Graph  # noqa: PLC0415  (takes 0.2 s to import)

    graph: Graph[str] = Graph()
    for row in store.select(catalogue().named("links").text).rows:
        subject, linked = str(row["subject"]), str(row["object"])
        known = graph.get_edge_data(subject, linked, default={"properties": ()})["properties"]
        graph.add_edge(subject, linked, properties=tuple(sorted({*known, str(row["property"])})))
    return graph


def islands(store: Store) -> tuple[tuple[str, ...], ...]:
    """
    Return the groups of things that no link ties to the largest group, each sorted, in order.

    A thing that nobody can reach from the rest is mostly a row whose key is mistyped.
    """
    from networkx import connected_components  # noqa: PLC0415

    groups = sorted(connected_components(links(store)), key=len, reverse=True)
    return tuple(sorted(tuple(sorted(group)) for group in groups[1:]))
