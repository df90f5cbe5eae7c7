# Under which process an initiative runs.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?initiative rc:underProcess ?process .
  }
}
WHERE {
  ?row row:initiative ?initiativeKey ; row:process ?processKey .
  BIND(IRI(CONCAT("id/initiative/", ?initiativeKey)) AS ?initiative)
  BIND(IRI(CONCAT("id/process/", ?processKey)) AS ?process)
}
