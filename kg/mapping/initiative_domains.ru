# Which domain an initiative serves.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?initiative rc:servesDomain ?domain .
  }
}
WHERE {
  ?row row:initiative ?initiativeKey ; row:domain ?domainKey .
  BIND(IRI(CONCAT("id/initiative/", ?initiativeKey)) AS ?initiative)
  BIND(IRI(CONCAT("id/domain/", ?domainKey)) AS ?domain)
}
