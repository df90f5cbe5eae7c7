"""The briefing on a process: what it is, who is in it, what it does by domain, what is disputed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from kg.terms import Iri
from webapp.names import kind_of
from webapp.pages.briefings.country import NO_DATE, conflicts, unknown_lines
from webapp.pages.briefings.parts import FRAMEWORK, Entry, Section, cut, line, listed
from webapp.pages.dates import ATTESTED, of_row
from webapp.pages.sentences import counted
from webapp.pages.subject import capitalised
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from webapp.pages.briefings.parts import Brief, Row
    from webapp.pages.subject import Subject

_SAID: Final = (
    (RC + "processType", "Type"),
    (RC + "processStatus", "Status"),
    (RC + "regionAsNamed", "Region"),
    (RC + "secretariatAsNamed", "Secretariat"),
)
_KINDS: Final = {
    "country": ("country or territory", "countries and territories"),
    "organization": ("organization", "organizations"),
}
_MEMBERS: Final = 60
_DISPUTED: Final = 6
_CLAIMS: Final = 3
_INITIATIVES: Final = 3
_THEMES: Final = 14
_MEETINGS: Final = 4
_UNKNOWN: Final = 6


def summary(subject: Subject, brief: Brief) -> str:
    """Return in a sentence what the briefing holds."""
    listed_members = {row["member"] for row in brief.draft.table("members", process=subject.slug)}
    countries = sum(kind_of(iri).segment == "country" for iri in listed_members)
    initiatives = brief.draft.table("process-initiatives", process=subject.slug)
    meetings = {row["meeting"] for row in brief.draft.table("meetings-of", of=Iri(subject.iri))}
    who = (
        f"name {counted(countries, 'country or territory', 'countries and territories')} in it"
        if countries
        else f"name no {'country' if listed_members else 'member'} of it, though it may have some"
    )
    deeds = (
        _number_or_none(len({row["initiative"] for row in initiatives}), "initiative", "initiatives"),
        _number_or_none(len(meetings), "meeting", "meetings"),
    )
    return f"Sources read so far {who}; they tell of {' and '.join(deeds)}."


def _number_or_none(n: int, one: str, many: str) -> str:
    """Return a number with its word; what no source tells of is no count of 0."""
    return counted(n, one, many) if n else f"no {one}"


def sections(subject: Subject, brief: Brief) -> Iterator[Section]:
    """Return the sections of the briefing in their order, without those that would be empty."""
    yield from _facts(subject, brief)
    yield _members(subject, brief)
    yield from _domains(subject, brief)
    yield from _themes(subject, brief)
    yield from _meetings(subject, brief)
    yield from conflicts(subject, brief)
    yield from _unknown(subject, brief)


def _facts(subject: Subject, brief: Brief) -> Iterator[Section]:
    draft = brief.draft
    rows: list[Row] = [
        (
            (Entry("Founded"),),
            tuple(
                brief.entry(f"{of_row(row) or NO_DATE}{_happened(row)}", row["assertion"])
                for row in draft.table("foundings", of=Iri(subject.iri))[:_CLAIMS]
            ),
        )
    ]
    for name, label in _SAID:
        said = {
            (row["value"].value, row["assertion"].value)
            for row in draft.knowledge.rows("statements", subject=Iri(subject.iri)).rows
            if row["property"].value == name
        }
        values = tuple(
            brief.entry(draft.names.label(value) if value.startswith("http") else value, graph)
            for value, graph in sorted(said)
        )
        rows.append(((Entry(label),), values[:_CLAIMS]))
    rows.append(((Entry("Members, as claimed"),), _counts(subject, brief)))
    shown = tuple(row for row in rows if row[1])
    if shown:
        yield Section("facts", "What it is", shown, ("What", "As sources say"), href=path_of(subject.iri))


def _counts(subject: Subject, brief: Brief) -> tuple[Entry, ...]:
    claims = {row["count"]: row for row in brief.draft.table("counts", process=subject.slug)}
    shown = []
    for row in list(claims.values())[:_CLAIMS]:
        when = of_row(row, ATTESTED)
        words = f"{row.get('value') or row.get('valuePrinted', '')} {row['what']}"
        shown.append(brief.entry(f"{words}{f' ({when})' if when else ''}", row["assertion"]))
    left = len(claims) - len(shown)
    return (*shown, *([Entry(f"and {counted(left, 'other claim', 'other claims')}")] if left else []))


def _happened(row: Mapping[str, str]) -> str:
    words = row.get("event", "").removesuffix(".")
    return f": {words}" if words else ""


def _members(subject: Subject, brief: Brief) -> Section:
    """Return who is in it, a line a role: countries and organizations apart."""
    groups: dict[tuple[str, str], dict[str, list[str]]] = {}
    times: dict[tuple[str, str], set[str]] = {}
    for row in brief.draft.table("members", process=subject.slug):
        at = (kind_of(row["member"]).segment, row["role"])
        groups.setdefault(at, {}).setdefault(row["member"], []).append(row["assertion"])
        times.setdefault(at, set()).add(of_row(row, ATTESTED))
    rows = []
    for (segment, role), members in sorted(
        groups.items(), key=lambda group: (group[0][0] != "country", -len(group[1]), group[0][1])
    ):
        stated = " or ".join(sorted(filter(None, times[segment, role])))
        role_words = capitalised(brief.draft.names.label(role))
        who = counted(len(members), *_KINDS.get(segment, _KINDS["organization"]))
        note = f"listed as of: {stated}" if stated else ""
        rows.append(((Entry(f"{role_words}: {who}", note=note),), (_names(brief, members),)))
    lead = "" if rows else "No source read so far names a member. That is no evidence that there is none."
    columns = ("Role", "Who") if rows else ()
    return Section("members", "Who is in it", tuple(rows), columns, lead, href=path_of(subject.iri))


def _names(brief: Brief, members: Mapping[str, list[str]]) -> Entry:
    """Return names with the footnotes of all of them, and say on which of them sources disagree."""
    short = brief.draft.names.short
    disputed = [short(iri) for iri, graphs in members.items() if brief.draft.is_disputed(*graphs)]
    note = f"sources disagree on {listed(disputed, _DISPUTED)}" if disputed else ""
    references = brief.references(*(graph for graphs in members.values() for graph in graphs))
    return Entry(f"{listed(map(short, members), _MEMBERS)}.", references, note=note)


def _domains(subject: Subject, brief: Brief) -> Iterator[Section]:
    names = {
        row["domain"]: f"{row['number']} {row['label']}"
        for row in brief.draft.table("domains", framework=key_of(FRAMEWORK))
    }
    found: dict[str, dict[str, Mapping[str, str]]] = {}
    for row in brief.draft.table("process-initiatives", process=subject.slug):
        if row.get("domain") in names:
            found.setdefault(row["domain"], {}).setdefault(row["initiative"], row)
    rows = tuple(
        (
            (Entry(name, href=path_of(domain)),),
            _initiatives(brief, list(found.get(domain, {}).values())),
        )
        for domain, name in names.items()
    )
    if found:
        lead = (
            "Initiatives on record under it, with the mode of collaboration. But for what a source states, "
            "domain and mode are the editors' judgement."
        )
        framework = brief.draft.names.short(FRAMEWORK)
        yield Section(
            "domains",
            f"What it does, by domain of the {framework}",
            rows,
            ("Domain", "Initiatives"),
            lead,
            href=path_of(subject.iri),
        )


def _initiatives(brief: Brief, rows: list[Mapping[str, str]]) -> tuple[Entry, ...]:
    if not rows:
        return (Entry("none on record"),)
    shown = [
        brief.entry(row["label"], row["assertion"], note=row.get("modeLabel", ""))
        for row in rows[:_INITIATIVES]
    ]
    left = len(rows) - len(shown)
    return (*shown, *([Entry(f"and {left} more")] if left > 0 else []))


def _themes(subject: Subject, brief: Brief) -> Iterator[Section]:
    found = brief.draft.table("themes-of", process=subject.slug)
    if found:
        names = listed((row["themeLabel"] for row in found), _THEMES)
        rows = (line(brief.entry(f"{names}.", *(row["assertion"] for row in found))),)
        yield Section("themes", "Themes that it deals with", rows, href=path_of(subject.iri))


def _meetings(subject: Subject, brief: Brief) -> Iterator[Section]:
    found: dict[str, dict[str, str]] = {}
    for row in brief.draft.table("meetings-of", of=Iri(subject.iri)):
        found.setdefault(row["meeting"], row)
    rows: list[Row] = [
        (
            (Entry(of_row(row) or NO_DATE),),
            (brief.entry(row["meetingLabel"], row["assertion"], href=path_of(meeting)),),
            (Entry(", ".join(filter(None, (row.get("city"), row.get("countryLabel")))) or NO_DATE),),
        )
        for meeting, row in list(found.items())[:_MEETINGS]
    ]
    left = len(found) - len(rows)
    if rows:
        more = counted(left, "other meeting", "other meetings") if left else ""
        columns = ("Date", "Meeting", "Place")
        href = path_of(subject.iri)
        yield Section("meetings", "The latest meetings on record", tuple(rows), columns, more=more, href=href)


def _unknown(subject: Subject, brief: Brief) -> Iterator[Section]:
    rows, more = cut(unknown_lines(subject, brief), _UNKNOWN, "matters")
    if rows:
        lead = "What no source read so far states may still exist."
        href = path_of(subject.iri)
        yield Section("unknown", "What is not known", rows, (), lead, more=more, href=href)
