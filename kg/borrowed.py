"""The terms that we borrow from other vocabularies, in our words."""

from __future__ import annotations

from typing import Final

from kg.namespaces import PREFIXES, RDF_TYPE

BORROWED: Final[dict[str, str]] = {
    PREFIXES["rdfs"] + "label": "name",
    PREFIXES["rdfs"] + "comment": "comment",
    PREFIXES["rdfs"] + "subClassOf": "is a kind of",
    PREFIXES["rdfs"] + "isDefinedBy": "is defined by",
    RDF_TYPE: "is a",
    PREFIXES["skos"] + "prefLabel": "preferred name",
    PREFIXES["skos"] + "altLabel": "other name",
    PREFIXES["skos"] + "notation": "code",
    PREFIXES["skos"] + "broader": "wider term",
    PREFIXES["skos"] + "definition": "definition",
    PREFIXES["skos"] + "scopeNote": "note on use",
    PREFIXES["skos"] + "example": "example",
    PREFIXES["skos"] + "inScheme": "in scheme",
    PREFIXES["skos"] + "topConceptOf": "top concept of",
    PREFIXES["skos"] + "exactMatch": "exact match",
    PREFIXES["skos"] + "closeMatch": "close match",
    PREFIXES["skos"] + "broadMatch": "broader match",
    PREFIXES["skos"] + "narrowMatch": "narrower match",
    PREFIXES["skos"] + "relatedMatch": "related match",
    PREFIXES["dcterms"] + "title": "title",
    PREFIXES["dcterms"] + "description": "description",
    PREFIXES["dcterms"] + "creator": "name on the document",
    PREFIXES["dcterms"] + "license": "licence",
    PREFIXES["dcterms"] + "identifier": "identifier",
    PREFIXES["dcterms"] + "isReplacedBy": "replaced by",
    PREFIXES["owl"] + "deprecated": "no longer in use",
    PREFIXES["owl"] + "versionInfo": "version",
    PREFIXES["foaf"] + "name": "full name",
    PREFIXES["foaf"] + "page": "address",
    PREFIXES["prov"] + "wasDerivedFrom": "derived from",
    PREFIXES["qb"] + "dataSet": "stands in table",
    PREFIXES["qb"] + "structure": "structure",
    PREFIXES["semapv"] + "ManualMappingCuration": "judged by hand",
    PREFIXES["sssom"] + "mapping_justification": "kind of justification",
}
"""What people read in place of the terms of other vocabularies, whose own labels are not in the graph."""
