# The date of a thing as one source has it, where sources disagree.
BASE <https://w3id.org/regcoop/>
PREFIX cell: <https://w3id.org/regcoop/cell#>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?claim a rc:DateClaim ;
      rc:claimOf ?thing ;
      rc:beginsOn ?first ;
      rc:endsOn ?last ;
      rc:datePrecision ?precision ;
      rc:dateAsPrinted ?printed .
  }
}
WHERE {
  ?row row:key ?key ; row:thing ?thingPath ; row:date ?date .
  ?date cell:precision ?precisionKey .
  BIND(IRI(CONCAT("id/date-claim/", ?key)) AS ?claim)
  BIND(IRI(CONCAT("id/", ?thingPath)) AS ?thing)
  BIND(IRI(CONCAT("id/precision/", ?precisionKey)) AS ?precision)
  OPTIONAL { ?date cell:first ?first }
  OPTIONAL { ?date cell:last ?last }
  OPTIONAL { ?date cell:printed ?printed }
}
