"""The names of the graph on the web: the base IRI, the prefix table and how IRIs are made from keys."""

from __future__ import annotations

from typing import Final

BASE: Final = "https://w3id.org/regcoop/"
RC: Final = BASE + "ontology#"
RCS: Final = BASE + "shapes#"
ID: Final = BASE + "id/"
ASSERTION: Final = BASE + "assertion/"
CHANGE: Final = BASE + "change/"
"""What changes between two releases are named under: `<old>...<new>/<key>`."""

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
"""The licence of the data."""

GRAPH_EVIDENCE: Final = BASE + "graph/evidence"
GRAPH_ONTOLOGY: Final = BASE + "graph/ontology"
GRAPH_RELEASE: Final = BASE + "graph/release"
GRAPH_SDG_EXTRACT: Final = BASE + "graph/sdg-extract"
"""Statements of the United Nations on its goals, taken over as they are."""

PREFIXES: Final[dict[str, str]] = {
    "bibo": "http://purl.org/ontology/bibo/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rc": RC,
    "rcs": RCS,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "vann": "http://purl.org/vocab/vann/",
    "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

RDF_TYPE: Final = PREFIXES["rdf"] + "type"
XSD: Final = PREFIXES["xsd"]


def thing(kind: str, key: str) -> str:
    """Return the IRI of a thing: `thing("domain", "escap-2017/2")`."""
    return f"{ID}{kind}/{key}"


def assertion(table: str, key: str) -> str:
    """Return the IRI of the assertion that a row makes, which is also the IRI of its named graph."""
    return f"{ASSERTION}{table}/{key}"
