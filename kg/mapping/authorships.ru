# Who wrote or presented a document.
BASE <https://w3id.org/regcoop/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?document dcterms:creator ?person .
  }
}
WHERE {
  ?row row:document ?documentKey ; row:person ?personKey .
  BIND(IRI(CONCAT("id/document/", ?documentKey)) AS ?document)
  BIND(IRI(CONCAT("id/person/", ?personKey)) AS ?person)
}
