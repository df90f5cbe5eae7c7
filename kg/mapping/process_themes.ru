# Which themes a process deals with.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?process rc:dealsWith ?theme .
  }
}
WHERE {
  ?row row:process ?processKey ; row:theme ?themeKey .
  BIND(IRI(CONCAT("id/process/", ?processKey)) AS ?process)
  BIND(IRI(CONCAT("id/theme/", ?themeKey)) AS ?theme)
}
