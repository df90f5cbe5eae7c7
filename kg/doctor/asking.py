"""How the doctor asks: parts of a query by themselves, as long as its time lasts."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from kg.doctor.findings import Finding
from kg.doctor.terms import variants
from kg.errors import KgError
from kg.store.patterns import Graph, Triple, read, unstopped, written
from kg.store.prefixes import Prefixes
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.doctor.terms import Known
    from kg.store.patterns import Part, Query
    from kg.store.protocol import Solutions
    from kg.terms import Term

SECONDS: Final = 1.0
_SHORT: Final = 160


class OutOfTimeError(Exception):
    """The time for the examination is over; what was found until then stands."""


class Patient:
    """
    A query under examination.

    `ask` answers a SELECT in the seconds given; its errors count as no answer.  Nothing is asked twice.
    """

    def __init__(
        self, text: str, ask: Callable[[str, float], Solutions], known: Known, seconds: float = SECONDS
    ) -> None:
        """Read the query; raise `QuerySyntaxError` if that cannot be done."""
        self.query: Query = read(text)
        self.known = known
        self.prefixes = Prefixes.of(self.query.prologue)
        self._ask = ask
        self._until = time.monotonic() + seconds
        self._asked: dict[str, list[Mapping[str, Term]]] = {}

    def rows(self, pattern: str, variables: str = "*", most: int = 1) -> list[Mapping[str, Term]]:
        """
        Return the first rows of a pattern, which may hold terms as the query writes them.

        Raises:
            OutOfTimeError: The time is over, or the question itself went over a limit.
        """
        text = f"SELECT {variables} {self.query.datasets} WHERE {{ {pattern} \n}} LIMIT {most}"
        if text not in self._asked:
            left = self._until - time.monotonic()
            if left <= 0:
                raise OutOfTimeError
            try:
                self._asked[text] = list(self._ask(f"{self.query.prologue}\n{text}", left).rows)
            except KgError as error:
                raise OutOfTimeError from error
        return self._asked[text]

    def holds(self, pattern: str) -> bool:
        """Say whether a pattern has any solution; errors as in `rows`."""
        return bool(self.rows(pattern))

    def text(self, part: Part) -> str:
        """Return a part as it can be asked by itself or beside others."""
        if isinstance(part, Triple):
            return written(part)
        return self.query.cut(part.span)

    def joined(self, parts: Iterable[Part]) -> str:
        """Return parts as one pattern."""
        return "\n".join(map(self.text, parts))

    def shown(self, part: Part) -> str:
        """Return a part as a person wrote it, shortened."""
        text = " ".join((unstopped(part) if isinstance(part, Triple) else self.text(part)).split())
        return text if len(text) <= _SHORT else text[:_SHORT].rsplit(" ", 1)[0] + " ..."

    def line(self, part: Part) -> int:
        """Return the line in which a part begins, from 1."""
        return self.query.text.count("\n", 0, part.span[0]) + 1

    def within(self, part: Triple, graph: Graph | None) -> str:
        """Return a triple pattern in the GRAPH that is around it, if one is."""
        return f"GRAPH {graph.name} {{ {written(part)} }}" if graph else written(part)

    def knows(self, iri: str) -> bool:
        """Say whether the graph has a statement about an IRI, or a graph of that name; see `rows`."""
        name = Iri(iri).n3()
        return self.holds(
            f"{{ {name} ?p ?o }} UNION {{ ?s ?p {name} }} UNION {{ GRAPH {name} {{ ?s ?p ?o }} }}"
        )

    def short(self, term: Term) -> str:
        """Return how the query may write a term."""
        if isinstance(term, Iri):
            return self.prefixes.shown(term.value)
        if isinstance(term, Literal) and term.datatype:
            return f"{Literal(term.value).n3()}^^{self.prefixes.shown(term.datatype)}"
        return term.n3()

    def finding(self, part: Part, says: str, instead: str = "", *, is_mistake: bool = True) -> Finding:
        """Say something of a part."""
        return Finding(self.shown(part), self.line(part), is_mistake, says, instead)

    def unknown(self, part: Part, iri: str) -> Finding:
        """Say that the graph knows nothing by a name, and what may be meant."""
        found = [other for other in variants(iri) if self.knows(other)] or self.known.near_things(iri)
        instead = " or ".join(map(self.prefixes.shown, found))
        return self.finding(part, f"The graph knows nothing by the name {self.prefixes.shown(iri)}.", instead)
