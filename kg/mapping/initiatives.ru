# A named undertaking: what it is, who leads it, who takes part, when.
BASE <https://w3id.org/regcoop/>
PREFIX cell: <https://w3id.org/regcoop/cell#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Initiative ;
      rdfs:label ?name ;
      rc:incompleteInSource ?incomplete ;
      rc:topic ?topic ;
      dcterms:description ?description ;
      rc:leadAsNamed ?leadNamed ;
      rc:partnersAsNamed ?partnersNamed ;
      rc:countriesAsNamed ?countriesNamed ;
      rc:dateNote ?dateNote ;
      rc:beginsOn ?first ;
      rc:endsOn ?last ;
      rc:datePrecision ?precision ;
      rc:dateAsPrinted ?printed .
  }
}
WHERE {
  ?row row:key ?key ; row:name ?nameText ; row:incomplete ?incompleteText .
  BIND(IRI(CONCAT("id/initiative/", ?key)) AS ?thing)
  BIND(STRLANG(?nameText, "en") AS ?name)
  BIND(STRDT(?incompleteText, xsd:boolean) AS ?incomplete)
  OPTIONAL { ?row row:topic ?topicText BIND(STRLANG(?topicText, "en") AS ?topic) }
  OPTIONAL { ?row row:description ?descriptionText BIND(STRLANG(?descriptionText, "en") AS ?description) }
  OPTIONAL { ?row row:lead_named ?leadText BIND(STRLANG(?leadText, "en") AS ?leadNamed) }
  OPTIONAL { ?row row:partners_named ?partnersText BIND(STRLANG(?partnersText, "en") AS ?partnersNamed) }
  OPTIONAL { ?row row:countries_named ?countriesText BIND(STRLANG(?countriesText, "en") AS ?countriesNamed) }
  OPTIONAL { ?row row:date_note ?noteText BIND(STRLANG(?noteText, "en") AS ?dateNote) }
  OPTIONAL {
    ?row row:date ?date .
    ?date cell:precision ?precisionKey .
    BIND(IRI(CONCAT("id/precision/", ?precisionKey)) AS ?precision)
    OPTIONAL { ?date cell:first ?first }
    OPTIONAL { ?date cell:last ?last }
    OPTIONAL { ?date cell:printed ?printed }
  }
} ;
# The lists, each by itself, so that they do not multiply one another.
INSERT {
  GRAPH ?row {
    ?thing rc:underProcess ?process .
  }
}
WHERE {
  ?row row:key ?key ; row:under ?processPath .
  BIND(IRI(CONCAT("id/initiative/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/", ?processPath)) AS ?process)
} ;
INSERT {
  GRAPH ?row {
    ?thing rc:ledBy ?lead .
  }
}
WHERE {
  ?row row:key ?key ; row:lead ?leadPath .
  BIND(IRI(CONCAT("id/initiative/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/", ?leadPath)) AS ?lead)
} ;
INSERT {
  GRAPH ?row {
    ?thing rc:partner ?partner .
  }
}
WHERE {
  ?row row:key ?key ; row:partners ?partnerPath .
  BIND(IRI(CONCAT("id/initiative/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/", ?partnerPath)) AS ?partner)
} ;
INSERT {
  GRAPH ?row {
    ?thing rc:involvesCountry ?country .
  }
}
WHERE {
  ?row row:key ?key ; row:countries ?countryKey .
  BIND(IRI(CONCAT("id/initiative/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/country/", ?countryKey)) AS ?country)
}
