# A number of members as a source gives it; a claim, never a count of ours.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT {
  GRAPH ?row {
    ?thing a rc:CountClaim ;
      rc:countOf ?process ;
      rc:countValue ?value ;
      rc:countWhat ?counted ;
      rc:countExtent ?extent .
  }
}
WHERE {
  ?row row:key ?key ; row:process ?processKey ; row:value ?valueText ; row:counted ?countedText .
  BIND(IRI(CONCAT("id/count/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/process/", ?processKey)) AS ?process)
  BIND(STRDT(?valueText, xsd:integer) AS ?value)
  BIND(STRLANG(?countedText, "en") AS ?counted)
  OPTIONAL { ?row row:extent ?extentText BIND(STRLANG(?extentText, "en") AS ?extent) }
}
