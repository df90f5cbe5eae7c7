"""Where sources disagree: what each side says, on whose word; on the pages of others, and as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import RC, RDF_TYPE
from kg.terms import Iri
from webapp.pages.panels import known_facts, mentions, thing_page
from webapp.pages.parts import Cell, Heading, Item, Panel, Table, Things, Value
from webapp.pages.subject import capitalised
from webapp.pages.words import in_words
from webapp.urls import path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from webapp.pages.draft import Draft
    from webapp.pages.parts import Body, ThingPage
    from webapp.pages.subject import Subject

_SIDE: Final = RC + "conflictingAssertion"
LEAD: Final = "Every claim stays, with its source. None of them is averaged, chosen or dropped."
_SHOWN: Final = 2
_COLUMNS: Final = ("What it says", "Where it is said")
NO_PLACE: Final = "place not recorded"


def disagreements(subject: Subject) -> tuple[Panel, ...]:
    """Return the panel of the disagreements that a thing is the subject of, or that name it."""
    knowledge = subject.draft.knowledge
    found = by_conflict(
        row
        for named in knowledge.told_of("things-in-dispute", "about", subject.iri)
        for row in knowledge.told_of("disagreements", "conflict", named["conflict"])
    )
    if not found:
        return ()
    shown = len(found) if len(found) <= _SHOWN + 1 else _SHOWN
    tables = tuple(
        sides(subject.draft, rows, f"sides-{number}", capitalised(heading(subject, rows[0])))
        for number, rows in enumerate(list(found.values())[:shown], start=1)
    )
    others = tuple(_named(subject, iri, rows) for iri, rows in list(found.items())[shown:])
    bodies: list[Body] = [*tables]
    if others:
        bodies.append(Things(others, title="Others, each with its sides on a page of its own"))
    links = query_links("disagreements", about=subject.key)
    term = path_of(RC + "Conflict")
    return (Panel("conflicts", "Sources disagree", tuple(bodies), links, len(found), LEAD, term=term),)


def _named(subject: Subject, iri: str, rows: Sequence[Mapping[str, str]]) -> Item:
    """Return a disagreement as an item of a list; `rows` are one for each side and document."""
    number = len({row["side"] for row in rows})
    evidence = subject.draft.evidence(rows[0]["assertion"])
    return Item(path_of(iri), capitalised(heading(subject, rows[0])), evidence, f"{number} sides")


def heading(subject: Subject, row: Mapping[str, str]) -> str:
    """Return on what sources disagree, and about what where that is another thing than the subject."""
    if row["subject"] == subject.iri:
        return row["matter"]
    return f"{subject.draft.names.short(row['subject'])}: {row['matter']}"


def by_conflict(rows: Iterable[Mapping[str, str]]) -> dict[str, list[Mapping[str, str]]]:
    """Return rows of the query `disagreements` by the disagreement."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        found.setdefault(row["conflict"], []).append(row)
    return found


def sides(draft: Draft, rows: Sequence[Mapping[str, str]], name: str, caption: str) -> Table:
    """Return what each side of one disagreement says, as a table."""
    by_side: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        by_side.setdefault(row["side"], []).append(row)
    body = tuple(_side(draft, side, found) for side, found in by_side.items())
    return Table(name, caption, tuple(Heading(text) for text in _COLUMNS), body, cards=True)


def _side(draft: Draft, side: str, rows: Sequence[Mapping[str, str]]) -> tuple[Cell | str, ...]:
    places = tuple(
        Value(f"“{row['documentLabel']}”, {row.get('locator', NO_PLACE)}", (), path_of(row["document"]))
        for row in rows
        if "document" in row
    )
    return (
        Cell(statement(draft, side), evidence=draft.evidence(side)),
        Cell(values=places) if places else Cell(note=NO_PLACE),
    )


def statement(draft: Draft, assertion: str) -> str:
    """Return what an assertion says, in words."""
    rows = draft.knowledge.rows("assertion-statements", assertion=Iri(assertion)).rows
    return in_words(rows, draft.names)


def conflict_page(subject: Subject) -> ThingPage:
    """Return the page of one disagreement: about what, on what, and what each side says."""
    draft = subject.draft
    rows = draft.knowledge.table("disagreements", conflict=subject.slug)
    table = sides(draft, rows, "side-list", "Each side with its source")
    count = len({row["side"] for row in rows})
    links = query_links("disagreements", conflict=subject.slug)
    panels = (
        Panel("sides", "What each side says", (table,), links, count, LEAD),
        known_facts(subject, (_SIDE,), "What it is about"),
        *mentions(subject, (RDF_TYPE,)),
    )
    about = draft.names.label(subject.first(RC + "conflictSubject") or "")
    return thing_page(subject, panels, lead=f"About {about}.")
