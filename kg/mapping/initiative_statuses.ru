# How far an initiative has come, as a source says.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?initiative rc:initiativeStatus ?status ;
      rc:statusAsPrinted ?printed .
  }
}
WHERE {
  ?row row:initiative ?initiativeKey ; row:status_printed ?printedText .
  BIND(IRI(CONCAT("id/initiative/", ?initiativeKey)) AS ?initiative)
  BIND(STRLANG(?printedText, "en") AS ?printed)
  OPTIONAL { ?row row:status ?statusKey BIND(IRI(CONCAT("id/status/", ?statusKey)) AS ?status) }
}
