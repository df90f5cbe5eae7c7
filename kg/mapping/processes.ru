# A regional process: its names, the regions as named, how IOM lists it.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT {
  GRAPH ?row {
    ?thing a rc:RegionalProcess ;
      rdfs:label ?name ;
      rc:shortName ?shortName ;
      rc:printedLabel ?alias ;
      skos:altLabel ?alias ;
      rc:regionAsNamed ?region ;
      rc:iomListing ?listing ;
      rc:formalAssociation ?association .
  }
}
WHERE {
  ?row row:key ?key ; row:name ?nameText .
  BIND(IRI(CONCAT("id/process/", ?key)) AS ?thing)
  BIND(STRLANG(?nameText, "en") AS ?name)
  OPTIONAL { ?row row:short_name ?shortText BIND(STRLANG(?shortText, "en") AS ?shortName) }
  OPTIONAL { ?row row:aliases ?aliasText BIND(STRLANG(?aliasText, "en") AS ?alias) }
  OPTIONAL { ?row row:regions ?regionText BIND(STRLANG(?regionText, "en") AS ?region) }
  OPTIONAL { ?row row:iom_listing ?listingKey BIND(IRI(CONCAT("id/iom-listing/", ?listingKey)) AS ?listing) }
  OPTIONAL { ?row row:association ?associationText BIND(STRLANG(?associationText, "en") AS ?association) }
}
