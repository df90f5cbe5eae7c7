# Which target of an outside agenda a framework, or a part of one, serves.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?element rc:addressesTarget ?target .
  }
}
WHERE {
  ?row row:element ?elementPath ; row:target ?targetKey .
  BIND(IRI(CONCAT("id/", ?elementPath)) AS ?element)
  BIND(IRI(CONCAT("id/target/", ?targetKey)) AS ?target)
}
