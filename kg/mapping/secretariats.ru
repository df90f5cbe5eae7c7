# What a source says of the secretariat of a process, in words.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?process rc:secretariatAsNamed ?secretariat .
  }
}
WHERE {
  ?row row:process ?processKey ; row:secretariat ?secretariatText .
  BIND(IRI(CONCAT("id/process/", ?processKey)) AS ?process)
  BIND(STRLANG(?secretariatText, "en") AS ?secretariat)
}
