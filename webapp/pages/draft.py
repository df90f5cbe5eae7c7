"""A page in the making: the graph that it reads, and the numbers of its markers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES
from kg.terms import Literal, Term
from webapp.pages.parts import Evidence, Value
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from webapp.knowledge import Knowledge
    from webapp.names import Names

_BOOLEAN: Final = PREFIXES["xsd"] + "boolean"


class Draft:
    """
    What all functions share that make one page.

    Markers are numbered in the order in which the page is put together; one assertion keeps one number.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        """Begin a page that reads this graph."""
        self.knowledge = knowledge
        self._numbers: dict[str, Evidence] = {}

    @property
    def names(self) -> Names:
        """The names of everything."""
        return self.knowledge.names

    def evidence(self, *assertions: str | None) -> tuple[Evidence, ...]:
        """
        Return the markers of some assertions, each once.

        Graphs that are no assertions (the ontology, the description of the evidence) have no marker, and None
        stands for what a query left unbound.
        """
        return tuple(
            self._marker(assertion)
            for assertion in dict.fromkeys(assertions)
            if assertion is not None and assertion in self.knowledge.places
        )

    def _marker(self, assertion: str) -> Evidence:
        if assertion not in self._numbers:
            place = self.knowledge.places[assertion]
            number = len(self._numbers) + 1
            self._numbers[assertion] = Evidence(
                path_of(assertion), number, place.source, place.locator, place.basis
            )
        return self._numbers[assertion]

    def value(self, term: Term, assertions: Iterable[str]) -> Value:
        """Return a term as the value of a fact: a link with a name for a thing, else its text."""
        evidence = self.evidence(*assertions)
        if isinstance(term, Literal):
            return Value(_text(term), evidence, lang=_foreign(term.language))
        return Value(self.names.label(term.value), evidence, href=path_of(term.value))

    def link(self, iri: str, *assertions: str | None) -> Value:
        """Return a thing as a value that leads to its page."""
        return Value(self.names.label(iri), self.evidence(*assertions), href=path_of(iri))


def _text(literal: Literal) -> str:
    if literal.datatype == _BOOLEAN:
        return "yes" if literal.value in {"true", "1"} else "no"
    return literal.value


def _foreign(language: str | None) -> str | None:
    """Return a language that differs from that of the pages, which they say in `lang`."""
    return language if language and language != "en" else None
