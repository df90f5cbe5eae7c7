# A form that collaboration takes.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT {
  GRAPH ?row {
    ?thing a rc:CollaborationMode, skos:Concept ;
      rdfs:label ?name ;
      skos:prefLabel ?name ;
      skos:definition ?definition ;
      skos:broader ?broader ;
      skos:inScheme <id/scheme/modes> .
  }
}
WHERE {
  ?row row:key ?key ; row:name ?nameText ; row:definition ?definitionText .
  BIND(IRI(CONCAT("id/mode/", ?key)) AS ?thing)
  BIND(STRLANG(?nameText, "en") AS ?name)
  BIND(STRLANG(?definitionText, "en") AS ?definition)
  OPTIONAL { ?row row:broader ?broaderKey BIND(IRI(CONCAT("id/mode/", ?broaderKey)) AS ?broader) }
}
