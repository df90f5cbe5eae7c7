# A number of members as a source gives it; a claim, never a count of ours.
BASE <https://w3id.org/regcoop/>
PREFIX cell: <https://w3id.org/regcoop/cell#>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT {
  GRAPH ?row {
    ?thing a rc:CountClaim ;
      rc:countOf ?process ;
      rc:countOfBody ?body ;
      rc:countValue ?value ;
      rc:countValueAsPrinted ?printed ;
      rc:countWhat ?counted ;
      rc:countExtent ?extent ;
      rc:countDetail ?detail ;
      rc:attestedFrom ?attestedFirst ;
      rc:attestedTo ?attestedLast ;
      rc:attestedPrecision ?attestedPrecision ;
      rc:attestedAsPrinted ?attestedText .
  }
}
WHERE {
  ?row row:key ?key ; row:process ?processKey ; row:counted ?countedText .
  BIND(IRI(CONCAT("id/count/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/process/", ?processKey)) AS ?process)
  BIND(STRLANG(?countedText, "en") AS ?counted)
  OPTIONAL { ?row row:body ?bodyKey BIND(IRI(CONCAT("id/body/", ?bodyKey)) AS ?body) }
  # A number that the source does not give plainly has words and no value.
  OPTIONAL { ?row row:value ?valueText BIND(STRDT(?valueText, xsd:integer) AS ?value) }
  OPTIONAL { ?row row:value_printed ?printedText BIND(STRLANG(?printedText, "en") AS ?printed) }
  OPTIONAL { ?row row:extent ?extentText BIND(STRLANG(?extentText, "en") AS ?extent) }
  OPTIONAL { ?row row:detail ?detailText BIND(STRLANG(?detailText, "en") AS ?detail) }
  OPTIONAL {
    ?row row:as_of ?attested .
    ?attested cell:precision ?attestedPrecisionKey ; cell:text ?attestedText .
    OPTIONAL { ?attested cell:first ?attestedFirst }
    OPTIONAL { ?attested cell:last ?attestedLast }
    BIND(IRI(CONCAT("id/precision/", ?attestedPrecisionKey)) AS ?attestedPrecision)
  }
}
