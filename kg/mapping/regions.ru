# A region of the world by the M49 standard.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Region ;
      rdfs:label ?name ;
      skos:notation ?m49 ;
      rc:partOfRegion ?whole .
  }
}
WHERE {
  ?row row:key ?key ; row:name ?nameText ; row:m49 ?m49Text .
  BIND(IRI(CONCAT("id/region/", ?key)) AS ?thing)
  BIND(STRLANG(?nameText, "en") AS ?name)
  BIND(STRDT(?m49Text, rc:m49) AS ?m49)
  # Only the world is part of nothing wider.
  OPTIONAL { ?row row:part_of ?wholeKey BIND(IRI(CONCAT("id/region/", ?wholeKey)) AS ?whole) }
}
