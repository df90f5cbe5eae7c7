"""Meetings: as tables on the pages of others, and the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from kg.terms import Iri
from webapp.pages.dates import of_row
from webapp.pages.panels import coverage, coverage_rows, known_facts, mentions, thing_page
from webapp.pages.parts import Cell, Fact, Facts, Heading, Item, Panel, Things, Value
from webapp.pages.tables import first_rows
from webapp.pages.things.conflict import disagreements
from webapp.pages.things.members import NO_DATE, when
from webapp.urls import path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from webapp.pages.draft import Draft
    from webapp.pages.parts import Body, ThingPage
    from webapp.pages.subject import Subject

NO_PLACE: Final = "no place on record"
NO_LEVEL: Final = "no level on record"
CAPACITIES: Final = {
    RC + "participant": "took part",
    RC + "observingParty": "observed",
    RC + "businessParticipantFrom": "business took part",
    RC + "heldIn": "held there",
    RC + "heldAt": "held there",
}
_CAPTION: Final = "Meetings on record, the newest first"
_PARTIES: Final = (
    (RC + "participant", "Participants"),
    (RC + "observingParty", "Observers"),
    (RC + "businessParticipantFrom", "Places that business people came from"),
)


def meetings_held(subject: Subject, before: tuple[Body, ...] = ()) -> tuple[Panel, ...]:
    """Return the panel of the meetings of a process or organ, the newest first; `before` stands above."""
    draft = subject.draft
    rows = draft.table("meetings-of", of=Iri(subject.iri))
    if not rows:
        return ()
    by_meeting: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_meeting.setdefault(row["meeting"], []).append(row)
    has_level = any("levelLabel" in row for row in rows)
    columns = (Heading("Date"), Heading("Meeting"), *([Heading("Level")] * has_level), Heading("Place"))

    def cells(found: Sequence[Mapping[str, str]]) -> tuple[Cell, ...]:
        return (
            when(found[0]),
            Cell(
                found[0]["meetingLabel"],
                path_of(found[0]["meeting"]),
                draft.evidence(*(row["assertion"] for row in found)),
                note="; ".join(dict.fromkeys(row["bodyLabel"] for row in found if "bodyLabel" in row)),
            ),
            *((_level(found[0]),) if has_level else ()),
            _where(found[0]),
        )

    links = query_links("meetings-of", of=subject.key)
    listing = f"/meetings?process={subject.slug}" if subject.kind.segment == "process" else links.query
    tables = first_rows(
        "meeting-list", _CAPTION, columns, list(by_meeting.values()), cells, "meeting", listing
    )
    lead = "Those that the sources read so far tell of; there may be others."
    return (Panel("meetings", "Meetings", (*before, *tables), links, len(by_meeting), lead),)


def _level(row: Mapping[str, str]) -> Cell:
    return Cell(row["levelLabel"]) if "levelLabel" in row else Cell(note=NO_LEVEL)


def _where(row: Mapping[str, str]) -> Cell:
    city, country = row.get("city", ""), row.get("countryLabel", "")
    if not country:
        return Cell(city) if city else Cell(note=NO_PLACE)
    return Cell(f"{city}, {country}" if city else country, path_of(row["country"]))


def meetings_attended(subject: Subject) -> tuple[Panel, ...]:
    """Return the panel of the meetings in which a country or organization took part, or that it housed."""
    draft = subject.draft
    by_meeting: dict[str, list[dict[str, str]]] = {}
    for row in draft.table("meetings-attended", party=Iri(subject.iri)):
        by_meeting.setdefault(row["meeting"], []).append(row)
    if not by_meeting:
        return ()

    def cells(rows: Sequence[Mapping[str, str]]) -> tuple[Cell, ...]:
        return (
            when(rows[0]),
            Cell(rows[0]["meetingLabel"], path_of(rows[0]["meeting"])),
            Cell(values=tuple(_capacity(draft, rows))),
            _where(rows[0]),
        )

    columns = tuple(Heading(text) for text in ("Date", "Meeting", "How", "Place"))
    links = query_links("meetings-attended", party=subject.key)
    tables = first_rows(
        "meeting-list", _CAPTION, columns, list(by_meeting.values()), cells, "meeting", links.query
    )
    lead = "Where a source names who took part or where it was. Other meetings may have seen it too."
    return (Panel("meetings", "Meetings", tables, links, len(by_meeting), lead),)


def _capacity(draft: Draft, rows: Sequence[Mapping[str, str]]) -> list[Value]:
    graphs: dict[str, list[str]] = {}
    for row in rows:
        graphs.setdefault(CAPACITIES[row["capacity"]], []).append(row["assertion"])
    return [Value(words, draft.evidence(*found)) for words, found in graphs.items()]


def meeting_page(subject: Subject) -> ThingPage:
    """Return the page of one meeting: when, where and of what, the dates of other sources, who took part."""
    shown = tuple(name for name, _ in _PARTIES)
    panels = (
        known_facts(subject, shown, "What is known"),
        *_claims(subject),
        *_parties(subject),
        *disagreements(subject),
        *coverage(subject, coverage_rows(subject)),
        *mentions(subject, (RC + "claimOf", RC + "conflictSubject")),
    )
    return thing_page(subject, panels)


def _claims(subject: Subject) -> tuple[Panel, ...]:
    draft = subject.draft
    rows = draft.table("date-claims", of=Iri(subject.iri))
    if not rows:
        return ()
    values = tuple(
        Value(of_row(row) or NO_DATE, draft.evidence(row["assertion"]), path_of(row["claim"])) for row in rows
    )
    links = query_links("date-claims", of=subject.key)
    lead = "Sources date it differently; each date stands with its own source."
    facts = Facts((Fact("Date", values),))
    return (Panel("dates", "Dates by source", (facts,), links, len(rows), lead),)


def _parties(subject: Subject) -> tuple[Panel, ...]:
    lists = []
    for name, title in _PARTIES:
        values = sorted(subject.values(name), key=lambda value: value.text.casefold())
        items = tuple(Item(value.href or "", value.text, value.evidence) for value in values)
        if items:
            lists.append(Things(items, title=f"{title}: {len(items)}"))
    if not lists:
        return ()
    links = query_links("statements", subject=subject.key)
    return (
        Panel("parties", "Who took part", tuple(lists), links, sum(len(things.items) for things in lists)),
    )
