"""Where no one serves a domain, who is in no process, and of whom nothing is known: all gaps at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.exports.sheets import Sheet
from kg.namespaces import RC, thing
from kg.networks.sets import IN_REGION, SERVES
from webapp.pages.draft import Draft
from webapp.pages.gaps.choice import PATH, GapForm, domains_of, frameworks_with_domains, gap_form
from webapp.pages.overlaps.form import Named, Option, coverage_by_subject, said_in, unknown_members
from webapp.pages.parts import Fact, Item, Value
from webapp.urls import key_of, path_of, tool_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.citations import Citation
    from webapp.knowledge import Knowledge
    from webapp.pages.gaps.choice import GapChoice
    from webapp.urls import Links

NOT_ASSESSED: Final = "not-assessed"
_SERVES: Final = RC + "servesDomain"


@dataclass(frozen=True, slots=True)
class GapCell:
    """How many countries of a region are without; `state` if no initiative at all is placed in the domain."""

    missing: Named
    of: int
    state: str = ""


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region, its cells in the order of the domains."""

    region: Named
    cells: tuple[GapCell, ...]


@dataclass(frozen=True, slots=True)
class DomainRow:
    """
    A domain within one region.

    `said` is what documents say, or leave out, of initiatives for the domain; `state` stands where no
    initiative at all is placed in it.
    """

    domain: Named
    reached: Named
    missing: Named
    initiatives: Named
    processes: Named
    said: tuple[Value, ...]
    state: str = ""


@dataclass(frozen=True, slots=True)
class FrameworkGap:
    """The domains of one framework for which no initiative is on record, with what documents say of them."""

    framework: Named
    domains: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class GapsPage:
    """
    All that `gaps.html` may use.

    Without a region there are rows of `regions` and headings of `domains`; with one there are `rows`.
    """

    region: str
    countries: int
    countries_href: str
    framework: str
    notices: tuple[str, ...]
    form: GapForm
    processes: tuple[Option, ...]
    domains: tuple[Named, ...]
    regions: tuple[RegionRow, ...]
    rows: tuple[DomainRow, ...]
    in_no_process: tuple[Item, ...]
    in_no_full_role: tuple[Item, ...]
    unknown: tuple[Fact, ...]
    without: tuple[FrameworkGap, ...]
    links: Links
    cite: Citation


def gaps_page(knowledge: Knowledge, choice: GapChoice, cite: Citation) -> GapsPage:
    """Return the page of all gaps, of all regions or of one; `cite` is how to cite it."""
    draft = Draft(knowledge)
    network, sets = knowledge.network, knowledge.sets
    domains = domains_of(knowledge, choice.framework)
    region = choice.region
    said = coverage_by_subject(draft, _SERVES)
    return GapsPage(
        region=network.label(region) if region else "",
        countries=len(sets.countries(region)),
        countries_href=path_of(region) if region else "/countries",
        framework=network.label(choice.framework),
        notices=choice.notices,
        form=gap_form(knowledge, choice),
        processes=tuple(Option(key_of(iri), network.label(iri), chosen=False) for iri in sets.processes),
        domains=tuple(Named(network.label(iri), path_of(iri)) for iri in domains),
        regions=() if region else _region_rows(draft, choice, domains),
        rows=tuple(_domain_row(draft, choice, iri, said.get(iri, ())) for iri in domains) if region else (),
        in_no_process=_countries(draft, sets.in_no_process(region)),
        in_no_full_role=_countries(draft, sets.in_no_full_role(region)),
        unknown=unknown_members(draft, sets.without_members),
        without=tuple(_without(draft, iri, said) for iri in frameworks_with_domains(knowledge)),
        links=tool_links(PATH, choice.asked),
        cite=cite,
    )


def _region_rows(draft: Draft, choice: GapChoice, domains: Iterable[str]) -> tuple[RegionRow, ...]:
    knowledge = draft.knowledge
    network, sets = knowledge.network, knowledge.sets
    address = choice.addresses()
    said = coverage_by_subject(draft, _SERVES)
    states = {iri: unplaced(draft, iri, said.get(iri, ())) for iri in domains}

    def cell(region: str, domain: str) -> GapCell:
        served = sets.served(domain, region)
        missing = Named("", address(region, domain, "missing"), len(served.missing))
        return GapCell(missing, served.countries, states[domain])

    return tuple(
        RegionRow(
            Named(network.label(region), choice.address(region=region)),
            tuple(cell(region, domain) for domain in states),
        )
        for region in network.by_kind["region"]
        if sets.countries(region)
    )


def _domain_row(draft: Draft, choice: GapChoice, domain: str, said: Sequence[Mapping[str, str]]) -> DomainRow:
    network = draft.knowledge.network
    served = draft.knowledge.sets.served(domain, choice.region)

    def counted(anchor: str, count: int) -> Named:
        return Named("", choice.address(domain=domain, anchor=anchor), count)

    return DomainRow(
        Named(network.label(domain), choice.address(domain=domain)),
        counted("reached", len(served.reached)),
        counted("missing", len(served.missing)),
        counted("initiatives", len(served.all_initiatives)),
        counted("processes", len(served.initiatives)),
        said_in(draft, said),
        unplaced(draft, domain, said),
    )


def unplaced(draft: Draft, domain: str, rows: Iterable[Mapping[str, str]]) -> str:
    """
    Return the state of a domain in which no initiative at all is placed; empty where there are some.

    Args:
        draft: The page.
        domain: The domain.
        rows: What documents say of initiatives for it, as rows of the query `property-coverage`.
    """
    if draft.knowledge.network.into(domain, SERVES):
        return ""
    return next((key_of(row["state"]) for row in rows), NOT_ASSESSED)


def _countries(draft: Draft, countries: Iterable[str]) -> tuple[Item, ...]:
    """Return countries with the evidence of the region in which they lie."""
    network = draft.knowledge.network
    return tuple(
        Item(path_of(iri), network.label(iri), draft.evidence(*in_region(draft.knowledge, iri)))
        for iri in network.by_name(countries)
    )


def in_region(knowledge: Knowledge, country: str) -> tuple[str, ...]:
    """Return the graphs that say in which region a country lies."""
    return tuple(graph for graphs in knowledge.network.out(country, IN_REGION).values() for graph in graphs)


def _without(draft: Draft, framework: str, said: Mapping[str, Sequence[Mapping[str, str]]]) -> FrameworkGap:
    network = draft.knowledge.network
    domains = [iri for iri in domains_of(draft.knowledge, framework) if not network.into(iri, SERVES)]
    return FrameworkGap(
        Named(network.label(framework), path_of(framework), len(domains)),
        tuple(
            Fact(network.label(iri), said_in(draft, said.get(iri, ())), path_of(iri), state=NOT_ASSESSED)
            for iri in domains
        ),
    )


def gaps_sheet(knowledge: Knowledge, choice: GapChoice) -> Sheet:
    """Return the table of the page as rows: a row a region and domain."""
    draft = Draft(knowledge)
    network, sets = knowledge.network, knowledge.sets
    regions = (
        [choice.region] if choice.region else [r for r in network.by_kind["region"] if sets.countries(r)]
    )
    said = coverage_by_subject(draft, _SERVES)
    rows: list[tuple[str | int, ...]] = []
    for region in regions:
        for domain in domains_of(knowledge, choice.framework):
            served = sets.served(domain, region)
            state = unplaced(draft, domain, said.get(domain, ()))
            without = network.label(f"{_STATE}{state}") if state else len(served.missing)
            rows.append(
                (
                    *(network.label(region), network.label(choice.framework), network.label(domain)),
                    *(served.countries, without, len(served.all_initiatives), len(served.initiatives)),
                    *(
                        "; ".join(network.label(iri) for iri in network.by_name(served.missing)),
                        key_of(region),
                    ),
                    key_of(domain),
                )
            )
    columns = ("region", "framework", "domain", "countries", "without_an_initiative_on_record")
    return Sheet(
        "Countries without an initiative on record, by domain",
        (*columns, "initiatives", "processes", "countries_without", "region_key", "domain_key"),
        tuple(rows),
        (NOTE,),
    )


_STATE: Final = thing("coverage-state", "")
NOTE: Final = (
    "A country is without if it belongs to no process under which an initiative for the domain is on record. "
    "That is no evidence that there is none."
)
