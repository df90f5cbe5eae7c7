"""The kinds of things, by the segment of their IRIs: how pages call one, and several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """
    A kind of thing.

    `segment` stands in its IRIs, `rdf_class` is the local name of its class in the ontology, empty
    for a class of another vocabulary; `listing` is the
    path of the page that lists all of them, None where there is no such page.
    """

    segment: str
    rdf_class: str
    one: str
    many: str
    listing: str | None = None


_ALL: Final = (
    Kind("domain", "GovernanceDomain", "governance domain", "Domains", "/domains"),
    Kind("initiative", "Initiative", "initiative", "Initiatives", "/initiatives"),
    Kind("mode", "CollaborationMode", "mode of collaboration", "Modes of collaboration", "/modes"),
    Kind("process", "RegionalProcess", "regional process", "Processes", "/processes"),
    Kind("country", "Country", "country", "Countries", "/countries"),
    Kind("organization", "Organization", "organization", "Organizations", "/organizations"),
    Kind("body", "ProcessBody", "organ of a process", "Organs of processes", "/bodies"),
    Kind("theme", "Theme", "theme", "Themes", "/themes"),
    Kind("region", "Region", "region", "Regions", "/regions"),
    Kind("person", "Person", "person", "Persons", "/persons"),
    Kind("framework", "GovernanceFramework", "governance framework", "Frameworks", "/frameworks"),
    Kind("indicator", "Indicator", "indicator", "Indicators", "/indicators"),
    Kind("subindicator", "SubIndicator", "sub-indicator", "Sub-indicators"),
    Kind("option", "AnswerOption", "answer option", "Answer options"),
    Kind("level", "RatingLevel", "rating level", "Rating levels"),
    Kind("rating", "Rating", "rating", "Ratings", "/ratings"),
    Kind("rating-table", "RatingTable", "rating table", "Rating tables"),
    Kind("resolution", "Resolution", "resolution", "Resolutions", "/resolutions"),
    Kind("target", "PolicyTarget", "policy target", "Policy targets", "/targets"),
    Kind("document", "Document", "document", "Documents", "/documents"),
    Kind("meeting", "Meeting", "meeting", "Meetings", "/meetings"),
    Kind("profile", "GovernanceProfile", "governance profile", "Governance profiles", "/profiles"),
    Kind("conflict", "Conflict", "disagreement of sources", "Where sources disagree", "/conflicts"),
    Kind("vocabulary", "OutsideVocabulary", "outside vocabulary", "Outside vocabularies", "/vocabularies"),
    Kind("subcategory", "SubCategory", "part of a domain", "Parts of domains"),
    Kind("reported-fact", "ReportedFact", "reported fact", "Reported facts"),
    Kind("passage", "Passage", "passage of a document", "Passages"),
    Kind("membership", "Membership", "membership", "Memberships"),
    Kind("body-membership", "BodyMembership", "membership in an organ", "Memberships in organs"),
    Kind("establishment", "Establishment", "founding", "Foundings"),
    Kind("chair", "Chairmanship", "chairmanship", "Chairmanships"),
    Kind("date-claim", "DateClaim", "date claim", "Date claims"),
    Kind("count", "CountClaim", "count claim", "Count claims"),
    Kind("mapping", "Mapping", "mapping", "Mappings"),
    Kind("coverage", "CoverageStatement", "coverage statement", "Coverage statements"),
    Kind("rule", "Rule", "rule of derivation", "Rules of derivation"),
    Kind("scheme", "", "concept scheme", "Concept schemes"),
    Kind("basis", "Basis", "basis of a statement", "Bases of statements"),
    Kind("confidence", "Confidence", "degree of confidence", "Degrees of confidence"),
    Kind("coverage-state", "CoverageState", "coverage state", "Coverage states"),
    Kind("locator-status", "LocatorStatus", "locator status", "Locator statuses"),
    Kind("precision", "DatePrecision", "precision of a date", "Precisions of dates"),
    Kind("role", "MembershipRole", "role in a process", "Roles in processes"),
    Kind("status", "InitiativeStatus", "status of an initiative", "Statuses of initiatives"),
    Kind("mapping-relation", "MappingRelation", "mapping relation", "Mapping relations"),
    Kind("certainty", "Certainty", "certainty of the editors", "Certainties of the editors"),
    Kind("organization-type", "OrganizationType", "type of organization", "Types of organizations"),
    Kind("process-type", "ProcessType", "type of process", "Types of processes"),
    Kind("process-status", "ProcessStatus", "status of a process", "Statuses of processes"),
    Kind("iom-listing", "IomListing", "place in IOM's list", "Places in IOM's list"),
    Kind("meeting-level", "MeetingLevel", "level of a meeting", "Levels of meetings"),
    Kind("domain-kind", "DomainKind", "kind of domain", "Kinds of domains"),
    Kind("profile-scope", "ProfileScope", "scope of a profile", "Scopes of profiles"),
    Kind("resolution-kind", "ResolutionKind", "kind of resolution", "Kinds of resolutions"),
    Kind("resolution-status", "ResolutionStatus", "status of a resolution", "Statuses of resolutions"),
)

KINDS: Final[dict[str, Kind]] = {kind.segment: kind for kind in _ALL}
"""All kinds by their segment."""

LISTED: Final[tuple[Kind, ...]] = tuple(kind for kind in _ALL if kind.listing and kind.segment != "rating")
"""The kinds that have a listing of the common form."""

_STATEMENTS: Final = (
    "rating", "conflict", "reported-fact", "membership", "body-membership", "establishment", "chair",
    "date-claim", "count", "mapping", "coverage",
)  # fmt: skip
"""The segments of the kinds whose things are statements about others: found last, and never suggested."""

TERM: Final = Kind("term", "", "term of the ontology", "Terms of the ontology", "/ontology")
"""A class or property; its IRI is in the ontology and not under `id/`."""


_FIRST: Final = ("country", "process", "domain", "initiative", "organization", "body", "framework", "region")
SUGGESTED: Final[tuple[str, ...]] = (
    *_FIRST,
    *(segment for segment in KINDS if segment not in (*_FIRST, *_STATEMENTS)),
    TERM.segment,
)
"""The segments of the kinds that are suggested while a name is written, in the order of search results."""

SOUGHT: Final[tuple[str, ...]] = (*SUGGESTED, *_STATEMENTS)
"""The segments of all kinds, in the order in which search results show them."""


def kind_named(segment: str) -> Kind:
    """Return the kind of that segment; one made of the segment itself where it is not known."""
    return KINDS.get(segment) or Kind(segment, "", segment.replace("-", " "), segment.replace("-", " "))
