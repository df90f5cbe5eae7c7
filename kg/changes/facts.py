"""What releases say of the things that changes speak of: read in passes over the files, and no more kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.changes.lines import lines_of
from kg.namespaces import GRAPH_EVIDENCE, RDF_TYPE
from kg.rdf_output import read_nquads
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.rdf_output import Quad
    from kg.terms import Term

ENGLISH: Final = ("en", None)


class Facts:
    """What one release says of some things."""

    def __init__(self, nquads: Path) -> None:
        """Know nothing yet of the release with this graph."""
        self._nquads = nquads
        self._asked: set[str] = set()
        self._of: dict[str, list[Quad]] = {}
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
        found = [
            line
            for line in lines_of(self._nquads)
            if line[: line.index(b" ")] in subjects or (ends and line.rsplit(b" ", 2)[1] in ends)
        ]
        for quad in read_nquads(found):
            if str(quad.subject) in new:
                self._of.setdefault(str(quad.subject), []).append(quad)
            if f"<{quad.graph}>".encode() in ends:
                self._in.setdefault(quad.graph or "", []).append(quad)

    def of(self, thing: str) -> list[Quad]:
        """Return what is said of a thing that was asked for."""
        return self._of.get(thing, [])

    def in_graph(self, graph: str) -> list[Quad]:
        """Return what stands in a graph that was asked for."""
        return self._in.get(graph, [])

    def knows(self, thing: str) -> bool:
        """Say whether the release states something of a thing, beyond how statements are evidenced."""
        return any(quad.graph != GRAPH_EVIDENCE for quad in self.of(thing))

    def values(self, thing: str, *properties: str) -> list[Term]:
        """Return the values of the first of these properties that a thing has, English or of no language."""
        for wanted in properties:
            found = [
                quad.object
                for quad in self.of(thing)
                if quad.predicate.value == wanted
                and (not isinstance(quad.object, Literal) or quad.object.language in ENGLISH)
            ]
            if found:
                return found
        return []

    def classes(self, thing: str) -> tuple[str, ...]:
        """Return the IRIs of the classes of a thing."""
        return tuple(sorted({str(q.object) for q in self.of(thing) if q.predicate.value == RDF_TYPE}))


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
    both[False].ask(thing for thing in things if not both[True].of(thing))
