"""The cells of lists that say more than a value: foundings, member lists, what sources disagree on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import RC
from webapp.names import kind_of
from webapp.pages.dates import of_row
from webapp.pages.listings.rows import said, unknown
from webapp.pages.parts import Cell, Value
from webapp.pages.things.members import NO_DATE
from webapp.pages.words import in_words
from webapp.urls import key_of, path_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.terms import Term
    from webapp.knowledge import Knowledge
    from webapp.names import Names
    from webapp.pages.draft import Draft
    from webapp.pages.listings.rows import Row

ABOUT_PROCESSES: Final = (
    "Standing forums in which countries and organizations consult one another on migration. "
    "What is said of each stands with its marker; what nobody says is left open."
)
NOT_SEEN: Final = "nothing seen"
NO_LIST: Final = "no list on record"


def founded(draft: Draft, row: Row) -> Cell:
    """Return every founding date that a source claims, the same one once."""
    graphs = draft.knowledge.derived.kept("foundings", lambda: _foundings(draft.knowledge)).get(row.thing)
    if not graphs:
        return Cell(note=NO_DATE)
    # That sources disagree on it is said once, after the last of the dates.
    disputed = any(draft.is_disputed(*found) for found in graphs.values())
    last = len(graphs) - 1
    return Cell(
        values=tuple(
            Value(text, draft.evidence(*found), is_disputed=disputed and place == last)
            for place, (text, found) in enumerate(graphs.items())
        )
    )


def _foundings(knowledge: Knowledge) -> dict[str, dict[str, list[str]]]:
    """Return the assertions behind every founding date in words, by what was founded."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in knowledge.table("foundings"):
        dates = found.setdefault(row["of"], {})
        dates.setdefault(of_row(row) or NO_DATE, []).append(row["assertion"])
    return found


def listed(draft: Draft, row: Row) -> Cell:
    """Return how many countries a process lists, role by role; the members first."""
    counts = draft.knowledge.derived.kept("countries listed", lambda: _listed(draft.knowledge)).get(row.thing)
    if not counts:
        return Cell(note=NO_LIST)
    first, *others = counts
    return Cell(first, f"{path_of(row.thing)}#members", note="; ".join(others))


def _listed(knowledge: Knowledge) -> dict[str, list[str]]:
    """Return how many countries are listed in each role, in words, by the process."""
    rows = [row for row in knowledge.table("listed-members") if row["class"] == RC + "Country"]
    rows.sort(key=lambda row: (key_of(row["role"]) != "member", -int(row["listed"]), row["role"]))
    found: dict[str, list[str]] = {}
    for row in rows:
        words = f"{row.get('roleLabel', key_of(row['role']))}: {row['listed']}"
        found.setdefault(row["process"], []).append(words)
    return found


_country: Final = said("country", words=" ")


def place(draft: Draft, row: Row) -> Cell:
    """Return where a meeting was held: the place as named, and the country."""
    city = row.listed.get("city")
    if "country" not in row.facts:
        return Cell(city) if city else unknown()
    country = _country(draft, row)
    return Cell(values=(*((Value(city),) if city else ()), *country.values))


def statements(_draft: Draft, row: Row) -> Cell:
    """Return how many statements rest on a document, with their list."""
    number = row.listed.get("statements")
    if not number:
        return Cell(note="nothing yet")
    words = "statement" if number == "1" else "statements"
    return Cell(f"{number} {words}", f"{path_of(row.thing)}#statements")


def about(draft: Draft, row: Row) -> Cell:
    """Return what a disagreement is about."""
    subject = row.listed.get("subject", row.thing)
    return Cell(draft.names.short(subject), path_of(subject), note=kind_of(subject).one)


def on_what(draft: Draft, row: Row) -> Cell:
    """Return the matter on which sources disagree, which leads to the disagreement."""
    return Cell(
        row.listed.get("matter") or draft.names.label(row.thing),
        path_of(row.thing),
        draft.evidence(*row.graphs),
    )


def sides(draft: Draft, row: Row) -> Cell:
    """Return what each side of a disagreement says, in words."""
    spoken = draft.knowledge.derived.kept("sides in words", lambda: _in_words(draft))
    values = tuple(
        Value(spoken[side], draft.evidence(side)) for side in row.facts.get("side", ()) if side in spoken
    )
    return Cell(values=values) if values else unknown()


def _in_words(draft: Draft) -> dict[str, str]:
    """Return what every side of a disagreement says, by its assertion."""
    found: dict[str, list[Mapping[str, Term]]] = {}
    for row in draft.knowledge.rows("disputed-statements").rows:
        found.setdefault(row["assertion"].value, []).append(row)
    return {side: in_words(rows, draft.names) for side, rows in found.items()}


def kind_key(subject: str) -> str:
    """Return the kind of what a disagreement is about."""
    return kind_of(subject).segment


def kind_words(_names: Names, subject: str) -> str:
    """Return the name of that kind."""
    return kind_of(subject).many


_MATTERS: Final = {
    "alternative_labels": ("names", "Names"),
    "body_memberships": ("membership", "Who belongs"),
    "chairs": ("chair", "Who is in the chair"),
    "counts": ("numbers", "Numbers of members"),
    "coverage": ("silence", "What a document leaves out"),
    "date_claims": ("dates", "Dates"),
    "domains": ("names", "Names"),
    "establishments": ("founding", "Founding"),
    "indicators": ("names", "Names"),
    "initiative_statuses": ("status", "Status"),
    "initiatives": ("initiatives", "Initiatives"),
    "meetings": ("dates", "Dates"),
    "memberships": ("membership", "Who belongs"),
    "notes": ("notes", "Notes"),
    "process_statuses": ("status", "Status"),
    "process_types": ("type", "Type of a process"),
    "reported_facts": ("reported-facts", "Reported facts"),
    "secretariats": ("secretariat", "Secretariat"),
    "targets": ("names", "Names"),
}
"""What the sides of a disagreement are about, by the table of their rows: a key and its words."""


def matter_key(table: str) -> str:
    """Return what stands in the address for the matter of a table."""
    return _MATTERS[table][0] if table in _MATTERS else table


def matter_words(_names: Names, table: str) -> str:
    """Return what the matter of a table is called."""
    return _MATTERS[table][1] if table in _MATTERS else table.replace("_", " ")
