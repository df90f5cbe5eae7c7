"""Networks as files: GraphML, GEXF, CSV and JSON, with names and types, the same bytes each time."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from kg.exports.tables import csv_bytes
from kg.networks.things import KINDS, kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from networkx import Graph, MultiDiGraph

    from kg.networks.neighbourhood import Picture
    from kg.networks.things import Link, Network

FORMATS: Final[dict[str, str]] = {
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "csv": "text/csv",
    "json": "application/json",
}
"""The media types of the formats, by suffix."""

NODES: Final = "nodes"
NOT_APPLICABLE: Final = "not applicable"
NOT_RECORDED: Final = "not recorded"
_NODE_FIRST: Final = ("label", "kind")
_EDGE_FIRST: Final = ("relation", "label")
_NO_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def of_picture(
    network: Network, picture: Picture, source: Callable[[str], tuple[str, str]]
) -> MultiDiGraph[str]:
    """
    Return exactly what a picture shows, as a graph whose nodes and edges say what they are.

    A node is an IRI with `label`, `kind`, `steps` from the start, and `links`, the number of its
    neighbours in the picture.  An edge has the IRI of its property or role as `relation`, that in words as
    `label`, the graphs that say so as `assertions`, the document and the place in it as `source`, `locator`.

    Args:
        network: Where the picture is taken from.
        picture: What to show.
        source: The document, or rule, and the place in it for the IRI of an assertion.
    """
    from networkx import MultiDiGraph  # noqa: PLC0415  (takes 0.2 s to import)

    graph: MultiDiGraph[str] = MultiDiGraph()
    for iri, steps in picture.steps.items():
        links = len(picture.around[iri])
        graph.add_node(iri, label=network.label(iri), kind=kind(iri), steps=steps, links=links)
    _link(graph, network, picture.links, source)
    return graph


def of_all(
    network: Network, source: Callable[[str], tuple[str, str]], basis: Mapping[str, str]
) -> MultiDiGraph[str]:
    """
    Return the whole network likewise, by kind and name; without a start there are no `steps`.

    Its edges also have the `basis` of their assertions: transcribed, editorial or derived.  Where no locator
    is recorded they say so; what only rules derive has none.

    Args:
        network: All things.
        source: As above.
        basis: The basis of each assertion, one of these words, by its IRI.
    """
    from networkx import MultiDiGraph  # noqa: PLC0415

    graph: MultiDiGraph[str] = MultiDiGraph()
    for segment, things in network.by_kind.items():
        for iri in things:
            name = _for_xml(network.label(iri))
            graph.add_node(iri, label=name, kind=segment, links=len(network.around[iri]))
    _link(graph, network, network.links_among(network.graph), source)
    for *_, said in graph.edges.data():
        found = dict.fromkeys(basis.get(iri, NOT_RECORDED) for iri in said["assertions"].split())
        said["basis"] = "; ".join(found)
        said["source"] = said["source"] or NOT_RECORDED
        said["locator"] = said["locator"] or (NOT_APPLICABLE if set(found) == {"derived"} else NOT_RECORDED)
    return graph


def _link(
    graph: MultiDiGraph[str],
    network: Network,
    links: Iterable[Link],
    source: Callable[[str], tuple[str, str]],
) -> None:
    for number, link in enumerate(links):
        places = dict.fromkeys(source(iri) for iri in link.assertions)
        graph.add_edge(
            link.subject,
            link.object,
            key=number,
            relation=link.relation,
            label=network.words(link.relation),
            assertions=" ".join(link.assertions),
            source=_for_xml("; ".join(dict.fromkeys(document for document, _ in places))),
            locator=_for_xml("; ".join(dict.fromkeys(locator for _, locator in places if locator))),
        )


def _for_xml(text: str) -> str:
    """Return a text without the signs that no file of XML can carry."""
    return _NO_XML.sub("\ufffd", text)


def of_links(names: Mapping[str, str], links: Iterable[tuple[str, str, str]]) -> MultiDiGraph[str]:
    """
    Return links as a graph whose nodes have a `label` and a `kind`, and whose edges have a `label`.

    Args:
        names: The name of each thing by its IRI; signs that XML cannot carry are replaced.
        links: Both ends of each link, and what to call it, or empty.
    """
    from networkx import MultiDiGraph  # noqa: PLC0415

    graph: MultiDiGraph[str] = MultiDiGraph()
    for iri, name in names.items():
        graph.add_node(iri, label=_for_xml(name), kind=kind(iri))
    for number, (one, other, words) in enumerate(links):
        graph.add_edge(one, other, key=number, label=_for_xml(words))
    return graph


def named(network: Network, graph: Graph[str]) -> Graph[str]:
    """Give the nodes of a projection their `label` and `kind`, in the order of their names."""
    from networkx import Graph  # noqa: PLC0415

    ordered: Graph[str] = Graph()
    for iri in sorted(graph, key=lambda i: (KINDS.index(kind(i)), network.label(i).casefold(), i)):
        ordered.add_node(iri, label=network.label(iri), kind=kind(iri), **graph.nodes[iri])
    ordered.add_edges_from(sorted((min(a, b), max(a, b), said) for a, b, said in graph.edges.data()))
    return ordered


def written(graph: Graph[str], suffix: str, about: Mapping[str, object], table: str = "edges") -> bytes:
    """
    Write a graph.

    Args:
        graph: The graph; the order of its nodes and edges is that of the file.
        suffix: One of `FORMATS`.
        about: What JSON says of the file beside nodes and edges.
        table: What CSV holds: `edges` or `nodes`.
    """
    if suffix == "graphml":
        return _graphml(graph)
    if suffix == "gexf":
        return _gexf(graph)
    if suffix == "csv":
        return _csv(graph, table)
    body = {
        **about,
        "directed": graph.is_directed(),
        "nodes": [{"id": node, **said} for node, said in graph.nodes.data()],
        "edges": [{**_told(said), "source": a, "target": b} for a, b, said in graph.edges.data()],
    }
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def _told(said: Mapping[str, object]) -> dict[str, object]:
    """Return what is said of an edge, its `source` as `document`: in JSON an edge begins at its source."""
    return {"document" if name == "source" else name: value for name, value in said.items()}


def _graphml(graph: Graph[str]) -> bytes:
    from io import BytesIO  # noqa: PLC0415

    from networkx import write_graphml_xml  # noqa: PLC0415

    file = BytesIO()
    # The writer of the standard library: that of lxml, where there is one, writes other bytes.  Keys have
    # numbers, since both nodes and edges have a label, and no two keys may have one id.
    write_graphml_xml(graph, file, prettyprint=True)
    return file.getvalue() + b"\n"


def _gexf(graph: Graph[str]) -> bytes:
    """Write GEXF without the hour and the program that made it: the same graph, the same bytes."""
    from networkx import generate_gexf  # noqa: PLC0415

    text = "\n".join(generate_gexf(graph, prettyprint=True))
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)
    text = re.sub(r"<creator>[^<]*</creator>", "<creator>Regcoop</creator>", text, count=1)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n".encode()


def _csv(graph: Graph[str], table: str) -> bytes:
    if table == NODES:
        names = _columns((said for _, said in graph.nodes.data()), _NODE_FIRST)
        return csv_bytes(
            ("id", *names), [(node, *(said.get(n) for n in names)) for node, said in graph.nodes.data()]
        )
    names = _columns((said for *_, said in graph.edges.data()), _EDGE_FIRST)
    labels = graph.nodes.data("label")
    return csv_bytes(
        ("source_id", "source_label", "target_id", "target_label", *names),
        [(a, labels[a], b, labels[b], *(said.get(n) for n in names)) for a, b, said in graph.edges.data()],
    )


def _columns(rows: object, first: tuple[str, ...]) -> tuple[str, ...]:
    seen = dict.fromkeys(name for said in rows for name in said)  # type: ignore[attr-defined]
    return (*(name for name in first if name in seen), *(name for name in seen if name not in first))
