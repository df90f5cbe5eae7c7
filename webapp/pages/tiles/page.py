"""The page of the tile map: which theme the address asks for, the map, and the same as rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.namespaces import ID, thing
from webapp.kinds import kind_named
from webapp.pages.draft import Draft
from webapp.pages.options import Option, OptionGroup
from webapp.pages.panels import NOT_A_RANKING
from webapp.pages.parts import Facts, Value
from webapp.pages.prepared import once
from webapp.pages.tables import rating_sources
from webapp.pages.tiles.layout import blocks
from webapp.pages.tiles.themes import (
    domain_map,
    member_counts,
    members_unknown,
    process_map,
    rating_map,
    region_map,
    serving,
)
from webapp.urls import Links, key_of, path_of, query_links, short_key, tool_links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.citations import Citation
    from webapp.knowledge import Knowledge
    from webapp.pages.tiles.tiles import TileMap

PATH: Final = "/map"
_LONGEST_SHOWN: Final = 60
_RATING_TABLE: Final = "rating-table"
NAMES: Final = (
    "Names and regions are those of the register of countries, after M49 of the United Nations. The order "
    "and place of tiles say nothing of borders, size or status."
)
"""What to say under every map."""
_NO_PROCESS: Final = "No process on record serves this domain. That is no evidence that none does."


@dataclass(frozen=True, slots=True)
class MapPage:
    """
    All that `map.html` may use.

    `about` links to what the theme is; `domains` are those to choose from within a table of ratings; `notes`
    are what documents leave out; `problem` says what is wrong with the address, and there is no map then.
    """

    title: str
    lead: str
    of: str
    domain: str
    themes: tuple[OptionGroup, ...]
    domains: tuple[Option, ...] = ()
    about: Value | None = None
    map: TileMap | None = None
    sources: tuple[Facts, ...] = ()
    through: tuple[Value, ...] = ()
    notes: tuple[Value, ...] = ()
    caution: str = ""
    links: Links | None = None
    problem: str = ""
    names: str = NAMES
    cite: Citation | None = None


def map_page(knowledge: Knowledge, of: str = "", domain: str = "") -> MapPage:
    """
    Return the tile map of a theme.

    Args:
        knowledge: The graph.
        of: What it is about: `process/bali-process`, `domain/escap-2017/2`, `rating-table/mgi-2016/table-6`,
            `framework/mgi-2016`, `region/asia`; how many processes list each country if empty.
        domain: The key of a domain, for ratings: `mgi-2016/1`; the first by number if empty.
    """
    draft = Draft(knowledge)
    segment, _, key = of.partition("/")
    made = _MAKERS.get(segment) if of else _region
    if made is None:
        kinds = "process, domain, rating-table, framework or region"
        page = _problem(f"There is no map of {of[:_LONGEST_SHOWN]!r}; a theme begins with {kinds}.")
    elif of and thing(segment, key) not in _known(knowledge, segment):
        page = _problem(f"There is no {kind_named(segment).one} {key[:_LONGEST_SHOWN]!r} here.")
    else:
        page = made(draft, thing(segment, key) if of else "", domain)
    of = (page.of or of) if page.map else ""
    asked = [*([("of", of)] if of else []), *([("domain", page.domain)] if page.domain else [])]
    links = replace(tool_links(PATH, asked, page.links), query=page.links.query) if page.links else None
    return replace(page, of=of, themes=themes(knowledge), links=links)


@once
def _kinds(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    kinds = (*_MAKERS, "domain")
    return {segment: frozenset(knowledge.names.things(kind_named(segment))) for segment in kinds}


def _known(knowledge: Knowledge, segment: str) -> frozenset[str]:
    return _kinds(knowledge)[segment]


def _problem(words: str) -> MapPage:
    return MapPage("Tile map", "", "", "", (), problem=words)


def _process(draft: Draft, iri: str, _domain: str) -> MapPage:
    drawn = process_map(draft, iri, whole=True)
    name = draft.names.short(iri)
    lead = "Which countries a source lists, and in which role."
    notes: tuple[Value, ...] = ()
    if iri not in member_counts(draft.knowledge):
        state, evidence = members_unknown(draft, iri)
        words = "No list of its member countries is on record."
        notes = (Value(words, evidence, state=state or None),)
    links = query_links("members", process=key_of(iri))
    about = Value(draft.names.label(iri), href=path_of(iri))
    return MapPage(name, lead, "", "", (), about=about, map=drawn, notes=notes, links=links)


def _domain(draft: Draft, iri: str, _domain: str) -> MapPage:
    if iri in rated(draft.knowledge):
        return _ratings(draft, rated(draft.knowledge)[iri][0], key_of(iri))
    drawn = domain_map(draft, iri)
    lead = (
        "Which countries are listed in a process that serves the domain, through an initiative or a theme. "
        "That a process reaches a country is no word on what the country itself does."
    )
    links = query_links("process-domains", framework=key_of(iri).rpartition("/")[0])
    through = _through(draft, iri)
    about = Value(draft.names.label(iri), href=path_of(iri))
    notes = _without_members(draft, iri) if through else (Value(_NO_PROCESS),)
    return MapPage(
        draft.names.label(iri),
        lead,
        "",
        "",
        (),
        about=about,
        map=drawn,
        through=through,
        notes=notes,
        links=links,
    )


def _through(draft: Draft, domain: str) -> tuple[Value, ...]:
    """Return the processes that serve a domain, by name; each leads to its own map."""
    found = serving(draft.knowledge).get(domain, {})
    values = (
        Value(draft.names.short(iri), href=f"{PATH}?{urlencode({'of': short_key(iri)}, safe='/')}")
        for iri in found
    )
    return tuple(sorted(values, key=lambda value: value.text.casefold()))


def _without_members(draft: Draft, domain: str) -> tuple[Value, ...]:
    """Return those of them that list no country: what documents say of their members."""
    counts = member_counts(draft.knowledge)
    found = [iri for iri in serving(draft.knowledge).get(domain, {}) if iri not in counts]
    said = {iri: members_unknown(draft, iri) for iri in sorted(found, key=draft.names.short)}
    return tuple(
        Value(f"{draft.names.short(iri)}, members", evidence, path_of(iri), state=state or None)
        for iri, (state, evidence) in said.items()
    )


def _framework(draft: Draft, iri: str, domain: str) -> MapPage:
    tables = dict.fromkeys(
        table
        for rated_domain, found in rated(draft.knowledge).items()
        if key_of(rated_domain).startswith(f"{key_of(iri)}/")
        for table in found
    )
    if not tables:
        return _problem(f"No ratings of the {draft.names.short(iri)} are on record.")
    return _ratings(draft, next(iter(tables)), domain)


def _ratings(draft: Draft, table: str, domain: str) -> MapPage:
    choices = [iri for iri, tables in rated(draft.knowledge).items() if table in tables]
    if domain and thing("domain", domain) not in choices:
        return _problem(f"The table rates no domain {domain[:_LONGEST_SHOWN]!r}.")
    if not choices:
        return _problem("The table holds no rating.")
    chosen = thing("domain", domain) if domain else choices[0]
    # The sources come first on the page, so their markers are numbered first.
    rows = [row for row in draft.table("ratings", domain=key_of(chosen)) if row["table"] == table]
    sources = rating_sources(draft, rows)
    drawn = rating_map(draft, table, chosen)
    study = draft.names.label(table)
    lead = f"The level that “{study}” gives, as a place on its scale. What it leaves out is not assessed."
    return MapPage(
        draft.names.label(chosen),
        lead,
        table.removeprefix(ID),
        key_of(chosen),
        (),
        domains=tuple(Option(key_of(iri), draft.names.label(iri)) for iri in choices),
        about=Value(draft.names.label(chosen), href=path_of(chosen)),
        map=drawn,
        sources=sources,
        caution=NOT_A_RANKING,
        links=query_links("ratings", domain=key_of(chosen)),
    )


def _rating_table(draft: Draft, iri: str, domain: str) -> MapPage:
    return _ratings(draft, iri, domain)


def _region(draft: Draft, iri: str, _domain: str) -> MapPage:
    drawn = region_map(draft, iri)
    lead = "In how many processes on record each country is listed. A number leads to the processes."
    about = Value(draft.names.label(iri), href=path_of(iri)) if iri else None
    title = f"Processes by country: {draft.names.label(iri)}" if iri else "Processes by country"
    return MapPage(title, lead, "", "", (), about=about, map=drawn, links=query_links("all-memberships"))


_MAKERS: Final[dict[str, Callable[[Draft, str, str], MapPage]]] = {
    "process": _process,
    "domain": _domain,
    _RATING_TABLE: _rating_table,
    "framework": _framework,
    "region": _region,
}


@once
def rated(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Return the tables in which each domain is rated, domains by framework and number."""
    found: dict[str, dict[str, None]] = {}
    for row in sorted(knowledge.table("ratings"), key=lambda row: (row["table"], int(row["domainNumber"]))):
        found.setdefault(row["domain"], {})[row["table"]] = None
    return {domain: tuple(tables) for domain, tables in found.items()}


@once
def themes(knowledge: Knowledge) -> tuple[OptionGroup, ...]:
    """Return all themes to choose from; of processes and domains those that something is on record of."""
    names = knowledge.names
    tables = dict.fromkeys(table for found in rated(knowledge).values() for table in found)
    groups = (
        ("Process", names.things(kind_named("process")), names.short),
        ("Domain", sorted(serving(knowledge)), names.label),
        ("Ratings", tables, names.label),
        ("Region", {block.within[-1] for block in blocks(knowledge) if block.within}, names.label),
    )
    return tuple(
        OptionGroup(label, _options(iris, name, is_sorted=label != "Domain")) for label, iris, name in groups
    )


def _options(iris: Iterable[str], name: Callable[[str], str], *, is_sorted: bool) -> tuple[Option, ...]:
    options = [Option(iri.removeprefix(ID), name(iri)) for iri in iris]
    ordered = sorted(options, key=lambda option: option.label.casefold()) if is_sorted else options
    return tuple(ordered)
