"""What a briefing is made of: sections of short rows, each fact with a number that leads to a footnote."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.namespaces import thing
from webapp.pages.draft import Draft
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from webapp.knowledge import Knowledge
    from webapp.pages.parts import Level

REFERENCES_SHOWN: Final = 2
"""How many footnotes one fact has at most; the page of the thing has all."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A number behind a fact, which leads to the footnote; `basis` as in `Evidence`."""

    n: int
    basis: str


@dataclass(slots=True)
class Footnote:
    """
    One place in one document, or one rule: what stands at the foot, and where it leads.

    `assertions` are the addresses of the statements taken from it.
    """

    n: int
    source: str
    href: str
    locator: str
    basis: str
    assertions: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entry:
    """A short text with its footnotes; with `state`, what a source leaves out; see `Value`."""

    text: str
    references: tuple[Reference, ...] = ()
    href: str = ""
    state: str = ""
    level: Level | None = None
    note: str = ""
    is_disputed: bool = False


Row = tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """
    One part of a briefing.

    Each row has one group of entries a column; without `columns`, rows are lines of a list.  `more` says what
    is left out for want of room and `href` leads to all of it.
    """

    id: str
    title: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...] = ()
    lead: str = ""
    caution: str = ""
    more: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class BriefingPage:
    """All that `briefing.html` may use; `whole` is the page with everything, `pdf` empty if there is none."""

    kind: str
    title: str
    line: str
    iri: str
    path: str
    whole: str
    pdf: str
    summary: str
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]
    section: str = ""


class Brief:
    """A briefing in the making: the graph that it reads, and its footnotes."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Begin a briefing that reads this graph."""
        self.draft = Draft(knowledge)
        self._notes: dict[tuple[str, str, str], Footnote] = {}

    @property
    def footnotes(self) -> tuple[Footnote, ...]:
        """The footnotes made so far, in their order."""
        return tuple(self._notes.values())

    def references(self, *assertions: str | None) -> tuple[Reference, ...]:
        """
        Return the numbers of the footnotes for some assertions; graphs as in `Draft.evidence`.

        Statements taken from one place share its footnote; of many places the first are named.
        """
        places = self.draft.knowledge.places
        given = dict.fromkeys(iri for some in assertions if some for iri in some.split() if iri in places)
        found: dict[Reference, None] = {}
        for iri in given:
            if len(found) < REFERENCES_SHOWN:
                found[self._reference(iri)] = None
        return tuple(found)

    def _reference(self, assertion: str) -> Reference:
        place = self.draft.knowledge.places[assertion]
        at = (place.source, place.locator, place.basis)
        if at not in self._notes:
            href = path_of(place.documents[0]) if place.documents else path_of(assertion)
            self._notes[at] = Footnote(len(self._notes) + 1, place.source, href, place.locator, place.basis)
        note = self._notes[at]
        if path_of(assertion) not in note.assertions:
            note.assertions.append(path_of(assertion))
        return Reference(note.n, place.basis)

    def entry(self, text: str, *assertions: str | None, href: str = "", note: str = "") -> Entry:
        """Return a text with the footnotes of some assertions, marked if the sources disagree on them."""
        graphs = [iri for iri in assertions if iri]
        is_disputed = self.draft.is_disputed(*graphs)
        return Entry(text, self.references(*graphs), href, note=note, is_disputed=is_disputed)

    def named(self, iri: str, *assertions: str | None, note: str = "") -> Entry:
        """Return a thing by its short name, with a link to its page."""
        return self.entry(self.draft.names.short(iri), *assertions, href=path_of(iri), note=note)

    def left_out(self, text: str, state: str, *assertions: str | None) -> Entry:
        """Return what a source says, or leaves out, of a matter: `state` is the IRI of a coverage state."""
        return Entry(text, self.references(*assertions), state=state.rpartition("/")[2])


def line(*entries: Entry) -> Row:
    """Return a row of one column."""
    return (entries,)


def cut(rows: Sequence[Row], most: int, what: str) -> tuple[tuple[Row, ...], str]:
    """Return the first rows, `most` of them, and how many `what` are left out, in words."""
    left = len(rows) - most
    return tuple(rows[:most]), f"{left} more {what}" if left > 0 else ""


def listed(names: Iterable[str], most: int) -> str:
    """Return names with commas between, `most` of them, and how many more there are."""
    found = list(names)
    left = len(found) - most
    return ", ".join(found[:most]) + (f" and {left} more" if left > 0 else "")


FRAMEWORK: Final = thing("framework", "escap-2017")
"""The framework by whose domains briefings are ordered: the policy questions of the presentation."""
