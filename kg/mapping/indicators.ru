# A matter that a framework assesses within a domain.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Indicator, skos:Concept ;
      rdfs:label ?name ;
      skos:prefLabel ?name ;
      rc:partOfFramework ?framework ;
      skos:inScheme ?framework ;
      rc:inDomain ?domain ;
      skos:notation ?number ;
      rc:rationale ?rationale .
  }
}
WHERE {
  ?row row:key ?key ; row:framework ?frameworkKey ; row:domain ?domainKey ; row:name ?nameText .
  BIND(IRI(CONCAT("id/indicator/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/framework/", ?frameworkKey)) AS ?framework)
  BIND(STRLANG(?nameText, "en") AS ?name)
  BIND(IRI(CONCAT("id/domain/", ?domainKey)) AS ?domain)
  OPTIONAL { ?row row:number ?number }
  OPTIONAL { ?row row:rationale ?rationaleText BIND(STRLANG(?rationaleText, "en") AS ?rationale) }
}
