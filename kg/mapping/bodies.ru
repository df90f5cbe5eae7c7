# An organ of a process.
BASE <https://w3id.org/regcoop/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?thing a rc:ProcessBody, org:Organization ;
      rdfs:label ?name ;
      rc:acronym ?acronym ;
      rc:bodyOfProcess ?process ;
      rc:bodyKind ?kind ;
      dcterms:description ?description ;
      rc:compositionAsNamed ?composition ;
      rc:chairAsPrinted ?chairs .
  }
}
WHERE {
  ?row row:key ?key ; row:name ?nameText ; row:process ?processKey ; row:kind ?kindText .
  BIND(IRI(CONCAT("id/body/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/process/", ?processKey)) AS ?process)
  BIND(STRLANG(?nameText, "en") AS ?name)
  BIND(STRLANG(?kindText, "en") AS ?kind)
  OPTIONAL { ?row row:acronym ?acronym }
  OPTIONAL { ?row row:description ?descriptionText BIND(STRLANG(?descriptionText, "en") AS ?description) }
  OPTIONAL { ?row row:composition ?compositionText BIND(STRLANG(?compositionText, "en") AS ?composition) }
  OPTIONAL { ?row row:chairs ?chairsText BIND(STRLANG(?chairsText, "en") AS ?chairs) }
}
