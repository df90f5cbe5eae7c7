"""The gallery beside the editor: stored queries to begin from, by folder or by the words that they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.catalogue import CHECKS
from webapp.knowledge import knowledge
from webapp.pages.workbench.measures import measures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.catalogue import Query

FIRST_FOLDER: Final = "explore"
MOST_FOUND: Final = 60
"""How many examples a search shows at most, so that the page keeps its size."""

_LONGEST_SOUGHT: Final = 200


@dataclass(frozen=True, slots=True)
class Example:
    """
    A stored query in the list.

    `answers` are the competency questions that it answers, (id, address of all that do); `measured` says how
    many rows it has and how long it takes, and is empty while that is unknown.
    """

    name: str
    summary: str
    href: str
    answers: tuple[tuple[str, str], ...]
    measured: str


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of stored queries: how many examples it has, and the address that shows them."""

    label: str
    href: str
    count: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Gallery:
    """
    What is shown of the stored queries.

    `text` is what is searched for, `found` how many of all `total` hold it; `shown` are those that stand on
    the page, under `heading`.  Beside an answer nothing is listed: `shown` is empty and `is_folded` true.
    """

    text: str
    found: int
    total: int
    heading: str
    folders: tuple[Folder, ...]
    shown: tuple[Example, ...]
    is_folded: bool


def gallery(folders: Mapping[str, str], text: str, folder: str, *, is_folded: bool) -> Gallery:
    """
    Choose the examples for the page.

    Args:
        folders: The folders in their order, with what they are called.
        text: What the reader searches for; examples hold all its words.
        folder: The folder that the reader asks for; an unknown one counts as none.
        is_folded: Whether to leave the list out unless the reader asks for some of it.
    """
    queries = [query for query in knowledge().queries if query.folder != CHECKS]
    text = " ".join(text[:_LONGEST_SOUGHT].split())
    words = text.lower().split()
    asked = folder if folder in folders and folder != CHECKS else ""
    shown_folder = "" if words else asked or ("" if is_folded else FIRST_FOLDER)
    if words:
        order = {name: place for place, name in enumerate(folders)}
        found = sorted((q for q in queries if _holds(q, words)), key=lambda q: (order[q.folder], q.name))
    else:
        found = [query for query in queries if query.folder == shown_folder]
    return Gallery(
        text=text,
        found=len(found),
        total=len(queries),
        heading="Found" if words else folders.get(shown_folder, ""),
        folders=tuple(
            Folder(label, f"/sparql?folder={name}#examples", count, name == shown_folder)
            for name, label in folders.items()
            if (count := sum(query.folder == name for query in queries)) and name != CHECKS
        ),
        shown=tuple(example(query) for query in (found[:MOST_FOUND] if words else found)),
        is_folded=not words and not shown_folder,
    )


def example(query: Query) -> Example:
    """Show a stored query as an example; its link puts it into the editor and runs nothing."""
    known = measures(knowledge()).of(query.name)
    return Example(
        query.name,
        query.summary,
        f"/sparql?{urlencode({'example': query.name})}",
        tuple((answer, f"/sparql?{urlencode({'examples': answer})}#examples") for answer in query.answers),
        known.words if known else "",
    )


def _holds(query: Query, words: list[str]) -> bool:
    parts = (
        query.name,
        query.summary,
        *query.answers,
        *query.columns.values(),
        *(p.doc for p in query.params),
    )
    text = " ".join(parts).lower()
    return all(word in text for word in words)
