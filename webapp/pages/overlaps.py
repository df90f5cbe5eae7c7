"""Which processes share members: all pairs, as a table and as a picture, and whose members are not known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.exports.sheets import Sheet
from kg.namespaces import RC
from kg.networks.things import ROLE
from webapp.pages.draft import Draft
from webapp.pages.drawing import Thing, drawing
from webapp.pages.network_choice import part
from webapp.pages.overlap_choice import PATH
from webapp.pages.parts import Fact, Item, Part, Value
from webapp.urls import key_of, path_of, tool_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from webapp.knowledge import Knowledge
    from webapp.pages.drawing import Drawing
    from webapp.pages.overlap_choice import OverlapChoice
    from webapp.urls import Links

_ROWS: Final = 25
_MEMBER: Final = RC + "member"
NOT_STATED: Final = "members not stated"
_WIDTHS: Final = (
    ("few", "1 to 5 shared"),
    ("some", "6 to 20 shared"),
    ("many", "more than 20 shared"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by its name, with an address; `count` is a number that the address opens the list of."""

    label: str
    href: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose, by its key."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class OverlapForm:
    """What one may choose: `first` and `second` process, roles, region, framework, order of the pairs."""

    first: tuple[Option, ...]
    second: tuple[Option, ...]
    roles: tuple[Option, ...]
    regions: tuple[Option, ...]
    frameworks: tuple[Option, ...]
    sort: str


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
class NeighbourRow:
    """A process, with how many processes it shares members with, and with which."""

    process: Named
    degree: Named
    others: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class OverlapsPage:
    """
    All that `overlaps.html` may use.

    `counted` says in words who is counted; `members` lists them where one process is chosen; `none` is how
    many pairs with known lists share nobody.
    """

    counted: str
    framework: str
    notices: tuple[str, ...]
    form: OverlapForm
    chosen: str
    members: tuple[Item, ...]
    members_title: str
    rows: tuple[PairRow, ...]
    total: int
    none: int
    part: Part
    by_name: str
    by_shared: str
    drawing: Drawing | None
    neighbours: tuple[NeighbourRow, ...]
    unknown: tuple[Fact, ...]
    is_unknown: bool
    links: Links
    cite: str


def overlaps_page(knowledge: Knowledge, choice: OverlapChoice, cite: str) -> OverlapsPage:
    """Return the page of all pairs of processes that share members; `cite` is how to cite it."""
    draft = Draft(knowledge)
    network, sets = knowledge.network, knowledge.sets
    pairs = chosen_pairs(knowledge, choice)
    pages = max(1, -(-len(pairs) // _ROWS))
    number = part(choice.page, pages)
    only = choice.processes[0] if len(choice.processes) == 1 else None
    members = sets.members(only, choice.roles, choice.region) if only else {}
    graph = sets.overlaps(choice.roles, choice.region)
    known = [p for p in graph if graph.nodes[p]["members"] and p not in sets.without_members]
    possible = sum(_is_wanted(choice, a, b) for i, a in enumerate(known) for b in known[i + 1 :])
    unknown = [iri for iri in sets.without_members if not choice.processes or iri in choice.processes]
    return OverlapsPage(
        counted=counted_words(knowledge, choice),
        framework=network.label(choice.framework),
        notices=choice.notices,
        form=overlap_form(knowledge, choice),
        chosen=network.label(only) if only else "",
        members=tuple(
            Item(
                path_of(iri),
                network.label(iri),
                draft.evidence(*members[iri]),
                None,
                draft.is_disputed(*members[iri]),
            )
            for iri in network.by_name(members)
        ),
        members_title=f"Members of {network.label(only)}" if only else "",
        rows=tuple(_pair_rows(knowledge, choice, pairs[(number - 1) * _ROWS : number * _ROWS])),
        total=len(pairs),
        none=possible - len(pairs),
        part=Part(number, pages, choice.address(page="PAGE", anchor="pairs").replace("PAGE", "{}"), ""),
        by_name=choice.address(sort="name", anchor="pairs"),
        by_shared=choice.address(sort="shared", anchor="pairs"),
        drawing=_drawing(knowledge, choice, pairs) if pairs else None,
        neighbours=tuple(_neighbours(knowledge, choice, pairs)),
        unknown=unknown_members(draft, unknown),
        is_unknown=only in sets.without_members,
        links=tool_links(PATH, choice.asked),
        cite=cite,
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


def counted_words(knowledge: Knowledge, choice: OverlapChoice) -> str:
    """Say who is counted: `countries and territories listed as member or signatory, in Southern Asia`."""
    labels = [knowledge.network.label(ROLE + key) for key in choice.roles]
    within = f", in {knowledge.network.label(choice.region)}" if choice.region else ""
    return f"countries and territories listed as {' or '.join(labels)}{within}"


def overlap_form(knowledge: Knowledge, choice: OverlapChoice) -> OverlapForm:
    """Return what one may choose, with what is chosen."""
    network, sets = knowledge.network, knowledge.sets
    first, second = (*choice.processes[:2], None, None)[:2]

    def options(things: Iterable[str], chosen: str | None) -> tuple[Option, ...]:
        return tuple(Option(key_of(iri), network.label(iri), iri == chosen) for iri in things)

    frameworks = [iri for iri in network.by_kind["framework"] if network.into(iri, RC + "partOfFramework")]
    return OverlapForm(
        options(sets.processes, first),
        options(sets.processes, second),
        tuple(Option(key, network.label(ROLE + key), key in choice.roles) for key in sets.roles),
        options(network.by_kind["region"], choice.region),
        options(frameworks, choice.framework),
        choice.sort,
    )


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


def _neighbours(
    knowledge: Knowledge, choice: OverlapChoice, pairs: Iterable[tuple[str, str]]
) -> Iterator[NeighbourRow]:
    """Yield each process of the picture with those that it shares members with, by name."""
    network, alone, address = knowledge.network, choice.addresses(1), choice.addresses(2)
    others: dict[str, set[str]] = {}
    for one, other in pairs:
        others.setdefault(one, set()).add(other)
        others.setdefault(other, set()).add(one)
    for iri in network.by_name(others):
        yield NeighbourRow(
            Named(network.label(iri), path_of(iri)),
            Named("", alone(iri, anchor="pairs"), len(others[iri])),
            tuple(Named(network.label(near), address(iri, near)) for near in network.by_name(others[iri])),
        )


def _drawing(knowledge: Knowledge, choice: OverlapChoice, pairs: Iterable[tuple[str, str]]) -> Drawing:
    """Draw the processes on a ring, with a line between those that share members."""
    network, sets = knowledge.network, knowledge.sets
    graph, alone = sets.overlaps(choice.roles, choice.region), choice.addresses(1)
    links = []
    for one, other in pairs:
        shared = graph.edges[one, other]["shared"]
        links.append((one, other, "few" if shared <= 5 else "some" if shared <= 20 else "many"))  # noqa: PLR2004
    degrees = Counter(iri for one, other, _ in links for iri in (one, other))
    ring = [
        Thing(
            iri,
            network.label(iri),
            alone(iri),
            f"{network.label(iri)}, regional process, shares members with {degrees[iri]} in this picture",
            "process",
        )
        for iri in sets.processes
        if iri in degrees
    ]
    return drawing([ring], links, _WIDTHS, ())


def unknown_members(draft: Draft, processes: Iterable[str]) -> tuple[Fact, ...]:
    """Return what documents say of the members of processes of which nobody is listed in a full role."""
    return tuple(
        Fact(
            draft.knowledge.network.label(iri),
            _said_of_members(draft, iri),
            path_of(iri),
            state="not-assessed",
        )
        for iri in processes
    )


def _said_of_members(draft: Draft, process: str) -> tuple[Value, ...]:
    return tuple(
        Value(f"“{row['documentLabel']}”", draft.evidence(row["assertion"]), state=key_of(row["state"]))
        for row in draft.table("coverage", subject=process)
        if row["property"] == _MEMBER
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
