# What a document says, or does not say, of a matter.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?thing a rc:CoverageStatement ;
      rc:coverageOf ?document ;
      rc:coverageSubject ?subject ;
      rc:coverageProperty ?property ;
      rc:coverageState ?state .
  }
}
WHERE {
  VALUES (?prefix ?namespace) {
    ("dcterms" "http://purl.org/dc/terms/")
    ("rc" "https://w3id.org/regcoop/ontology#")
    ("rdfs" "http://www.w3.org/2000/01/rdf-schema#")
    ("skos" "http://www.w3.org/2004/02/skos/core#")
  }
  ?row row:key ?key ; row:document ?documentKey ; row:subject ?subjectPath ; row:property ?word ;
    row:state ?stateKey .
  FILTER(STRBEFORE(?word, ":") = ?prefix)
  BIND(IRI(CONCAT(?namespace, STRAFTER(?word, ":"))) AS ?property)
  BIND(IRI(CONCAT("id/coverage/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/document/", ?documentKey)) AS ?document)
  BIND(IRI(CONCAT("id/", ?subjectPath)) AS ?subject)
  BIND(IRI(CONCAT("id/coverage-state/", ?stateKey)) AS ?state)
}
