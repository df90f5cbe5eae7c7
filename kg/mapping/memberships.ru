# Who belongs to a process, in which role.
# Since when is a fact about the membership; for which time a source lists it is a fact about the source.
BASE <https://w3id.org/regcoop/>
PREFIX cell: <https://w3id.org/regcoop/cell#>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Membership ;
      rc:inProcess ?process ;
      rc:member ?member ;
      rc:memberRole ?role ;
      rc:listedAs ?listedAs ;
      rc:beginsOn ?first ;
      rc:datePrecision ?precision ;
      rc:dateAsPrinted ?printed ;
      rc:attestedFrom ?attestedFirst ;
      rc:attestedTo ?attestedLast ;
      rc:attestedPrecision ?attestedPrecision ;
      rc:attestedAsPrinted ?attestedText ;
      rc:alsoAttestedAsPrinted ?attestedAlso .
    ?member rc:printedLabel ?listedAs ;
      skos:altLabel ?listedAs .
  }
}
WHERE {
  ?row row:key ?key ; row:process ?processKey ; row:member ?memberPath ; row:role ?roleKey .
  BIND(IRI(CONCAT("id/membership/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/process/", ?processKey)) AS ?process)
  BIND(IRI(CONCAT("id/", ?memberPath)) AS ?member)
  BIND(IRI(CONCAT("id/role/", ?roleKey)) AS ?role)
  OPTIONAL { ?row row:listed_as ?listedText BIND(STRLANG(?listedText, "en") AS ?listedAs) }
  OPTIONAL {
    ?row row:since ?since .
    ?since cell:precision ?precisionKey .
    OPTIONAL { ?since cell:first ?first }
    OPTIONAL { ?since cell:printed ?printed }
    BIND(IRI(CONCAT("id/precision/", ?precisionKey)) AS ?precision)
  }
  OPTIONAL {
    ?row row:attested ?attested .
    ?attested cell:precision ?attestedPrecisionKey ; cell:text ?attestedText .
    OPTIONAL { ?attested cell:first ?attestedFirst }
    OPTIONAL { ?attested cell:last ?attestedLast }
    BIND(IRI(CONCAT("id/precision/", ?attestedPrecisionKey)) AS ?attestedPrecision)
  }
  OPTIONAL { ?row row:attested_also ?attestedAlso }
}
