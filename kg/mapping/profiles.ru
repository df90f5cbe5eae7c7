# An assessment of one country, place or regional body, as far as a source names it.
BASE <https://w3id.org/regcoop/>
PREFIX cell: <https://w3id.org/regcoop/cell#>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?thing a rc:GovernanceProfile ;
      rdfs:label ?label ;
      rc:profileOf ?about ;
      rc:placeAsNamed ?place ;
      rc:profileScope ?scope ;
      rc:byFramework ?framework ;
      rc:assessedFrom ?assessedFrom ;
      rc:assessedTo ?assessedTo ;
      rc:assessedAsPrinted ?assessedPrinted .
    ?thing rc:beginsOn ?first ;
      rc:endsOn ?last ;
      rc:datePrecision ?precision ;
      rc:dateAsPrinted ?printed .
  }
}
WHERE {
  ?row row:key ?key ; row:place ?placeText ; row:scope ?scopeKey ;
    row:framework ?frameworkKey ; row:name ?nameText .
  BIND(IRI(CONCAT("id/profile/", ?key)) AS ?thing)
  BIND(STRLANG(CONCAT(?nameText, ": ", ?placeText), "en") AS ?label)
  BIND(STRLANG(?placeText, "en") AS ?place)
  BIND(IRI(CONCAT("id/profile-scope/", ?scopeKey)) AS ?scope)
  BIND(IRI(CONCAT("id/framework/", ?frameworkKey)) AS ?framework)
  OPTIONAL { ?row row:about ?aboutPath BIND(IRI(CONCAT("id/", ?aboutPath)) AS ?about) }
  OPTIONAL {
    ?row row:assessed ?assessed .
    ?assessed cell:text ?assessedPrinted .
    OPTIONAL { ?assessed cell:first ?assessedFrom }
    OPTIONAL { ?assessed cell:last ?assessedTo }
  }
  OPTIONAL {
    ?row row:published ?published .
    ?published cell:precision ?precisionKey .
    BIND(IRI(CONCAT("id/precision/", ?precisionKey)) AS ?precision)
    OPTIONAL { ?published cell:first ?first }
    OPTIONAL { ?published cell:last ?last }
    OPTIONAL { ?published cell:printed ?printed }
  }
}
