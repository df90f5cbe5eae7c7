"""One thing as its page reads it: what is said of it, what points to it, what documents leave out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, RC, RDF_TYPE
from kg.terms import Iri, Literal, Term
from webapp.names import kind_of
from webapp.pages.dates import in_words, is_phrase
from webapp.pages.draft import Draft
from webapp.pages.parts import Description, Fact, Facts, Value
from webapp.urls import path_of, short_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from webapp.knowledge import Knowledge

_LABEL: Final = PREFIXES["rdfs"] + "label"
_STRUCTURE: Final = PREFIXES["qb"] + "structure"
_NOTATION: Final = PREFIXES["skos"] + "notation"
_IN_SCHEME: Final = PREFIXES["skos"] + "inScheme"
_DATES: Final = tuple(RC + name for name in ("beginsOn", "endsOn", "datePrecision", "dateAsPrinted"))
_ATTESTS: Final = tuple(
    RC + name for name in ("attestedFrom", "attestedTo", "attestedPrecision", "attestedAsPrinted")
)
_ASSESSES: Final = tuple(
    RC + name for name in ("assessedFrom", "assessedTo", "assessedPrecision", "assessedAsPrinted")
)
_TIMES: Final = ((_DATES, "Date"), (_ASSESSES, "Assessed"))
_ATTESTED: Final = ((_ATTESTS, "As of"),)
_ATTESTATIONS: Final = {"membership": ((_ATTESTS, "Listed as of"),)}
_CALLED_DATES: Final = {"membership": "Since", "profile": "Published"}
"""What the date of a thing is called, by the segment of its kind, where it is not just its date."""
_DOUBLES: Final = (PREFIXES["skos"] + "prefLabel", PREFIXES["dcterms"] + "title", PREFIXES["foaf"] + "name")
_MATCHES: Final = tuple(
    PREFIXES["skos"] + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")
)
_ALTERNATIVE: Final = PREFIXES["skos"] + "altLabel"
_NAMES: Final = (RC + "printedLabel", RC + "shortName", RC + "acronym")
_CALLED: Final = {_LABEL, _ALTERNATIVE, *_NAMES}
_STRUCTURAL: Final = {RDF_TYPE, _NOTATION, _IN_SCHEME, RC + "number", RC + "partOfFramework", *_DOUBLES}
"""Properties on which no source disagrees with another."""
_LANGUAGES: Final[dict[str | None, str]] = {
    "ar": "Arabic",
    "zh": "Chinese",
    "fr": "French",
    "ru": "Russian",
    "es": "Spanish",
}
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
            part: Which part of its longest list is wanted, as the visitor wrote it: a number.
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

    def first(self, name: str) -> str | None:
        """Return the text or IRI of one value of a property, given by its IRI; None if there is none."""
        return next((value.value for said, value in self._said if said == name), None)

    def values(self, name: str) -> tuple[Value, ...]:
        """Return all values of a property, given by its IRI, with their markers."""
        return tuple(
            self.draft.value(value, graphs) for (said, value), graphs in self._said.items() if said == name
        )

    def disputable(self, name: str) -> tuple[Value, ...]:
        """Return all values of a property as `values` does, those marked on which sources disagree."""
        return tuple(
            self._value(said, value, graphs) for (said, value), graphs in self._said.items() if said == name
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
        hidden = {RDF_TYPE, _STRUCTURE, *_DATES, *_ATTESTS, *_ASSESSES, *_MATCHES, *skip}
        if self.first(RC + "partOfFramework"):
            hidden.add(_IN_SCHEME)
        if self.first(RC + "incompleteInSource") == "false":
            hidden.add(RC + "incompleteInSource")
        name = self.name
        number = self.first(RC + "number")
        printed = {value for said, value in self._said if said in _NAMES}
        grouped: dict[tuple[str, str], list[tuple[Term, list[str]]]] = {}
        for (said, value), graphs in self._said.items():
            if said in hidden or (said in _DOUBLES and value.value == name):
                continue
            if (said == _ALTERNATIVE and value in printed) or (said == _NOTATION and value.value == number):
                continue
            # A name that stands here as printed is not repeated as another name; who gives it so is kept.
            others = self._said.get((_ALTERNATIVE, value), ()) if said in _NAMES else ()
            by_whom = list(dict.fromkeys((*graphs, *others)))
            grouped.setdefault((said, self._matter(said, value)), []).append((value, by_whom))
        # Values are made in the order of the page, in which markers are numbered.
        facts = [
            Fact(label, tuple(self._value(said, *found) for found in values), path_of(said))
            for (said, label), values in sorted(grouped.items(), key=lambda entry: _place(entry[0]))
        ]
        facts[1:1] = self._dates()
        is_evident = any(value.evidence for fact in facts for value in fact.values)
        return Facts(tuple(facts), self._notes(facts)) if is_evident else Description(tuple(facts))

    def _value(self, said: str, term: Term, graphs: list[str]) -> Value:
        """
        Return a value with its markers, and say where the sources disagree on it.

        An assertion on which they do may say several things.  The disagreement is then taken to be on the
        name; what else it is on is said by the disagreement itself.
        """
        # What a disagreement is called is not what the sources disagree on.
        is_disputed = self.kind.segment != "conflict" and any(
            self.draft.is_disputed(graph) and (said in _CALLED or self._says_only(graph, said))
            for graph in graphs
        )
        return replace(self.draft.value(term, graphs), is_disputed=is_disputed)

    def _says_only(self, graph: str, name: str) -> bool:
        """Tell whether a graph says one thing of the subject, by one property."""
        said = {
            said for (said, _), graphs in self._said.items() if graph in graphs and said not in _STRUCTURAL
        }
        return {told for told in said if not told.endswith("AsPrinted")} <= {name}

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
        if said == _LABEL and isinstance(value, Literal) and value.language in _LANGUAGES:
            return f"Name in {_LANGUAGES[value.language]}"
        return self.draft.names.fact(said)

    def _dates(self) -> Iterator[Fact]:
        """Say when, and for which time sources say so: each date as its own assertion gives it."""
        for names, label in (*_TIMES, *_ATTESTATIONS.get(self.kind.segment, _ATTESTED)):
            values = tuple(self._times(names))
            if values:
                yield Fact(_CALLED_DATES.get(self.kind.segment, label) if names is _DATES else label, values)

    def _times(self, names: tuple[str, ...]) -> Iterator[Value]:
        """Return the dates that some properties give: first day, last day, precision, printed form."""
        found: dict[tuple[str | None, ...], list[str]] = {}
        for graph in dict.fromkeys(g for name in names for g in self.graphs(name)):
            parts = tuple(self._in(graph, name) for name in names)
            found.setdefault(parts, []).append(graph)
        for (begins, ends, precision, printed), graphs in found.items():
            words = in_words(begins, ends, (precision or "").rpartition("/")[2], printed)
            note = f", printed as “{printed}”" if printed and printed != words and is_phrase(printed) else ""
            if words:
                text = f"{words}{note}"
                yield Value(text, self.draft.evidence(*graphs), is_disputed=self.draft.is_disputed(*graphs))

    def _in(self, graph: str, name: str) -> str | None:
        """Return the value that one graph gives a property; None if it gives none."""
        return next(
            (value.value for (said, value), graphs in self._said.items() if said == name and graph in graphs),
            None,
        )


def capitalised(text: str) -> str:
    """Return the text with its first letter in upper case and the rest as it is."""
    return text[:1].upper() + text[1:]


def _place(matter: tuple[str, str]) -> tuple[int, str]:
    """Sort names and codes to the front, in a fixed order, and the rest by what it is called."""
    said, label = matter
    return (_FIRST.index(said) if said in _FIRST else len(_FIRST), label.casefold())
