# Who took part in a meeting, and in which capacity.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?meeting ?tookPart ?who .
  }
}
WHERE {
  VALUES (?capacity ?tookPart) {
    ("participant" rc:participant)
    ("observer" rc:observingParty)
    ("business" rc:businessParticipantFrom)
  }
  ?row row:meeting ?meetingKey ; row:participant ?whoPath ; row:capacity ?capacity .
  BIND(IRI(CONCAT("id/meeting/", ?meetingKey)) AS ?meeting)
  BIND(IRI(CONCAT("id/", ?whoPath)) AS ?who)
}
