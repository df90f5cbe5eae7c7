"""Panels that pages of many kinds have: facts, what points to a thing, what documents leave out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, RC
from webapp.pages.parts import Description, Fact, Facts, Gap, Item, Panel, ThingPage, Things, Value
from webapp.pages.portions import ITEMS, cut, portion, wanted
from webapp.pages.profiles import forms_of
from webapp.pages.subject import capitalised
from webapp.pages.tools import tools_of
from webapp.pages.words import matter
from webapp.urls import path_of, query_links, report_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from webapp.pages.draft import Draft
    from webapp.pages.parts import Crumb, Phrase
    from webapp.pages.subject import Subject

SHOWN_AT_FIRST: Final = 5

NO_RANKING: Final = (
    "The levels are words of an ordinal scale, for one year, by one publisher. They are not a ranking of "
    "countries: no mean, sum or order of merit can be made of them."
)
NOT_A_RANKING: Final = f"{NO_RANKING} Countries stand in alphabetical order."

INCOMING: Final[dict[str, str]] = {
    RC + "addressesTarget": "What addresses it",
    RC + "adoptedBy": "Resolutions that it adopted",
    RC + "bodyOfProcess": "Its organs",
    RC + "byFramework": "What it was used to assess",
    RC + "candidateReferent": "What of the presentation it may be",
    RC + "chair": "Processes that it chairs",
    RC + "chairOf": "Its chairs",
    RC + "claimOf": "Dates by source",
    RC + "conflictSubject": "Where sources disagree on it",
    RC + "countOfBody": "Counts of its members",
    RC + "dealsWith": "Processes that deal with it",
    RC + "establishmentOf": "Claims of its founding",
    RC + "factOf": "What sources report of it",
    RC + "furthersDomain": "Themes that further it",
    RC + "heldIn": "Meetings held there",
    RC + "inBody": "Who sits in it",
    RC + "inRegion": "Countries in it",
    RC + "involvesCountry": "Initiatives that involve it",
    RC + "laterEditionReferent": "What of the presentation it is a later edition of",
    RC + "ledBy": "Initiatives that it leads",
    RC + "mapsFromFramework": "Counterparts looked for",
    RC + "meetingOf": "Its meetings",
    RC + "observingParty": "Meetings that it observed",
    RC + "partOfPolicyElement": "Parts of it",
    RC + "partOfRegion": "Regions in it",
    RC + "participant": "Meetings in which it took part",
    RC + "partner": "Initiatives of which it is a partner",
    RC + "probableReferent": "What of the presentation it probably is",
    RC + "profileOf": "Governance profiles of it",
    RC + "welcomesFramework": "Resolutions that welcome it",
    PREFIXES["skos"] + "broader": "Narrower terms",
    RC + "bodyOf": "Its bodies",
    RC + "commissionedBy": "What it commissioned",
    RC + "contrastedWith": "Targets held against it",
    RC + "coversDomain": "Processes that cover it",
    RC + "countOf": "Counts of its members",
    RC + "givesLegitimacyTo": "What gives it legitimacy",
    RC + "heldAt": "Meetings held there",
    RC + "inDomain": "Indicators in it",
    RC + "inProcess": "Memberships in it",
    RC + "level": "Ratings at this level",
    RC + "madeBy": "What it made",
    RC + "mapsFrom": "Counterparts looked for",
    RC + "mapsTo": "What it is a counterpart of",
    RC + "mapsToFramework": "Counterparts found in it",
    RC + "member": "Where it belongs or is listed",
    RC + "memberRole": "Who has this role",
    RC + "optionOf": "Answers that it allows",
    RC + "partOfFramework": "Parts of it",
    RC + "partOfIndicator": "Sub-indicators of it",
    RC + "presentedAt": "Documents presented there",
    RC + "ratedCountry": "Ratings of it",
    RC + "ratedDomain": "Ratings in it",
    RC + "servesDomain": "Initiatives that serve it",
    RC + "underProcess": "Initiatives under it",
    RC + "usesMode": "Initiatives of this mode",
    PREFIXES["dcterms"] + "creator": "Documents with the name",
    PREFIXES["qb"] + "dataSet": "What stands in it",
    PREFIXES["skos"] + "inScheme": "Concepts in it",
    RC + "coverageState": "Where this was found",
    RC + "coverageOf": "What it says or leaves out",
    RC + "datePrecision": "What is dated so",
}
"""What a list of things that point here is called, by the property by which they do."""

_NEVER_LISTED: Final = {
    RC + "coverageSubject",
    RC + "conflictingAssertion",
    PREFIXES["qb"] + "codeList",
    PREFIXES["skos"] + "topConceptOf",
    *(PREFIXES["skos"] + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")),
}


def known_facts(
    subject: Subject, skip: Collection[str] = (), title: str = "What is known", first: Iterable[Fact] = ()
) -> Panel:
    """Return the panel of what is said of a thing: `first`, then the rest but the properties in `skip`."""
    before = tuple(first)
    body = subject.facts(skip)
    if before:
        notes = body.notes if isinstance(body, Facts) else ()
        body = Facts((*before, *body.items), notes)
    return Panel("facts", title, (body,), query_links("statements", subject=subject.key))


def mentions(subject: Subject, skip: Collection[str] = ()) -> tuple[Panel, ...]:
    """Return a panel for every way in which other things point to this one, except those in `skip`."""
    grouped: dict[str, dict[str, list[str]]] = {}
    # Terms as they are: some things are pointed to a thousand times, and few of these are shown at once.
    for row in subject.draft.knowledge.rows("mentions", subject=subject.key).rows:
        name = row["property"].value
        if name not in _NEVER_LISTED and name not in skip:
            by_thing = grouped.setdefault(name, {})
            by_thing.setdefault(row["thing"].value, []).append(row["assertion"].value)
    return tuple(
        _mentioned(subject, name, found)
        for name, found in sorted(grouped.items(), key=lambda entry: _incoming(subject, entry[0]))
    )


def _mentioned(subject: Subject, name: str, found: Mapping[str, list[str]]) -> Panel:
    """Return the panel of what points to a thing by one property; a long list stands on several pages."""
    draft, panel = subject.draft, f"in-{_local(name)}"
    by_name = sorted(found, key=lambda iri: draft.names.short(iri).casefold())
    part = portion(subject, len(found), ITEMS, panel)
    shown = {iri: found[iri] for iri in cut(by_name, part, ITEMS)}
    body = _listed(draft, shown, ITEMS if part else SHOWN_AT_FIRST)
    links = query_links("mentions", subject=subject.key)
    return Panel(panel, _incoming(subject, name), (body,), links, len(found), part=part)


def _incoming(subject: Subject, name: str) -> str:
    return INCOMING.get(name) or f"{capitalised(subject.draft.names.label(name))}: from"


def _local(name: str) -> str:
    return name.rpartition("#")[2].rpartition("/")[2]


def _listed(draft: Draft, found: Mapping[str, list[str]], shown: int) -> Things | Description:
    """Return what points to a thing; terms of our own vocabulary have no source behind them."""
    if any(draft.evidence(*graphs) for graphs in found.values()):
        return things(draft, found, shown)
    return Description((Fact("By name", tuple(draft.link(iri) for iri in found)),))


def things(draft: Draft, found: Mapping[str, Iterable[str]], shown: int = SHOWN_AT_FIRST) -> Things:
    """Return a list of things, each with the assertions that put it there; what is over `shown` is folded."""
    items = tuple(
        Item(path_of(iri), draft.names.short(iri), draft.evidence(*assertions))
        for iri, assertions in found.items()
    )
    return Things(items[:shown], items[shown:])


def coverage_rows(subject: Subject) -> list[dict[str, str]]:
    """Return what documents say, or leave out, about the thing."""
    return [{**row, "subject": subject.iri} for row in subject.draft.table("coverage", subject=subject.key)]


def coverage_facts(draft: Draft, rows: Iterable[Mapping[str, str]], *names: str) -> tuple[Fact, ...]:
    """
    Return coverage statements as facts with a state.

    Args:
        draft: The page.
        rows: Rows of the query `coverage`.
        names: IRIs of the properties that stand for the matters wanted; all of them if there are none.
    """
    return tuple(
        Fact(
            matter(draft.names, row["property"], row.get("subject", "")),
            (
                Value(
                    f"“{row['documentLabel']}”",
                    draft.evidence(row["assertion"]),
                    state=row["state"].rpartition("/")[2],
                ),
            ),
            note=row.get("note"),
        )
        for row in rows
        if not names or row["property"] in names
    )


def coverage(
    subject: Subject, rows: Iterable[Mapping[str, str]], shown: Collection[str] = ()
) -> tuple[Panel, ...]:
    """
    Return the panel of what documents say or leave out; no panel if nobody has looked.

    Args:
        subject: The thing.
        rows: Rows of the query `coverage`.
        shown: IRIs of the properties for matters whose state stands elsewhere on the page.
    """
    facts = coverage_facts(subject.draft, [row for row in rows if row["property"] not in shown])
    if not facts:
        return ()
    lead = "Matter by matter, whether a document speaks of it. What is not stated may still exist."
    return (
        Panel(
            "coverage",
            "What documents say and leave out",
            (Facts(facts),),
            query_links("coverage", subject=subject.key),
            len(facts),
            lead,
            term=path_of(RC + "CoverageStatement"),
        ),
    )


def gap(draft: Draft, rows: Iterable[Mapping[str, str]], name: str) -> Gap:
    """Return the body of a panel without entries: what documents say of the matter that `name` stands for."""
    return Gap(coverage_facts(draft, rows, name))


def thing_page(
    subject: Subject,
    panels: Iterable[Panel],
    summary: tuple[Phrase, ...] = (),
    tools: tuple[tuple[str, str], ...] = (),
    **given: str,
) -> ThingPage:
    """
    Put a page together.

    Args:
        subject: The thing that it is about.
        panels: Its blocks in their order.
        summary: One sentence on it, whose numbers open their lists.
        tools: Names and addresses of what else shows it.
        given: `title`, `lead`, `kind`, `tag`, where they differ from the usual.
    """
    kind = subject.kind
    title = given.get("title") or subject.name
    crumbs: list[Crumb] = [("Home", "/")]
    if kind.listing:
        crumbs.append((kind.many, kind.listing))
    path = path_of(subject.iri)
    formats = forms_of(path)
    return ThingPage(
        section=_SECTIONS.get(kind.segment, ""),
        kind=given.get("kind") or capitalised(kind.one),
        title=title,
        lead=given.get("lead", ""),
        iri=subject.iri,
        crumbs=(*crumbs, (title, None)),
        formats=formats,
        panels=tuple(_reported(panel, path) for panel in wanted(tuple(panels))),
        tag=given.get("tag", ""),
        kind_term=path_of(RC + kind.rdf_class) if kind.rdf_class else "",
        summary=summary,
        tools=tools or tools_of(kind.segment, subject.slug),
    )


def _reported(panel: Panel, path: str) -> Panel:
    """Return a panel whose errors are reported as those of its page, and not as those of its query."""
    if panel.links is None:
        return panel
    return replace(panel, links=replace(panel.links, report=report_path(f"{path}#{panel.id}")))


_SECTIONS: Final = {
    "domain": "domains",
    "process": "processes",
    "country": "countries",
    "rating": "ratings",
    "rating-table": "ratings",
}
"""The entry of the navigation under which the pages of a kind stand."""
