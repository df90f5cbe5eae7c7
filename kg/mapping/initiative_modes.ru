# Which form an initiative takes.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?initiative rc:usesMode ?mode .
  }
}
WHERE {
  ?row row:initiative ?initiativeKey ; row:mode ?modeKey .
  BIND(IRI(CONCAT("id/initiative/", ?initiativeKey)) AS ?initiative)
  BIND(IRI(CONCAT("id/mode/", ?modeKey)) AS ?mode)
}
