"""Every stored query gives the same answer in memory and on a real SPARQL server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.catalogue import catalogue
from kg.store.embedded import open_embedded
from kg.store.remote import RemoteStore
from kg.terms import BlankNode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.store.protocol import Solutions, Store

_QUERIES = [query.name for query in catalogue()]


@pytest.fixture(name="embedded", scope="module")
def _embedded(graph_file: Path) -> Store:
    """The graph of the small dataset in memory."""
    return open_embedded(graph_file)


@pytest.fixture(name="remote", scope="module")
def _remote(graph_file: Path, oxigraph_server: Callable[[bytes], str]) -> Store:
    """The same graph behind a SPARQL endpoint."""
    return RemoteStore(oxigraph_server(graph_file.read_bytes()))


def _rows(solutions: Solutions) -> list[list[tuple[str, str]]]:
    # The nodes of the ontology's lists have no names that two engines could share.
    return sorted(
        sorted((name, "_:" if isinstance(term, BlankNode) else term.n3()) for name, term in row.items())
        for row in solutions.rows
    )


@pytest.mark.parametrize("name", _QUERIES)
def test_a_stored_query_gives_the_same_rows_on_both_engines(
    embedded: Store, remote: Store, name: str
) -> None:
    """The file as it stands, with its examples: the same columns, and the same rows with the same terms."""
    query = catalogue().named(name)
    here, there = embedded.select(query.text), remote.select(query.text)

    assert here.variables == there.variables
    assert _rows(here) == _rows(there)


@pytest.mark.parametrize("name", [name for name in _QUERIES if catalogue().named(name).params])
def test_a_query_without_its_optional_parameters_does_so_too(
    embedded: Store, remote: Store, name: str
) -> None:
    """What a user leaves out is dropped from the query in the same way for both."""
    query = catalogue().named(name)
    example = query.example()
    needed = {param.name: example[param.name] for param in query.params if not param.is_optional}
    bound = query.bind(needed)

    assert _rows(embedded.select(bound)) == _rows(remote.select(bound))
