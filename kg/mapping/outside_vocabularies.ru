# A vocabulary of others, or the pattern of its IRIs.
BASE <https://w3id.org/regcoop/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?thing a rc:OutsideVocabulary ;
      rdfs:label ?name ;
      rc:vocabularyKind ?kind ;
      foaf:page ?page ;
      rc:iriPattern ?pattern ;
      dcterms:description ?description .
  }
}
WHERE {
  ?row row:key ?key ; row:name ?nameText ; row:kind ?kind .
  BIND(IRI(CONCAT("id/vocabulary/", ?key)) AS ?thing)
  BIND(STRLANG(?nameText, "en") AS ?name)
  # With a gap to be filled it is a pattern, not an IRI.
  OPTIONAL { ?row row:iri ?plain FILTER(!CONTAINS(?plain, "{")) BIND(IRI(?plain) AS ?page) }
  OPTIONAL { ?row row:iri ?pattern FILTER(CONTAINS(?pattern, "{")) }
  OPTIONAL { ?row row:description ?descriptionText BIND(STRLANG(?descriptionText, "en") AS ?description) }
}
