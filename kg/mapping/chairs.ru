# Who chairs a process, and for which time a source says so.
BASE <https://w3id.org/regcoop/>
PREFIX cell: <https://w3id.org/regcoop/cell#>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Chairmanship ;
      rc:chairOf ?process ;
      rc:chair ?chair ;
      rc:chairAsPrinted ?printed ;
      rc:attestedFrom ?attestedFirst ;
      rc:attestedTo ?attestedLast ;
      rc:attestedPrecision ?attestedPrecision ;
      rc:attestedAsPrinted ?attestedText .
  }
}
WHERE {
  ?row row:key ?key ; row:process ?processKey ; row:chair_printed ?printedText .
  BIND(IRI(CONCAT("id/chair/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/process/", ?processKey)) AS ?process)
  BIND(STRLANG(?printedText, "en") AS ?printed)
  OPTIONAL { ?row row:chairs ?chairPath BIND(IRI(CONCAT("id/", ?chairPath)) AS ?chair) }
  OPTIONAL {
    ?row row:attested ?attested .
    ?attested cell:precision ?attestedPrecisionKey ; cell:text ?attestedText .
    OPTIONAL { ?attested cell:first ?attestedFirst }
    OPTIONAL { ?attested cell:last ?attestedLast }
    BIND(IRI(CONCAT("id/precision/", ?attestedPrecisionKey)) AS ?attestedPrecision)
  }
}
