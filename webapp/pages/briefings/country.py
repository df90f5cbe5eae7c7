"""The briefing on a country: where it belongs, what reaches it, how it was assessed, what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, RC
from kg.terms import Iri
from webapp.names import kind_of
from webapp.pages.briefings.parts import FRAMEWORK, Brief, Entry, Section, cut, line, listed
from webapp.pages.dates import ATTESTED, of_row
from webapp.pages.panels import NO_RANKING
from webapp.pages.parts import Level
from webapp.pages.sentences import counted
from webapp.pages.things.conflict import by_conflict
from webapp.pages.things.meetings import CAPACITIES
from webapp.pages.things.members import merged
from webapp.pages.words import matter
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from webapp.pages.briefings.parts import Row
    from webapp.pages.subject import Subject

_MEMBERSHIPS: Final = 16
_NAMES: Final = 8
_MEETINGS: Final = 6
_PROFILES: Final = 4
_CONFLICTS: Final = 3
_UNKNOWN: Final = 6
NO_DATE: Final = "not stated"
"""What stands for a date that no source read so far gives."""


def summary(subject: Subject, brief: Brief) -> str:
    """Return in a sentence what the briefing holds."""
    rows = brief.draft.table("memberships", member=Iri(subject.iri))
    processes = len({row["process"] for row in rows})
    reached = {row["domain"] for row in _reach(subject, brief)}
    silent = len(_silent(brief))
    return (
        f"Sources read so far list {subject.name} in {counted(processes, 'process', 'processes')}; "
        f"through them, initiatives or themes on record reach it in "
        f"{len(reached)} of {len(_domains(brief))} domains. "
        f"The members of {counted(silent, 'other process', 'other processes')} are not stated."
    )


def sections(subject: Subject, brief: Brief) -> Iterator[Section]:
    """Return the sections of the briefing in their order, without those that would be empty."""
    yield _memberships(subject, brief)
    yield _domains_reached(subject, brief)
    yield from _ratings(subject, brief)
    yield from _profiles(subject, brief)
    yield from _meetings(subject, brief)
    yield from conflicts(subject, brief)
    yield _unknown(subject, brief)


def _memberships(subject: Subject, brief: Brief) -> Section:
    found = merged(brief.draft.table("memberships", member=Iri(subject.iri)))
    rows: list[Row] = [
        (
            (brief.named(row["process"]),),
            (brief.entry(row.get("roleLabel", row["role"]), row["assertion"], note=_listed_as(row)),),
            (Entry(of_row(row) or NO_DATE),),
            (Entry(of_row(row, ATTESTED) or NO_DATE),),
        )
        for row in found
    ]
    shown, more = cut(rows, _MEMBERSHIPS, "memberships")
    lead = (
        "" if rows else "No source read so far names it in a process; that is no evidence that it is in none."
    )
    columns = ("Process", "Role", "Since", "Listed as of") if rows else ()
    return Section(
        "processes", "Where it belongs", shown, columns, lead, more=more, href=path_of(subject.iri)
    )


def _listed_as(row: Mapping[str, str]) -> str:
    return f"as “{row['listedAs']}”" if "listedAs" in row else ""


def _reach(subject: Subject, brief: Brief) -> list[dict[str, str]]:
    """Return the steps by which something for a domain of the briefings' framework reaches the country."""
    domains = set(_domains(brief))
    rows = brief.draft.table("country-reach", country=subject.slug)
    return [row for row in rows if row["domain"] in domains]


def _domains(brief: Brief) -> dict[str, str]:
    """Return the domains of the framework by their IRI, each with its number and name."""
    rows = brief.draft.table("domains", framework=key_of(FRAMEWORK))
    return {row["domain"]: f"{row['number']} {row['label']}" for row in rows}


def _domains_reached(subject: Subject, brief: Brief) -> Section:
    by_domain: dict[str, list[dict[str, str]]] = {}
    for row in _reach(subject, brief):
        by_domain.setdefault(row["domain"], []).append(row)
    rows = tuple(
        _reached(brief, domain, name, by_domain.get(domain, [])) for domain, name in _domains(brief).items()
    )
    lead = (
        "What its processes do, not what the country does; counted in this graph. Most initiatives and all "
        "themes are placed in their domain by the editors."
    )
    columns = ("Domain", "Initiatives", "Themes", "Through")
    name = brief.draft.names.short(FRAMEWORK)
    return Section(
        "domains", f"What reaches it, by domain of the {name}", rows, columns, lead, href=path_of(subject.iri)
    )


def _reached(brief: Brief, domain: str, name: str, rows: Sequence[Mapping[str, str]]) -> Row:
    steps = {way: {row["step"] for row in rows if row["way"] == way} for way in ("initiative", "theme")}
    processes = dict.fromkeys(row["process"] for row in rows)
    names = listed(map(brief.draft.names.short, processes), _NAMES) or "no process of it on record"
    return (
        (Entry(name, href=path_of(domain)),),
        *((Entry(str(len(found)) if found else "none on record"),) for found in steps.values()),
        (Entry(names),),
    )


def _ratings(subject: Subject, brief: Brief) -> Iterator[Section]:
    found = brief.draft.table("ratings", country=subject.slug)
    rows = tuple(
        (
            (Entry(row["domainLabel"], href=path_of(row["domain"])),),
            (
                Entry(
                    "",
                    brief.references(row["assertion"]),
                    level=Level(row["levelLabel"], int(row["levelOrder"])),
                ),
            ),
            (Entry(row["period"]),),
        )
        for row in found
    )
    if rows:
        columns = ("Domain of the index", "Level", "Year")
        yield Section("ratings", "How it was rated", rows, columns, caution=NO_RANKING)


def _profiles(subject: Subject, brief: Brief) -> Iterator[Section]:
    found = brief.draft.table("governance-profiles", of=Iri(subject.iri))
    rows = [line(brief.entry(row["label"], row["assertion"], href=path_of(row["profile"]))) for row in found]
    shown, more = cut(rows, _PROFILES, "profiles")
    if rows:
        yield Section("profiles", "Governance profiles", shown, more=more, href=path_of(subject.iri))


def _meetings(subject: Subject, brief: Brief) -> Iterator[Section]:
    by_meeting: dict[str, list[dict[str, str]]] = {}
    for row in brief.draft.table("meetings-attended", party=Iri(subject.iri)):
        by_meeting.setdefault(row["meeting"], []).append(row)
    rows: list[Row] = []
    for meeting, found in by_meeting.items():
        if len(rows) < _MEETINGS:
            how = ", ".join(dict.fromkeys(CAPACITIES[row["capacity"]] for row in found))
            graphs = (row["assertion"] for row in found)
            rows.append(
                (
                    (Entry(of_row(found[0]) or NO_DATE),),
                    (Entry(found[0]["meetingLabel"], href=path_of(meeting)),),
                    (brief.entry(how, *graphs),),
                )
            )
    left = len(by_meeting) - len(rows)
    if rows:
        more = f"{left} earlier meetings" if left > 1 else "1 earlier meeting" if left else ""
        columns = ("Date", "Meeting", "How")
        yield Section(
            "meetings",
            "The latest meetings on record",
            tuple(rows),
            columns,
            more=more,
            href=path_of(subject.iri),
        )


def conflicts(subject: Subject, brief: Brief) -> Iterator[Section]:
    """Return the section on what sources disagree on about a thing."""
    found = by_conflict(brief.draft.table("disagreements", about=Iri(subject.iri)))
    rows: list[Row] = []
    for conflict, sides in found.items():
        about = sides[0]["subject"]
        words = sides[0]["matter"]
        if about != subject.iri:
            words = f"{brief.draft.names.short(about)}: {words}"
        if len(rows) < _CONFLICTS:
            references = brief.references(*(row["side"] for row in sides))
            rows.append(line(Entry(words, references, path_of(conflict))))
    left = len(found) - len(rows)
    if rows:
        more = f"{left} more" if left else ""
        lead = "Every claim stays, with its source."
        yield Section(
            "conflicts", "Where sources disagree", tuple(rows), (), lead, more=more, href=path_of(subject.iri)
        )


def unknown_lines(subject: Subject, brief: Brief) -> list[Row]:
    """Return what documents leave out about a thing, a line each."""
    rows = brief.draft.table("coverage", subject=subject.key)
    return [
        line(
            brief.left_out(
                f"{matter(brief.draft.names, row['property'], subject.iri)} (“{row['documentLabel']}”)",
                row["state"],
                row["assertion"],
            )
        )
        for row in rows
        if not row["state"].endswith("/recorded")
    ]


def _silent(brief: Brief) -> dict[str, str]:
    """Return processes whose members no source read so far names, each with the graph that says so."""
    listed_in = {
        row["process"] for row in brief.draft.table("listed-members") if row["class"] == RC + "Country"
    }
    return {
        row["subject"]: row["assertion"]
        for row in brief.draft.table("property-coverage", property=Iri(RC + "member"))
        if kind_of(row["subject"]).segment == "process"
        and not row["state"].endswith("/recorded")
        and row["subject"] not in listed_in
    }


def _unknown(subject: Subject, brief: Brief) -> Section:
    names = listed(sorted(map(brief.draft.names.short, _silent(brief)), key=str.casefold), 2 * _NAMES)
    silent = [line(Entry(f"Whether it is in: {names}; no source read so far states their members."))]
    rows, more = cut([*(silent if names else []), *unknown_lines(subject, brief)], _UNKNOWN, "matters")
    lead = "What no source read so far states may still exist."
    return Section("unknown", "What is not known", rows, (), lead, more=more, href=path_of(subject.iri))


def codes(subject: Subject) -> str:
    """Return the codes of a country and its region, for the line under its name."""
    notations = [value.text for value in subject.values(PREFIXES["skos"] + "notation")]
    regions = [value.text for value in subject.values(RC + "inRegion")]
    codes = ", ".join(sorted(dict.fromkeys(notations), key=str.isdigit))
    return " · ".join([*dict.fromkeys(regions), *([f"codes {codes}"] if codes else [])])
