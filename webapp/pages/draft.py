"""A page in the making: the graph that it reads, and the numbers of its markers."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, thing
from kg.terms import Literal, Term
from webapp.pages.parts import Evidence, Value
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from webapp.knowledge import Knowledge
    from webapp.names import Names

_BOOLEAN: Final = PREFIXES["xsd"] + "boolean"
_GRAPH: Final = "assertion"
_EDITORIAL: Final = "editorial"
_PLACE: Final = {"source", "locator"}


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

    def table(self, query_name: str, **params: str | Term) -> Sequence[dict[str, str]]:
        """
        Run a stored query and return its rows as texts, each fact once; errors as in `Knowledge.rows`.

        Two assertions of one fact are two rows that differ in the graphs and places behind them.  Here they
        are one row, whose columns of graphs hold all of them with spaces between, as `evidence` takes them.
        The rows are shared between pages, so nobody may change them.
        """
        return self.knowledge.kept(_table, query_name, *sorted(params.items()))

    def of(self, query_name: str, column: str, value: str) -> Sequence[dict[str, str]]:
        """Return the rows of a stored query without parameters that hold a text in a column, as `table`."""
        return self.knowledge.kept(_of, query_name, column, value)

    def evidence(self, *assertions: str | None) -> tuple[Evidence, ...]:
        """
        Return the markers of some assertions, each once.

        Graphs that are no assertions (the ontology, the description of the evidence) have no marker, and None
        stands for what a query left unbound.  Several IRIs may stand in one text with spaces between.
        """
        given = dict.fromkeys(iri for some in assertions if some is not None for iri in some.split())
        return tuple(self._marker(iri) for iri in given if iri in self.knowledge.places)

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

    def is_disputed(self, *assertions: str) -> bool:
        """Tell whether the sources disagree on what one of some assertions states."""
        places = self.knowledge.places
        return any(iri in places and places[iri].is_disputed for some in assertions for iri in some.split())

    def is_judged(self, *assertions: str | None) -> bool:
        """Tell whether some assertions are all judgements of the editors; graphs as in `evidence`."""
        places = self.knowledge.places
        given = [iri for some in assertions if some for iri in some.split() if iri in places]
        return bool(given) and all(places[iri].basis == _EDITORIAL for iri in given)

    def certainty(self, *assertions: str | None) -> str:
        """Say how sure the editors are of a judgement: `high certainty`; empty where they do not say."""
        places = self.knowledge.places
        given = [iri for some in assertions if some for iri in some.split() if iri in places]
        sure = dict.fromkeys(places[iri].certainty for iri in given)
        words = " or ".join(self.names.label(thing("certainty", key)) for key in sure if key)
        return f"{words} certainty" if words else ""

    def link(self, iri: str, *assertions: str | None, text: str = "") -> Value:
        """Return a thing as a value that leads to its page; `text` in the place of its name if given."""
        graphs = [iri for iri in assertions if iri]
        is_disputed = self.is_disputed(*graphs)
        words = text or self.names.label(iri)
        return Value(words, self.evidence(*graphs), href=path_of(iri), is_disputed=is_disputed)


def _table(knowledge: Knowledge, query_name: str, *params: tuple[str, str | Term]) -> list[dict[str, str]]:
    return _merged(knowledge.table(query_name, **dict(params)))


def _of(knowledge: Knowledge, query_name: str, column: str, value: str) -> list[dict[str, str]]:
    return _merged(dict(row) for row in knowledge.told_of(query_name, column, value))


def _merged(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Return rows, one a fact: see `Draft.table`."""
    facts: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
    for row in rows:
        fact = facts.setdefault(
            tuple((name, text) for name, text in row.items() if not _is_behind(name)), row
        )
        if fact is not row:
            for name in row:
                if name.lower().endswith(_GRAPH) and row[name] not in fact.get(name, "").split():
                    fact[name] = f"{fact.get(name, '')} {row[name]}".strip()
    return list(facts.values())


@cache
def _is_behind(column: str) -> bool:
    """Tell whether a column says who states a fact, rather than what it is."""
    return column in _PLACE or column.lower().endswith(_GRAPH)


def spaced(text: str) -> str:
    """Return a text with a space behind each semicolon, so that a long list breaks; addresses stay."""
    return text if "://" in text else re.sub(r";(?=\S)", "; ", text)


def _text(literal: Literal) -> str:
    if literal.datatype == _BOOLEAN:
        return "yes" if literal.value in {"true", "1"} else "no"
    return spaced(literal.value)


def _foreign(language: str | None) -> str | None:
    """Return a language that differs from that of the pages, which they say in `lang`."""
    return language if language and language != "en" else None
