# A thing that was published and is gone: why, since when, and what stands in its place.
BASE <https://w3id.org/regcoop/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?thing a rc:RetiredThing ;
      rdfs:label ?name ;
      owl:deprecated true ;
      rc:retirementReason ?reason ;
      rc:retiredSince ?since ;
      dcterms:isReplacedBy ?replacement .
  }
}
WHERE {
  ?row row:thing ?path ; row:name ?nameText ; row:reason ?reasonText ; row:since ?since .
  BIND(IRI(CONCAT("id/", ?path)) AS ?thing)
  BIND(STRLANG(?nameText, "en") AS ?name)
  BIND(STRLANG(?reasonText, "en") AS ?reason)
  OPTIONAL { ?row row:replacement ?replacementPath BIND(IRI(CONCAT("id/", ?replacementPath)) AS ?replacement) }
}
