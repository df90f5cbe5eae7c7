"""Pages that list all things of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from kg.terms import Iri
from webapp.pages.domains import framework_tables
from webapp.pages.draft import Draft
from webapp.pages.parts import Item, Panel, Things
from webapp.urls import path_of, query_links

if TYPE_CHECKING:
    from webapp.kinds import Kind
    from webapp.knowledge import Knowledge

_NOTES: Final = {
    "country": "In the order of their names.",
    "document": "What was read, and what was taken from it.",
    "framework": "Ways to divide migration governance. Equal numbers in two of them mean nothing.",
    "body": "Conferences, groups, offices and committees of processes.",
    "meeting": "Those that the sources read so far tell of; there may be others.",
    "profile": "Assessments of migration governance that a source names; what they find has not been read.",
    "region": "As the M49 standard of the United Nations divides the world.",
    "theme": "Matters that processes deal with, as sources name them.",
    "vocabulary": "Vocabularies of others that stand behind our links.",
}
_SECTIONS: Final = {"domain": "domains", "process": "processes", "country": "countries"}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter: how many things it leads to, or in `state` why none; whether it is taken."""

    value: str
    label: str
    count: int
    checked: bool
    state: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter: `name` is its parameter in the address."""

    name: str
    legend: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ListingPage:
    """All that `listing.html` may use."""

    section: str
    title: str
    lead: str
    path: str
    facets: tuple[Facet, ...]
    panels: tuple[Panel, ...]


def listing_page(knowledge: Knowledge, kind: Kind) -> ListingPage:
    """Return the list of all things of one kind, by name."""
    iri = RC + kind.rdf_class
    draft = Draft(knowledge)
    items = tuple(
        Item(path_of(row["thing"]), draft.names.label(row["thing"]), draft.evidence(row["assertion"]))
        for row in draft.table("things", **{"class": Iri(iri)})
    )
    links = query_links("things", **{"class": iri})
    panel = Panel("list", f"All {kind.many[0].lower()}{kind.many[1:]}", (Things(items),), links, len(items))
    lead = _NOTES.get(kind.segment, "")
    return ListingPage(_SECTIONS.get(kind.segment, ""), kind.many, lead, kind.listing or "", (), (panel,))


def domains_page(knowledge: Knowledge) -> ListingPage:
    """Return the domains of all frameworks, with what is known of initiatives for each."""
    lead = "Each framework divides migration governance in its own way. Equal numbers mean nothing."
    panels = framework_tables(knowledge)
    return ListingPage("domains", "Domains", lead, "/domains", (), panels)
