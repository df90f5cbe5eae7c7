"""To what a country or organization belongs: processes, organs, chairs; and what no source tells of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from kg.terms import Iri
from webapp.names import kind_of
from webapp.pages.dates import ATTESTED, of_row
from webapp.pages.parts import Fact, Gap, Item, Panel, Things, Value
from webapp.pages.things.members import belongs_to, merged
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from webapp.pages.parts import Body
    from webapp.pages.subject import Subject

_MEMBER: Final = RC + "member"
_NO_LIST: Final = "No source read so far names it as a member. That is no evidence that it is none."
_LEAD: Final = (
    "Each with the role and the source that gives it. “Listed as of” is the time of a list, not a date of "
    "joining."
)


def membership_rows(subject: Subject) -> list[dict[str, str]]:
    """Return where a country or organization is listed, one row a membership and claim."""
    return merged(subject.draft.table("memberships", member=Iri(subject.iri)))


def memberships(subject: Subject, *, with_unknown: bool = True) -> Panel:
    """
    Return the panel of the processes that a country or organization belongs to or is listed in.

    Where no source names the members of a process, that is said here: the absence of a membership is then no
    evidence.  A page that says so elsewhere asks for the panel without it.
    """
    rows = membership_rows(subject)
    bodies: list[Body] = [belongs_to(subject.draft, rows)] if rows else []
    unknown = unknown_members(subject) if with_unknown or not rows else ()
    if unknown:
        bodies.append(Gap(unknown))
    lead = _LEAD if rows else "No source read so far names the members:"
    if not bodies:
        lead = _NO_LIST
    links = query_links("memberships", member=subject.key)
    count = len({row["process"] for row in rows}) or None
    return Panel("memberships", "Processes", tuple(bodies), links, count, lead)


def unknown_members(subject: Subject) -> tuple[Fact, ...]:
    """Return what documents leave out of members of processes that list nothing of the subject's kind."""
    draft = subject.draft
    kind = subject.kind.rdf_class
    listed = {row["process"] for row in draft.of("listed-members", "class", RC + kind)}
    values = tuple(
        Value(
            draft.names.short(row["subject"]),
            draft.evidence(row["assertion"]),
            path_of(row["subject"]),
            state=key_of(row["state"]),
        )
        for row in draft.table("property-coverage", property=Iri(_MEMBER))
        if kind_of(row["subject"]).segment == "process"
        and not row["state"].endswith("/recorded")
        and row["subject"] not in listed
    )
    return (
        (Fact("Members of other processes" if listed else "Members of processes", values),) if values else ()
    )


def seats(subject: Subject) -> tuple[Panel, ...]:
    """Return the panel of the organs of processes in which a country or organization sits."""
    draft = subject.draft
    rows = draft.table("body-seats", member=Iri(subject.iri))
    if not rows:
        return ()
    items = tuple(
        Item(
            path_of(row["body"]),
            row["bodyLabel"],
            draft.evidence(row["assertion"]),
            row.get("roleLabel"),
            draft.is_disputed(row["assertion"]),
        )
        for row in rows
    )
    links = query_links("body-seats", member=subject.key)
    return (Panel("bodies", "Organs in which it sits", (Things(items),), links, len(items)),)


def chairs(subject: Subject) -> tuple[Panel, ...]:
    """Return the panel of the processes that a country or organization chairs, by the word of which time."""
    draft = subject.draft
    claims: dict[str, list[dict[str, str]]] = {}
    for row in draft.of("chairs", "chair", subject.iri):
        claims.setdefault(row["chairmanship"], []).append(row)
    if not claims:
        return ()
    items = []
    for rows in claims.values():
        graphs = [row["assertion"] for row in rows]
        time = of_row({**rows[0], "attested": rows[0].get("attestedPrinted", "")}, ATTESTED)
        printed = f"named as “{rows[0]['printed']}”" if "printed" in rows[0] else ""
        note = "; ".join(filter(None, (f"as of {time}" if time else "no date on record", printed)))
        items.append(
            Item(
                path_of(rows[0]["process"]),
                rows[0]["processLabel"],
                draft.evidence(*graphs),
                note,
                draft.is_disputed(*graphs),
            )
        )
    links = query_links("mentions", subject=subject.key)
    lead = "As the source behind each has it for its time; a chair may have passed on since."
    return (Panel("chairs", "Processes that it chairs", (Things(tuple(items)),), links, len(items), lead),)
