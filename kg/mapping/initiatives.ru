# A named undertaking.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Initiative ;
      rdfs:label ?name ;
      rc:incompleteInSource ?incomplete .
  }
}
WHERE {
  ?row row:key ?key ; row:name ?nameText ; row:incomplete ?incompleteText .
  BIND(IRI(CONCAT("id/initiative/", ?key)) AS ?thing)
  BIND(STRLANG(?nameText, "en") AS ?name)
  BIND(STRDT(?incompleteText, xsd:boolean) AS ?incomplete)
}
