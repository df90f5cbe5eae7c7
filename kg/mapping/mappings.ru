# A reasoned link between domains of two frameworks, or that one has no counterpart.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Mapping ;
      rc:mapsFrom ?from ;
      rc:mapsTo ?to ;
      rc:mapsToFramework ?framework ;
      rc:mappingRelation ?relation ;
      rc:justification ?justification .
    ?from ?relation ?to .
  }
}
WHERE {
  ?row row:key ?key ; row:from ?fromKey ; row:to_framework ?frameworkKey ; row:relation ?word ;
    row:justification ?justificationText .
  BIND(IRI(CONCAT("id/mapping/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/domain/", ?fromKey)) AS ?from)
  BIND(IRI(CONCAT("id/framework/", ?frameworkKey)) AS ?framework)
  BIND(STRLANG(?justificationText, "en") AS ?justification)
  OPTIONAL { ?row row:to ?toKey BIND(IRI(CONCAT("id/domain/", ?toKey)) AS ?to) }
  OPTIONAL {
    VALUES (?word ?relation) {
      ("exact" skos:exactMatch) ("close" skos:closeMatch) ("broad" skos:broadMatch)
      ("narrow" skos:narrowMatch) ("related" skos:relatedMatch)
    }
  }
}
