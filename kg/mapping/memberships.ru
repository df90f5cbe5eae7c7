# Who belongs to a process, in which role.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Membership ;
      rc:inProcess ?process ;
      rc:member ?member ;
      rc:memberRole ?role .
  }
}
WHERE {
  ?row row:key ?key ; row:process ?processKey ; row:member ?memberPath ; row:role ?roleKey .
  BIND(IRI(CONCAT("id/membership/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/process/", ?processKey)) AS ?process)
  BIND(IRI(CONCAT("id/", ?memberPath)) AS ?member)
  BIND(IRI(CONCAT("id/role/", ?roleKey)) AS ?role)
}
