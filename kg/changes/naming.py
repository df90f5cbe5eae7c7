"""What things are called in sentences: by their own name, or by the names of what they join."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.borrowed import BORROWED
from kg.namespaces import ID, PREFIXES, RC, RDF_TYPE
from kg.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.changes.facts import Facts
    from kg.terms import Term

_LABEL: Final = PREFIXES["rdfs"] + "label"
_DEEPEST: Final = 4

NAMES: Final = (_LABEL, PREFIXES["skos"] + "prefLabel", PREFIXES["dcterms"] + "title")
"""The properties that hold the one name of a thing."""

RETIREMENT_REASON: Final = RC + "retirementReason"

_PROPERTIES: Final[dict[str, str]] = {
    **BORROWED,
    PREFIXES["dcterms"] + "creator": "author",
    PREFIXES["prov"] + "wasDerivedFrom": "input of the rule",
    PREFIXES["qb"] + "dataSet": "table",
    PREFIXES["skos"] + "inScheme": "scheme",
    RDF_TYPE: "class",
    RC + "restsOn": "source",
}
"""What sentences call properties whose own label is not in the graph, or reads like a verb."""

_COMPOSED: Final[dict[str, tuple[str, tuple[tuple[str, ...], ...]]]] = {
    "rating": ("{0} in “{1}” ({2})", (("ratedCountry",), ("ratedDomain",), ("ratedPeriod",))),
    "membership": ("{0} in the {1} ({2})", (("member",), ("inProcess",), ("memberRole",))),
    "body-membership": ("{0} in the {1} ({2})", (("member",), ("inBody",), ("memberRole",))),
    "count": ("{0}: {2} {1}", (("countOf",), ("countWhat",), ("countValue", "countValueAsPrinted"))),
    "establishment": ("{0}: founding, {1}", (("establishmentOf",), ("dateAsPrinted", "beginsOn"))),
    "chair": ("{0}: chair, {1}", (("chairOf",), ("chairAsPrinted", "dateAsPrinted", "beginsOn"))),
    "date-claim": ("{0}: {1}", (("claimOf",), ("dateAsPrinted", "beginsOn"))),
    "conflict": ("{0}: {1}", (("conflictSubject",), ("conflictMatter",))),
    "reported-fact": ("{0}: {1}", (("factOf",), ("factMatter",))),
    "mapping": ("{0}, {1}", (("mapsFrom", "mapsFromFramework"), ("mapsTo", "mapsToFramework"))),
    "coverage": ("{0}, {1}", (("coverageSubject",), ("coverageProperty",))),
    "passage": ("{0}, {1}", (("passageOf",), ("locator",))),
}
"""How the name of a thing without one is put together, by the segment of its IRI, and of what."""


class Naming:
    """The names that the newer release gives, else the older one; what is retired is called as it was."""

    def __init__(self, new: Facts, old: Facts) -> None:
        """Take names from what is known of two releases."""
        self._both = (new, old)
        self._named: dict[str, str] = {}
        self._noun: dict[str, str] = {}

    def name(self, iri: str) -> str:
        """
        Return what a thing is called; the end of its IRI where nothing tells.

        Ask when all is gathered: what was told once stays.
        """
        if iri not in self._named:
            self._named[iri] = self._name(iri, 0)
        return self._named[iri]

    def _books(self, iri: str) -> tuple[Facts, Facts]:
        new, old = self._both
        return (old, new) if new.is_retired(iri) else (new, old)

    def _name(self, iri: str, depth: int) -> str:
        first, second = self._books(iri)
        composed = self._composed(iri, depth) if depth < _DEEPEST else ""
        # A tombstone bears a name even where the thing itself had none of its own.
        later = (composed, _own(second, iri)) if second.is_retired(iri) else (_own(second, iri), composed)
        return next(filter(None, (_own(first, iri), *later)), _last(iri))

    def is_known(self, iri: str) -> bool:
        """Say whether one of the releases has a name for a thing."""
        return any(facts.values(iri, *NAMES) for facts in self._both)

    def _composed(self, iri: str, depth: int) -> str:
        pattern, parts = _COMPOSED.get(segment(iri), ("", ()))
        for facts in self._books(iri):
            values = [facts.values(iri, *(RC + name for name in names)) for names in parts]
            if pattern and all(values):
                return pattern.format(*(self._short(value[0], depth) for value in values))
            if found := [self._short(value[0], depth) for value in values if value]:
                return ", ".join(found)
        return ""

    def _short(self, value: Term, depth: int) -> str:
        return self._name(value.value, depth + 1) if isinstance(value, Iri) else str(value)

    def joined(self, iri: str) -> Iterator[str]:
        """Return the IRIs of what the name of a thing is put together from."""
        _, parts = _COMPOSED.get(segment(iri), ("", ()))
        for names in parts:
            for facts in self._both:
                for value in facts.values(iri, *(RC + name for name in names)):
                    if isinstance(value, Iri):
                        yield value.value

    def property(self, iri: str) -> str:
        """Return what a property is called in a sentence."""
        return _PROPERTIES.get(iri) or self.name(iri)

    def classes(self, iri: str) -> tuple[str, ...]:
        """Return the IRIs of the classes of a thing."""
        first, second = self._books(iri)
        return first.classes(iri) or second.classes(iri)

    def noun(self, iri: str) -> str:
        """Return what a thing is: the name of the class of ours that its IRI speaks of, else the first."""
        if iri not in self._noun:
            self._noun[iri] = self._told(iri)
        return self._noun[iri]

    def _told(self, iri: str) -> str:
        words = segment(iri).replace("-", " ")
        names = sorted(self.name(kind) for kind in self.classes(iri) if kind.startswith(RC))
        fitting = sorted((name for name in names if name.endswith(words)), key=len)
        return next(iter([*fitting, *names]), words or "thing")


def _own(facts: Facts, iri: str) -> str:
    short = facts.values(iri, RC + "shortName") if segment(iri) == "process" else []
    return min(map(str, short or facts.values(iri, *NAMES)), default="")


def segment(iri: str) -> str:
    """Return the first part of the IRI of a thing behind `id/`; empty for what is no thing of ours."""
    return iri[len(ID) :].partition("/")[0] if iri.startswith(ID) else ""


def _last(iri: str) -> str:
    return iri.rstrip("/").rpartition("/")[2].rpartition("#")[2] or iri
