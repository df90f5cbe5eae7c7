# What kind of mechanism a process is.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?process rc:processType ?type .
  }
}
WHERE {
  ?row row:process ?processKey ; row:type ?typeKey .
  BIND(IRI(CONCAT("id/process/", ?processKey)) AS ?process)
  BIND(IRI(CONCAT("id/process-type/", ?typeKey)) AS ?type)
}
