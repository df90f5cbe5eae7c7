"""What every store can do, in which media types, whatever engine stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final, Protocol

from kg.errors import MediaTypeError, QueryError
from kg.store.syntax import DatasetChoice, Form, query_form

if TYPE_CHECKING:
    from kg.terms import Term

__all__ = [
    "GRAPH_TYPES",
    "JSON_TABLE",
    "RESULT_TYPES",
    "DatasetChoice",
    "Form",
    "Solutions",
    "Store",
    "check_form",
    "check_media_type",
    "query_form",
    "wrong_form",
]

JSON_TABLE: Final = "application/sparql-results+json"
"""The format of tables that every engine writes, and that we read."""

RESULT_TYPES: Final[dict[str, str]] = {
    JSON_TABLE: "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
"""Media types of the answers of SELECT and ASK, with their file extensions; the first is the default."""

GRAPH_TYPES: Final[dict[str, str]] = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/n-quads": "nq",
    "application/trig": "trig",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
}
"""Media types of the answers of CONSTRUCT and DESCRIBE, likewise."""


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer of a SELECT: `variables` in their order, without `?`; a row lacks what is unbound in it."""

    variables: tuple[str, ...]
    rows: tuple[dict[str, Term], ...]


class Store(Protocol):
    """
    A dataset that answers SPARQL 1.1 queries.

    The default graph is the union of all graphs, unless the query (FROM) or the caller names a dataset.
    Queries are run as they are given: whoever passes on a stranger's query asks `kg.store.policy` first.

    The `dataset` of each way to ask is the graphs that a request names; they replace those of the query.

    All three ways to ask raise `QuerySyntaxError` for a query that does not parse, `QueryError` for a query
    of another form than the method takes, and `StoreError` if the store cannot answer.
    """

    @property
    def label(self) -> str:
        """What stands behind the store, in a few words, without credentials."""

    def select(self, query: str, dataset: DatasetChoice | None = None) -> Solutions:
        """Answer a SELECT query."""

    def ask(self, query: str, dataset: DatasetChoice | None = None) -> bool:
        """Answer an ASK query."""

    def answer(self, query: str, media_type: str, dataset: DatasetChoice | None = None) -> bytes:
        """
        Answer a query of any form as the body of an HTTP response.

        Args:
            query: SPARQL 1.1.
            media_type: one of `RESULT_TYPES` for SELECT and ASK, of `GRAPH_TYPES` for CONSTRUCT and DESCRIBE.
            dataset: as above.

        Raises:
            MediaTypeError: no answer of this form has that media type.
        """

    def write(
        self, query: str, media_type: str, sink: IO[bytes], dataset: DatasetChoice | None = None
    ) -> int | None:
        """
        Do as `answer` does, and write the body to `sink` as it comes, holding little of it in memory.

        Returns:
            The number of rows, if it is a table and they were counted.
        """

    def within(self, seconds: float, most_bytes: int | None = None) -> Store:
        """
        Return a store on the same data that gives up on a query after `seconds`, or on `most_bytes`.

        An engine in this process cannot be stopped, and returns itself.
        """

    def close(self) -> None:
        """Let go of what the store holds; it is not used after that."""


def check_media_type(form: Form, media_type: str) -> None:
    """Raise `MediaTypeError` unless a query of `form` can be answered in `media_type`."""
    possible = GRAPH_TYPES if form.gives_graph else RESULT_TYPES
    if media_type not in possible:
        raise MediaTypeError(
            f"The answer of {form} cannot be given as {media_type!r}; ask for one of {', '.join(possible)}."
        )


def check_form(query: str, wanted: Form) -> None:
    """Raise `QueryError` unless `query` is of the form `wanted`."""
    if query_form(query) is not wanted:
        raise wrong_form(query, wanted)


def wrong_form(query: str, wanted: Form) -> QueryError:
    """Return the error for a query that is not of the form `wanted`."""
    return QueryError(
        f"A query of the form {wanted} is needed here, not {query_form(query)}; change its first keyword."
    )
