"""The briefing on a governance domain: what serves it, on what basis, who was rated, what is not stated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from webapp.pages.briefings.country import conflicts, unknown_lines
from webapp.pages.briefings.parts import Entry, Section, cut, line, listed
from webapp.pages.panels import NOT_A_RANKING
from webapp.pages.parts import Level
from webapp.pages.sentences import counted
from webapp.pages.words import relation
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from webapp.pages.briefings.parts import Brief, Row
    from webapp.pages.subject import Subject

_SHOWN: Final = 4
_MODES: Final = 12
_PROCESSES: Final = 40
_INDICATORS: Final = 6
_MAPPINGS: Final = 6
_UNKNOWN: Final = 6


def summary(subject: Subject, brief: Brief) -> str:
    """Return in a sentence what the briefing holds."""
    rows = brief.draft.table("initiatives", domain=subject.slug)
    every = {row["initiative"] for row in rows}
    stated = {row["initiative"] for row in rows if not brief.draft.is_judged(row["assertion"])}
    return (
        f"On record are {counted(len(every), 'initiative that serves', 'initiatives that serve')} it: "
        f"{_placed(len(stated), len(every - stated))}."
        if every
        else "No initiative on record serves it; what sources leave out stands below."
    )


def _placed(stated: int, judged: int) -> str:
    """Return whose word it is that initiatives serve the domain."""
    if not judged:
        return "sources say so" if stated > 1 else "a source says so"
    if not stated:
        return "no source says so, the editors placed " + ("it there" if judged == 1 else "all of them there")
    return f"{stated} by the word of a source, {judged} by the judgement of the editors alone"


def sections(subject: Subject, brief: Brief) -> Iterator[Section]:
    """Return the sections of the briefing in their order, without those that would be empty."""
    yield from _basis(subject, brief)
    yield from _initiatives(subject, brief)
    yield from _processes(subject, brief)
    yield from _indicators(subject, brief)
    yield from _ratings(subject, brief)
    yield from _mappings(subject, brief)
    yield from conflicts(subject, brief)
    yield from _unknown(subject, brief)


def _basis(subject: Subject, brief: Brief) -> Iterator[Section]:
    framework = subject.first(RC + "partOfFramework") or ""
    rows: list[Row] = [
        ((Entry("Part of"),), (brief.named(framework, *subject.graphs(RC + "partOfFramework")),))
    ]
    legal = tuple(
        brief.named(row["resolution"], row["assertion"])
        for row in brief.draft.table("legal-basis", framework=key_of(framework))
        if row["domain"] == subject.iri
    )
    if legal:
        rows.append(((Entry("Gets its legitimacy from"),), legal))
    yield Section("basis", "Its place and legal basis", tuple(rows), ("What", "As sources say"))


def _initiatives(subject: Subject, brief: Brief) -> Iterator[Section]:
    """Return initiatives by mode: those of which a source says so before those of the editors."""
    by_mode: dict[str, dict[str, Mapping[str, str]]] = {}
    for row in brief.draft.table("initiatives", domain=subject.slug):
        by_mode.setdefault(row.get("modeLabel", "mode not stated"), {}).setdefault(row["initiative"], row)
    rows: list[Row] = [
        ((Entry(mode),), _some(brief, list(found.values())))
        for mode, found in sorted(by_mode.items(), key=lambda group: group[0].casefold())
    ]
    shown, more = cut(rows, _MODES, "modes")
    if shown:
        href = f"/initiatives?domain={subject.slug}"
        columns = ("Mode of collaboration", "Initiatives")
        yield Section("initiatives", "What serves it", shown, columns, more=more, href=href)


def _some(brief: Brief, rows: Sequence[Mapping[str, str]]) -> tuple[Entry, ...]:
    ordered = sorted(rows, key=lambda row: (brief.draft.is_judged(row["assertion"]), row["label"].casefold()))
    shown = [
        brief.entry(row["label"], row["assertion"], note=row.get("processLabel", ""))
        for row in ordered[:_SHOWN]
    ]
    left = len(ordered) - len(shown)
    return (*shown, *([Entry(f"and {left} more")] if left else []))


def _processes(subject: Subject, brief: Brief) -> Iterator[Section]:
    found = brief.draft.table("covered-domains", domain=subject.slug)
    if found:
        processes = {row["process"]: row["processLabel"] for row in found}
        names = listed(sorted(processes.values(), key=str.casefold), _PROCESSES)
        text = f"{counted(len(processes), 'process', 'processes')}: {names}."
        lead = "A process covers a domain if an initiative under it serves the domain."
        rows = (line(brief.entry(text, *(row["assertion"] for row in found))),)
        yield Section("processes", "Processes that cover it", rows, (), lead, href=path_of(subject.iri))


def _indicators(subject: Subject, brief: Brief) -> Iterator[Section]:
    found = brief.draft.table("indicators", domain=subject.slug)
    rows: list[Row] = [
        line(
            brief.entry(f"{row['notation']} {row['label']}", row["assertion"], href=path_of(row["indicator"]))
        )
        for row in found
    ]
    shown, more = cut(rows, _INDICATORS, "indicators")
    if shown:
        yield Section("indicators", "Indicators", shown, more=more, href=path_of(subject.iri))


def _ratings(subject: Subject, brief: Brief) -> Iterator[Section]:
    rows = tuple(
        (
            (Entry(row["countryLabel"], href=path_of(row["country"])),),
            (
                Entry(
                    "",
                    brief.references(row["assertion"]),
                    level=Level(row["levelLabel"], int(row["levelOrder"])),
                ),
            ),
            (Entry(row["period"]),),
        )
        for row in brief.draft.table("ratings", domain=subject.slug)
    )
    if rows:
        columns = ("Country", "Level", "Year")
        yield Section("ratings", "Ratings of countries", rows, columns, caution=NOT_A_RANKING)


def _mappings(subject: Subject, brief: Brief) -> Iterator[Section]:
    found = brief.draft.table("domain-mappings", domain=subject.slug)
    rows: list[Row] = []
    for row in found[:_MAPPINGS]:
        other = "to" if row.get("from") == subject.iri else "from"
        name = row.get(f"{other}Label", "no counterpart")
        words = relation(row["relation"]) if "relation" in row else "no counterpart"
        graph = row["assertion"]
        rows.append(
            (
                (brief.entry(f"{name} ({row[f'{other}Framework']})", href=path_of(row.get(other, ""))),),
                (brief.entry(words, graph),),
            )
        )
    left = len(found) - len(rows)
    if rows:
        lead = "By the editors' judgement of the subject. Equal numbers in two frameworks mean nothing."
        more = f"{left} more" if left else ""
        columns = ("Domain", "How it is related")
        href = path_of(subject.iri)
        yield Section("mappings", "In other frameworks", tuple(rows), columns, lead, more=more, href=href)


def _unknown(subject: Subject, brief: Brief) -> Iterator[Section]:
    rows, more = cut(unknown_lines(subject, brief), _UNKNOWN, "matters")
    if rows:
        lead = "What is not stated may still exist."
        href = path_of(subject.iri)
        yield Section("unknown", "What documents leave out", rows, (), lead, more=more, href=href)
