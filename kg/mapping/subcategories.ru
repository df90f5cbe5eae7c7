# A part of a domain that is asked about by itself.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT {
  GRAPH ?row {
    ?thing a rc:SubCategory, skos:Concept ;
      rdfs:label ?name ;
      skos:prefLabel ?name ;
      rc:partOfFramework ?framework ;
      skos:inScheme ?framework ;
      rc:inDomain ?domain ;
      skos:notation ?notation ;
      rc:answerValues ?answers .
  }
}
WHERE {
  ?row row:key ?key ; row:domain ?domainKey ; row:letter ?letter ; row:name ?nameText .
  BIND(IRI(CONCAT("id/subcategory/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/domain/", ?domainKey)) AS ?domain)
  # The key of a domain is that of its framework, a slash, and its number.
  BIND(IRI(CONCAT("id/framework/", STRBEFORE(?domainKey, "/"))) AS ?framework)
  BIND(CONCAT(STRAFTER(?domainKey, "/"), "(", ?letter, ")") AS ?notation)
  BIND(STRLANG(?nameText, "en") AS ?name)
  OPTIONAL { ?row row:answer_values ?answersText BIND(STRLANG(?answersText, "en") AS ?answers) }
}
