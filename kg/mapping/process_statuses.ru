# Whether a process is at work.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?process rc:processStatus ?status ;
      rc:statusAsPrinted ?printed .
  }
}
WHERE {
  ?row row:process ?processKey ; row:status ?statusKey .
  BIND(IRI(CONCAT("id/process/", ?processKey)) AS ?process)
  BIND(IRI(CONCAT("id/process-status/", ?statusKey)) AS ?status)
  OPTIONAL { ?row row:status_printed ?printedText BIND(STRLANG(?printedText, "en") AS ?printed) }
}
