"""What every term means that pages show, by the term, for the glossary and for the places of its use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import BASE, ID, PREFIXES, RC
from webapp.kinds import KINDS
from webapp.names import kind_of
from webapp.urls import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from webapp.names import Names

WORDS: Final = "/glossary"
FACTS: Final = "/glossary/facts"
"""The pages of the two lists: kinds of things and words of vocabularies, and what facts are called."""

_ONTOLOGY: Final = BASE + "graph/ontology"
_CLASS: Final = PREFIXES["owl"] + "Class"
_PROPERTIES: Final = {PREFIXES["owl"] + "ObjectProperty", PREFIXES["owl"] + "DatatypeProperty"}
_SCHEME: Final = PREFIXES["skos"] + "ConceptScheme"
_BY_CLASS: Final = {kind.rdf_class: kind.one for kind in KINDS.values()}


@dataclass(frozen=True, slots=True)
class Entry:
    """
    A term with its definition.

    `name` is what pages call it and `note` the kind of term that it is; `anchor` is its place in the list at
    `page`, `own` the address of its own page, `source` that of what defines it in the ontology, empty where
    `assertion` (an IRI) does.
    """

    name: str
    note: str
    definition: str
    page: str
    anchor: str
    own: str
    source: str
    assertion: str

    @property
    def href(self) -> str:
        """The address of the entry."""
        return f"{self.page}#{self.anchor}"


class Glossary:
    """All terms that are defined, made from the rows of the query `definitions`."""

    def __init__(self, rows: Iterable[Mapping[str, str]], names: Names) -> None:
        """Index the rows by the address to which the name of the term leads on pages."""
        self._by_path = {path_of(row["term"]): _entry(row, names) for row in rows}

    def of(self, path: str | None) -> Entry | None:
        """Return the entry of the term whose name leads to this address; None if it is not defined."""
        return self._by_path.get(path or "")

    def listed(self, page: str) -> list[Entry]:
        """Return the entries of one of the two lists by name."""
        found = [entry for entry in self._by_path.values() if entry.page == page]
        return sorted(found, key=lambda entry: (entry.name.casefold(), entry.note, entry.anchor))


def _entry(row: Mapping[str, str], names: Names) -> Entry:
    iri, is_fact = row["term"], row["class"] in _PROPERTIES
    local = iri.removeprefix(RC).removeprefix(ID).replace("/", "-")
    is_ours = row["assertion"] == _ONTOLOGY
    return Entry(
        names.fact(iri) if is_fact else names.label(iri),
        _note(row, names),
        row["definition"],
        FACTS if is_fact else WORDS,
        local,
        path_of(iri),
        _origin(row, local) if is_ours else "",
        "" if is_ours else row["assertion"],
    )


def _origin(row: Mapping[str, str], local: str) -> str:
    """Return where the ontology's own definition stands; a list of terms has a page and no place there."""
    return path_of(row["term"]) if row["class"] == _SCHEME else f"/ontology#{local}"


def _note(row: Mapping[str, str], names: Names) -> str:
    """Say what kind of term it is; of a fact, how the ontology calls it where pages do otherwise."""
    iri, kind = row["term"], row["class"]
    if kind in _PROPERTIES:
        label = names.label(iri)
        return "" if label.casefold() == names.fact(iri).casefold() else f"in the ontology “{label}”"
    if kind == _CLASS:
        return "kind of thing"
    return "list of terms" if kind == _SCHEME else _BY_CLASS.get(kind.removeprefix(RC), kind_of(iri).one)
