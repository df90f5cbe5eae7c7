"""The page of a regional process: what it is, who is in it, what it does, what is disputed or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from kg.terms import Iri
from webapp.names import kind_of
from webapp.pages.dates import ATTESTED, of_row
from webapp.pages.draft import spaced
from webapp.pages.panels import (
    SHOWN_AT_FIRST,
    coverage,
    coverage_rows,
    gap,
    known_facts,
    mentions,
    thing_page,
    things,
)
from webapp.pages.parts import Fact, Item, Panel, Phrase, Things, Value, Words
from webapp.pages.sentences import sentence
from webapp.pages.things.claims import numbers
from webapp.pages.things.conflict import disagreements
from webapp.pages.things.deeds import by_domain, process_initiatives, themes
from webapp.pages.things.meetings import meetings_held
from webapp.pages.things.members import NO_DATE, by_role, merged
from webapp.pages.things.ties import overlaps, sources
from webapp.pages.tiles.extract import listed_only
from webapp.pages.tiles.themes import process_map
from webapp.pages.timelines.timeline import short_timeline
from webapp.urls import path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from webapp.pages.parts import Body, ThingPage
    from webapp.pages.subject import Subject

_SHOWN: Final = tuple(
    RC + name
    for name in (
        "underProcess",
        "inProcess",
        "countOf",
        "establishmentOf",
        "chairOf",
        "bodyOfProcess",
        "meetingOf",
        "conflictSubject",
    )
)
_SAID: Final = (
    (RC + "processType", "Type"),
    (RC + "processStatus", "Status"),
    (RC + "statusAsPrinted", "Status, as the source puts it"),
    (RC + "regionAsNamed", "Region"),
    (RC + "secretariatAsNamed", "Secretariat"),
    (RC + "formalAssociation", "Formal association"),
    (RC + "iomListing", "In IOM's list"),
)
_EVENTS: Final = 4
_ON_A_MAP: Final = 36
_TILES: Final = 48


def process_page(subject: Subject) -> ThingPage:
    """Return the page of one process."""
    covered = coverage_rows(subject)
    under = subject.draft.table("process-initiatives", process=subject.slug)
    panels = (
        _facts(subject),
        _members(subject, covered),
        *numbers(subject),
        *by_domain(subject, under),
        *process_initiatives(subject, under),
        *themes(subject),
        *_domains(subject),
        *_bodies(subject),
        *meetings_held(subject, *_events(subject)),
        *overlaps(subject),
        *disagreements(subject),
        *coverage(subject, [row for row in covered if not _is_left_out(row)]),
        *sources(subject),
        *mentions(subject, _SHOWN),
    )
    short = subject.draft.names.short(subject.iri)
    opening = _summary(subject, short, panels), _tools(subject)
    return thing_page(subject, panels, *opening, title=short, lead=_full_name(subject))


def _summary(subject: Subject, short: str, panels: Iterable[Panel]) -> tuple[Phrase, ...]:
    """Return one sentence on the process; each number opens the block that lists what it counts."""
    counts = {panel.id: panel.count or 0 for panel in panels}
    listed: dict[str, set[str]] = {}
    for row in subject.draft.table("members", process=subject.slug):
        listed.setdefault(kind_of(row["member"]).segment, set()).add(row["member"])
    parties = [(len(listed.get(kind, ())), kind, "#members") for kind in ("country", "organization")]
    told = [(counts.get(f"{name}s", 0), name, f"#{name}s") for name in ("initiative", "theme", "meeting")]
    return (
        *sentence("Sources name ", parties, f" in the {short}, in one role or another. "),
        *sentence("They tell of ", told),
    )


def _map(subject: Subject) -> tuple[Body, ...]:
    """
    Return the map of the countries that a process lists, as far as a page has room for it, and the way to it.

    Of a process with many countries the page has no map, and where their neighbours are many it leaves those
    out that are not listed; the map's own page has all.
    """
    countries = _countries(subject)
    whole = Words((Phrase("The map of its countries", f"/map?of=process/{subject.slug}"),))
    if not countries or len(countries) > _ON_A_MAP:
        return (whole,) if countries else ()
    tiles = process_map(subject.draft, subject.iri)
    if not tiles.is_known:
        return ()
    if len(tiles.tiles) <= _TILES:
        return (tiles, whole)
    return listed_only(tiles), whole


def _countries(subject: Subject) -> set[str]:
    """Return the countries that a process lists, in whatever role."""
    rows = subject.draft.table("members", process=subject.slug)
    return {row["member"] for row in rows if kind_of(row["member"]).segment == "country"}


def _events(subject: Subject) -> tuple[tuple[Body, ...], ...]:
    """
    Return the short timeline that stands above the table of meetings.

    There is none where nothing is dated, and as little room as for a map on the page of a large process.
    """
    if len(_countries(subject)) > _ON_A_MAP:
        return ()
    events = short_timeline(subject.draft, process=subject.iri, most=_EVENTS)
    return ((events,),) if events else ()


def _tools(subject: Subject) -> tuple[tuple[str, str], ...]:
    slug = subject.slug
    return (
        ("Compare with another process", f"/compare?process={slug}"),
        ("Briefing to print", f"/briefing/process/{slug}"),
        ("Network", f"/network?of=process/{slug}"),
        ("Timeline", f"/timeline?process={slug}"),
        ("Map", f"/map?of=process/{slug}"),
    )


def _full_name(subject: Subject) -> str:
    return subject.name if subject.name != subject.draft.names.short(subject.iri) else ""


def _facts(subject: Subject) -> Panel:
    """Return the panel of what the process is: founding, type, status and the like, then its names."""
    first = (
        *founding(subject),
        *(Fact(label, subject.disputable(name), path_of(name)) for name, label in _SAID),
        *_chairs(subject),
    )
    shown = (RC + "coversDomain", RC + "dealsWith", *(name for name, _ in _SAID))
    return known_facts(subject, shown, "What it is", (fact for fact in first if fact.values))


def founding(subject: Subject) -> Iterator[Fact]:
    """Say when a process or organ came into being: a value for each claim, marked where they disagree."""
    draft = subject.draft
    values = tuple(
        Value(
            _founded(row),
            draft.evidence(row["assertion"]),
            path_of(row["founding"]),
            is_disputed=draft.is_disputed(row["assertion"]),
        )
        for row in draft.table("foundings", of=Iri(subject.iri))
    )
    if values:
        yield Fact("Founded", values, path_of(RC + "establishmentOf"))


def _founded(row: Mapping[str, str]) -> str:
    """Return a date of founding with what happened then and by whom."""
    by = f"by {row['establishedBy']}" if "establishedBy" in row else ""
    words = "; ".join(filter(None, (row.get("event", "").removesuffix("."), by)))
    return f"{of_row(row) or NO_DATE}{': ' if words else ''}{words}"


def _chairs(subject: Subject) -> Iterator[Fact]:
    draft = subject.draft
    claims: dict[str, list[dict[str, str]]] = {}
    for row in draft.table("process-chairs", process=subject.slug):
        claims.setdefault(row["chairmanship"], []).append(row)
    values = tuple(
        Value(
            _chair(rows),
            draft.evidence(*(row["assertion"] for row in rows)),
            path_of(claim),
            is_disputed=draft.is_disputed(*(row["assertion"] for row in rows)),
        )
        for claim, rows in claims.items()
    )
    if values:
        yield Fact("Chair", values, path_of(RC + "chairOf"))


def _chair(rows: Sequence[Mapping[str, str]]) -> str:
    """Return who is in the chair, and as of when: the rows are one for each chair of a claim."""
    who = spaced(rows[0].get("printed", "")) or ", ".join(
        row["chairLabel"] for row in rows if "chairLabel" in row
    )
    attested = of_row(rows[0], ATTESTED)
    return f"{who} (as of {attested})" if attested else who


def _members(subject: Subject, covered: Sequence[Mapping[str, str]]) -> Panel:
    """Return who is listed, countries and organizations apart; or what sources leave out of that."""
    draft = subject.draft
    listed = merged(draft.table("members", process=subject.slug))
    bodies: list[Body] = [*by_role(draft, listed)]
    bodies[:0] = _map(subject)
    left_out = gap(subject.draft, [row for row in covered if _is_left_out(row)], RC + "member")
    if left_out.facts:
        bodies.append(left_out)
    links = query_links("members", process=subject.slug)
    count = len({row["member"] for row in listed}) or None
    lead = "" if bodies else "No source read so far names a member. That is no evidence that there is none."
    return Panel("members", "Members, and whose word that is", tuple(bodies), links, count, lead)


def _is_left_out(row: Mapping[str, str]) -> bool:
    """Tell whether a document leaves the members out."""
    return row["property"] == RC + "member" and not row["state"].endswith("/recorded")


def _bodies(subject: Subject) -> tuple[Panel, ...]:
    rows = subject.draft.table("process-bodies", process=subject.slug)
    if not rows:
        return ()
    items = tuple(
        Item(
            path_of(row["body"]),
            row["bodyLabel"],
            subject.draft.evidence(row["assertion"]),
            row.get("kind"),
        )
        for row in rows
    )
    links = query_links("process-bodies", process=subject.slug)
    body = Things(items[:SHOWN_AT_FIRST], items[SHOWN_AT_FIRST:])
    return (Panel("bodies", "Its organs", (body,), links, len({row["body"] for row in rows})),)


def _domains(subject: Subject) -> tuple[Panel, ...]:
    rows = subject.draft.table("covered-domains", process=subject.slug)
    if not rows:
        return ()
    found = {row["domain"]: [row["assertion"]] for row in rows}
    return (
        Panel(
            "domains",
            "Domains that it covers",
            (things(subject.draft, found),),
            query_links("covered-domains", process=subject.slug),
            len(found),
            "Derived by rule from the initiatives above; the marker opens the rule and its inputs.",
        ),
    )
