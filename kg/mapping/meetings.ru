# A meeting or other event: when and where, who met, what came of it.
BASE <https://w3id.org/regcoop/>
PREFIX cell: <https://w3id.org/regcoop/cell#>
PREFIX rc: <https://w3id.org/regcoop/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX row: <https://w3id.org/regcoop/row#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT {
  GRAPH ?row {
    ?thing a rc:Meeting ;
      rdfs:label ?name ;
      rc:meetingOf ?met ;
      rc:ordinal ?ordinal ;
      rc:meetingLevel ?level ;
      rc:heldAt ?place ;
      rc:heldInCity ?city ;
      rc:heldIn ?country ;
      rc:participant ?participant ;
      rc:observingParty ?observer ;
      rc:participantsAsNamed ?participants ;
      rc:outcome ?outcome ;
      rc:beginsOn ?first ;
      rc:endsOn ?last ;
      rc:datePrecision ?precision ;
      rc:dateAsPrinted ?printed .
  }
}
WHERE {
  ?row row:key ?key ; row:name ?nameText .
  BIND(IRI(CONCAT("id/meeting/", ?key)) AS ?thing)
  BIND(STRLANG(?nameText, "en") AS ?name)
  # Lists stand in branches of their own, so that none is multiplied by another.
  { ?row row:of ?metPath BIND(IRI(CONCAT("id/", ?metPath)) AS ?met) }
  UNION { ?row row:participants ?participantPath BIND(IRI(CONCAT("id/", ?participantPath)) AS ?participant) }
  UNION { ?row row:observers ?observerPath BIND(IRI(CONCAT("id/", ?observerPath)) AS ?observer) }
  UNION {
    ?row row:key ?key
    OPTIONAL { ?row row:ordinal ?ordinalText BIND(STRDT(?ordinalText, xsd:integer) AS ?ordinal) }
    OPTIONAL { ?row row:level ?levelKey BIND(IRI(CONCAT("id/meeting-level/", ?levelKey)) AS ?level) }
    OPTIONAL { ?row row:held_at ?placeKey BIND(IRI(CONCAT("id/organization/", ?placeKey)) AS ?place) }
    OPTIONAL { ?row row:city ?cityText BIND(STRLANG(?cityText, "en") AS ?city) }
    OPTIONAL { ?row row:country ?countryKey BIND(IRI(CONCAT("id/country/", ?countryKey)) AS ?country) }
    OPTIONAL { ?row row:participants_named ?participantsText BIND(STRLANG(?participantsText, "en") AS ?participants) }
    OPTIONAL { ?row row:outcome ?outcomeText BIND(STRLANG(?outcomeText, "en") AS ?outcome) }
    OPTIONAL {
      ?row row:date ?date .
      ?date cell:precision ?precisionKey .
      OPTIONAL { ?date cell:first ?first }
      OPTIONAL { ?date cell:last ?last }
      # A date in our own form is not what the source prints; a phrase is, and so is what was copied.
      OPTIONAL { ?row row:date_printed ?copied }
      OPTIONAL { ?date cell:printed ?phrase }
      BIND(COALESCE(?copied, ?phrase) AS ?printed)
      BIND(IRI(CONCAT("id/precision/", ?precisionKey)) AS ?precision)
    }
  }
}
