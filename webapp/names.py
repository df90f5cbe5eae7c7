"""The names of things: one to show for each IRI, and all by which it can be found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.borrowed import BORROWED
from kg.namespaces import ID, PREFIXES, RC
from webapp.kinds import TERM, Kind, kind_named
from webapp.plain import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.terms import Term

_RDFS_LABEL: Final = PREFIXES["rdfs"] + "label"
_SHORT_NAME: Final = RC + "shortName"
_PARTS: Final = ("first", "second", "third")

_COMPOSED: Final[dict[str, str]] = {
    "membership": "{first} in the {second} ({third})",
    "body-membership": "{first} in the {second} ({third})",
    "count": "{first}: {third} {second}",
    "establishment": "{first}: founding, {second}",
    "chair": "{first}: chair, {second}",
    "date-claim": "{first}: {second}",
    "conflict": "{first}: {second}",
    "reported-fact": "{first}: {second}",
}
"""How the name of a thing is put together from three parts, by the segment of its kind."""

_JOINT: Final = re.compile(r"(?<!\d)-|-(?!\d)")
_KEYED: Final = "reported-fact"
"""The kind whose second part is a key, such as `number-of-questions`."""


@dataclass(frozen=True, slots=True)
class Name:
    """
    One name of a thing: what kind of name it is (the IRI of a property), its text and its language.

    `property` is empty for a name put together from parts, `language` where a name has none.
    """

    thing: str
    property: str
    text: str
    language: str = ""


class Names:
    """
    The names of everything in the graph.

    Made from the rows of the queries `names` and `composed-names`.  The name shown is one put together from
    parts, where the thing has such; else the English label; else a label without a language; else the last
    part of the IRI.
    """

    def __init__(self, rows: Iterable[Mapping[str, Term]], composed: Iterable[Mapping[str, str]]) -> None:
        """Index the rows."""
        self._labels: dict[str, str] = dict(BORROWED)
        self._shorts: dict[str, str] = {}
        self._things: dict[str, None] = {}
        self._all: dict[Name, None] = {}
        for row in rows:
            self._add(row)
        # What is named after a thing that has a composed name itself comes after it.
        for parts in sorted(composed, key=lambda parts: "about" in parts):
            # A disagreement has a label as well, which tells the matter alone: many have the same.
            label = self._labels[parts["thing"]] = self._composed(parts)
            self._all[Name(parts["thing"], "", label)] = None

    def _composed(self, parts: Mapping[str, str]) -> str:
        given = {"first": self.short(parts["about"])} if "about" in parts else {}
        given |= {part: parts[part] for part in _PARTS if part in parts}
        if kind_of(parts["thing"]).segment == _KEYED and "second" in given:
            given["second"] = _JOINT.sub(" ", given["second"])
        pattern = _COMPOSED.get(kind_of(parts["thing"]).segment, "")
        if pattern and all(part in given for part in _PARTS if f"{{{part}}}" in pattern):
            return pattern.format(**given)
        return ", ".join(given[part] for part in _PARTS if part in given)

    def _add(self, row: Mapping[str, Term]) -> None:
        thing, name = row["thing"].value, row["name"]
        language = getattr(name, "language", None)
        if row["property"].value == _RDFS_LABEL and (language == "en" or thing not in self._labels):
            self._labels[thing] = name.value
        if row["property"].value == _SHORT_NAME and (language == "en" or thing not in self._shorts):
            self._shorts[thing] = name.value
        self._things[thing] = None
        self._all[Name(thing, row["property"].value, name.value, language or "")] = None

    def __iter__(self) -> Iterator[Name]:
        return iter(self._all)

    def label(self, iri: str) -> str:
        """Return the name to show for an IRI, whatever it is."""
        return self._labels.get(iri) or iri.rstrip("/").rpartition("/")[2].rpartition("#")[2] or iri

    def fact(self, iri: str) -> str:
        """Return what pages call a fact, by the IRI of its property: plain words that begin a line."""
        words = FACTS.get(iri) or self.label(iri)
        return words[:1].upper() + words[1:]

    def short(self, iri: str) -> str:
        """Return the short name of a thing, or the one to show where it has none."""
        return self._shorts.get(iri) or self.label(iri)

    def has_label(self, iri: str) -> bool:
        """Tell whether the graph gives a name for the IRI."""
        return iri in self._labels

    def things(self, kind: Kind) -> list[str]:
        """Return the IRIs of all named things of a kind."""
        return [iri for iri in self._things if kind_of(iri) == kind]


def kind_of(iri: str) -> Kind:
    """Return the kind of a thing by its IRI."""
    if iri.startswith(ID):
        return kind_named(iri[len(ID) :].partition("/")[0])
    return TERM if iri.startswith(RC) else kind_named("thing")
