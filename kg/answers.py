"""Answer a query for the command line: find its text, open the store, give the answer in a format."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg import resources
from kg.catalogue import catalogue
from kg.catalogue.existence import check_things
from kg.errors import ParameterError, QueryError
from kg.namespaces import ID
from kg.store import check_spec, open_store
from kg.store.policy import check
from kg.store.protocol import GRAPH_TYPES, RESULT_TYPES, query_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.store.protocol import Store

_MEDIA_TYPES = {suffix: media_type for media_type, suffix in {**RESULT_TYPES, **GRAPH_TYPES}.items()}


def listing() -> str:
    """List the stored queries, one a line: name and summary."""
    queries = [query for query in catalogue() if query.folder != "checks"]
    width = max((len(query.name) for query in queries), default=0)
    return "\n".join(f"{query.name:<{width}}  {query.summary}" for query in queries)


def query_text(name: str, params: Sequence[str]) -> str:
    """
    Find the text of a query.

    Args:
        name: The name of a stored query, the path of a file, or `-` for standard input.
        params: `name=value` texts for the parameters of a stored query.

    Raises:
        QueryError: There is no such query, or it may not be run.
        ParameterError: A parameter is not of the form `name=value`, or parameters came with a given query.
    """
    if name != "-" and not _is_file(name):
        if "{" in name:
            raise QueryError("That is a query and not its name; write it to a file, or pipe it to -.")
        stored = catalogue().named(name)
        return stored.bind(stored.terms(dict(_pair(param) for param in params)))
    if params:
        raise ParameterError("Parameters go with stored queries only; write the values into your query.")
    try:
        # As bytes: the locale of the terminal does not say in what a query is written.
        text = (sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()).decode()
    except UnicodeDecodeError as error:
        raise QueryError(f"{name} is not a text in UTF-8; save it as UTF-8.") from error
    except OSError as error:
        raise QueryError(f"{name} cannot be read ({error.strerror}); check the file.") from error
    check(text)
    return text


def check_parameters(store: Store, name: str, params: Sequence[str]) -> None:
    """
    Hold what the parameters of a stored query name against an open store; a given query has none.

    Raises:
        UnknownThingError: A parameter names a thing that is not in the graph.
    """
    if params:
        stored = catalogue().named(name)
        terms = stored.terms(dict(_pair(param) for param in params))
        check_things(stored, terms, lambda query, **given: store.select(catalogue().named(query).bind(given)))


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except OSError:  # a text too long to be a name
        return False


def _pair(param: str) -> tuple[str, str]:
    name, equals, value = param.partition("=")
    if not equals:
        raise ParameterError(f"{param!r} is not a parameter; write it as NAME=VALUE.")
    return name, value


@contextmanager
def opened(spec: str, release_dir: Path | None, warn: Callable[[str], None]) -> Iterator[Store]:
    """Open the store that `spec` names; the release behind an embedded one is built if it is missing."""
    check_spec(spec)
    directory = release_dir or resources.release_dir()
    if not spec.startswith("sparql:"):
        from kg import releases  # noqa: PLC0415  (a remote store needs no release)

        directory = releases.ensure(directory, warn=warn).directory
    store = open_store(spec, directory)
    try:
        yield store
    finally:
        store.close()


def answer(store: Store, text: str, output: str | None, *, terminal: bool) -> bytes:
    """
    Run a query and write its answer.

    Args:
        store: An open store.
        text: SPARQL 1.1.
        output: `table` or a suffix such as `csv` or `ttl`; what suits the query and the terminal if None.
        terminal: Whether a person reads along.

    Raises:
        QueryError: The query is wrong, or its answer has no such format.
    """
    gives_graph = query_form(text).gives_graph
    chosen = output or ("ttl" if gives_graph else "table" if terminal else "csv")
    if chosen == "table":
        return _as_table(store, text)
    body = store.answer(text, _MEDIA_TYPES[chosen])
    return body if body.endswith(b"\n") else body + b"\n"


def _as_table(store: Store, text: str) -> bytes:
    """Write rows for a person: our things by class and key, not by a whole IRI."""
    from rich.console import Console  # noqa: PLC0415  (only a terminal needs it)
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    solutions = store.select(text)
    table = Table(*solutions.variables)
    for row in solutions.rows:
        # As plain text: a bracket in a name is not a style.
        table.add_row(*(Text(str(row.get(name, "")).removeprefix(ID)) for name in solutions.variables))
    written = io.StringIO()
    console = Console(file=written, width=None if sys.stdout.isatty() else 160)
    console.print(table)
    console.print(f"{len(solutions.rows)} rows")
    return written.getvalue().encode()
