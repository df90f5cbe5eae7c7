"""Two processes held against each other: who belongs to both, who to one alone, what both work on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.exports.sheets import Sheet
from kg.namespaces import RC
from webapp.pages.draft import Draft
from webapp.pages.overlaps.choice import PATH
from webapp.pages.overlaps.form import (
    NOT_STATED,
    Named,
    OverlapForm,
    counted_words,
    overlap_form,
    unknown_members,
)
from webapp.pages.parts import Cell, Fact, Heading, Item, Table, Value
from webapp.urls import key_of, path_of, tool_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.citations import Citation
    from webapp.knowledge import Knowledge
    from webapp.pages.overlaps.choice import OverlapChoice
    from webapp.urls import Links

_COVERS: Final = RC + "coversDomain"
_MEETING_OF: Final = RC + "meetingOf"
_HELD_IN: Final = RC + "heldIn"


@dataclass(frozen=True, slots=True)
class MemberList:
    """Countries under a heading; `id` is the anchor that numbers lead to."""

    id: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class PairPage:
    """
    All that `overlap.html` may use.

    `lists` are empty where the members of one are not known, and `unknown` then says of whom; `domains_only`
    are (words, domains) that one alone covers.
    """

    title: str
    first: Named
    second: Named
    counted: str
    framework: str
    notices: tuple[str, ...]
    form: OverlapForm
    unknown: tuple[Fact, ...]
    lists: tuple[MemberList, ...]
    shared_domains: int
    domains: Table | None
    domains_only: tuple[tuple[str, tuple[Named, ...]], ...]
    organizations: tuple[Item, ...]
    venues: tuple[Item, ...]
    swapped: str
    links: Links
    cite: Citation


def pair_page(knowledge: Knowledge, choice: OverlapChoice, cite: Citation) -> PairPage:
    """Return the page of two processes; `cite` is how to cite it."""
    draft = Draft(knowledge)
    network, sets = knowledge.network, knowledge.sets
    one, other = choice.processes
    unknown = [iri for iri in choice.processes if iri in sets.without_members]
    shared = sets.shared_domains(one, other, choice.framework)
    return PairPage(
        title=f"{network.label(one)} and {network.label(other)}",
        first=Named(network.label(one), path_of(one)),
        second=Named(network.label(other), path_of(other)),
        counted=counted_words(knowledge, choice),
        framework=network.label(choice.framework),
        notices=choice.notices,
        form=overlap_form(knowledge, choice),
        unknown=unknown_members(draft, unknown),
        lists=() if unknown else _lists(draft, choice),
        shared_domains=len(shared),
        domains=_domains(draft, choice, shared) if shared else None,
        domains_only=_domains_only(knowledge, choice),
        organizations=_organizations(draft, one, other),
        venues=_venues(draft, one, other),
        swapped=choice.address(other, one),
        links=tool_links(PATH, choice.asked),
        cite=cite,
    )


def parted(
    knowledge: Knowledge, choice: OverlapChoice
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the members of both, of the first alone, of the second alone, with the graphs that say so."""
    first, second = (knowledge.sets.members(iri, choice.roles, choice.region) for iri in choice.processes)
    both = {iri: (*first[iri], *second[iri]) for iri in first.keys() & second.keys()}
    return (
        both,
        {iri: graphs for iri, graphs in first.items() if iri not in second},
        {iri: graphs for iri, graphs in second.items() if iri not in first},
    )


def _lists(draft: Draft, choice: OverlapChoice) -> tuple[MemberList, ...]:
    one, other = map(draft.knowledge.network.label, choice.processes)
    heads = (
        ("both", "Members of both"),
        ("only-first", f"Only in {one}"),
        ("only-second", f"Only in {other}"),
    )
    found = parted(draft.knowledge, choice)
    return tuple(
        MemberList(name, title, _items(draft, members))
        for (name, title), members in zip(heads, found, strict=True)
    )


def _items(
    draft: Draft, found: Mapping[str, Iterable[str]], notes: Mapping[str, str] | None = None
) -> tuple[Item, ...]:
    network = draft.knowledge.network
    return tuple(
        Item(
            path_of(iri),
            network.label(iri),
            draft.evidence(*found[iri]),
            (notes or {}).get(iri),
            draft.is_disputed(*found[iri]),
        )
        for iri in network.by_name(found)
    )


def _domains(draft: Draft, choice: OverlapChoice, shared: Iterable[str]) -> Table:
    """Return the shared domains, each with what of either process leads to it."""
    network, sets = draft.knowledge.network, draft.knowledge.sets
    ways = {iri: sets.domains(iri, choice.framework) for iri in choice.processes}
    rows = tuple(
        (
            Cell(network.label(domain), path_of(domain)),
            *(_way_cell(draft, process, domain, ways[process][domain]) for process in choice.processes),
        )
        for domain in shared
    )
    heads = ("Domain", *map(network.label, choice.processes))
    caption = f"Domains of {network.label(choice.framework)} that both cover"
    return Table("shared-domains", caption, tuple(map(Heading, heads)), rows, cards=True)


def _way_cell(draft: Draft, process: str, domain: str, ways: Mapping[str, Iterable[str]]) -> Cell:
    """Return how many initiatives and themes lead from a process to a domain, and who says so."""
    found = {way: len(list(things)) for way, things in ways.items()}
    asked = urlencode({"process": key_of(process), "domain": key_of(domain)}, safe="/")
    addresses = {"initiative": f"/initiatives?{asked}", "theme": f"{path_of(process)}#themes"}
    values = [
        Value(f"{count} {way}{'' if count == 1 else 's'}", href=addresses[way])
        for way, count in found.items()
        if count
    ]
    graphs = draft.knowledge.network.out(process, _COVERS).get(domain, ())
    if graphs:
        values.append(Value("covers it", draft.evidence(*graphs)))
    return Cell(values=tuple(values))


def _domains_only(knowledge: Knowledge, choice: OverlapChoice) -> tuple[tuple[str, tuple[Named, ...]], ...]:
    network, sets = knowledge.network, knowledge.sets
    covered = [set(sets.domains(iri, choice.framework)) for iri in choice.processes]
    only = (covered[0] - covered[1], covered[1] - covered[0])
    return tuple(
        (
            network.label(iri),
            tuple(Named(network.label(domain), path_of(domain)) for domain in sorted(domains)),
        )
        for iri, domains in zip(choice.processes, only, strict=True)
        if domains
    )


def _organizations(draft: Draft, one: str, other: str) -> tuple[Item, ...]:
    """Return the organizations that both list, in whatever role."""
    network = draft.knowledge.network
    first, second = (draft.knowledge.sets.listed(iri, "organization") for iri in (one, other))
    shared = first.keys() & second.keys()
    graphs = {
        iri: [graph for held in (first[iri], second[iri]) for found in held.values() for graph in found]
        for iri in shared
    }

    def roles(held: Iterable[str]) -> str:
        return ", ".join(sorted(network.label(role) for role in held))

    notes = {
        iri: f"{network.label(one)}: {roles(first[iri])}; {network.label(other)}: {roles(second[iri])}"
        for iri in shared
    }
    return _items(draft, graphs, notes)


def _venues(draft: Draft, one: str, other: str) -> tuple[Item, ...]:
    """Return the countries in which both have met, as far as meetings are on record."""
    network = draft.knowledge.network
    met: list[dict[str, list[str]]] = []
    for process in (one, other):
        places: dict[str, list[str]] = {}
        for meeting in network.into(process, _MEETING_OF):
            for country, graphs in network.out(meeting, _HELD_IN).items():
                places.setdefault(country, []).extend(graphs)
        met.append(places)
    return _items(draft, {iri: [*met[0][iri], *met[1][iri]] for iri in met[0].keys() & met[1].keys()})


def pair_sheet(knowledge: Knowledge, choice: OverlapChoice) -> Sheet:
    """Return the members of two processes as rows: in both or in one, with the source of each."""
    network, places = knowledge.network, knowledge.places
    one, other = map(network.label, choice.processes)
    unknown = [iri for iri in choice.processes if iri in knowledge.sets.without_members]
    rows: list[tuple[str | None, ...]] = [
        (NOT_STATED, network.label(iri), None, None, None) for iri in unknown
    ]
    words = ("both", f"only {one}", f"only {other}")
    for word, found in zip(words, () if unknown else parted(knowledge, choice), strict=not unknown):
        for iri in network.by_name(found):
            said = [places[graph] for graph in dict.fromkeys(found[iri]) if graph in places]
            rows.append(
                (
                    *(network.label(iri), word, key_of(iri)),
                    "; ".join(dict.fromkeys(place.source for place in said)),
                    "; ".join(dict.fromkeys(place.locator for place in said if place.locator)),
                )
            )
    return Sheet(
        f"Members of {one} and of {other}",
        ("country", "member_of", "key", "source", "locator"),
        tuple(rows),
        (f"Counted are {counted_words(knowledge, choice)}.",),
    )
