"""What a change is: one sentence about one thing, with the statements behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kg.namespaces import CHANGE

if TYPE_CHECKING:
    from datetime import date

    from kg.changes.editions import Edition
    from kg.rdf_output import Quad


class Kind(StrEnum):
    """The kinds of changes; what one of them is, `MEANINGS` tells."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    STATED = "stated"
    WITHDRAWN = "withdrawn"
    RENAMED = "renamed"
    EVIDENCE = "evidence"
    ONTOLOGY = "ontology"
    RELEASE = "release"


MEANINGS: Final[dict[Kind, str]] = {
    Kind.ADDED: "A thing is in the data that was not there before.",
    Kind.REMOVED: "A thing is no longer in the data.",
    Kind.CHANGED: "A value of a known thing was replaced by another.",
    Kind.STATED: "Something more is stated about a known thing.",
    Kind.WITHDRAWN: "Something is no longer stated about a thing that is still there.",
    Kind.RENAMED: "A thing has another name; it is the same thing.",
    Kind.EVIDENCE: "The same is stated; what changed is its source, its place there, or the editors' note.",
    Kind.ONTOLOGY: "A term of the ontology or of a vocabulary changed.",
    Kind.RELEASE: "What the release says of itself.",
}
"""What each kind means, in a sentence; in the order in which changes are listed."""


@dataclass(frozen=True, slots=True)
class Row:
    """A statement that was added or removed, with its line of N-Quads."""

    is_added: bool
    quad: Quad
    line: str


@dataclass(slots=True)
class Group:
    """
    The statements behind one change; `matter` is the property of `thing` that changed, if it is one.

    `is_one_of_many` if both releases state other values of it as well.
    """

    kind: Kind
    thing: str
    matter: str = ""
    is_one_of_many: bool = False
    rows: list[Row] = field(default_factory=list)

    @property
    def assertions(self) -> tuple[str, ...]:
        """The graphs of the statements, which are the assertions that make them."""
        return tuple(sorted({row.quad.graph or "" for row in self.rows} - {""}))


@dataclass(frozen=True, slots=True)
class Change:
    """
    One change of one thing.

    `key` names it within its pair of releases.  `thing` is an IRI, `name` what the thing is called, `classes`
    are the IRIs of its classes; `about` are the IRIs of all that the change is about, the thing among them.
    `source` and `locator` are what the statement rests on, `not recorded` where nothing says so.  `added` and
    `removed` are lines of N-Quads.
    """

    pair: str
    key: str
    kind: Kind
    thing: str
    name: str
    classes: tuple[str, ...]
    about: frozenset[str]
    assertions: tuple[str, ...]
    sentence: str
    source: str
    locator: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    release: str
    issued: date | None

    @property
    def iri(self) -> str:
        """The name of the change on the web, which stays."""
        return f"{CHANGE}{self.pair}/{self.key}"

    @property
    def weight(self) -> int:
        """About how many statements it holds."""
        return len(self.added) + len(self.removed)


@dataclass(frozen=True, slots=True)
class Record:
    """All that changed between two releases, in the order in which it is listed."""

    old: Edition
    new: Edition
    changes: tuple[Change, ...]

    @property
    def counts(self) -> dict[Kind, int]:
        """How many changes of each kind there are, those of which there is one at least."""
        found = [change.kind for change in self.changes]
        return {kind: found.count(kind) for kind in Kind if kind in found}

    @property
    def added(self) -> int:
        """How many statements were added."""
        return sum(len(change.added) for change in self.changes)

    @property
    def removed(self) -> int:
        """How many statements were removed."""
        return sum(len(change.removed) for change in self.changes)


def pair_of(old: str, new: str) -> str:
    """Return how two releases are named together."""
    return f"{old}...{new}"
