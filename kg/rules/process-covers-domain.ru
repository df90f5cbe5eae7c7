# A process covers a domain when an initiative under the process serves the domain.  Where that is a judgement of the
# editors, they must be sure of it with high or medium certainty; what a source says carries no certainty.
BASE <https://w3id.org/regcoop/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
INSERT {
  GRAPH ?derived { ?process rc:coversDomain ?domain }
  GRAPH <graph/evidence> {
    ?derived a rc:Assertion ;
      rc:basis <id/basis/derived> ;
      rc:derivedBy <id/rule/process-covers-domain> ;
      rc:fromTable "process-covers-domain" ;
      rc:fromKey ?key ;
      prov:wasDerivedFrom ?under, ?serves .
  }
}
WHERE {
  GRAPH ?under { ?initiative rc:underProcess ?process }
  GRAPH ?serves { ?initiative rc:servesDomain ?domain }
  FILTER NOT EXISTS { GRAPH <graph/evidence> { ?serves rc:certainty <id/certainty/low> } }
  BIND(CONCAT(STRAFTER(STR(?process), "/id/process/"), "/", STRAFTER(STR(?domain), "/id/domain/")) AS ?key)
  BIND(IRI(CONCAT("assertion/process-covers-domain/", ?key)) AS ?derived)
}
