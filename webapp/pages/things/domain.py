"""The page of a governance domain: who serves it, what it rests on, how it relates to other frameworks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, RC, thing
from webapp.pages.panels import (
    NOT_A_RANKING,
    coverage,
    coverage_rows,
    gap,
    known_facts,
    mentions,
    thing_page,
    things,
)
from webapp.pages.parts import Fact, Facts, Item, Panel, Phrase, Things, Words
from webapp.pages.sentences import sentence
from webapp.pages.tables import indicator_items, mapping_table, rating_sources, rating_table
from webapp.pages.things.conflict import disagreements
from webapp.pages.things.goals import goals
from webapp.pages.things.served import initiatives, modes
from webapp.urls import key_of, path_of, query_links, short_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from webapp.pages.parts import ThingPage
    from webapp.pages.subject import Subject

_SHOWN = (
    RC + "servesDomain",
    RC + "ratedDomain",
    RC + "inDomain",
    RC + "coversDomain",
    RC + "furthersDomain",
    RC + "conflictSubject",
    RC + "givesLegitimacyTo",
    RC + "mapsFrom",
    RC + "mapsTo",
)
_NOT_DEFINED: Final = "No definition of it is on record: no source read so far says what it means."
_GAPS: Final = (
    "For each region, which processes with members there serve it by an initiative or theme, and where none "
    "on record does."
)
_OF_ANOTHER: Final = "in a counterpart"
_FACED = (RC + "servesDomain", RC + "inDomain", RC + "ratedDomain")


def domain_page(subject: Subject) -> ThingPage:
    """Return the page of one domain of one framework."""
    covered = coverage_rows(subject)
    mapped = subject.draft.table("domain-mappings", domain=subject.slug)
    others = [
        row["to"] if row["from"] == subject.iri else row["from"]
        for row in mapped
        if "to" in row and "from" in row
    ]
    rows = subject.draft.table("initiatives", domain=subject.slug)
    panels = (
        _meaning(subject),
        *_legal_basis(subject),
        *modes(subject, rows, covered),
        *initiatives(subject, rows, covered),
        *_processes(subject),
        *_themes(subject),
        *_indicators(subject, others),
        *goals(subject, mapped),
        *_ratings(subject, others),
        *_mapped(subject, mapped),
        *_unserved(subject, rows),
        *disagreements(subject),
        *coverage(subject, covered, _FACED),
        *mentions(subject, _SHOWN),
    )
    framework = subject.draft.names.short(subject.first(RC + "partOfFramework") or "")
    number = subject.first(PREFIXES["skos"] + "notation") or subject.first(RC + "number") or ""
    kind = f"Governance domain {number} of the {framework}"
    is_disputed = subject.draft.is_disputed(*subject.graphs(PREFIXES["rdfs"] + "label"))
    tag = "conflicting" if is_disputed else ""
    return thing_page(subject, panels, _summary(panels), _tools(subject), kind=kind, tag=tag)


def _summary(panels: Iterable[Panel]) -> tuple[Phrase, ...]:
    """
    Return one sentence on the domain; each number opens the block that lists what it counts.

    What belongs to a counterpart in another framework is not the domain's own, and not counted here.
    """
    counts = {panel.id: panel.count or 0 for panel in panels if not panel.title.endswith(_OF_ANOTHER)}
    clauses = (
        (counts.get("initiatives", 0), "initiative", "#initiatives"),
        (counts.get("modes", 0), "mode of collaboration", "#modes"),
        (counts.get("processes", 0), "process", "#processes"),
        (counts.get("indicators", 0), "indicator", "#indicators"),
        (counts.get("ratings", 0), "rating", "#ratings"),
    )
    return sentence("On record for it: ", clauses)


def _tools(subject: Subject) -> tuple[tuple[str, str], ...]:
    return (
        ("Compare with another domain", f"/compare?domain={subject.slug}"),
        ("Briefing to print", f"/briefing/domain/{subject.slug}"),
        ("Matrix", f"/matrix?framework={subject.slug.rpartition('/')[0]}"),
        ("Network", f"/network?of=domain/{subject.slug}"),
    )


def _meaning(subject: Subject) -> Panel:
    """Return the panel of what the domain is; it says so where no source read so far defines it."""
    panel = known_facts(subject, title="Meaning and place")
    has_definition = subject.first(PREFIXES["skos"] + "definition") is not None
    return panel if has_definition else replace(panel, lead=_NOT_DEFINED)


def _unserved(subject: Subject, rows: Sequence[Mapping[str, str]]) -> tuple[Panel, ...]:
    """Return the panel that leads to the regions in which nothing on record serves the domain."""
    if not rows:
        return ()
    framework = subject.slug.rpartition("/")[0]
    words = Words(
        (Phrase("Regions in which no process on record serves it", f"/gaps?framework={framework}"),)
    )
    return (Panel("gaps", "Where it is not served", (words,), lead=_GAPS),)


def _legal_basis(subject: Subject) -> tuple[Panel, ...]:
    framework = subject.first(RC + "partOfFramework") or ""
    slug = key_of(framework)
    rows = subject.draft.table("legal-basis", framework=slug)
    mine = [row for row in rows if row["domain"] == subject.iri]
    if not mine:
        return ()
    draft = subject.draft
    legitimacy = Fact(
        "Gets its legitimacy from", tuple(draft.link(row["resolution"], row["assertion"]) for row in mine)
    )
    adopted = Fact(
        "Adopted by",
        tuple(draft.link(row["adoptedBy"], row["adoptionAssertion"]) for row in mine if "adoptedBy" in row),
    )
    uses = draft.knowledge.rows("statements", subject=framework).rows
    stated = Fact(
        "Stated use of the framework",
        tuple(
            draft.value(row["value"], [row["assertion"].value])
            for row in uses
            if row["property"].value == RC + "statedUse"
        ),
    )
    facts = tuple(fact for fact in (legitimacy, adopted, stated) if fact.values)
    return (Panel("legal-basis", "Legal basis", (Facts(facts),), query_links("legal-basis", framework=slug)),)


def _processes(subject: Subject) -> tuple[Panel, ...]:
    rows = subject.draft.table("covered-domains", domain=subject.slug)
    if not rows:
        return ()
    found = {row["process"]: [row["assertion"]] for row in rows}
    return (
        Panel(
            "processes",
            "Processes that cover it",
            (things(subject.draft, found),),
            query_links("covered-domains", domain=subject.slug),
            len(found),
            "Derived by rule: a process covers a domain if an initiative under it serves the domain. "
            "The marker opens the rule and what it was derived from.",
        ),
    )


def _themes(subject: Subject) -> tuple[Panel, ...]:
    draft = subject.draft
    rows = draft.table("furthered-domains", domain=subject.slug)
    if not rows:
        return ()
    items = tuple(
        Item(
            path_of(row["theme"]),
            row["themeLabel"],
            draft.evidence(row["assertion"]),
            f"{row['certaintyLabel']} certainty" if "certaintyLabel" in row else None,
        )
        for row in rows
    )
    links = query_links("furthered-domains", domain=subject.slug)
    lead = "Matters that processes deal with and that belong here, by the judgement of the editors."
    return (Panel("themes", "Themes that further it", (Things(items),), links, len(items), lead),)


def _mapped(subject: Subject, rows: Sequence[Mapping[str, str]]) -> tuple[Panel, ...]:
    if not rows:
        return ()
    return (
        Panel(
            "mappings",
            "In other frameworks",
            (mapping_table(subject.draft, rows, "Mappings of this domain"),),
            query_links("domain-mappings", domain=subject.slug),
            lead="By the editors' judgement of the subject. Equal numbers in two frameworks mean nothing.",
        ),
    )


def _indicators(subject: Subject, others: Sequence[str]) -> tuple[Panel, ...]:
    domain, rows = _assessed(subject, "indicators", others)
    if not rows:
        return _left_out(subject, others, RC + "inDomain", "indicators", "Indicators")
    links = query_links("indicators", domain=key_of(domain))
    body = indicator_items(subject.draft, rows)
    lead = _through(subject, domain)
    title = "Indicators" if domain == subject.iri else f"Indicators {_OF_ANOTHER}"
    return (Panel("indicators", title, (body,), links, len(rows), lead),)


def _ratings(subject: Subject, others: Sequence[str]) -> tuple[Panel, ...]:
    domain, rows = _assessed(subject, "ratings", others)
    if not rows:
        return _left_out(subject, others, RC + "ratedDomain", "ratings", "Ratings of countries")
    caption = f"Ratings in {rows[0]['domainLabel']}, {rows[0]['period']}"
    sources = rating_sources(subject.draft, rows)
    body = rating_table(subject.draft, rows, caption, "country")
    links = query_links("ratings", domain=key_of(domain))
    lead = _through(subject, domain)
    title = "Ratings of countries" if domain == subject.iri else f"Ratings {_OF_ANOTHER}"
    return (Panel("ratings", title, (*sources, body), links, len(rows), lead, NOT_A_RANKING),)


def _assessed(subject: Subject, query: str, others: Sequence[str]) -> tuple[str, Sequence[dict[str, str]]]:
    """Return the domain, this one or else a counterpart, for which a query has rows, and these."""
    for domain in (subject.iri, *others):
        if rows := subject.draft.of(query, "domain", domain):
            return domain, rows
    return subject.iri, []


def _left_out(
    subject: Subject, others: Sequence[str], matter: str, panel: str, title: str
) -> tuple[Panel, ...]:
    """Return the panel that says what documents leave out of this domain, or else of a counterpart."""
    for domain in (subject.iri, *others):
        key = short_key(domain)
        left_out = gap(subject.draft, subject.draft.table("coverage", subject=key), matter)
        if left_out.facts:
            links = query_links("coverage", subject=key)
            return (Panel(panel, title, (left_out,), links, lead=_through(subject, domain)),)
    return ()


def _through(subject: Subject, domain: str) -> str:
    """Say that what follows is about a counterpart, and which; nothing where it is the domain itself."""
    if domain == subject.iri:
        return ""
    names = subject.draft.names
    framework = names.short(thing("framework", key_of(domain).rpartition("/")[0]))
    return (
        f"Those of “{names.label(domain)}” of the {framework}, by the mapping below; "
        "the two are not the same thing."
    )
