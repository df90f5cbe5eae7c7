# A framework, one edition; it is the concept scheme of its elements.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT {
  GRAPH ?row {
    ?thing a rc:GovernanceFramework, skos:ConceptScheme ;
      rdfs:label ?name ;
      rc:shortName ?shortName ;
      rc:describedIn ?document .
  }
}
WHERE {
  ?row row:key ?key ; row:name ?nameText ; row:short_name ?shortText .
  BIND(IRI(CONCAT("id/framework/", ?key)) AS ?thing)
  BIND(STRLANG(?nameText, "en") AS ?name)
  BIND(STRLANG(?shortText, "en") AS ?shortName)
  OPTIONAL { ?row row:described_in ?documentKey BIND(IRI(CONCAT("id/document/", ?documentKey)) AS ?document) }
}
