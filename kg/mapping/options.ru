# An answer that the question of a sub-indicator allows.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT {
  GRAPH ?row {
    ?thing a rc:AnswerOption, skos:Concept ;
      rdfs:label ?name ;
      skos:prefLabel ?name ;
      skos:inScheme ?framework ;
      rc:optionOf ?subindicator ;
      rc:position ?position ;
      rc:condition ?condition .
  }
}
WHERE {
  ?row row:key ?key ; row:subindicator ?subindicatorKey ; row:position ?positionText ; row:name ?nameText .
  BIND(IRI(CONCAT("id/option/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/subindicator/", ?subindicatorKey)) AS ?subindicator)
  BIND(STRBEFORE(?subindicatorKey, "/") AS ?frameworkKey)
  BIND(IRI(CONCAT("id/framework/", ?frameworkKey)) AS ?framework)
  BIND(STRLANG(?nameText, "en") AS ?name)
  BIND(STRDT(?positionText, xsd:integer) AS ?position)
  OPTIONAL { ?row row:condition ?conditionText BIND(STRLANG(?conditionText, "en") AS ?condition) }
}
