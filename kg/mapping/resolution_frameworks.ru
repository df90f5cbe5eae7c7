# Which framework a resolution welcomes.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?resolution ?property ?framework .
  }
}
WHERE {
  VALUES (?relation ?property) { ("welcomes" rc:welcomesFramework) }
  ?row row:resolution ?resolutionKey ; row:framework ?frameworkKey ; row:relation ?relation .
  BIND(IRI(CONCAT("id/resolution/", ?resolutionKey)) AS ?resolution)
  BIND(IRI(CONCAT("id/framework/", ?frameworkKey)) AS ?framework)
}
