# A numbered domain of a framework; its number means something in that framework alone.
BASE <https://w3id.org/regcoop/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT {
  GRAPH ?row {
    ?thing a rc:GovernanceDomain, skos:Concept ;
      rdfs:label ?name ;
      skos:prefLabel ?name ;
      rc:partOfFramework ?framework ;
      skos:inScheme ?framework ;
      rc:domainKind ?kind ;
      rc:number ?number ;
      skos:notation ?notation ;
      rc:printedLabel ?officialTitle ;
      dcterms:description ?description ;
      rc:proxyMeasure ?measure ;
      rc:question ?question ;
      rc:sdmxCode ?code .
  }
}
WHERE {
  ?row row:key ?key ; row:framework ?frameworkKey ; row:number ?numberText ; row:name ?nameText .
  BIND(IRI(CONCAT("id/domain/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/framework/", ?frameworkKey)) AS ?framework)
  BIND(STRLANG(?nameText, "en") AS ?name)
  BIND(STRDT(?numberText, xsd:integer) AS ?number)
  OPTIONAL { ?row row:kind ?kindKey BIND(IRI(CONCAT("id/domain-kind/", ?kindKey)) AS ?kind) }
  # Principles and objectives are counted apart: P1, O1.
  BIND(
    IF(BOUND(?kindKey) && ?kindKey IN ("principle", "objective"),
      CONCAT(UCASE(SUBSTR(?kindKey, 1, 1)), ?numberText), ?numberText)
    AS ?notation
  )
  OPTIONAL { ?row row:official_title ?officialText BIND(STRLANG(?officialText, "en") AS ?officialTitle) }
  OPTIONAL { ?row row:description ?descriptionText BIND(STRLANG(?descriptionText, "en") AS ?description) }
  OPTIONAL { ?row row:proxy_measure ?measureText BIND(STRLANG(?measureText, "en") AS ?measure) }
  OPTIONAL { ?row row:question ?questionText BIND(STRLANG(?questionText, "en") AS ?question) }
  OPTIONAL { ?row row:sdmx_code ?code }
}
