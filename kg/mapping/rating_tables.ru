# A table in which ratings are printed, as an RDF data cube.
BASE <https://w3id.org/regcoop/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT {
  GRAPH ?row {
    ?thing a rc:RatingTable, qb:DataSet ;
      rdfs:label ?name ;
      rc:partOfFramework ?framework ;
      rc:ratedPeriod ?period ;
      qb:structure rc:ratingStructure .
  }
}
WHERE {
  ?row row:key ?key ; row:framework ?frameworkKey ; row:name ?nameText ; row:period ?periodText .
  BIND(IRI(CONCAT("id/rating-table/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/framework/", ?frameworkKey)) AS ?framework)
  BIND(STRLANG(?nameText, "en") AS ?name)
  BIND(STRDT(?periodText, xsd:gYear) AS ?period)
}
