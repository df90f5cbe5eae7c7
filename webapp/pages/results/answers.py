"""What the views of one answer share: its rows, its columns, and the words for its terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.exports.descriptions import short
from kg.terms import Iri
from webapp.pages.results.pictures import cut
from webapp.pages.sentences import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.exports.labelled import Item
    from kg.store.bounded import Preview
    from kg.terms import Term
    from webapp.knowledge import Knowledge
    from webapp.pages.results.columns import Column
    from webapp.pages.results.pictures import Picture

UNBOUND: Final = "no value"
NO_ROW: Final = "no row"
ROWS: Final = "rows"
"""The name of a column that counts rows."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The first rows of an answer, what its columns hold, and the names of things."""

    knowledge: Knowledge
    preview: Preview
    query: str
    columns: Mapping[str, Column]

    @property
    def rows(self) -> Sequence[Mapping[str, Term]]:
        """The rows that are at hand."""
        return self.preview.solutions.rows

    @property
    def is_cut(self) -> bool:
        """Tell whether the answer has rows that are not at hand."""
        return self.preview.total > len(self.rows)

    def name(self, iri: str) -> str:
        """Return the name that the graph has for an IRI; empty where it has none."""
        names = self.knowledge.names
        return names.label(iri) if names.has_label(iri) else ""

    def text(self, term: Term | None) -> str:
        """Return a term in words: a thing by its name, or by its short IRI where it has none."""
        if term is None:
            return UNBOUND
        if isinstance(term, Iri):
            return self.name(term.value) or short(term.value)
        return str(term) or "empty text"

    def brief(self, term: Term | None, longest: int) -> str:
        """Return a term in words for a place in a picture that holds so many letters."""
        return cut(self.text(term), longest)


@dataclass(frozen=True, slots=True)
class Made:
    """
    A view of an answer.

    `heads` and `rows` are the table that says all that the pictures show; `columns` are those that were
    taken, by option.  `title` names the picture, `notes` say what it leaves out, also on the picture itself.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Item, ...], ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    pictures: tuple[Picture, ...] = ()
    notes: tuple[str, ...] = ()


def left_out(shown: int, total: int, noun: str) -> tuple[str, ...]:
    """Return the sentence on what a picture has no room for, if there is such."""
    if shown >= total:
        return ()
    return (f"The picture has room for the first {shown:,} of {counted(total, noun)}; the table has more.",)
