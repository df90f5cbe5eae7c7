# When a process, or an organ of one, came into being, by one source.
BASE <https://w3id.org/regcoop/>
PREFIX cell: <https://w3id.org/regcoop/cell#>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Establishment ;
      rc:establishmentOf ?founded ;
      rc:establishmentEvent ?event ;
      rc:establishedByAsNamed ?founder ;
      rc:beginsOn ?first ;
      rc:endsOn ?last ;
      rc:datePrecision ?precision ;
      rc:dateAsPrinted ?printed .
  }
}
WHERE {
  ?row row:key ?key ; row:of ?foundedPath .
  BIND(IRI(CONCAT("id/establishment/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/", ?foundedPath)) AS ?founded)
  OPTIONAL { ?row row:event ?eventText BIND(STRLANG(?eventText, "en") AS ?event) }
  OPTIONAL { ?row row:established_by ?founderText BIND(STRLANG(?founderText, "en") AS ?founder) }
  OPTIONAL {
    ?row row:date ?date .
    ?date cell:precision ?precisionKey .
    OPTIONAL { ?date cell:first ?first }
    OPTIONAL { ?date cell:last ?last }
    OPTIONAL { ?date cell:printed ?printed }
    BIND(IRI(CONCAT("id/precision/", ?precisionKey)) AS ?precision)
  }
}
