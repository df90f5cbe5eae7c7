"""What the SPARQL endpoint says of itself, in the words of SPARQL 1.1 Service Description."""

from __future__ import annotations

from typing import Final

from kg.namespaces import LICENCE, PREFIXES
from kg.rdf_output import Quad, serialise
from kg.terms import Iri, Literal

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_WRITTEN: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "N-Quads",
    "TriG",
    "JSON-LD",
    "RDF_XML",
)


def service_description(endpoint: str, release: str | None, media_type: str) -> bytes:
    """
    Describe the endpoint.

    Args:
        endpoint: Its address.
        release: The version of the release that it answers from, if the store says.
        media_type: One of `kg.rdf_output.GRAPH_MEDIA_TYPES`.

    Raises:
        MediaTypeError: There is no such RDF format here.
    """
    service, dataset = Iri(endpoint), Iri(endpoint + "#dataset")
    default_graph = Iri(endpoint + "#default-graph")
    kind = Iri(PREFIXES["rdf"] + "type")
    label = Iri(PREFIXES["rdfs"] + "label")
    said = [
        Quad(service, kind, Iri(SD + "Service")),
        Quad(service, label, Literal("Regional cooperation on migration: SPARQL endpoint", None, "en")),
        Quad(service, Iri(SD + "endpoint"), service),
        Quad(service, Iri(SD + "supportedLanguage"), Iri(SD + "SPARQL11Query")),
        Quad(service, Iri(SD + "feature"), Iri(SD + "UnionDefaultGraph")),
        Quad(service, Iri(SD + "defaultDataset"), dataset),
        *(Quad(service, Iri(SD + "resultFormat"), Iri(_FORMATS + name)) for name in _WRITTEN),
        Quad(dataset, kind, Iri(SD + "Dataset")),
        Quad(dataset, Iri(SD + "defaultGraph"), default_graph),
        Quad(dataset, Iri(PREFIXES["dcterms"] + "license"), Iri(LICENCE)),
        Quad(default_graph, kind, Iri(SD + "Graph")),
    ]
    if release:
        said.append(Quad(dataset, Iri(PREFIXES["dcat"] + "version"), Literal(release)))
    return serialise(said, media_type, {"sd": SD})
