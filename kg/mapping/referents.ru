# Which known activity an initiative of the presentation may be.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?initiative ?refersTo ?referent .
  }
}
WHERE {
  VALUES (?degree ?refersTo) {
    ("probable" rc:probableReferent)
    ("candidate" rc:candidateReferent)
    ("later-edition" rc:laterEditionReferent)
  }
  ?row row:initiative ?initiativeKey ; row:referent ?referentKey ; row:degree ?degree .
  BIND(IRI(CONCAT("id/initiative/", ?initiativeKey)) AS ?initiative)
  BIND(IRI(CONCAT("id/initiative/", ?referentKey)) AS ?referent)
}
