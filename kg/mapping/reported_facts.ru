# What a source says of a framework, a target or an outside vocabulary, in its words.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?thing a rc:ReportedFact ;
      rc:factOf ?subject ;
      rc:factMatter ?matter ;
      rc:factValue ?value .
  }
}
WHERE {
  ?row row:key ?key ; row:framework ?subjectPath ; row:matter ?matter ; row:value ?valueText .
  BIND(IRI(CONCAT("id/reported-fact/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/", ?subjectPath)) AS ?subject)
  BIND(STRLANG(?valueText, "en") AS ?value)
}
