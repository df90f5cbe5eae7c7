"""Pages that list all things of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from kg.terms import Iri
from webapp.pages import initiatives
from webapp.pages.domains import framework_tables
from webapp.pages.draft import Draft
from webapp.pages.parts import Item, Panel, Things
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from webapp.kinds import Kind
    from webapp.knowledge import Knowledge

_NOTES: Final = {
    "country": "In the order of their names.",
    "document": "What was read, and what was taken from it.",
    "framework": "Ways to divide migration governance. Equal numbers in two of them mean nothing.",
    "process": "Standing forums in which countries and organizations consult one another on migration.",
}
_SECTIONS: Final = {"domain": "domains", "process": "processes", "country": "countries"}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter: how many things it leads to, and whether it is taken."""

    value: str
    label: str
    count: int
    checked: bool


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


def initiatives_page(knowledge: Knowledge, domains: Collection[str], modes: Collection[str]) -> ListingPage:
    """
    Return the initiatives, by mode.

    Args:
        knowledge: The graph.
        domains: Keys of domains (`escap-2017/2`); only initiatives that serve one of them. All if empty.
        modes: Keys of modes of collaboration, likewise.
    """
    draft = Draft(knowledge)
    rows = draft.table("initiatives")
    facets = (
        _facet("domain", "Domain", rows, _matching(rows, "mode", modes), domains),
        _facet("mode", "Mode of collaboration", rows, _matching(rows, "domain", domains), modes),
    )
    chosen = _matching(_matching(rows, "domain", domains), "mode", modes)
    ordered = sorted(chosen, key=lambda row: (row.get("modeLabel", "").casefold(), row["label"].casefold()))
    body = initiatives.by_mode(draft, ordered)
    count = len({row["initiative"] for row in chosen})
    lead = "Grouped by mode of collaboration." if chosen else "No initiative on record is of this choice."
    only = {"domain": next(iter(domains))} if len(domains) == 1 and not modes else {}
    panel = Panel("list", "Initiatives", (body,), query_links("initiatives", **only), count, lead)
    return ListingPage("", "Initiatives", "", "/initiatives", facets, (panel,))


def _matching(
    rows: Iterable[Mapping[str, str]], column: str, keys: Collection[str]
) -> list[Mapping[str, str]]:
    return [row for row in rows if not keys or key_of(row.get(column, "")) in keys]


def _facet(
    column: str,
    legend: str,
    rows: Iterable[Mapping[str, str]],
    others: Iterable[Mapping[str, str]],
    chosen: Collection[str],
) -> Facet:
    """Return a filter; its counts take the other filter into account, not itself."""
    labels = {row[column]: row[f"{column}Label"] for row in rows if column in row}
    counts: dict[str, set[str]] = {}
    for row in others:
        counts.setdefault(row.get(column, ""), set()).add(row["initiative"])
    return Facet(
        column,
        legend,
        tuple(
            Option(key_of(iri), label, len(counts.get(iri, ())), key_of(iri) in chosen)
            for iri, label in sorted(labels.items(), key=lambda entry: (entry[0], entry[1]))
        ),
    )
