"""What descriptions name of others: languages, themes, rights, standards, formats, each with what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.description.said import english
from kg.namespaces import LICENCE

if TYPE_CHECKING:
    from kg.description.said import Said

_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"

ENGLISH: Final = _AUTHORITY + "language/ENG"
PUBLIC: Final = _AUTHORITY + "access-right/PUBLIC"
THEMES: Final = _AUTHORITY + "data-theme"
THEME_NAMES: Final = {
    THEMES + "/INTR": "International issues",
    THEMES + "/SOCI": "Population and society",
}
"""The themes of the data portal of the European Union that the data are about."""

SPARQL_PROTOCOL: Final = "https://www.w3.org/TR/sparql11-protocol/"
OPENAPI: Final = "https://spec.openapis.org/oas/v3.1.0"
DCAT_AP: Final = "https://semiceu.github.io/DCAT-AP/releases/3.0.1/"
SHA256: Final = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
GZIP: Final = _MEDIA_TYPES + "application/gzip"
ZIP: Final = _MEDIA_TYPES + "application/zip"

_STANDARDS: Final = {
    SPARQL_PROTOCOL: "SPARQL 1.1 Protocol",
    OPENAPI: "OpenAPI Specification 3.1.0",
    DCAT_AP: "DCAT-AP 3.0.1",
}
_FILE_TYPES: Final = {
    "application/ld+json": "JSON_LD",
    "application/n-quads": "RDF_N_QUADS",
    "application/n-triples": "RDF_N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "RDF_TRIG",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "text/csv": "CSV",
    "text/turtle": "RDF_TURTLE",
}
"""The file types of the Publications Office by media type, of those that have one there."""


RDF_TYPES: Final = frozenset(name for name, kind in _FILE_TYPES.items() if kind not in {"CSV", "XLSX"})
"""The media types of RDF among them."""


def media_type(said: Said, name: str) -> str:
    """Say that a registered media type is one, and return its IRI."""
    iri = _MEDIA_TYPES + name
    said.of(iri, "dcterms:MediaType")
    return iri


def file_type(said: Said, name: str) -> str | None:
    """Say that the file type of a media type is one, and return its IRI; None if it has none."""
    if name not in _FILE_TYPES:
        return None
    iri = f"{_AUTHORITY}file-type/{_FILE_TYPES[name]}"
    said.of(iri, "dcterms:MediaTypeOrExtent")
    return iri


def say(said: Said) -> None:
    """Say of everything of others that every description names what it is: readers fetch none of it."""
    said.of(ENGLISH, "dcterms:LinguisticSystem", rdfs_label=english("English"))
    said.of(PUBLIC, "dcterms:RightsStatement", rdfs_label=english("public"))
    said.of(LICENCE, "dcterms:LicenseDocument", dcterms_title=english("CC BY 4.0"))
    said.of(THEMES, "skos:ConceptScheme", dcterms_title=english("Data theme"))
    for iri, name in THEME_NAMES.items():
        said.of(iri, "skos:Concept", skos_prefLabel=english(name), skos_inScheme=THEMES)
    for iri, name in _STANDARDS.items():
        said.of(iri, "dcterms:Standard", dcterms_title=english(name))
