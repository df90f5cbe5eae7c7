# A reasoned link between elements of two frameworks, or that one has no counterpart.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX semapv: <https://w3id.org/semapv/vocab/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sssom: <https://w3id.org/sssom/>
INSERT {
  GRAPH ?row {
    ?thing a rc:Mapping ;
      rc:mapsFrom ?from ;
      rc:mapsTo ?to ;
      rc:mapsFromFramework ?fromFramework ;
      rc:mapsToFramework ?toFramework ;
      rc:mappingRelation ?relation ;
      rc:justification ?justification ;
      # Whoever judged, it was by hand and not by a program.
      sssom:mapping_justification semapv:ManualMappingCuration .
    ?from ?relation ?to .
  }
}
WHERE {
  ?row row:key ?key ; row:from_framework ?fromFrameworkKey ; row:to_framework ?toFrameworkKey ;
    row:relation ?word ; row:justification ?justificationText .
  BIND(IRI(CONCAT("id/mapping/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/framework/", ?fromFrameworkKey)) AS ?fromFramework)
  BIND(IRI(CONCAT("id/framework/", ?toFrameworkKey)) AS ?toFramework)
  BIND(STRLANG(?justificationText, "en") AS ?justification)
  OPTIONAL { ?row row:from ?fromPath BIND(IRI(CONCAT("id/", ?fromPath)) AS ?from) }
  OPTIONAL { ?row row:to ?toPath BIND(IRI(CONCAT("id/", ?toPath)) AS ?to) }
  OPTIONAL {
    VALUES (?word ?relation) {
      ("exact" skos:exactMatch) ("close" skos:closeMatch) ("broad" skos:broadMatch)
      ("narrow" skos:narrowMatch) ("related" skos:relatedMatch)
    }
  }
}
