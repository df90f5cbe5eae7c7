# Which domain of the policy questions a theme belongs to; how sure the editors are stands in the evidence.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
INSERT {
  GRAPH ?row {
    ?theme rc:furthersDomain ?domain .
  }
}
WHERE {
  ?row row:theme ?themeKey ; row:domain ?domainKey .
  BIND(IRI(CONCAT("id/theme/", ?themeKey)) AS ?theme)
  BIND(IRI(CONCAT("id/domain/", ?domainKey)) AS ?domain)
}
