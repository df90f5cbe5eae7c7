"""What a view may ask of the graph: stored queries by name, and the names and sources of things by IRI."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, TypeVar, cast

from flask import current_app

from kg.catalogue import catalogue
from kg.derived import Derived
from kg.errors import ParameterError
from kg.keeping import Keeping
from kg.search import SearchIndex
from kg.store.delegated import Delegated
from kg.terms import Iri
from webapp.answers import Answers
from webapp.glossary import Glossary
from webapp.names import Names
from webapp.places import Places
from webapp.reach import Reach
from webapp.sought import sought_names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.catalogue import Catalogue
    from kg.networks import Network
    from kg.networks.sets import Sets
    from kg.store.bounded import BoundedStore
    from kg.store.protocol import Solutions, Store
    from kg.terms import Term

T = TypeVar("T")

MADE_KEPT: Final = 10_000
"""How many tables of rows, made for pages, are kept at most; those least recently asked for go first."""


@dataclass(frozen=True, slots=True)
class Release:
    """The release that is served: its version in `release`."""

    release: str


class Knowledge:
    """
    The graph as views see it.

    The store is only read while the site runs, so answers are kept, and what is made from all of it (names,
    places of evidence) is made once, when it is first needed.
    """

    def __init__(
        self, store: Store, queries: Catalogue | None = None, strangers: BoundedStore | None = None
    ) -> None:
        """Ask `store`, with `queries` or else those of this package; `strangers` answers what users write."""
        self.store = store
        self.strangers = strangers or Delegated(store)
        self.queries = queries or catalogue()
        self._answers = Answers(store)
        self._graphs: set[str] = set()
        self._kept = lru_cache(MADE_KEPT)(self._make)
        self.once = Keeping()
        """What is made of the whole graph, by what makes it."""

    def rows(self, query_name: str, **params: str | Term) -> Solutions:
        """
        Run a stored query.

        Args:
            query_name: The name of a file in kg/queries, without folder and suffix.
            params: A term, or the text of one as a user writes it (`escap-2017/2`, an IRI, a number).

        Raises:
            UnknownQueryError: There is no such query.
            ParameterError: A parameter is missing, unknown or not of its type.
            StoreError: The store cannot answer.
        """
        query = self.queries.named(query_name)
        terms = query.terms({name: value for name, value in params.items() if isinstance(value, str)})
        given = {name: value for name, value in params.items() if not isinstance(value, str)}
        return self._answers.select(query.bind(terms | given))

    def table(self, query_name: str, **params: str | Term) -> list[dict[str, str]]:
        """Run a stored query and return its rows as texts, without what is unbound; errors as in `rows`."""
        return [
            {name: term.value for name, term in row.items()} for row in self.rows(query_name, **params).rows
        ]

    def told_of(self, query_name: str, column: str, value: str) -> Sequence[Mapping[str, str]]:
        """
        Return the rows of a stored query without parameters that hold a text in a column, as `table` does.

        All rows are read once a release: for queries that cost the store nearly as much for one thing as for
        all.  The rows are shared between pages, so nobody may change them.
        """
        made = self.once.get((query_name, column), lambda: self._sorted(query_name, column))
        return made.get(value, ())

    def _sorted(self, query_name: str, column: str) -> Mapping[str, Sequence[Mapping[str, str]]]:
        found: dict[str, list[Mapping[str, str]]] = {}
        for row in self.table(query_name):
            if column in row:
                found.setdefault(row[column], []).append(row)
        return found

    def kept(self, make: Callable[..., T], *given: object) -> T:
        """
        Return what `make` makes of this graph and the values given, made once and kept while there is room.

        What was made is shared between pages, so nobody may change it.
        """
        return cast("T", self._kept(make, given))

    def _make(self, make: Callable[..., object], given: tuple[object, ...]) -> object:
        return make(self, *given)

    @cached_property
    def names(self) -> Names:
        """The names of everything."""
        return Names(self.rows("names").rows, self.table("composed-names"))

    @cached_property
    def derived(self) -> Derived:
        """The answers of stored queries as tables, for pages that choose and count among many rows."""
        # Past the kept answers: a table keeps what it was made of, and once is enough.
        return Derived(lambda name: self.store.select(self.queries.named(name).bind({})))

    @cached_property
    def network(self) -> Network:
        """All things and the typed links between them."""
        from kg.networks import Network  # noqa: PLC0415  (what it needs takes 0.2 s to import)

        # Past the answers that are kept: the rows are many, and nothing asks for them again.
        return Network(lambda name: self.store.select(self.queries.named(name).text))

    @cached_property
    def sets(self) -> Sets:
        """Who belongs to what, which domain is served by what: as sets."""
        from kg.networks.sets import Sets  # noqa: PLC0415

        return Sets(self.network)

    @cached_property
    def glossary(self) -> Glossary:
        """What terms mean."""
        return Glossary(self.table("definitions"), self.names)

    @cached_property
    def finder(self) -> SearchIndex:
        """What finds things by their names."""
        return SearchIndex(sought_names(self.names))

    @cached_property
    def reach(self) -> Reach:
        """What serves which domain, by way of whom."""
        return Reach(self._unkept)

    def _unkept(self, query_name: str) -> list[dict[str, str]]:
        """Return rows as `table` does, and leave the kept answers as they are: these are long."""
        answer = self.store.select(self.queries.named(query_name).bind({}))
        return [{name: term.value for name, term in row.items()} for row in answer.rows]

    @cached_property
    def places(self) -> Places:
        """Where every assertion comes from."""
        return Places(self.table("places"), (row["assertion"] for row in self.table("disputed")))

    def holds_graph(self, iri: str) -> bool:
        """Say whether the store holds a named graph of that IRI; what is no IRI names none."""
        if iri in self._graphs:
            return True
        try:
            query = self.queries.named("named-graph").bind({"graph": Iri(iri)})
        except ParameterError:
            return False
        # Only graphs that there are get remembered: strangers can make up any number of others.
        if not self.store.select(query).rows:
            return False
        self._graphs.add(iri)
        return True

    @cached_property
    def release(self) -> Release | None:
        """The release that is served; None if the store does not say."""
        rows = self.table("release")
        return Release(rows[-1]["version"]) if rows else None


def knowledge() -> Knowledge:
    """Return the knowledge of the running site."""
    return cast("Knowledge", current_app.extensions["regcoop"])
