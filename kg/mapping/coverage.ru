# What a document says, or does not say, of a matter.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
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
  VALUES (?word ?property) {
    ("rc:commissionedBy" rc:commissionedBy) ("rc:inDomain" rc:inDomain)
    ("rc:initiativeStatus" rc:initiativeStatus) ("rc:member" rc:member) ("rc:participant" rc:participant)
    ("rc:ratedDomain" rc:ratedDomain) ("rc:servesDomain" rc:servesDomain)
    ("rdfs:label" rdfs:label) ("skos:definition" skos:definition) ("skos:notation" skos:notation)
  }
  ?row row:key ?key ; row:document ?documentKey ; row:subject ?subjectPath ; row:property ?word ;
    row:state ?stateKey .
  BIND(IRI(CONCAT("id/coverage/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/document/", ?documentKey)) AS ?document)
  BIND(IRI(CONCAT("id/", ?subjectPath)) AS ?subject)
  BIND(IRI(CONCAT("id/coverage-state/", ?stateKey)) AS ?state)
}
