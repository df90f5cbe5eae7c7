# A process covers a domain when it deals with a theme that furthers the domain.  The editors must be sure of the theme's
# domain with high or medium certainty.
BASE <https://w3id.org/regcoop/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
INSERT {
  GRAPH ?derived { ?process rc:coversDomain ?domain }
  GRAPH <graph/evidence> {
    ?derived a rc:Assertion ;
      rc:basis <id/basis/derived> ;
      rc:derivedBy <id/rule/process-theme-domain> ;
      rc:fromTable "process-theme-domain" ;
      rc:fromKey ?key ;
      prov:wasDerivedFrom ?deals, ?judged .
  }
}
WHERE {
  VALUES ?certainty { <id/certainty/high> <id/certainty/medium> }
  GRAPH <graph/evidence> { ?judged rc:certainty ?certainty }
  GRAPH ?judged { ?theme rc:furthersDomain ?domain }
  GRAPH ?deals { ?process rc:dealsWith ?theme }
  BIND(CONCAT(STRAFTER(STR(?process), "/id/process/"), "/", STRAFTER(STR(?domain), "/id/domain/")) AS ?key)
  BIND(IRI(CONCAT("assertion/process-theme-domain/", ?key)) AS ?derived)
}
