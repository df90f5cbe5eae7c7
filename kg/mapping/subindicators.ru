# A part of an indicator, with its question in our words.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT {
  GRAPH ?row {
    ?thing a rc:SubIndicator, skos:Concept ;
      rdfs:label ?name ;
      skos:prefLabel ?name ;
      rc:partOfFramework ?framework ;
      skos:inScheme ?framework ;
      rc:partOfIndicator ?indicator ;
      skos:notation ?notation ;
      rc:about ?about ;
      rc:question ?question .
  }
}
WHERE {
  ?row row:key ?key ; row:indicator ?indicatorKey ; row:letter ?letter ; row:name ?nameText ;
    row:about ?aboutText ; row:question ?questionText .
  BIND(IRI(CONCAT("id/subindicator/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/indicator/", ?indicatorKey)) AS ?indicator)
  # The key of an indicator is that of its framework, a slash, and its number.
  BIND(STRBEFORE(?indicatorKey, "/") AS ?frameworkKey)
  BIND(CONCAT(STRAFTER(?indicatorKey, "/"), "(", ?letter, ")") AS ?notation)
  BIND(IRI(CONCAT("id/framework/", ?frameworkKey)) AS ?framework)
  BIND(STRLANG(?nameText, "en") AS ?name)
  BIND(STRLANG(?aboutText, "en") AS ?about)
  BIND(STRLANG(?questionText, "en") AS ?question)
}
