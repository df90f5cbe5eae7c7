# A person who wrote or presented a document.
BASE <https://w3id.org/regcoop/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Person ;
      rdfs:label ?name ;
      foaf:name ?name .
  }
}
WHERE {
  ?row row:key ?key ; row:name ?name .
  BIND(IRI(CONCAT("id/person/", ?key)) AS ?thing)
}
