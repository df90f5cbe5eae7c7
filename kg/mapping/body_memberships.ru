# Who sits in an organ of a process, in which role.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?thing a rc:BodyMembership ;
      rc:inBody ?body ;
      rc:member ?member ;
      rc:memberRole ?role .
  }
}
WHERE {
  ?row row:key ?key ; row:body ?bodyKey ; row:member ?memberPath ; row:role ?roleKey .
  BIND(IRI(CONCAT("id/body-membership/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/body/", ?bodyKey)) AS ?body)
  BIND(IRI(CONCAT("id/", ?memberPath)) AS ?member)
  BIND(IRI(CONCAT("id/role/", ?roleKey)) AS ?role)
}
