"""The store inside the process: the door to pyoxigraph for answers."""

from __future__ import annotations

from itertools import islice
from typing import IO, TYPE_CHECKING, Final, Protocol, cast

import pyoxigraph as ox

from kg import rdf_xml
from kg.errors import QueryError, StoreError
from kg.namespaces import PREFIXES
from kg.rdf_terms import from_engine
from kg.store.datasets import dataset_clauses
from kg.store.protocol import (
    GRAPH_TYPES,
    RESULT_TYPES,
    DatasetChoice,
    Form,
    Solutions,
    check_media_type,
    query_form,
    wrong_form,
)
from kg.store.syntax import syntax_error

if TYPE_CHECKING:
    from pathlib import Path

_NOT_RDF_1_1: Final = """
ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } FILTER (isTRIPLE(?o) || hasLANGDIR(?o)) }
"""


def open_embedded(path: Path) -> EmbeddedStore:
    """
    Load an RDF file into memory.

    Args:
        path: a file in a format that its extension names, such as `.nq`, `.trig` or `.ttl`.

    Raises:
        StoreError: the file is missing, in no known format, malformed or not RDF 1.1.
    """
    engine = ox.Store()
    format_ = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if format_ is None:
        raise StoreError(f"{path.name} has no extension of an RDF format; name it .nq, .trig, .ttl or .nt.")
    try:
        # Blank nodes keep their names, which `bulk_load` would draw by lot: the engine's order follows the
        # names, so the same file gives the same bytes in every process.
        engine.bulk_extend(ox.parse(path=path, format=format_, rename_blank_nodes=False))
    except OSError as error:
        raise StoreError(f"{path} cannot be read ({error}); `regcoop build` makes a release.") from error
    except SyntaxError as error:
        raise StoreError(f"{path.name} is malformed: {error}; build the release again.") from error
    if bool(engine.query(_NOT_RDF_1_1)):
        raise StoreError(
            f"{path.name} holds triple terms or texts with a direction, which RDF 1.1 does not know; "
            "write them as plain statements."
        )
    return EmbeddedStore(engine)


class Sink(Protocol):
    """What an answer can be written to."""

    def write(self, part: bytes, /) -> int:
        """Take the next part."""

    def flush(self) -> None:
        """Take note that there are no more parts."""


class EmbeddedStore:
    """
    A store in the memory of this process.

    The engine releases Python's lock while it works, so threads may share a store.  It has no time limit and
    no memory limit, and SERVICE goes out to the network: strangers' queries go through `kg.store.policy` and
    are run in a process that can be ended.
    """

    def __init__(self, engine: ox.Store) -> None:
        """Take over an engine that is filled; nothing is written to it any more."""
        self._engine = engine

    @property
    def label(self) -> str:
        """What stands behind the store, in a few words."""
        return "embedded Oxigraph, in memory"

    def select(self, query: str, dataset: DatasetChoice | None = None) -> Solutions:
        """Answer a SELECT query; see `Store.select`."""
        return self._first(query, None, None, dataset)[0]

    def preview(
        self, query: str, most: int, up_to: int, dataset: DatasetChoice | None = None
    ) -> tuple[Solutions, int]:
        """
        Answer a SELECT query with its first `most` rows and the number of all, as `Store.select` does.

        Counting ends where it goes past `up_to`: the number is one more then.
        """
        return self._first(query, most, up_to, dataset)

    def ask(self, query: str, dataset: DatasetChoice | None = None) -> bool:
        """Answer an ASK query; see `Store.ask`."""
        results = self._query(query, dataset)
        if not isinstance(results, ox.QueryBoolean):
            raise wrong_form(query, Form.ASK)
        return bool(results)

    def answer(self, query: str, media_type: str, dataset: DatasetChoice | None = None) -> bytes:
        """Answer a query of any form as the body of an HTTP response; see `Store.answer`."""
        return self._written(query, media_type, None, dataset)[0]

    def write(
        self, query: str, media_type: str, sink: IO[bytes], dataset: DatasetChoice | None = None
    ) -> int | None:
        """Write the answer of a query of any form; see `Store.write`.  The engine counts no rows."""
        self._written(query, media_type, sink, dataset)
        return None

    def write_parts(
        self, query: str, media_type: str, sink: Sink, dataset: DatasetChoice | None = None
    ) -> bool:
        """
        Do as `write` does, and say whether the answer is a table.

        What `sink` raises ends the query and comes out as it is, unless it is an `OSError`.
        """
        return self._written(query, media_type, sink, dataset)[1]

    def within(self, seconds: float, most_bytes: int | None = None) -> EmbeddedStore:  # noqa: ARG002
        """Return the store itself; see `Store.within`."""
        return self

    def close(self) -> None:
        """Let the memory go."""
        self._engine = ox.Store()

    def _first(
        self, query: str, most: int | None, up_to: int | None, dataset: DatasetChoice | None
    ) -> tuple[Solutions, int]:
        results = self._query(query, dataset)
        try:
            if not isinstance(results, ox.QuerySolutions):
                raise wrong_form(query, Form.SELECT)
            names = tuple(variable.value for variable in results.variables)
            rows = tuple(
                {
                    name: from_engine(term)
                    for name, term in zip(names, solution, strict=True)
                    if term is not None
                }
                for solution in islice(results, most)
            )
            more = sum(1 for _ in islice(results, None if up_to is None else max(0, up_to + 1 - len(rows))))
        except OSError as error:
            raise _failed(error) from error
        finally:
            # Only the thread that asked may drop it, and a traceback would keep it for another one.
            del results
        return Solutions(names, rows), len(rows) + more

    def _written(
        self, query: str, media_type: str, output: Sink | None, dataset: DatasetChoice | None
    ) -> tuple[bytes, bool]:
        results = self._query(query, dataset)
        try:
            is_graph = isinstance(results, ox.QueryTriples)
            # What has come tells the form; only where it does not suit, the text is read for it.
            if media_type not in (GRAPH_TYPES if is_graph else RESULT_TYPES):
                check_media_type(query_form(query), media_type)
            file = cast("IO[bytes] | None", output)  # the engine asks for no more than a sink
            if isinstance(results, ox.QueryTriples):
                if media_type == rdf_xml.MEDIA_TYPE:
                    return self._xml(results, output), False
                format_ = _graph_format(media_type)
                return ox.serialize(results, file, format=format_, prefixes=PREFIXES) or b"", False
            body = results.serialize(file, format=_result_format(media_type)) or b""
            return body, isinstance(results, ox.QuerySolutions)
        except OSError as error:
            raise _failed(error) from error
        finally:
            del results  # as above

    @staticmethod
    def _xml(results: ox.QueryTriples, output: Sink | None) -> bytes:
        if output is None:
            return rdf_xml.written(results, PREFIXES)
        rdf_xml.write(results, output, PREFIXES)
        return b""

    def _query(
        self, query: str, dataset: DatasetChoice | None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            if dataset:
                return self._engine.query(
                    query,
                    default_graph=[ox.NamedNode(iri) for iri in dataset.default_graphs],
                    named_graphs=[ox.NamedNode(iri) for iri in dataset.named_graphs],
                )
            # With its union switched on the engine takes no notice of FROM.
            return self._engine.query(query, use_default_graph_as_union=not dataset_clauses(query))
        except SyntaxError as error:
            raise syntax_error(str(error)) from error
        except ValueError as error:
            raise QueryError(f"The query cannot be used: {error}; graphs need absolute IRIs.") from error
        except RuntimeError as error:
            raise QueryError(f"The query cannot be evaluated: {error}.") from error
        except OSError as error:
            raise _failed(error) from error


def _failed(error: OSError) -> StoreError:
    return StoreError(f"The query could not be evaluated: {error}; simplify it or take SERVICE out.")


def _graph_format(media_type: str) -> ox.RdfFormat:
    format_ = ox.RdfFormat.from_media_type(media_type)
    assert format_ is not None, media_type  # noqa: S101 - `check_media_type` let only known ones pass
    return format_


def _result_format(media_type: str) -> ox.QueryResultsFormat:
    format_ = ox.QueryResultsFormat.from_media_type(media_type)
    assert format_ is not None, media_type  # noqa: S101 - as above
    return format_
