# For the rows of every table: describe the assertion, and the passages that it rests on.
BASE <https://w3id.org/regcoop/>
PREFIX cell: <https://w3id.org/regcoop/cell#>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH <graph/evidence> {
    ?row a rc:Assertion ;
      rc:restsOn ?passage ;
      rc:basis ?basis ;
      rc:confidence ?confidence ;
      rc:certainty ?certainty ;
      rc:fromTable ?table ;
      rc:fromKey ?key ;
      rc:editorialNote ?note .
    ?passage a rc:Passage ;
      rc:passageOf ?document ;
      rc:locator ?locator ;
      rc:locatorOrder ?order ;
      rc:locatorStatus ?status .
  }
}
WHERE {
  ?row cell:table ?table ; row:key ?key ; row:basis ?basisKey ; row:confidence ?confidenceKey .
  BIND(IRI(CONCAT("id/basis/", ?basisKey)) AS ?basis)
  BIND(IRI(CONCAT("id/confidence/", ?confidenceKey)) AS ?confidence)
  OPTIONAL { ?row row:certainty ?certaintyKey BIND(IRI(CONCAT("id/certainty/", ?certaintyKey)) AS ?certainty) }
  OPTIONAL { ?row row:note ?noteText BIND(STRLANG(?noteText, "en") AS ?note) }
  ?row cell:evidence ?evidence .
  ?evidence cell:passage ?passageKey ; cell:source ?sourceKey ; cell:status ?statusKey .
  BIND(IRI(CONCAT("id/passage/", ?passageKey)) AS ?passage)
  BIND(IRI(CONCAT("id/document/", ?sourceKey)) AS ?document)
  BIND(IRI(CONCAT("id/locator-status/", ?statusKey)) AS ?status)
  OPTIONAL { ?evidence cell:locator ?locator ; cell:order ?order }
}
