# A target of an outside agenda, with the IRI that its keepers give it where a source has one.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT {
  GRAPH ?row {
    ?thing a rc:PolicyTarget, skos:Concept ;
      rdfs:label ?name ;
      skos:prefLabel ?name ;
      skos:inScheme <id/scheme/targets> ;
      skos:notation ?code ;
      skos:exactMatch ?same .
  }
}
WHERE {
  ?row row:key ?key ; row:name ?nameText .
  BIND(IRI(CONCAT("id/target/", ?key)) AS ?thing)
  BIND(STRLANG(?nameText, "en") AS ?name)
  OPTIONAL { ?row row:code ?code }
  OPTIONAL { ?row row:un_iri ?sameText BIND(IRI(?sameText) AS ?same) }
}
