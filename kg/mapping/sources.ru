# A document of the register.
BASE <https://w3id.org/regcoop/>
PREFIX cell: <https://w3id.org/regcoop/cell#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Document ;
      rdfs:label ?title ;
      dcterms:title ?title ;
      rc:documentKind ?kind ;
      rc:publisherAsNamed ?publisher ;
      foaf:page ?page ;
      rc:presentedAt ?meeting ;
      rc:extentRead ?extent .
    ?thing rc:beginsOn ?first ;
      rc:endsOn ?last ;
      rc:datePrecision ?precision ;
      rc:dateAsPrinted ?printed .
  }
}
WHERE {
  ?row row:key ?key ; row:title ?titleText ; row:kind ?kind ; row:extent_read ?extentText .
  BIND(IRI(CONCAT("id/document/", ?key)) AS ?thing)
  BIND(STRLANG(?titleText, "en") AS ?title)
  BIND(STRLANG(?extentText, "en") AS ?extent)
  OPTIONAL { ?row row:publisher ?publisher }
  OPTIONAL { ?row row:url ?url BIND(IRI(?url) AS ?page) }
  OPTIONAL { ?row row:presented_at ?meetingKey BIND(IRI(CONCAT("id/meeting/", ?meetingKey)) AS ?meeting) }
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
