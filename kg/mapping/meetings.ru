# A meeting or other event.
BASE <https://w3id.org/regcoop/>
PREFIX cell: <https://w3id.org/regcoop/cell#>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Meeting ;
      rdfs:label ?name ;
      rc:heldAt ?place .
    ?thing rc:beginsOn ?first ;
      rc:endsOn ?last ;
      rc:datePrecision ?precision ;
      rc:dateAsPrinted ?printed .
  }
}
WHERE {
  ?row row:key ?key ; row:name ?nameText .
  BIND(IRI(CONCAT("id/meeting/", ?key)) AS ?thing)
  BIND(STRLANG(?nameText, "en") AS ?name)
  OPTIONAL { ?row row:held_at ?placeKey BIND(IRI(CONCAT("id/organization/", ?placeKey)) AS ?place) }
  OPTIONAL {
    ?row row:date ?date .
    ?date cell:precision ?precisionKey .
    OPTIONAL { ?date cell:first ?first }
    OPTIONAL { ?date cell:last ?last }
    # A date in our own form is not what the source prints; a phrase is, and so is what was copied.
    OPTIONAL { ?row row:date_printed ?copied }
    OPTIONAL { ?date cell:printed ?phrase }
    BIND(COALESCE(?copied, ?phrase) AS ?printed)
    BIND(IRI(CONCAT("id/precision/", ?precisionKey)) AS ?precision)
  }
}
