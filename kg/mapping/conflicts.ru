# Where sources disagree: on what, and the assertions that contradict each other.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Conflict ;
      rdfs:label ?matter ;
      rc:conflictSubject ?subject ;
      rc:conflictMatter ?matter ;
      rc:conflictingAssertion ?assertion .
  }
}
WHERE {
  ?row row:key ?key ; row:subject ?path ; row:matter ?matterText ; row:assertions ?item .
  BIND(IRI(CONCAT("id/conflict/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/", ?path)) AS ?subject)
  BIND(STRLANG(?matterText, "en") AS ?matter)
  BIND(IRI(CONCAT("assertion/", ?item)) AS ?assertion)
}
