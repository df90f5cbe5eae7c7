# The level that a framework gives a country in a domain for a year.
BASE <https://w3id.org/regcoop/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Rating, qb:Observation ;
      qb:dataSet ?table ;
      rc:ratedCountry ?country ;
      rc:ratedDomain ?domain ;
      rc:ratedPeriod ?period ;
      rc:level ?level .
  }
}
WHERE {
  ?row row:key ?key ; row:table ?tableKey ; row:country ?countryKey ; row:domain ?domainKey ;
    row:period ?periodText ; row:level ?levelKey .
  BIND(IRI(CONCAT("id/rating/", ?key)) AS ?thing)
  BIND(IRI(CONCAT("id/rating-table/", ?tableKey)) AS ?table)
  BIND(IRI(CONCAT("id/country/", ?countryKey)) AS ?country)
  BIND(IRI(CONCAT("id/domain/", ?domainKey)) AS ?domain)
  BIND(STRDT(?periodText, xsd:gYear) AS ?period)
  BIND(IRI(CONCAT("id/level/", ?levelKey)) AS ?level)
}
