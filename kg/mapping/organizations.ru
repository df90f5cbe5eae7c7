# An organization of the register, or a body of one.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Organization, ?class ;
      rdfs:label ?name ;
      rc:acronym ?acronym ;
      rc:bodyOf ?whole ;
      rc:organizationType ?type ;
      rc:printedLabel ?otherName ;
      skos:altLabel ?otherName .
  }
}
WHERE {
  VALUES (?kind ?class) {
    ("international-organization" rc:InternationalOrganization)
    ("governing-body" rc:GoverningBody)
    ("organization" rc:Organization)
  }
  ?row row:key ?key ; row:kind ?kind ; row:name ?nameText .
  BIND(IRI(CONCAT("id/organization/", ?key)) AS ?thing)
  BIND(STRLANG(?nameText, "en") AS ?name)
  OPTIONAL { ?row row:acronym ?acronym }
  OPTIONAL { ?row row:body_of ?wholeKey BIND(IRI(CONCAT("id/organization/", ?wholeKey)) AS ?whole) }
  OPTIONAL { ?row row:type ?typeKey BIND(IRI(CONCAT("id/organization-type/", ?typeKey)) AS ?type) }
  OPTIONAL { ?row row:aliases ?alias BIND(STRLANG(?alias, "en") AS ?otherName) }
}
