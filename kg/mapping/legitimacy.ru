# What a resolution is said to give legitimacy to.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?resolution rc:givesLegitimacyTo ?domain .
  }
}
WHERE {
  ?row row:resolution ?resolutionKey ; row:domain ?domainKey .
  BIND(IRI(CONCAT("id/resolution/", ?resolutionKey)) AS ?resolution)
  BIND(IRI(CONCAT("id/domain/", ?domainKey)) AS ?domain)
}
