"""The page of a document: what it is, all that is taken from it in its order, what it leaves out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from webapp.pages.panels import coverage, coverage_rows, known_facts, mentions, thing_page
from webapp.pages.parts import Cell, Heading, Panel, Table
from webapp.pages.portions import SENTENCES, cut, portion
from webapp.pages.words import in_words, matter
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.terms import Term
    from webapp.pages.parts import ThingPage
    from webapp.pages.subject import Subject

NO_PLACE: Final = "place not recorded"
NOT_PAIRED: Final = " (of several sources, not assigned to one)"
PAIRED: Final = "paired"


def document_page(subject: Subject) -> ThingPage:
    """Return the page of one document; its statements stand on several pages if there are many."""
    # Read in the order of the page, in which markers are numbered.
    facts = known_facts(subject, title="The document")
    statements = _statements(subject)
    if statements and statements[0].part and statements[0].part.number > 1:
        return thing_page(subject, statements)
    panels = (
        facts,
        *statements,
        *_left_out(subject),
        *coverage(subject, coverage_rows(subject)),
        *mentions(subject, (RC + "coverageOf", RC + "passageOf")),
    )
    return thing_page(subject, panels)


def _statements(subject: Subject) -> tuple[Panel, ...]:
    found = tuple(_assertions(subject))
    if not found:
        return ()
    part = portion(subject, len(found), SENTENCES, "statements")
    rows = tuple(_row(subject, statements) for statements in cut(found, part, SENTENCES))
    columns = tuple(Heading(text) for text in ("Where in the document", "What is taken from it", "Basis"))
    table = Table("statement-list", "In the order of the document", columns, rows)
    links = query_links("source-statements", document=subject.slug)
    lead = "Each row is one assertion; its marker opens the evidence."
    title = "All that is taken from it"
    return (Panel("statements", title, (table,), links, len(found), lead, part=part),)


def _assertions(subject: Subject) -> Iterator[list[Mapping[str, Term]]]:
    """Return the statements of each assertion, passage by passage; coverage has a panel of its own."""
    found = subject.draft.knowledge.rows("source-statements", document=subject.slug).rows
    for _, group in groupby(found, key=lambda row: (row["passage"].value, row["assertion"].value)):
        statements: list[Mapping[str, Term]] = list(group)
        if statements[0]["table"].value != "coverage":
            yield statements


def _row(subject: Subject, statements: list[Mapping[str, Term]]) -> tuple[Cell | str, ...]:
    first = {name: term.value for name, term in statements[0].items()}
    is_sure = first["locatorStatus"].endswith(f"/{PAIRED}") or "locator" not in first
    place = first.get("locator", NO_PLACE) + ("" if is_sure else NOT_PAIRED)
    return (
        Cell(place, path_of(first["passage"])),
        Cell(in_words(statements, subject.draft.names), evidence=subject.draft.evidence(first["assertion"])),
        first["basis"].rpartition("/")[2],
    )


def _left_out(subject: Subject) -> tuple[Panel, ...]:
    draft = subject.draft
    rows = draft.table("document-coverage", document=subject.slug)
    silent = [row for row in rows if not row["state"].endswith("/recorded")]
    if not silent:
        return ()
    columns = tuple(Heading(text) for text in ("Thing", "Matter", "State", "Note"))
    body = tuple(
        (
            Cell(draft.names.label(row["subject"]), path_of(row["subject"])),
            matter(draft.names, row["property"], row["subject"]),
            Cell(
                draft.names.label(row["state"]),
                evidence=draft.evidence(row["assertion"]),
                state=key_of(row["state"]),
            ),
            row.get("note", ""),
        )
        for row in silent
    )
    table = Table("left-out-list", "What the document does not state, or does not assess", columns, body)
    links = query_links("document-coverage", document=subject.slug)
    lead = "Looked for and not found. What a document leaves out may still exist."
    return (Panel("left-out", "What it does not state", (table,), links, len(silent), lead),)
