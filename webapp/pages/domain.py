"""The page of a governance domain: who serves it, what it rests on, how it relates to other frameworks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, RC, thing
from kg.terms import Iri
from webapp.pages import initiatives
from webapp.pages.conflict import disagreements
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
from webapp.pages.parts import Fact, Facts, Gap, Item, Panel, Things
from webapp.pages.tables import indicator_items, mapping_table, rating_sources, rating_table
from webapp.urls import key_of, path_of, query_links, short_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from webapp.pages.draft import Draft
    from webapp.pages.parts import Body, ThingPage
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
STATED: Final = "Their domain is stated by a source"
JUDGED: Final = "Their domain is the judgement of the editors"
UNPLACED: Final = "Placed in no domain, by a source or the editors"
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
    panels = (
        *_initiatives(subject, covered),
        *_legal_basis(subject),
        *_processes(subject),
        *_themes(subject),
        *_mapped(subject, mapped),
        *_indicators(subject, others),
        *_ratings(subject, others),
        *disagreements(subject),
        known_facts(subject, title="Names and place"),
        *coverage(subject, covered, _FACED),
        *mentions(subject, _SHOWN),
    )
    framework = subject.draft.names.short(subject.first(RC + "partOfFramework") or "")
    number = subject.first(PREFIXES["skos"] + "notation") or subject.first(RC + "number") or ""
    kind = f"Governance domain {number} of the {framework}"
    is_disputed = subject.draft.is_disputed(*subject.graphs(PREFIXES["rdfs"] + "label"))
    return thing_page(subject, panels, kind=kind, tag="conflicting" if is_disputed else "")


def _initiatives(subject: Subject, covered: Sequence[Mapping[str, str]]) -> tuple[Panel, ...]:
    """Return those that sources place here, or what documents leave out; then those that the editors do."""
    draft = subject.draft
    rows = draft.table("initiatives", domain=subject.slug)
    is_silent = all(draft.is_judged(row["assertion"]) for row in rows)
    silence = _silence(draft, covered) if is_silent else Gap(())
    bodies = (*([silence] if silence.facts else []), *placed(draft, rows))
    if not bodies:
        return ()
    return (
        Panel(
            "initiatives",
            "Initiatives that serve it",
            bodies,
            query_links("initiatives", domain=subject.slug),
            len({row["initiative"] for row in rows}) or None,
            "Grouped by mode of collaboration." if rows else "",
        ),
    )


def placed(draft: Draft, rows: Sequence[Mapping[str, str]]) -> tuple[Body, ...]:
    """
    Return initiatives by mode: those that a source places in their domain, then those that the editors do.

    Args:
        draft: The page.
        rows: Rows of the queries `initiatives` and `unplaced-initiatives`, in the order of the page.
    """
    groups: dict[str, list[Mapping[str, str]]] = {STATED: [], JUDGED: [], UNPLACED: []}
    for row in rows:
        placed_by = JUDGED if draft.is_judged(row.get("assertion")) else STATED
        groups[placed_by if "domain" in row else UNPLACED].append(row)
    found = {title: members for title, members in groups.items() if members}
    is_plain = list(found) == [STATED]
    return tuple(
        initiatives.by_mode(draft, members, "" if is_plain else title, is_judged=title == JUDGED)
        for title, members in found.items()
    )


def _silence(draft: Draft, covered: Iterable[Mapping[str, str]]) -> Gap:
    return gap(draft, covered, RC + "servesDomain")


def silent_on_initiatives(draft: Draft, key: str) -> Panel | None:
    """
    Return what documents say, or leave out, about initiatives for a domain that has none on record.

    Args:
        draft: The page, which may be that of another thing.
        key: The key of the domain (`escap-2017/4`).

    Returns:
        The same as stands on the domain's own page, under the domain's name; None if nobody has looked.
    """
    iri = thing("domain", key)
    body = _silence(draft, draft.table("coverage", subject=Iri(iri)))
    if not body.facts:
        return None
    title = f"Initiatives that serve {draft.names.label(iri)}"
    links = query_links("coverage", subject=short_key(iri))
    return Panel(f"initiatives-{key.replace('/', '-')}", title, (body,), links)


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
    return (Panel("indicators", "Indicators", (body,), links, len(rows), lead),)


def _ratings(subject: Subject, others: Sequence[str]) -> tuple[Panel, ...]:
    domain, rows = _assessed(subject, "ratings", others)
    if not rows:
        return _left_out(subject, others, RC + "ratedDomain", "ratings", "Ratings of countries")
    caption = f"Ratings in {rows[0]['domainLabel']}, {rows[0]['period']}"
    sources = rating_sources(subject.draft, rows)
    body = rating_table(subject.draft, rows, caption, "country")
    links = query_links("ratings", domain=key_of(domain))
    lead = _through(subject, domain)
    return (
        Panel("ratings", "Ratings of countries", (*sources, body), links, len(rows), lead, NOT_A_RANKING),
    )


def _assessed(subject: Subject, query: str, others: Sequence[str]) -> tuple[str, list[dict[str, str]]]:
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
        f"Those of “{names.label(domain)}” of the {framework}, through the mapping above; "
        "the two are not the same thing."
    )
