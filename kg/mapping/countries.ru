# A state or territory of the register.
BASE <https://w3id.org/regcoop/>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Country, ?class ;
      rdfs:label ?name, ?arabic, ?chinese, ?french, ?russian, ?spanish ;
      rc:inRegion ?region ;
      skos:notation ?iso2, ?iso3, ?m49 .
  }
}
WHERE {
  VALUES (?kind ?class) { ("state" rc:State) ("territory" rc:Territory) }
  ?row row:key ?key ; row:kind ?kind ; row:name ?nameText .
  BIND(IRI(CONCAT("id/country/", ?key)) AS ?thing)
  BIND(STRLANG(?nameText, "en") AS ?name)
  # Some that take part in cooperation have no code, or not all three.
  OPTIONAL { ?row row:iso2 ?iso2Text BIND(STRDT(?iso2Text, rc:iso2) AS ?iso2) }
  OPTIONAL { ?row row:iso3 ?iso3Text BIND(STRDT(?iso3Text, rc:iso3) AS ?iso3) }
  OPTIONAL { ?row row:m49 ?m49Text BIND(STRDT(?m49Text, rc:m49) AS ?m49) }
  OPTIONAL { ?row row:region ?regionKey BIND(IRI(CONCAT("id/region/", ?regionKey)) AS ?region) }
  OPTIONAL { ?row row:name_ar ?arabicText BIND(STRLANG(?arabicText, "ar") AS ?arabic) }
  OPTIONAL { ?row row:name_zh ?chineseText BIND(STRLANG(?chineseText, "zh") AS ?chinese) }
  OPTIONAL { ?row row:name_fr ?frenchText BIND(STRLANG(?frenchText, "fr") AS ?french) }
  OPTIONAL { ?row row:name_ru ?russianText BIND(STRLANG(?russianText, "ru") AS ?russian) }
  OPTIONAL { ?row row:name_es ?spanishText BIND(STRLANG(?spanishText, "es") AS ?spanish) }
}
