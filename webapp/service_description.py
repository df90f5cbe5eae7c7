"""What the SPARQL endpoint says of itself, in the words of SPARQL 1.1 Service Description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import BASE, LICENCE, PREFIXES, RDF_TYPE
from kg.rdf_output import Quad, serialise
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from kg.store.bounded import Limits

VOID: Final = "http://rdfs.org/ns/void#"
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


def service_description(endpoint: str, release: str | None, limits: Limits, media_type: str) -> bytes:
    """
    Describe the endpoint.

    Args:
        endpoint: Its address.
        release: The version of the release that it answers from, if the store says.
        limits: The limits of every query; no vocabulary has words for them, so they are told in a sentence.
        media_type: One of `kg.rdf_output.GRAPH_MEDIA_TYPES`.

    Raises:
        MediaTypeError: There is no such RDF format here.
    """
    service, dataset = Iri(endpoint), Iri(endpoint + "#dataset")
    default_graph = Iri(endpoint + "#default-graph")
    kind = Iri(RDF_TYPE)
    label = Iri(PREFIXES["rdfs"] + "label")
    said = [
        Quad(service, kind, Iri(SD + "Service")),
        Quad(service, label, Literal("Regional cooperation on migration: SPARQL endpoint", None, "en")),
        Quad(service, Iri(PREFIXES["rdfs"] + "comment"), Literal(_told(limits), None, "en")),
        Quad(service, Iri(SD + "endpoint"), service),
        Quad(service, Iri(SD + "supportedLanguage"), Iri(SD + "SPARQL11Query")),
        Quad(service, Iri(SD + "feature"), Iri(SD + "UnionDefaultGraph")),
        Quad(service, Iri(SD + "defaultDataset"), dataset),
        *(Quad(service, Iri(SD + "resultFormat"), Iri(_FORMATS + name)) for name in _WRITTEN),
        Quad(dataset, kind, Iri(SD + "Dataset")),
        Quad(dataset, Iri(SD + "defaultGraph"), default_graph),
        Quad(dataset, Iri(PREFIXES["dcterms"] + "license"), Iri(LICENCE)),
        Quad(default_graph, kind, Iri(SD + "Graph")),
        Quad(dataset, kind, Iri(VOID + "Dataset")),
        # The same data as VoID describes them: counts, parts and links stand there.
        Quad(dataset, Iri(PREFIXES["rdfs"] + "seeAlso"), Iri(BASE + "void")),
        Quad(dataset, Iri(PREFIXES["dcterms"] + "isVersionOf"), Iri(BASE + "data#dataset")),
    ]
    if release:
        said.append(Quad(dataset, Iri(PREFIXES["dcat"] + "version"), Literal(release)))
    return serialise(said, media_type, {"sd": SD, "void": VOID})


def _told(limits: Limits) -> str:
    return (
        f"A query may take {limits.seconds:g} s, {limits.cpu_seconds:g} s of a processor and "
        f"{limits.memory_bytes >> 20:,} MB of memory, and its answer may have {limits.rows:,} rows and "
        f"{limits.answer_bytes >> 20:,} MB. What goes over a limit is answered with 503 or 504 and a problem "
        "document that names the limit, never with a part of an answer. SERVICE, updates and graphs that are "
        "not here are refused with 403."
    )
