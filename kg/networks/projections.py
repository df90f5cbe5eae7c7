"""Projections: processes linked by the countries that they share, countries linked by processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from networkx import Graph


def shared(sets: Mapping[str, Iterable[str]], size: str = "members") -> Graph[str]:
    """
    Link the keys of sets that have things in common.

    Args:
        sets: Things by the name of the set; a set may be empty.
        size: What the number of things of a set is called.

    Returns:
        One node a set, with the number of its things under the name `size`; one edge for two sets that share
        things, with their number as `shared`.
    """
    from networkx import Graph, bipartite  # noqa: PLC0415  (takes 0.2 s to import)

    two: Graph[tuple[str, str]] = Graph()
    two.add_edges_from((("set", name), ("thing", thing)) for name, things in sets.items() for thing in things)
    graph: Graph[str] = Graph()
    for name in sets:
        graph.add_node(name, **{size: two.degree["set", name] if ("set", name) in two else 0})
    if not two:
        # networkx projects no graph without links.
        return graph
    projected = bipartite.weighted_projected_graph(two, [node for node in two if node[0] == "set"])
    for (_, name), (_, other), said in sorted(projected.edges.data(), key=lambda edge: edge[:2]):
        graph.add_edge(min(name, other), max(name, other), shared=said["weight"])
    return graph


def turned(sets: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Turn sets over: by each thing, the names of the sets that it is in."""
    found: dict[str, list[str]] = {}
    for name, things in sets.items():
        for thing in things:
            found.setdefault(thing, []).append(name)
    return found


def measure(graph: Graph[str]) -> None:
    """
    Give each node of a projection its measures: `degree` and `betweenness`.

    They describe who meets whom, with how many links, each counting once; they judge nobody.
    """
    from networkx import betweenness_centrality  # noqa: PLC0415

    for node, between in betweenness_centrality(graph).items():
        graph.nodes[node]["degree"] = graph.degree[node]
        graph.nodes[node]["betweenness"] = round(between, 6)
