"""Where one domain is served in one region, and where by what is known it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.exports.sheets import Sheet
from kg.networks.sets import SERVES, UNDER
from webapp.pages.draft import Draft
from webapp.pages.gaps.choice import PATH, GapForm, gap_form
from webapp.pages.gaps.page import NOTE, in_region, unplaced
from webapp.pages.networks.choice import part
from webapp.pages.overlaps.form import Named, coverage_by_subject, unknown_members
from webapp.pages.panels import coverage_facts
from webapp.pages.parts import Cell, Fact, Heading, Item, Part, Table, Things, Value
from webapp.urls import key_of, path_of, tool_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.citations import Citation
    from kg.networks.sets import Served
    from webapp.knowledge import Knowledge
    from webapp.pages.gaps.choice import GapChoice
    from webapp.urls import Links

_SHOWN: Final = 8
_MISSING: Final = 45
_REACHED: Final = 20


@dataclass(frozen=True, slots=True)
class GapAnswerPage:
    """
    All that `gap.html` may use.

    `state` stands where no initiative at all is placed in the domain; `judged` is how many of the initiatives
    the editors placed there; `reached` is a table, absent where nobody is.
    """

    region: str
    domain: Named
    framework: str
    notices: tuple[str, ...]
    form: GapForm
    state: str
    countries: int
    countries_href: str
    missing_count: int
    missing: tuple[Item, ...]
    missing_part: Part
    reached_count: int
    reached: Table | None
    reached_part: Part
    initiatives_count: int
    processes_count: int
    judged: int
    initiatives: tuple[Things, ...]
    said: tuple[Fact, ...]
    unknown: tuple[Fact, ...]
    all_domains: str
    links: Links
    cite: Citation


def gap_answer_page(knowledge: Knowledge, choice: GapChoice, cite: Citation) -> GapAnswerPage:
    """Return the answer for the domain of the choice; `cite` is how to cite it."""
    draft = Draft(knowledge)
    network, sets = knowledge.network, knowledge.sets
    domain = choice.domain or ""
    served = sets.served(domain, choice.region)
    missing, missing_part = _part_of(choice, "missing", network.by_name(served.missing), _MISSING)
    reached, reached_part = _part_of(choice, "reached", network.by_name(served.reached), _REACHED)
    said = [{**row, "property": SERVES} for row in coverage_by_subject(draft, SERVES).get(domain, ())]
    return GapAnswerPage(
        region=network.label(choice.region) if choice.region else "",
        domain=Named(network.label(domain), path_of(domain)),
        framework=network.label(choice.framework),
        notices=choice.notices,
        form=gap_form(knowledge, choice),
        state=unplaced(draft, domain, said),
        countries=served.countries,
        countries_href=path_of(choice.region) if choice.region else "/countries",
        missing_count=len(served.missing),
        missing=_missing(draft, missing),
        missing_part=missing_part,
        reached_count=len(served.reached),
        reached=_reached(draft, served, reached) if reached else None,
        reached_part=reached_part,
        initiatives_count=len(served.all_initiatives),
        processes_count=len(served.initiatives),
        judged=sum(draft.is_judged(*network.out(iri, SERVES)[domain]) for iri in served.all_initiatives),
        initiatives=tuple(_initiatives(draft, process, domain, served) for process in served.initiatives),
        said=coverage_facts(draft, said),
        unknown=unknown_members(draft, sets.without_members),
        all_domains=choice.address(domain=None),
        links=tool_links(PATH, choice.asked),
        cite=cite,
    )


def _part_of(choice: GapChoice, name: str, things: Sequence[str], size: int) -> tuple[Sequence[str], Part]:
    """Return the part of a long list that is asked for by the parameter `name`, and where the others are."""
    pages = max(1, -(-len(things) // size))
    number = part(getattr(choice, name), pages)
    address = choice.address(**{name: "PART", "anchor": name}).replace("PART", "{}")
    return things[(number - 1) * size : number * size], Part(number, pages, address)


def _missing(draft: Draft, missing: Iterable[str]) -> tuple[Item, ...]:
    """Return the countries that nothing reaches, each with the processes to which it belongs all the same."""
    network = draft.knowledge.network
    return tuple(
        Item(
            path_of(iri),
            network.label(iri),
            draft.evidence(*in_region(draft.knowledge, iri)),
            _belongs(draft.knowledge, iri),
        )
        for iri in missing
    )


def _belongs(knowledge: Knowledge, country: str) -> str:
    sets = knowledge.sets
    names = [knowledge.network.label(iri) for iri in sets.processes if country in sets.full_members[iri]]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"belongs to {', '.join(names[:_SHOWN])}{more}" if names else "belongs to no process on record"


def _reached(draft: Draft, served: Served, reached: Iterable[str]) -> Table:
    """Return the countries that are reached, each with the processes through which, and who says so."""
    network, sets = draft.knowledge.network, draft.knowledge.sets

    def through(country: str) -> tuple[Value, ...]:
        return tuple(
            Value(network.label(iri), draft.evidence(*sets.full_members[iri][country]), path_of(iri))
            for iri in served.initiatives
            if country in sets.full_members[iri]
        )

    rows = tuple((Cell(network.label(iri), path_of(iri)), Cell(values=through(iri))) for iri in reached)
    caption = "Countries that belong to a process with such an initiative"
    return Table("reached-table", caption, (Heading("Country"), Heading("Through")), rows, cards=True)


def _initiatives(draft: Draft, process: str, domain: str, served: Served) -> Things:
    network = draft.knowledge.network
    found = served.initiatives[process]
    items = tuple(
        Item(
            path_of(iri),
            network.label(iri),
            draft.evidence(*network.out(iri, UNDER)[process], *network.out(iri, SERVES)[domain]),
            draft.certainty(*network.out(iri, SERVES)[domain]) or None,
            draft.is_disputed(*network.out(iri, SERVES)[domain]),
        )
        for iri in network.by_name(found)
    )
    return Things(items[:_SHOWN], items[_SHOWN:], f"{network.label(process)}: {len(found)}")


def gap_answer_sheet(knowledge: Knowledge, choice: GapChoice) -> Sheet:
    """Return the countries of the region as rows: reached or not, through what, by which sources."""
    network, sets, places = knowledge.network, knowledge.sets, knowledge.places
    domain = choice.domain or ""
    served = sets.served(domain, choice.region)
    rows: list[tuple[str, ...]] = []
    for iri in network.by_name(sets.countries(choice.region)):
        through = [process for process in served.initiatives if iri in sets.full_members[process]]
        graphs = [graph for process in through for graph in sets.full_members[process][iri]]
        said = [places[graph] for graph in graphs or in_region(knowledge, iri) if graph in places]
        rows.append(
            (
                *(network.label(iri), network.label(domain), _ON_RECORD if through else _NOT_ON_RECORD),
                *("; ".join(map(network.label, through)), key_of(iri), key_of(domain)),
                "; ".join(dict.fromkeys(place.source for place in said)),
                "; ".join(dict.fromkeys(place.locator for place in said if place.locator)),
            )
        )
    coverage = coverage_by_subject(Draft(knowledge), SERVES).get(domain, ())
    states = [
        f"Of initiatives for the domain, “{row['documentLabel']}” says: {row['stateLabel']}."
        for row in coverage
    ]
    columns = ("country", "domain", "initiative_through_a_process", "processes", "country_key", "domain_key")
    return Sheet(
        f"Who is reached by initiatives for {network.label(domain)}",
        (*columns, "source", "locator"),
        tuple(rows),
        (NOTE, *states),
    )


_ON_RECORD: Final = "on record"
_NOT_ON_RECORD: Final = "no initiative on record"
