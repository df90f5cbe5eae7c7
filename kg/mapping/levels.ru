# A step of the ordered scale of a framework.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT {
  GRAPH ?row {
    ?thing a rc:RatingLevel, skos:Concept ;
      rdfs:label ?name ;
      skos:prefLabel ?name ;
      rc:partOfFramework ?framework ;
      skos:inScheme ?framework ;
      rc:levelOrder ?order .
  }
}
WHERE {
  ?row row:key ?key ; row:framework ?frameworkKey ; row:name ?nameText ; row:level_order ?orderText .
  BIND(IRI(CONCAT("id/level/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/framework/", ?frameworkKey)) AS ?framework)
  BIND(STRLANG(?nameText, "en") AS ?name)
  BIND(STRDT(?orderText, xsd:integer) AS ?order)
}
