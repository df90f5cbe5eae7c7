"""Which processes share members: all pairs, as a table and as a picture, and whose members are not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.exports.sheets import Sheet
from webapp.pages.draft import Draft
from webapp.pages.networks.choice import part
from webapp.pages.overlaps.choice import PATH
from webapp.pages.overlaps.form import (
    NOT_STATED,
    Named,
    OverlapForm,
    counted_words,
    overlap_form,
    unknown_members,
)
from webapp.pages.overlaps.picture import NeighboursTable, neighbours_table, overlap_drawing
from webapp.pages.parts import Fact, Item, Part
from webapp.urls import key_of, path_of, tool_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.citations import Citation
    from webapp.knowledge import Knowledge
    from webapp.pages.networks.drawing import Drawing
    from webapp.pages.overlaps.choice import OverlapChoice
    from webapp.urls import Links

_ROWS: Final = 25


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two processes: `shared` members, `of` on each side, and the domains that both cover, with addresses."""

    first: Named
    second: Named
    shared: Named
    of_first: Named
    of_second: Named
    domains: Named


@dataclass(frozen=True, slots=True)
class PairsTable:
    """
    Pairs that share members, a part of them; `none` is how many pairs with known lists share nobody.

    `by_name` and `by_shared` are the addresses of its two orders.
    """

    rows: tuple[PairRow, ...]
    total: int
    none: int
    part: Part
    by_name: str
    by_shared: str


@dataclass(frozen=True, slots=True)
class OverlapsPage:
    """
    All that `overlaps.html` may use.

    `counted` says in words who is counted; `members` lists them where one process is chosen.
    """

    counted: str
    framework: str
    notices: tuple[str, ...]
    form: OverlapForm
    chosen: str
    members: tuple[Item, ...]
    members_title: str
    pairs: PairsTable
    drawing: Drawing | None
    neighbours: NeighboursTable
    unknown: tuple[Fact, ...]
    is_unknown: bool
    links: Links
    cite: Citation


def overlaps_page(knowledge: Knowledge, choice: OverlapChoice, cite: Citation) -> OverlapsPage:
    """Return the page of all pairs of processes that share members; `cite` is how to cite it."""
    draft = Draft(knowledge)
    network, sets = knowledge.network, knowledge.sets
    pairs = chosen_pairs(knowledge, choice)
    only = choice.processes[0] if len(choice.processes) == 1 else None
    name = network.label(only) if only else ""
    unknown = [iri for iri in sets.without_members if not choice.processes or iri in choice.processes]
    return OverlapsPage(
        counted=counted_words(knowledge, choice),
        framework=network.label(choice.framework),
        notices=choice.notices,
        form=overlap_form(knowledge, choice),
        chosen=name,
        members=_members(draft, choice, only) if only else (),
        members_title=f"Members of {name}" if only else "",
        pairs=_pairs_table(knowledge, choice, pairs),
        drawing=overlap_drawing(knowledge, choice, pairs) if pairs else None,
        neighbours=neighbours_table(knowledge, choice, pairs),
        unknown=unknown_members(draft, unknown),
        is_unknown=only in sets.without_members,
        links=tool_links(PATH, choice.asked),
        cite=cite,
    )


def _members(draft: Draft, choice: OverlapChoice, process: str) -> tuple[Item, ...]:
    network = draft.knowledge.network
    members = draft.knowledge.sets.members(process, choice.roles, choice.region)
    return tuple(
        Item(
            path_of(iri),
            network.label(iri),
            draft.evidence(*members[iri]),
            None,
            draft.is_disputed(*members[iri]),
        )
        for iri in network.by_name(members)
    )


def _pairs_table(knowledge: Knowledge, choice: OverlapChoice, pairs: Sequence[tuple[str, str]]) -> PairsTable:
    sets = knowledge.sets
    pages = max(1, -(-len(pairs) // _ROWS))
    number = part(choice.page, pages)
    graph = sets.overlaps(choice.roles, choice.region)
    known = [iri for iri in graph if graph.nodes[iri]["members"] and iri not in sets.without_members]
    possible = sum(_is_wanted(choice, a, b) for i, a in enumerate(known) for b in known[i + 1 :])
    return PairsTable(
        tuple(_pair_rows(knowledge, choice, pairs[(number - 1) * _ROWS : number * _ROWS])),
        len(pairs),
        possible - len(pairs),
        Part(number, pages, choice.address(page="PART", anchor="pairs").replace("PART", "{}")),
        choice.address(sort="name", anchor="pairs"),
        choice.address(sort="shared", anchor="pairs"),
    )


def chosen_pairs(knowledge: Knowledge, choice: OverlapChoice) -> list[tuple[str, str]]:
    """Return the pairs that share members, each in the order of names, in the order that is asked for."""
    network = knowledge.network
    graph = knowledge.sets.overlaps(choice.roles, choice.region)
    place = {iri: number for number, iri in enumerate(knowledge.sets.processes)}
    pairs = [(a, b) if place[a] < place[b] else (b, a) for a, b in graph.edges if _is_wanted(choice, a, b)]
    pairs.sort(key=lambda pair: (place[pair[0]], place[pair[1]]))
    if choice.sort == "shared":
        pairs.sort(key=lambda pair: -graph.edges[pair]["shared"])
    if len(choice.processes) == 1 and choice.sort == "name":
        # The process that was asked for stands first in each pair.
        only = choice.processes[0]
        pairs = [(only, b if a == only else a) for a, b in pairs]
        pairs.sort(key=lambda pair: (network.label(pair[1]).casefold(), pair[1]))
    return pairs


def _is_wanted(choice: OverlapChoice, one: str, other: str) -> bool:
    """Tell whether a pair is asked for: all, those with the one process chosen, those among several."""
    if len(choice.processes) == 1:
        return choice.processes[0] in {one, other}
    return not choice.processes or {one, other} <= set(choice.processes)


def _pair_rows(
    knowledge: Knowledge, choice: OverlapChoice, pairs: Iterable[tuple[str, str]]
) -> Iterator[PairRow]:
    network, sets = knowledge.network, knowledge.sets
    alone, address = choice.addresses(1), choice.addresses(2)
    graph = sets.overlaps(choice.roles, choice.region)

    def members(iri: str) -> Named:
        return Named("", alone(iri, anchor="members"), graph.nodes[iri]["members"])

    for one, other in pairs:
        domains = len(sets.shared_domains(one, other, choice.framework))
        yield PairRow(
            Named(network.label(one), path_of(one)),
            Named(network.label(other), path_of(other)),
            Named("", address(one, other, anchor="both"), graph.edges[one, other]["shared"]),
            members(one),
            members(other),
            Named("", address(one, other, anchor="domains"), domains),
        )


def overlaps_sheet(knowledge: Knowledge, choice: OverlapChoice) -> Sheet:
    """Return the pairs of the page as rows, and a row for each process whose members are not known."""
    network, sets = knowledge.network, knowledge.sets
    graph = sets.overlaps(choice.roles, choice.region)
    rows: list[tuple[str | int | None, ...]] = []
    for one, other in chosen_pairs(knowledge, choice):
        domains = sets.shared_domains(one, other, choice.framework)
        rows.append(
            (
                *(network.label(one), network.label(other), graph.edges[one, other]["shared"]),
                *(graph.nodes[one]["members"], graph.nodes[other]["members"]),
                *(len(domains), "; ".join(map(network.label, domains)), key_of(one), key_of(other)),
            )
        )
    rows += [
        (network.label(iri), "any other", NOT_STATED, NOT_STATED, None, None, None, key_of(iri), None)
        for iri in sets.without_members
        if not choice.processes or iri in choice.processes
    ]
    columns = ("process", "other", "shared", "members_of_process", "members_of_other", "shared_domains")
    return Sheet(
        "Processes that share members",
        (*columns, "names_of_shared_domains", "process_key", "other_key"),
        tuple(rows),
        (
            f"Counted are {counted_words(knowledge, choice)}.",
            f"Domains are those of {network.label(choice.framework)}.",
        ),
    )
