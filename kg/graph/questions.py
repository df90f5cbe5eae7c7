"""What one can ask of an open graph."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, Self

from kg.catalogue import CHECKS, Catalogue, catalogue
from kg.catalogue.existence import check_things
from kg.errors import ParameterError, QueryError
from kg.graph.rows import Rows
from kg.namespaces import ID, PREFIXES
from kg.store.policy import check
from kg.store.protocol import GRAPH_TYPES, Solutions
from kg.terms import BlankNode, Iri, Literal

if TYPE_CHECKING:
    from types import TracebackType

    from networkx import Graph as NetworkxGraph

    from kg.catalogue import Query
    from kg.store.protocol import Store
    from kg.terms import Term

_MEDIA_TYPES: Final = {suffix: media_type for media_type, suffix in GRAPH_TYPES.items()}


class Graph:
    """
    An open graph; made by `kg.open_graph`.

    Stored queries go by the same names and parameters here, on the command line (`regcoop query`), in the
    REST interface (`/api/v1/`) and on the pages of the site. Every method that asks raises `StoreError`
    where the store cannot answer, with `StoreUnreachableError` for an address that nobody answers at; all
    errors of ours are `kg.errors.KgError` and say in one sentence what is wrong and what to do.

    The graph can be used in a `with` statement, which closes it.
    """

    def __init__(self, store: Store) -> None:
        """Ask `store`."""
        self._store = store

    def __repr__(self) -> str:
        return f"<Graph: {self._store.label}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the graph and its memory; it is not used after that."""
        self._store.close()

    @property
    def queries(self) -> Catalogue:
        """
        The stored queries: each has `name`, `summary`, `params`, `columns` and `text`.

        They are those of the installed package, also where a site of another version is asked.
        """
        return Catalogue(tuple(query for query in catalogue() if query.folder != CHECKS))

    def run(self, name: str, /, **params: str | float | date | Iri | Literal | None) -> Rows:
        """
        Run a stored query.

        Args:
            name: Its name, such as `ratings`.
            params: The values of its parameters: for a thing its key (`country="bgd"`) or IRI, else a text,
                number, truth value or date. One that is None counts as not given.

        Raises:
            UnknownQueryError: There is no such query; the error offers the nearest names.
            ParameterError: A parameter is missing, unknown or not of its type.
            UnknownThingError: A parameter names a thing that is not in the graph.
        """
        query = catalogue().named(name)
        given = {key: value for key, value in params.items() if value is not None}
        terms = query.terms({key: _text(value) for key, value in given.items() if not _is_term(value)})
        terms |= {key: value for key, value in given.items() if isinstance(value, Iri | Literal)}
        text = query.bind(terms)
        check_things(query, terms, self._rows)
        return Rows(self._store.select(text), query.columns)

    def select(self, query: str) -> Rows:
        """
        Answer a SELECT query of your own.

        Args:
            query: SPARQL 1.1. Without FROM or GRAPH it sees all graphs as one. The rules of the public
                endpoint hold here as well: nothing is changed, and SERVICE is refused.

        Raises:
            QuerySyntaxError: It does not parse; the error says where.
            RefusedQueryError: It breaks one of the rules in `kg.store.policy`.
            QueryError: It is no SELECT query.
        """
        check(query)
        return Rows(self._store.select(query))

    def ask(self, query: str) -> bool:
        """Answer an ASK query of your own; rules and errors as for `select`."""
        check(query)
        return self._store.ask(query)

    def construct(self, query: str, suffix: str = "ttl") -> bytes:
        """
        Answer a CONSTRUCT or DESCRIBE query of your own.

        Args:
            query: SPARQL 1.1; rules and errors as for `select`.
            suffix: The format of the statements: ttl, nt, nq, trig, jsonld or rdf.

        Raises:
            MediaTypeError: The endpoint cannot write that format.
        """
        form = check(query)
        if not form.gives_graph:
            raise QueryError(f"The answer of {form} is no graph; use select or ask.")
        if suffix not in _MEDIA_TYPES:
            raise ParameterError(f"{suffix!r} is no format of a graph; use one of {', '.join(_MEDIA_TYPES)}.")
        return self._store.answer(query, _MEDIA_TYPES[suffix])

    def evidence(
        self, subject: str, property_: str | None = None, value: str | float | date | None = None
    ) -> Rows:
        """
        Tell from where what is said of a thing comes: one row for each fact and passage, or rule, behind it.

        Args:
            subject: The thing: an IRI, or class and key such as `country/bgd`.
            property_: Only statements with this property: an IRI, or a short name such as `rc:servesDomain`.
            value: Only statements of this value: the IRI of a thing, its class and key, or a text, number
                or date as the rows show it.

        Returns:
            `property`, `value`, `document` with `documentLabel`, the place in it as `locator`, `rule` with
            `ruleLabel` where a rule derived it, `basis` (how the statement came about) and `assertion` (the
            named graph that says so). No row means that no assertion says so, not that it is not so.
        """
        query = catalogue().named("where-from")
        found = self._store.select(query.bind(query.terms({"subject": _iri(subject)})))
        rows = [
            row
            for row in found.rows
            if (property_ is None or row["property"].value == _iri(property_))
            and (value is None or row["value"].value in {_text(value), _iri(_text(value))})
        ]
        return Rows(Solutions(found.variables, tuple(rows)), query.columns)

    def network(self, of: str | None = None, steps: int = 1) -> NetworkxGraph[str]:
        """
        Return things and the links between them as a graph of networkx.

        Args:
            of: None for all things; a thing, such as `process/bali-process`, for what is linked with it;
                `processes` for processes linked by the countries that they share, or `countries` for
                countries linked by processes, with what `regcoop network` says of them.
            steps: How many links to go from a thing: 1 or 2.

        Returns:
            A node is an IRI with `label` and `kind`. Around things the graph is a `MultiDiGraph`, whose
            edges have `relation`, `label`, `assertions`, `source` and `locator`, and `basis` where all things
            are asked for. Of processes or countries it is a `Graph`, whose edges have `shared`, a number of
            things; of a process whose members nobody lists it says `members not stated` as `state`, and
            gives no number.

        Raises:
            ParameterError: `of` names nothing that the network has.
        """
        from kg.networks.answers import network_of, whole_network  # noqa: PLC0415  (networkx takes 0.2 s)

        return whole_network(self._store) if of is None else network_of(self._store, of, steps)

    def _rows(self, name: str, **terms: Term) -> Solutions:
        query: Query = catalogue().named(name)
        return self._store.select(query.bind(terms))


def _is_term(value: object) -> bool:
    return isinstance(value, Iri | Literal | BlankNode)


def _text(value: object) -> str:
    """Return a value of Python as a user would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _iri(text: str) -> str:
    """Return the IRI that a short name or a class and key stand for; an IRI stays."""
    prefix, colon, local = text.partition(":")
    if colon and not local.startswith("//"):
        return PREFIXES[prefix] + local if prefix in PREFIXES else text
    return text if colon else ID + text
