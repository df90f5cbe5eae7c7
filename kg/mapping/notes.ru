# Further things that a document says of something, close to its words.
BASE <https://w3id.org/regcoop/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?thing ?property ?text .
  }
}
WHERE {
  VALUES (?word ?property) {
    ("rc:analysisFocus" rc:analysisFocus) ("rc:emphasisedWords" rc:emphasisedWords)
    ("rc:practicalFocus" rc:practicalFocus) ("rc:statedUse" rc:statedUse)
    ("dcterms:description" dcterms:description)
  }
  ?row row:thing ?path ; row:property ?word ; row:text ?plain .
  BIND(IRI(CONCAT("id/", ?path)) AS ?thing)
  BIND(STRLANG(?plain, "en") AS ?text)
}
