"""The page of a regional process: what it is, who is in it, what it does, what is disputed or left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from kg.terms import Iri
from webapp.pages import initiatives
from webapp.pages.conflict import disagreements
from webapp.pages.dates import ATTESTED, of_row
from webapp.pages.draft import spaced
from webapp.pages.meetings import meetings_held
from webapp.pages.members import NO_DATE, by_role, merged, when
from webapp.pages.panels import (
    coverage,
    coverage_rows,
    gap,
    known_facts,
    mentions,
    thing_page,
    things,
)
from webapp.pages.parts import Cell, Fact, Heading, Item, Panel, Table, Things, Value
from webapp.pages.tables import long_table
from webapp.urls import path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from webapp.pages.draft import Draft
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
_CLAIMS: Final = "Claims of the documents named, not counts of members in this graph."


def process_page(subject: Subject) -> ThingPage:
    """Return the page of one process."""
    covered = coverage_rows(subject)
    panels = (
        _facts(subject),
        _members(subject, covered),
        *_bodies(subject),
        *meetings_held(subject),
        *_initiatives(subject),
        *_themes(subject),
        *_domains(subject),
        *disagreements(subject),
        *coverage(subject, [row for row in covered if not _is_left_out(row)]),
        *mentions(subject, _SHOWN),
    )
    return thing_page(subject, panels, title=subject.draft.names.short(subject.iri), lead=_full_name(subject))


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
    """Keep the numbers that sources give, those they list, and what they leave out apart."""
    draft = subject.draft
    bodies: list[Body] = [*_counts(subject)]
    listed = merged(draft.table("members", process=subject.slug))
    bodies += by_role(draft, listed)
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


def _counts(subject: Subject) -> Iterator[Table]:
    """Return the numbers that sources give, side by side."""
    draft = subject.draft
    claims: dict[str, list[dict[str, str]]] = {}
    for row in draft.table("counts", process=subject.slug):
        claims.setdefault(row["count"], []).append(row)
    if not claims:
        return
    timed = any(of_row(rows[0], ATTESTED) for rows in claims.values())
    columns = (Heading("Claimed number"), *([Heading("As of")] * timed), Heading("By whom"))
    cells = tuple(
        (
            Cell(
                _claim(rows[0]),
                path_of(claim),
                draft.evidence(*(row["assertion"] for row in rows)),
                is_disputed=draft.is_disputed(*(row["assertion"] for row in rows)),
                note=rows[0].get("detail", ""),
            ),
            *((when(rows[0], ATTESTED),) if timed else ()),
            Cell(values=tuple(_documents(rows))),
        )
        for claim, rows in claims.items()
    )
    table = long_table("count-list", "Numbers that sources give", columns, cells, cards=True)
    yield replace(table, note=_CLAIMS)


def _documents(rows: Iterable[Mapping[str, str]]) -> list[Value]:
    return [Value(f"“{label}”") for label in dict.fromkeys(row["documentLabel"] for row in rows)]


def _claim(row: Mapping[str, str]) -> str:
    number = row.get("value") or row.get("valuePrinted", "")
    body = f" of the {row['bodyLabel']}" if "bodyLabel" in row else ""
    extent = f", {row['extent']}" if "extent" in row else ""
    return f"{number} {row['what']}{body}{extent}"


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
    return (Panel("bodies", "Its organs", (Things(items),), links, len({row["body"] for row in rows})),)


def _initiatives(subject: Subject) -> tuple[Panel, ...]:
    rows = subject.draft.table("process-initiatives", process=subject.slug)
    if not rows:
        return ()
    body = initiatives.by_domain(subject.draft, rows)
    links = query_links("process-initiatives", process=subject.slug)
    count = len({row["initiative"] for row in rows})
    lead = "Grouped by the domain that each serves, with its mode of collaboration."
    return (Panel("initiatives", "Initiatives", (body,), links, count, lead),)


def _themes(subject: Subject) -> tuple[Panel, ...]:
    """Return the panel of its themes, each with the domains that it furthers by the editors' judgement."""
    draft = subject.draft
    rows = draft.table("themes-of", process=subject.slug)
    if not rows:
        return ()
    furthered: dict[str, list[dict[str, str]]] = {}
    for row in draft.table("furthered-domains"):
        furthered.setdefault(row["theme"], []).append(row)
    cells = tuple(
        (
            Cell(row["themeLabel"], path_of(row["theme"]), draft.evidence(row["assertion"])),
            Cell(values=_furthered(draft, furthered[row["theme"]]))
            if row["theme"] in furthered
            else Cell(note="assigned to none"),
        )
        for row in rows
    )
    columns = (Heading("Theme"), Heading("Domain that it furthers"))
    table = long_table("theme-list", "Themes on record", columns, cells, cards=True)
    links = query_links("themes-of", process=subject.slug)
    lead = "What it deals with, by its sources; which domain that furthers is the editors' judgement."
    return (Panel("themes", "Themes", (table,), links, len(rows), lead),)


def _furthered(draft: Draft, rows: Iterable[Mapping[str, str]]) -> tuple[Value, ...]:
    return tuple(
        draft.link(
            row["domain"],
            row["assertion"],
            text=f"{row['domainNumber']} {row['domainLabel']}"
            + (f" ({row['certaintyLabel']} certainty)" if "certaintyLabel" in row else ""),
        )
        for row in rows
    )


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
