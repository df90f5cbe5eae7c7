# Two targets that a document sets against each other.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?target rc:contrastedWith ?other .
  }
}
WHERE {
  ?row row:target ?targetKey ; row:contrasted_with ?otherKey .
  BIND(IRI(CONCAT("id/target/", ?targetKey)) AS ?target)
  BIND(IRI(CONCAT("id/target/", ?otherKey)) AS ?other)
}
