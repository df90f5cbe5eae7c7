"""The page of a regional process: what it is, who is in it by whose word, what it does where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import RC
from webapp.pages import initiatives
from webapp.pages.panels import coverage, coverage_rows, gap, known_facts, mentions, thing_page, things
from webapp.pages.parts import Fact, Facts, Panel, Value
from webapp.urls import path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from webapp.pages.draft import Draft
    from webapp.pages.parts import Body, ThingPage
    from webapp.pages.subject import Subject

_SHOWN = (RC + "underProcess", RC + "inProcess", RC + "countOf")


def process_page(subject: Subject) -> ThingPage:
    """Return the page of one process."""
    covered = coverage_rows(subject)
    panels = (
        known_facts(subject, (RC + "coversDomain",), "What it is"),
        _members(subject, covered),
        *_initiatives(subject),
        *_domains(subject),
        *coverage(subject, covered, (RC + "member",)),
        *mentions(subject, _SHOWN),
    )
    return thing_page(subject, panels, title=subject.draft.names.short(subject.iri), lead=_full_name(subject))


def _full_name(subject: Subject) -> str:
    return subject.name if subject.name != subject.draft.names.short(subject.iri) else ""


def _members(subject: Subject, covered: Sequence[Mapping[str, str]]) -> Panel:
    """Keep a source's number of members, those it lists beside them, and what it leaves out apart."""
    draft = subject.draft
    claims: dict[str, list[dict[str, str]]] = {}
    for row in draft.table("counts", process=subject.slug):
        claims.setdefault(row["count"], []).append(row)
    counted = tuple(_claim(draft, rows) for rows in claims.values())
    by_role: dict[str, list[Value]] = {}
    listed = draft.table("members", process=subject.slug)
    for row in listed:
        role = row.get("roleLabel", row["role"])
        by_role.setdefault(role, []).append(draft.link(row["member"], row["assertion"]))
    roles = tuple(Fact(role[:1].upper() + role[1:], tuple(values)) for role, values in by_role.items())
    bodies: list[Body] = [Facts((*counted, *roles))] if counted or roles else []
    left_out = gap(subject.draft, covered, RC + "member")
    if left_out.facts:
        bodies.append(left_out)
    links = query_links("members", process=subject.slug)
    return Panel("members", "Members, and whose word that is", tuple(bodies), links)


def _claim(draft: Draft, rows: Sequence[Mapping[str, str]]) -> Fact:
    """Return a claimed number; `rows` are one for each document that gives it."""
    first = rows[0]
    by_whom = " and ".join(dict.fromkeys(f"“{row['documentLabel']}”" for row in rows))
    evidence = draft.evidence(*(row["assertion"] for row in rows))
    return Fact(
        "Claimed number",
        (Value(f"{first['value']} {first['what']}{_extent(first)}", evidence),),
        path_of(first["count"]),
        note=f"A claim of {by_whom}, not a count of members in this graph.",
    )


def _extent(row: Mapping[str, str]) -> str:
    return f", {row['extent']}" if "extent" in row else ""


def _initiatives(subject: Subject) -> tuple[Panel, ...]:
    rows = subject.draft.table("process-initiatives", process=subject.slug)
    if not rows:
        return ()
    body = initiatives.by_domain(subject.draft, rows)
    links = query_links("process-initiatives", process=subject.slug)
    count = len({row["initiative"] for row in rows})
    lead = "Grouped by the domain that each serves, with its mode of collaboration."
    return (Panel("initiatives", "Initiatives", (body,), links, count, lead),)


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
