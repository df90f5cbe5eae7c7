# Names as sources print them, and other names.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT {
  GRAPH ?row {
    ?thing ?property ?name .
  }
}
WHERE {
  # A name that equals the main one is no alternative label: SKOS keeps the two apart.
  VALUES (?kind ?property) {
    ("printed" rc:printedLabel) ("printed-alternative" rc:printedLabel)
    ("printed-alternative" skos:altLabel) ("alternative" skos:altLabel)
  }
  ?row row:thing ?path ; row:label ?plain ; row:kind ?kind ; row:language ?language .
  BIND(IRI(CONCAT("id/", ?path)) AS ?thing)
  BIND(STRLANG(?plain, ?language) AS ?name)
}
