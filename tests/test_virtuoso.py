"""
The stored queries and the site on Virtuoso 7, an engine that reads SPARQL in its own way.

Its default graph holds a few statements about itself besides ours; no answer may depend on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.catalogue import catalogue
from kg.store.embedded import open_embedded
from kg.store.remote import RemoteStore
from kg.terms import BlankNode
from webapp import create_app
from webapp.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask

    from kg.catalogue import Query
    from kg.store.protocol import Solutions, Store

pytestmark = pytest.mark.slow

BALI = "/doc/process/bali-process"
PAGES = ["/", "/domains", "/matrix", "/ratings", "/processes", "/initiatives", "/ontology", BALI]


@pytest.fixture(name="stores", scope="module", params=["graph_file", "whole_graph_file"])
def _stores(request: pytest.FixtureRequest, virtuoso_server: Callable[[Path], str]) -> tuple[Store, Store]:
    """The graph of the small dataset, then the one that we publish: in memory and on the server."""
    graph: Path = request.getfixturevalue(request.param)
    return open_embedded(graph), RemoteStore(virtuoso_server(graph))


def listed(solutions: Solutions) -> list[list[tuple[str, str]]]:
    """Return the rows in their order, those with a node that has no name last and sorted."""
    named: list[list[tuple[str, str]]] = []
    nameless: list[list[tuple[str, str]]] = []
    for row in solutions.rows:
        blank = any(isinstance(term, BlankNode) for term in row.values())
        terms = [(name, "_:" if isinstance(term, BlankNode) else term.n3()) for name, term in row.items()]
        (nameless if blank else named).append(sorted(terms))
    return named + sorted(nameless)


def texts(query: Query) -> list[str]:
    """Return the query with its examples, and without the parameters that may be left out."""
    example = query.example()
    needed = {param.name: example[param.name] for param in query.params if not param.is_optional}
    return [query.text, *([query.bind(needed)] if len(needed) < len(query.params) else [])]


@pytest.mark.parametrize("name", [query.name for query in catalogue()])
def test_a_stored_query_gives_the_same_rows_in_the_same_order(stores: tuple[Store, Store], name: str) -> None:
    """The same columns, and the same rows with the same terms."""
    embedded, remote = stores
    for text in texts(catalogue().named(name)):
        here, there = embedded.select(text), remote.select(text)

        assert here.variables == there.variables
        assert listed(here) == listed(there)


def test_a_question_of_yes_or_no_is_answered(stores: tuple[Store, Store]) -> None:
    """Virtuoso gives a table in place of a truth value."""
    _, remote = stores

    assert remote.ask("ASK { ?s ?p ?o }")
    assert not remote.ask("ASK { ?s <urn:none> ?o }")


@pytest.fixture(name="embedded_site", scope="module")
def _embedded_site(graph_file: Path) -> Flask:
    """A site that nobody has asked a query, so that it tells no times."""
    return create_app(Settings(open_embedded(graph_file)))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same(embedded_site: Flask, site_on_virtuoso: Flask, path: str) -> None:
    """To the letter."""
    here, there = embedded_site.test_client().get(path), site_on_virtuoso.test_client().get(path)

    assert here.status_code == there.status_code == 200
    assert here.text == there.text


@pytest.fixture(name="site_on_virtuoso", scope="module")
def _site_on_virtuoso(graph_file: Path, virtuoso_server: Callable[[Path], str]) -> Flask:
    """Make the real site over the graph of the small dataset on the server."""
    app = create_app(Settings(RemoteStore(virtuoso_server(graph_file))))
    app.testing = True
    return app
