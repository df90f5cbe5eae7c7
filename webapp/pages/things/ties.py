"""What a process shares with others, and which documents say something about a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.terms import Iri
from webapp.pages.parts import Cell, Heading, Panel, Phrase, Words
from webapp.pages.tables import first_rows
from webapp.urls import key_of, path_of, query_links

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.pages.subject import Subject

_UNKNOWN: Final = (
    "No source read so far lists countries as its members, so what it shares with others is not known. "
    "That is not to say that it shares none."
)


def overlaps(subject: Subject) -> tuple[Panel, ...]:
    """Return the panel of the processes with which a process shares members, those with most shared first."""
    draft = subject.draft
    found = [(row["other"], row["otherLabel"], row["shared"]) for row in _pairs(subject, "process")]
    found += [(row["process"], row["processLabel"], row["shared"]) for row in _pairs(subject, "other")]
    links = query_links("process-overlaps")
    title = "Members shared with other processes"
    if not found:
        listed = any(
            row["role"].endswith("/member") for row in draft.of("all-memberships", "process", subject.iri)
        )
        words = "No other process on record lists one of its members." if listed else _UNKNOWN
        return (Panel("overlaps", title, (), links, lead=words),)
    found.sort(key=lambda pair: (-int(pair[2]), pair[1].casefold()))

    def cells(pair: tuple[str, str, str]) -> tuple[Cell, ...]:
        other, label, shared = pair
        address = f"/overlaps?process={subject.slug}&process={key_of(other)}"
        return Cell(label, path_of(other)), Cell(shared, address)

    columns = (Heading("Process"), Heading("Shared members"))
    tables = first_rows(
        "overlap-list", "Processes by members shared", columns, found, cells, "process", "/overlaps"
    )
    more = Words((Phrase("Compare with another process", f"/compare?process={subject.slug}"),))
    lead = (
        "Countries that sources list as members of both, at whatever time each. Processes whose members no "
        "source names are missing here: what they share is not known."
    )
    return (Panel("overlaps", title, (*tables, more), links, len(found), lead),)


def _pairs(subject: Subject, column: str) -> Sequence[dict[str, str]]:
    return subject.draft.of("process-overlaps", column, subject.iri)


def sources(subject: Subject) -> tuple[Panel, ...]:
    """Return the panel of the documents that say something about a thing, each with how many statements."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in subject.draft.knowledge.rows("documents-about", about=Iri(subject.iri)).rows:
        at = (row["document"].value, row["documentLabel"].value)
        found.setdefault(at, set()).add(row["assertion"].value)
    if not found:
        return ()
    in_order = sorted(found, key=lambda at: (-len(found[at]), at[1].casefold()))

    def cells(at: tuple[str, str]) -> tuple[Cell, ...]:
        document, label = at
        said = query_links("documents-about", about=subject.key, document=key_of(document))
        return Cell(label, path_of(document)), Cell(str(len(found[at])), said.query)

    columns = (Heading("Document"), Heading("Statements"))
    links = query_links("documents-about", about=subject.key)
    tables = first_rows(
        "source-list", "Documents behind this page", columns, in_order, cells, "document", links.query
    )
    lead = "Documents that say something about it; the number opens what each says."
    return (Panel("sources", "Sources", tables, links, len(found), lead),)
