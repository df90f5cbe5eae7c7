"""The glossary: terms in alphabetical order, each with what it means and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from webapp.glossary import FACTS, WORDS
from webapp.pages.draft import Draft
from webapp.urls import query_links

if TYPE_CHECKING:
    from webapp.glossary import Entry
    from webapp.knowledge import Knowledge
    from webapp.pages.parts import Evidence
    from webapp.urls import Links

TITLES: Final = {WORDS: "Glossary", FACTS: "Glossary of facts"}
_LEADS: Final = {
    WORDS: "What the words mean by which things are sorted here: kinds of things, modes, roles, states.",
    FACTS: "What the facts mean that pages show of a thing, under the names by which pages call them.",
}
_OTHER: Final = {WORDS: FACTS, FACTS: WORDS}


@dataclass(frozen=True, slots=True)
class Letter:
    """The terms that begin with one letter, each with its markers where an assertion defines it."""

    letter: str
    entries: tuple[tuple[Entry, tuple[Evidence, ...]], ...]


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """All that `glossary.html` may use; `other` is the name and address of the other list."""

    title: str
    lead: str
    path: str
    letters: tuple[Letter, ...]
    count: int
    other: tuple[str, str]
    links: Links


def glossary_page(knowledge: Knowledge, path: str) -> GlossaryPage:
    """Return one of the two lists; `path` is its address."""
    draft, entries = Draft(knowledge), knowledge.glossary.listed(path)
    letters = tuple(
        Letter(letter, tuple((entry, draft.evidence(entry.assertion or None)) for entry in group))
        for letter, group in groupby(entries, key=lambda entry: entry.name[:1].upper())
    )
    other = _OTHER[path]
    return GlossaryPage(
        TITLES[path],
        _LEADS[path],
        path,
        letters,
        len(entries),
        (TITLES[other], other),
        query_links("definitions"),
    )
