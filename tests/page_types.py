"""Every type of page that the site has, once: where one of it stands in the graph that we publish."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from kg.resources import version
from kg.shelf import Asked

_VIEWS = ("table", "pivot", "bar", "timeline", "map", "network")
_ANSWERED = """PREFIX rc: <https://w3id.org/regcoop/ontology#>
SELECT ?process ?member ?role ?day {
  ?m rc:inProcess ?process ; rc:member ?member ; rc:memberRole ?role ; rc:attestedFrom ?day
} ORDER BY ?process ?member LIMIT 60"""
"""A query whose answer every view can show."""

SHARED: Final = Asked(
    "SELECT * WHERE { ?thing ?says ?what } ORDER BY ?thing LIMIT 2000", (), (), version(), ""
)
"""The query that is shared on the site of the graph that we publish."""

PAGE_TYPES: Final[dict[str, str]] = {
    "home": "/",
    "explore": "/explore",
    "domains": "/domains",
    "processes": "/processes",
    "initiatives": "/initiatives",
    "initiatives, filtered": "/initiatives?domain=escap-2017/2",
    "conflicts": "/conflicts",
    "listing": "/countries",
    "ratings": "/ratings",
    "glossary": "/glossary",
    "glossary of facts": "/glossary/facts",
    "methods": "/methods",
    "report": "/report?about=/doc/country/bgd",
    "matrix": "/matrix",
    "matrix of processes": "/matrix/processes",
    "matrix of countries": "/matrix/countries",
    "initiatives of a cell": "/matrix/initiatives",
    "compare": "/compare?process=bali-process&process=colombo-process",
    "compare, not chosen": "/compare",
    "map": "/map?of=process/bali-process",
    "overlaps": "/overlaps",
    "overlap of two": "/overlaps?process=bali-process&process=colombo-process",
    "gaps": "/gaps",
    "gaps of a region": "/gaps?region=western-asia",
    "gaps of a domain in a region": "/gaps?region=western-asia&domain=escap-2017/3",
    "network": "/network?of=process/bali-process&steps=1",
    "network, two steps": "/network?of=country/bgd&steps=2",
    "timeline": "/timeline?process=bali-process",
    "search": "/search",
    "search, found": "/search?q=bangladesh",
    "search, not found": "/search?q=xyzzy",
    "briefing": "/briefing/country/lka",
    "briefing of a process": "/briefing/process/bali-process",
    "briefing of a domain": "/briefing/domain/escap-2017/2",
    "country": "/doc/country/bgd",
    "process": "/doc/process/bali-process",
    "domain": "/doc/domain/escap-2017/2",
    "domain of the index": "/doc/domain/mgi-2016/3",
    "initiative": "/doc/initiative/dialogue-legal-pathways",
    "mode": "/doc/mode/declaration",
    "organization": "/doc/organization/iom",
    "organ": "/doc/body/ad-hoc-group",
    "region": "/doc/region/southern-asia",
    "theme": "/doc/theme/counter-trafficking",
    "framework": "/doc/framework/mgi-2016",
    "indicator": "/doc/indicator/mgi-2016/1.2",
    "level": "/doc/level/mgi-2016/emerging",
    "rating": "/doc/rating/mgi-2016/bgd/5",
    "resolution": "/doc/resolution/iom-council/1310",
    "target": "/doc/target/sdg/10.7.2",
    "document": "/doc/document/escap-2017",
    "passage": "/doc/passage/escap-2017/modes-slide-domain-2",
    "meeting": "/doc/meeting/bali-process/bpmc1",
    "disagreement": "/doc/conflict/bali-process/number-of-member-states",
    "rule": "/doc/rule/process-theme-domain",
    "concept scheme": "/doc/scheme/targets",
    "assertion": "/assertion/ratings/mgi-2016/bgd/5",
    "ontology": "/ontology",
    "ontology, a group": "/ontology/classes",
    "ontology, a version": "/ontology/0.1.0",
    "class": "/ontology/term/RegionalProcess",
    "property": "/ontology/term/servesDomain",
    "ontology, changes": "/ontology/changes",
    "shapes": "/shapes",
    "shape": "/shapes/g-Country",
    "queries": "/queries",
    "query": "/query/ratings?country=bgd",
    "query, refused": "/query/ratings?country=nowhere",
    "API": "/api/v1/",
    "SPARQL": "/sparql",
    "why": "/sparql/why?row=1&query=SELECT+?c+%7B+?c+a+<https://w3id.org/regcoop/ontology%23Country>+%7D+ORDER+BY+?c",
    "SPARQL, an example": "/sparql?example=shared-members",
    "SPARQL, answered": "/sparql?query=SELECT+*+%7B%3Fs+a+%3Fclass%7D+ORDER+BY+%3Fs+%3Fclass+LIMIT+5",
    "SPARQL, examples found": "/sparql?examples=members",
    **{f"SPARQL, {view}": f"/sparql?{urlencode({'query': _ANSWERED, 'view': view})}" for view in _VIEWS},
    "shared query": f"/q/{SHARED.key}",
    "how to cite": "/cite?of=/query/ratings?country=bgd",
    "changes": "/changes",
    "changes between two releases": "/changes/0.1.0...0.2.0",
    "data": "/data",
    "identifiers": "/identifiers",
    "mappings": "/mappings",
    "release": "/r/0.1.0/",
    "what the graph holds": "/void",
    "design": "/design",
    "not found": "/doc/country/nowhere",
}
"""The path of one page of each type, by a name for people."""

NOT_PAGES: Final[frozenset[str]] = frozenset(
    {
        "/api/v1/<name>",
        "/.well-known/void",
        "/change/<name>/<key>",
        "/changes.<suffix>",
        "/changes/stream",
        "/changes/stream.<suffix>",
        "/changes/stream/<version>/<name>",
        "/cite.<suffix>",
        "/api/v1/openapi.json",
        "/graph/<name>",
        "/healthz",
        "/id/",
        "/id/<path:name>",
        "/id/<scheme:scheme>",
        "/id/<scheme:scheme>/",
        "/id/<scheme:scheme>/<path:code>",
        "/q",
        "/q/<key>/again",
        "/ontology/<path:part>",
        "/ontology/changes.<suffix>",
        "/readyz",
        "/r/<version>/<name>",
        "/r/latest/",
        "/r/latest/<path:name>",
        "/release/<version>",
        "/search.json",
        "/search/suggest",
        "/shapes/<path:part>",
        "/source/<path:key>",
        "/sparql/evidence",
        "/sparql/why.json",
        "/sparql/terms.json",
        "/sparql/answer.<suffix>",
        "/sparql/view.<suffix>",
        "/static/<path:filename>",
        "/static/src/<path:name>",
    }
)
"""Rules that answer with data, with a file or with the address of a page."""
