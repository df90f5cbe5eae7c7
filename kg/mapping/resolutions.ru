# A formal decision of a governing body, or a paper that prepared one.
BASE <https://w3id.org/regcoop/>
PREFIX cell: <https://w3id.org/regcoop/cell#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Resolution, rc:Document ;
      rdfs:label ?name ;
      dcterms:title ?name ;
      rc:resolutionNumber ?number ;
      ?before ?body ;
      rc:resolutionKind ?kind ;
      rc:documentSymbol ?symbol ;
      rc:subject ?subject ;
      rc:session ?session ;
      rc:resolutionStatus ?status ;
      rc:effect ?effect .
    ?thing rc:beginsOn ?first ;
      rc:endsOn ?last ;
      rc:datePrecision ?precision ;
      rc:dateAsPrinted ?printed .
  }
}
WHERE {
  ?row row:key ?key ; row:name ?nameText ; row:adopted_by ?bodyKey .
  BIND(IRI(CONCAT("id/resolution/", ?key)) AS ?thing)
  BIND(STRLANG(?nameText, "en") AS ?name)
  BIND(IRI(CONCAT("id/organization/", ?bodyKey)) AS ?body)
  # A paper was put before the body and not adopted by it.
  OPTIONAL { ?row row:kind ?kindKey BIND(IRI(CONCAT("id/resolution-kind/", ?kindKey)) AS ?kind) }
  BIND(IF(COALESCE(?kindKey, "") = "paper", rc:putBefore, rc:adoptedBy) AS ?before)
  OPTIONAL { ?row row:number ?number }
  OPTIONAL { ?row row:symbol ?symbol }
  OPTIONAL { ?row row:subject ?subjectText BIND(STRLANG(?subjectText, "en") AS ?subject) }
  OPTIONAL { ?row row:session ?sessionText BIND(STRLANG(?sessionText, "en") AS ?session) }
  OPTIONAL { ?row row:status ?statusKey BIND(IRI(CONCAT("id/resolution-status/", ?statusKey)) AS ?status) }
  OPTIONAL { ?row row:effect ?effectText BIND(STRLANG(?effectText, "en") AS ?effect) }
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
