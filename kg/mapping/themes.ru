# A matter that processes deal with.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Theme, skos:Concept ;
      rdfs:label ?name ;
      skos:prefLabel ?name ;
      skos:inScheme <id/scheme/themes> .
  }
}
WHERE {
  ?row row:key ?key ; row:name ?nameText .
  BIND(IRI(CONCAT("id/theme/", ?key)) AS ?thing)
  BIND(STRLANG(?nameText, "en") AS ?name)
}
