"""One thing as its page reads it: what is said of it, what points to it, what documents leave out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, RC
from kg.terms import Iri, Literal, Term
from webapp.names import kind_of
from webapp.pages.dates import in_words
from webapp.pages.draft import Draft
from webapp.pages.parts import Description, Fact, Facts, Value
from webapp.urls import path_of, short_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from webapp.knowledge import Knowledge

_RDF_TYPE: Final = PREFIXES["rdf"] + "type"
_LABEL: Final = PREFIXES["rdfs"] + "label"
_STRUCTURE: Final = PREFIXES["qb"] + "structure"
_NOTATION: Final = PREFIXES["skos"] + "notation"
_IN_SCHEME: Final = PREFIXES["skos"] + "inScheme"
_DATES: Final = tuple(RC + name for name in ("beginsOn", "endsOn", "datePrecision", "dateAsPrinted"))
_DOUBLES: Final = (PREFIXES["skos"] + "prefLabel", PREFIXES["dcterms"] + "title", PREFIXES["foaf"] + "name")
_MATCHES: Final = tuple(
    PREFIXES["skos"] + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")
)
_ALTERNATIVE: Final = PREFIXES["skos"] + "altLabel"
_NAMES: Final = (RC + "printedLabel", RC + "shortName", RC + "acronym")
_CALLED: Final = {_LABEL, _ALTERNATIVE, *_NAMES}
_FIRST: Final = (
    _LABEL,
    RC + "shortName",
    RC + "acronym",
    RC + "printedLabel",
    PREFIXES["skos"] + "altLabel",
    _NOTATION,
    RC + "number",
    RC + "partOfFramework",
    PREFIXES["skos"] + "definition",
)


class Subject:
    """A thing that a page is about; its statements are read once, at the start."""

    def __init__(self, knowledge: Knowledge, iri: str, part: str = "1") -> None:
        """
        Read the statements about the thing; there are none if it is not known.

        Args:
            knowledge: The graph.
            iri: The thing.
            part: Which part of its longest list is wanted, as the visitor wrote it: a number, or `all`.
        """
        self.iri = iri
        self.part = part
        self.draft = Draft(knowledge)
        self.key = short_key(iri)
        self.kind = kind_of(iri)
        self._said: dict[tuple[str, Term], list[str]] = {}
        for row in knowledge.rows("statements", subject=Iri(iri)).rows:
            at = (row["property"].value, row["value"])
            self._said.setdefault(at, []).append(row["assertion"].value)

    @property
    def is_known(self) -> bool:
        """Tell whether anything is said of the thing."""
        return bool(self._said)

    @property
    def slug(self) -> str:
        """The key of the thing within its class: `mgi-2016/1.2`."""
        return self.key.partition("/")[2]

    @property
    def name(self) -> str:
        """The name to show."""
        return self.draft.names.label(self.iri)

    def classes(self) -> tuple[str, ...]:
        """Return the IRIs of its classes."""
        return tuple(value.value for name, value in self._said if name == _RDF_TYPE)

    def first(self, name: str) -> str | None:
        """Return the text or IRI of one value of a property, given by its IRI; None if there is none."""
        return next((value.value for said, value in self._said if said == name), None)

    def values(self, name: str) -> tuple[Value, ...]:
        """Return all values of a property, given by its IRI, with their markers."""
        return tuple(
            self.draft.value(value, graphs) for (said, value), graphs in self._said.items() if said == name
        )

    def graphs(self, name: str) -> tuple[str, ...]:
        """Return the graphs that hold values of a property, given by its IRI."""
        return tuple(g for (said, _), graphs in self._said.items() if said == name for g in graphs)

    def facts(self, skip: Collection[str] = ()) -> Facts | Description:
        """
        Return what is said of the thing, matter by matter.

        Args:
            skip: IRIs of properties that the page shows elsewhere.
        """
        hidden = {_RDF_TYPE, _STRUCTURE, *_DATES, *_MATCHES, *skip}
        if self.first(RC + "partOfFramework"):
            hidden.add(_IN_SCHEME)
        if self.first(RC + "incompleteInSource") == "false":
            hidden.add(RC + "incompleteInSource")
        name = self.first(_LABEL)
        number = self.first(RC + "number")
        printed = {value for said, value in self._said if said in _NAMES}
        grouped: dict[tuple[str, str], list[tuple[Term, list[str]]]] = {}
        for (said, value), graphs in self._said.items():
            if said in hidden or (said in _DOUBLES and value.value == name):
                continue
            if (said == _ALTERNATIVE and value in printed) or (said == _NOTATION and value.value == number):
                continue
            grouped.setdefault((said, self._matter(said, value)), []).append((value, graphs))
        # Values are made in the order of the page, in which markers are numbered.
        facts = [
            Fact(label, tuple(self._value(said, *found) for found in values), path_of(said))
            for (said, label), values in sorted(grouped.items(), key=lambda entry: _place(entry[0]))
        ]
        facts[1:1] = self._date()
        is_evident = any(value.evidence for fact in facts for value in fact.values)
        return Facts(tuple(facts), self._notes(facts)) if is_evident else Description(tuple(facts))

    def _value(self, said: str, term: Term, graphs: list[str]) -> Value:
        """Return a value with its markers; of names, it is said where the sources disagree on them."""
        is_disputed = said in _CALLED and self.draft.is_disputed(*graphs)
        return replace(self.draft.value(term, graphs), is_disputed=is_disputed)

    def _notes(self, facts: Iterable[Fact]) -> tuple[Value, ...]:
        """Return what the editors add to the assertions of some facts, each text once."""
        shown = {evidence.href for fact in facts for value in fact.values for evidence in value.evidence}
        said: dict[str, list[str]] = {}
        for row in self.draft.knowledge.table("thing-notes", subject=Iri(self.iri)):
            if path_of(row["assertion"]) in shown:
                said.setdefault(row["note"], []).append(row["assertion"])
        return tuple(Value(note, self.draft.evidence(*graphs)) for note, graphs in said.items())

    def _matter(self, said: str, value: Term) -> str:
        """Return what a fact is called; a code is called by the kind of code that it is."""
        if said == _NOTATION and isinstance(value, Literal) and (value.datatype or "").startswith(RC):
            return capitalised(self.draft.names.label(value.datatype or ""))
        return capitalised(self.draft.names.label(said))

    def _date(self) -> Iterator[Fact]:
        begins = self.first(RC + "beginsOn")
        if begins is None:
            return
        precision = (self.first(RC + "datePrecision") or "/day").rpartition("/")[2]
        printed = self.first(RC + "dateAsPrinted")
        text = in_words(begins, self.first(RC + "endsOn"), precision)
        evidence = self.draft.evidence(*self.graphs(RC + "beginsOn"))
        note = f"Printed as “{printed}”." if printed and printed != text else None
        yield Fact("Date", (Value(text, evidence),), path_of(RC + "beginsOn"), note=note)


def capitalised(text: str) -> str:
    """Return the text with its first letter in upper case and the rest as it is."""
    return text[:1].upper() + text[1:]


def _place(matter: tuple[str, str]) -> tuple[int, str]:
    """Sort names and codes to the front, in a fixed order, and the rest by what it is called."""
    said, label = matter
    return (_FIRST.index(said) if said in _FIRST else len(_FIRST), label.casefold())
