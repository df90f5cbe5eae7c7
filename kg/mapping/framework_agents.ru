# Who made or commissioned a framework.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?framework ?property ?agent .
  }
}
WHERE {
  VALUES (?role ?property) { ("made-by" rc:madeBy) ("commissioned-by" rc:commissionedBy) }
  ?row row:framework ?frameworkKey ; row:agent ?agentPath ; row:role ?role .
  BIND(IRI(CONCAT("id/framework/", ?frameworkKey)) AS ?framework)
  BIND(IRI(CONCAT("id/", ?agentPath)) AS ?agent)
}
