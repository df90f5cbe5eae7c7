"""What releases say of the things that changes speak of: read in passes over the files, and no more kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.changes.lines import lines_of
from kg.namespaces import GRAPH_EVIDENCE, RC, RDF_TYPE
from kg.rdf_output import read_nquads
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.rdf_output import Quad
    from kg.terms import Term

ENGLISH: Final = ("en", None)
_RETIRED: Final = RC + "RetiredThing"


class Facts:
    """What one release says of some things."""

    def __init__(self, nquads: Path) -> None:
        """Know nothing yet of the release with this graph."""
        self._nquads = nquads
        self._asked: set[str] = set()
        self._of: dict[str, dict[str, list[Quad]]] = {}
        self._in: dict[str, list[Quad]] = {}

    def ask(self, things: Iterable[str], graphs: Iterable[str] = ()) -> None:
        """
        Read all statements with these subjects, and those in these graphs, in one pass over the file.

        Args:
            things: IRIs; those asked for before are not read again.
            graphs: The IRIs of named graphs; asked for once.
        """
        new = set(things) - self._asked
        self._asked |= new
        subjects = {f"<{iri}>".encode() for iri in new}
        ends = {f"<{iri}>".encode() for iri in graphs}
        if not subjects and not ends:
            return
        for quad in read_nquads(b"\n".join(self._found(subjects, ends))):
            subject, graph = str(quad.subject), quad.graph or ""
            if subject in new:
                self._of.setdefault(subject, {}).setdefault(quad.predicate.value, []).append(quad)
            if f"<{graph}>".encode() in ends:
                self._in.setdefault(graph, []).append(quad)

    def _found(self, subjects: set[bytes], ends: set[bytes]) -> list[bytes]:
        """Return the lines with these subjects or graphs; most are looked at up to the first blank alone."""
        lines = lines_of(self._nquads)
        if not ends:
            return [line for line in lines if line[: line.index(b" ")] in subjects]
        return [
            line for line in lines if line[: line.index(b" ")] in subjects or line.rsplit(b" ", 2)[1] in ends
        ]

    def of(self, thing: str) -> list[Quad]:
        """Return what is said of a thing that was asked for."""
        return [quad for said in self._of.get(thing, {}).values() for quad in said]

    def has(self, thing: str) -> bool:
        """Say whether anything was found of a thing that was asked for."""
        return thing in self._of

    def in_graph(self, graph: str) -> list[Quad]:
        """Return what stands in a graph that was asked for."""
        return self._in.get(graph, [])

    def knows(self, thing: str) -> bool:
        """Say whether the release states something of a thing, beyond how statements are evidenced."""
        return any(quad.graph != GRAPH_EVIDENCE for quad in self.of(thing))

    def is_retired(self, thing: str) -> bool:
        """Say whether all that the release states of a thing is why it is gone."""
        return _RETIRED in self.classes(thing)

    def values(self, thing: str, *properties: str) -> list[Term]:
        """Return the values of the first of these properties that a thing has, English or of no language."""
        said = self._of.get(thing, {})
        for wanted in properties:
            found = [
                quad.object
                for quad in said.get(wanted, ())
                if not isinstance(quad.object, Literal) or quad.object.language in ENGLISH
            ]
            if found:
                return found
        return []

    def classes(self, thing: str) -> tuple[str, ...]:
        """Return the IRIs of the classes of a thing."""
        return tuple(sorted({str(quad.object) for quad in self._of.get(thing, {}).get(RDF_TYPE, ())}))


def iris(quads: Iterable[Quad]) -> set[str]:
    """Return all IRIs that statements name: things, properties, values."""
    return {
        term.value
        for quad in quads
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, Iri)
    }


def joined(both: Mapping[bool, Facts], things: set[str]) -> None:
    """Ask the newer release for things, and the older one for those that the newer does not know."""
    both[True].ask(things)
    both[False].ask(thing for thing in things if not both[True].has(thing))
