# What a document says it is for.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?document rc:statedPurpose ?purpose .
  }
}
WHERE {
  ?row row:document ?documentKey ; row:purpose ?purposeText .
  BIND(IRI(CONCAT("id/document/", ?documentKey)) AS ?document)
  BIND(STRLANG(?purposeText, "en") AS ?purpose)
}
