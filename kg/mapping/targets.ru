# A goal, target, indicator or series of an outside agenda, with the IRIs that sources give it.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT {
  GRAPH ?row {
    ?thing a ?class, rc:PolicyElement, skos:Concept ;
      rdfs:label ?name ;
      skos:prefLabel ?name ;
      skos:inScheme <id/scheme/targets> ;
      skos:notation ?code ;
      rc:partOfPolicyElement ?whole ;
      skos:exactMatch ?same ;
      skos:closeMatch ?near ;
      rc:unIriStatus ?status ;
      rc:statisticsCode ?statisticsCode ;
      rc:custodianAsNamed ?custodian ;
      rc:tierAsNamed ?tier .
  }
}
WHERE {
  VALUES (?kind ?class) {
    ("goal" rc:PolicyGoal) ("target" rc:PolicyTarget)
    ("indicator" rc:PolicyIndicator) ("series" rc:PolicySeries)
  }
  ?row row:key ?key ; row:name ?nameText ; row:kind ?kind .
  BIND(IRI(CONCAT("id/target/", ?key)) AS ?thing)
  BIND(STRLANG(?nameText, "en") AS ?name)
  OPTIONAL { ?row row:code ?code }
  OPTIONAL { ?row row:part_of ?wholeKey BIND(IRI(CONCAT("id/target/", ?wholeKey)) AS ?whole) }
  OPTIONAL { ?row row:un_iri ?sameText BIND(IRI(?sameText) AS ?same) }
  OPTIONAL { ?row row:sdgio_iri|row:wikidata_iri ?nearText BIND(IRI(?nearText) AS ?near) }
  OPTIONAL { ?row row:un_iri_status ?statusText BIND(STRLANG(?statusText, "en") AS ?status) }
  OPTIONAL { ?row row:notation ?statisticsCode }
  OPTIONAL { ?row row:custodians ?custodian }
  OPTIONAL { ?row row:tier ?tierText BIND(STRLANG(?tierText, "en") AS ?tier) }
}
