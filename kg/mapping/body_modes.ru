# Which mode of collaboration a body is closest to.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?body rc:usesMode ?mode .
  }
}
WHERE {
  ?row row:body ?bodyKey ; row:mode ?modeKey .
  BIND(IRI(CONCAT("id/body/", ?bodyKey)) AS ?body)
  BIND(IRI(CONCAT("id/mode/", ?modeKey)) AS ?mode)
}
