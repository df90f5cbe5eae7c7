"""Pages of the smaller kinds: modes, organizations, resolutions, passages, rules, and any other thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, RC, RDF_TYPE, thing
from kg.terms import Iri
from webapp.pages.panels import coverage, coverage_rows, known_facts, mentions, thing_page, things
from webapp.pages.parts import Item, Panel, Things
from webapp.pages.portions import SENTENCES, cut, portion
from webapp.pages.spoken import own_sentence, own_title
from webapp.pages.subject import capitalised
from webapp.pages.things import initiatives
from webapp.pages.things.conflict import disagreements
from webapp.pages.things.meetings import meetings_held
from webapp.pages.things.members import by_role
from webapp.pages.things.process import founding
from webapp.pages.words import in_words
from webapp.urls import path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from webapp.pages.draft import Draft
    from webapp.pages.parts import ThingPage
    from webapp.pages.subject import Subject
    from webapp.urls import Links

_OF_ANY: Final = (RDF_TYPE, RC + "conflictSubject")
_OF_BODY: Final = tuple(RC + name for name in ("inBody", "meetingOf", "establishmentOf", "conflictSubject"))


def mode_page(subject: Subject) -> ThingPage:
    """Return the page of a mode of collaboration: what it is, and the initiatives of that mode by domain."""
    rows = [
        {name: text for name, text in row.items() if name != "usedLabel" or text != subject.name}
        for row in subject.draft.table("mode-initiatives", mode=subject.slug)
    ]
    body = initiatives.by_domain(subject.draft, rows)
    links = query_links("mode-initiatives", mode=subject.slug)
    lead = "Grouped by the domain that each serves; those of narrower modes stand here too, with their mode."
    count = len({row["initiative"] for row in rows})
    panel = Panel("initiatives", "Initiatives of this mode", (body,), links, count, lead) if rows else None
    panels = (
        known_facts(subject),
        *mentions(subject, (RC + "usesMode",)),
        *([panel] if panel else []),
        *coverage(subject, coverage_rows(subject)),
    )
    return thing_page(subject, panels)


def body_page(subject: Subject) -> ThingPage:
    """Return the page of an organ of a process: what it is, who sits in it, its meetings."""
    first = tuple(founding(subject))
    rows = subject.draft.table("body-seats", body=subject.slug)
    links = query_links("body-seats", body=subject.slug)
    seated = by_role(subject.draft, rows)
    panels = (
        known_facts(subject, title="What it is", first=first),
        *([Panel("seats", "Who sits in it", seated, links, len(rows))] if rows else []),
        *meetings_held(subject),
        *disagreements(subject),
        *coverage(subject, coverage_rows(subject)),
        *mentions(subject, _OF_BODY),
    )
    return thing_page(subject, panels)


def theme_page(subject: Subject) -> ThingPage:
    """Return the page of a theme: the domains that it furthers, the processes that deal with it."""
    draft = subject.draft
    furthers = RC + "furthersDomain"
    items = tuple(
        Item(
            path_of(row["domain"]),
            f"{row['domainNumber']} {row['domainLabel']}",
            draft.evidence(row["assertion"]),
            f"{row['certaintyLabel']} certainty" if "certaintyLabel" in row else None,
        )
        for row in draft.table("furthered-domains", theme=subject.slug)
    )
    domains = Panel(
        "domains",
        "Domains that it furthers",
        (Things(items),),
        query_links("furthered-domains", theme=subject.slug),
        len(items),
        "By the judgement of the editors.",
    )
    dealing = {row["process"]: [row["assertion"]] for row in draft.table("themes-of", theme=subject.slug)}
    processes = Panel(
        "processes",
        "Processes that deal with it",
        (things(draft, dealing, len(dealing)),),
        query_links("themes-of", theme=subject.slug),
        len(dealing),
    )
    panels = (
        *([processes] if dealing else []),
        *([domains] if items else []),
        known_facts(subject, (furthers,)),
        *coverage(subject, coverage_rows(subject)),
        *mentions(subject, (RC + "dealsWith", RC + "conflictSubject")),
    )
    return thing_page(subject, panels)


def resolution_page(subject: Subject) -> ThingPage:
    """Return the page of a resolution: what it is, and what it is said to give legitimacy to."""
    draft, given = subject.draft, RC + "givesLegitimacyTo"
    facts = known_facts(subject, (given,))
    values = subject.values(given)
    items = tuple(
        Item(value.href or "", value.text, value.evidence, draft.names.short(_framework(value.href or "")))
        for value in values
    )
    legitimacy = Panel(
        "legitimacy",
        "What it is said to give legitimacy to",
        (Things(items),),
        query_links("statements", subject=subject.key),
        len(items),
        "By the word of the source behind each marker; the text of the resolution itself has not been read.",
    )
    panels = (
        facts,
        *([legitimacy] if items else []),
        *disagreements(subject),
        *coverage(subject, coverage_rows(subject)),
        *mentions(subject, _OF_ANY),
    )
    return thing_page(subject, panels)


def target_page(subject: Subject) -> ThingPage:
    """Return the page of a policy target, which is called by its agenda and code where it has a code."""
    panels = (known_facts(subject), *coverage(subject, coverage_rows(subject)), *mentions(subject))
    code = subject.first(PREFIXES["skos"] + "notation")
    if code is None:
        return thing_page(subject, panels)
    agenda = subject.slug.partition("/")[0].upper()
    return thing_page(subject, panels, title=f"{agenda} target {code}", lead=subject.name)


def _framework(path: str) -> str:
    """Return the IRI of the framework of the domain whose page is at `path`."""
    return thing("framework", path.removeprefix("/doc/domain/").rpartition("/")[0])


def passage_page(subject: Subject) -> ThingPage:
    """Return the page of a passage: where it is, and what rests on it."""
    rows = subject.draft.knowledge.table("passage-assertions", passage=subject.slug)
    links = query_links("passage-assertions", passage=subject.slug)
    panel = _in_words(subject, rows, "assertions", "What rests on it", links)
    place = subject.first(RC + "locator") or "Place not recorded"
    document = subject.draft.names.label(subject.first(RC + "passageOf") or "")
    facts = known_facts(subject, (RC + "locatorOrder",))
    return thing_page(subject, (facts, panel), title=capitalised(place), lead=f"In “{document}”.")


def rule_page(subject: Subject) -> ThingPage:
    """Return the page of a rule: what it says, and what it has derived."""
    rows = subject.draft.knowledge.table("rule-derivations", rule=subject.slug)
    links = query_links("rule-derivations", rule=subject.slug)
    panel = _in_words(subject, rows, "derivations", "What it has derived", links)
    return thing_page(subject, (known_facts(subject), panel, *mentions(subject)))


def _in_words(
    subject: Subject, rows: Iterable[Mapping[str, str]], name: str, title: str, links: Links
) -> Panel:
    """Return the panel of some assertions, each in words; many of them stand on several pages."""
    found = list(dict.fromkeys(row["assertion"] for row in rows))
    part = portion(subject, len(found), SENTENCES, name)
    body = Things(sentences(subject.draft, cut(found, part, SENTENCES)))
    return Panel(name, title, (body,), links, len(found), part=part)


def other_page(subject: Subject) -> ThingPage:
    """Return the page of any thing: what is said of it, what documents leave out, what points to it."""
    panels = (
        known_facts(subject),
        *disagreements(subject),
        *coverage(subject, coverage_rows(subject)),
        *mentions(subject, _OF_ANY),
    )
    return thing_page(subject, panels, lead=own_sentence(subject), title=own_title(subject))


def sentences(draft: Draft, assertions: Iterable[str]) -> tuple[Item, ...]:
    """Return assertions as a list: what each says in words, with a link to it."""
    items: list[Item] = []
    for assertion in dict.fromkeys(assertions):
        rows = draft.knowledge.rows("assertion-statements", assertion=Iri(assertion)).rows
        items.append(Item(path_of(assertion), in_words(rows, draft.names), draft.evidence(assertion)))
    return tuple(items)
