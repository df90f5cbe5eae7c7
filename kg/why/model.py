"""What an explanation is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kg.store.protocol import Solutions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.terms import Iri, Term

Ask: TypeAlias = Callable[[str], Solutions]
"""Answers a SELECT query; its limits are whoever gives it to keep."""


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a document: its IRI, its title, where in it; `locator` is empty if none is recorded."""

    document: str
    title: str
    locator: str


@dataclass(frozen=True, slots=True)
class Holder:
    """
    A graph that holds a statement, and what stands behind it.

    `kind` is `assertion`, or `record` for a graph that describes our own work, then `label` is its name.
    `basis` is `transcribed`, `editorial` or `derived`, `certainty` how sure the editors are, `confidence` how
    well sources stand behind it, each as a key and empty where nothing says so.  What a rule derives has the
    IRI and the name of the `rule` and the assertions that are its `inputs`.  `conflicts` are the IRIs of the
    disagreements on record in which the assertion stands.
    """

    graph: str
    kind: str
    label: str = ""
    basis: str = ""
    certainty: str = ""
    confidence: str = ""
    sources: tuple[Source, ...] = ()
    rule: str = ""
    rule_label: str = ""
    inputs: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()

    @property
    def is_disputed(self) -> bool:
        """Say whether another source says otherwise."""
        return bool(self.conflicts) or self.confidence == "conflicting"


@dataclass(frozen=True, slots=True)
class Statement:
    """
    A statement that a row rests on, and every graph that holds it.

    `holders` is empty where no named graph does.  A step `is_step` of a path of any length: there may be
    other ways to the same end.
    """

    subject: Term
    predicate: Iri
    object: Term
    holders: tuple[Holder, ...]
    is_step: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """
    What no statement shows: a sentence, and the part of the query that it is about, as written.

    `kind` is `condition` for a condition that the row fulfils, `absence` for statements that there must not
    be, `missing` for an optional part without statements, `branch` for the alternatives that held,
    `group` for what is particular to groups, `unexplained` for what cannot be told, `cut` for what is left
    out.
    """

    kind: str
    sentence: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """
    Why a row is in an answer.

    `common` are the statements without which no way leads to the row; each of `ways` has those that one way
    needs besides, where there is more than one.  `total` counts all ways, of which the first are shown.
    `is_group` where the row sums up a group: then each way is one member of the group.
    """

    row: Mapping[str, Term]
    common: tuple[Statement, ...]
    ways: tuple[tuple[Statement, ...], ...]
    total: int
    is_group: bool
    notes: tuple[Note, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All statements that are shown, each once."""
        return tuple(dict.fromkeys((*self.common, *(one for way in self.ways for one in way))))

    @property
    def graphs(self) -> frozenset[str]:
        """The IRIs of all graphs that hold them."""
        return frozenset(holder.graph for one in self.statements for holder in one.holders)
