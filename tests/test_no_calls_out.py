"""No query makes the site call anyone: a listening socket counts, for every engine and every way to ask."""

from __future__ import annotations

import selectors
import socket
import threading
from typing import TYPE_CHECKING, NamedTuple

import pytest

from kg.store.bounded import Limits
from kg.store.embedded import open_embedded
from kg.store.remote import RemoteStore
from kg.store.workers.pool import WorkerPool
from webapp import create_app
from webapp.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import Needs


class Listener(NamedTuple):
    """A socket that somebody may call, and who has done so."""

    url: str
    called: list[str]


@pytest.fixture(name="listener", scope="module")
def _listener() -> Iterator[Listener]:
    """Listen on loopback, count who calls, and hang up."""
    called: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server, selectors.DefaultSelector() as waiting:
        ended, end = socket.socketpair()
        waiting.register(server, selectors.EVENT_READ)
        waiting.register(ended, selectors.EVENT_READ)

        def listen() -> None:
            while all(key.fileobj is server for key, _ in waiting.select()):
                connection, address = server.accept()
                called.append(str(address))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield Listener(f"http://127.0.0.1:{server.getsockname()[1]}/sparql", called)
        end.send(b"x")
        thread.join()
        for one in (ended, end):
            one.close()


@pytest.fixture(name="site_of", scope="module")
def _site_of(
    graph_file: Path, oxigraph_server: Callable[[bytes], str], needs: Needs
) -> Iterator[Callable[[str], Flask]]:
    """Give a function that makes the site over an engine."""
    made: dict[str, Flask] = {}
    pools: list[WorkerPool] = []

    def site(engine: str) -> Flask:
        if engine not in made:
            if engine == "remote":
                settings = Settings(RemoteStore(oxigraph_server(graph_file.read_bytes())))
            elif engine == "workers":
                needs(WorkerPool.is_possible(), "this system has no pool of workers", "run it on Linux")
                pools.append(WorkerPool(graph_file, Limits(seconds=5), workers=2))
                settings = Settings(open_embedded(graph_file), pools[0], release_digest="d")
            else:
                settings = Settings(open_embedded(graph_file))
            made[engine] = create_app(settings)
        return made[engine]

    yield site
    for pool in pools:
        pool.close()


# Twelve kinds of attack; LISTENER is the address that must never be called.
CALL = "SERVICE <LISTENER> { ?a ?b ?c }"
REFUSED = {
    "a constant": (f"SELECT * {{ {CALL} }}", "no-service"),
    "bound": ("SELECT * { BIND(<LISTENER> AS ?s) SERVICE ?s { ?a ?b ?c } }", "no-service"),
    "silent": ("SELECT * { SERVICE SILENT <LISTENER> { ?a ?b ?c } }", "no-service"),
    "nested": (f"SELECT * {{ OPTIONAL {{ {{ ?x ?y ?z }} UNION {{ {CALL} }} }} }}", "no-service"),
    "in a sub-select": (f"SELECT * {{ {{ SELECT ?a {{ {CALL} }} }} }}", "no-service"),
    "by a prefix": ("PREFIX service: <LISTENER> SELECT * { SERVICE service: { ?a ?b ?c } }", "no-service"),
    "by an escape": ("SELECT * { \\u0053ERVICE <LISTENER> { ?a ?b ?c } }", "no-service"),
    "behind a comment": ("SELECT * { SERVICE#\n<LISTENER>#\n{ ?a ?b ?c } }", "no-service"),
    "in what does not exist": (f"ASK {{ FILTER NOT EXISTS {{ {CALL} }} }}", "no-service"),
    "FROM": ("SELECT * FROM <LISTENER> { ?a ?b ?c }", "unknown-graph"),
    "FROM NAMED": ("SELECT * FROM NAMED <LISTENER> { GRAPH ?g { ?a ?b ?c } }", "unknown-graph"),
    "LOAD": ("LOAD <LISTENER>", "read-only"),
    "LOAD SILENT": ("LOAD SILENT <LISTENER> INTO GRAPH <urn:g>", "read-only"),
    "an update": (f"INSERT {{ ?a ?b ?c }} WHERE {{ {CALL} }}", "read-only"),
    "huge VALUES": (f"SELECT * {{ VALUES ?x {{ {'<LISTENER> ' * 2_000} }} SERVICE ?x {{}} }}", "no-service"),
    "deep paths": (f"SELECT * {{ ?s {'(' * 70}<LISTENER>{')*' * 70} ?o }}", "depth"),
    "long paths": ("SELECT * { ?s " + "/".join(["<LISTENER>"] * 700) + " ?o }", "size"),
}


@pytest.mark.parametrize("engine", ["embedded", "workers", "remote"])
@pytest.mark.parametrize(("query", "rule"), REFUSED.values(), ids=list(REFUSED))
def test_a_query_that_would_call_is_refused(
    site_of: Callable[[str], Flask], listener: Listener, engine: str, query: str, rule: str
) -> None:
    """By its rule, in every way of the protocol and on the page, and nobody is called."""
    client = site_of(engine).test_client()
    query = query.replace("LISTENER", listener.url)
    for answer in _in_all_ways(client, query):
        assert 403 == answer[0]
        assert rule in answer[1]

    assert [] == listener.called


@pytest.mark.parametrize("engine", ["embedded", "workers", "remote"])
@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_a_graph_that_the_request_names_is_not_fetched(
    site_of: Callable[[str], Flask], listener: Listener, engine: str, name: str
) -> None:
    """The refusal says that it is not here."""
    asked = {"query": "SELECT * { ?s ?p ?o }", name: listener.url}
    answer = site_of(engine).test_client().post("/sparql", data=asked)

    assert answer.json is not None
    assert (403, "unknown-graph") == (answer.status_code, answer.json["rule"])
    assert listener.url in answer.json["detail"]
    assert [] == listener.called


def test_the_listener_counts(listener: Listener) -> None:
    """Else the tests above would show nothing: the engine by itself does call."""
    import pyoxigraph  # noqa: PLC0415

    with pytest.raises(OSError):  # noqa: PT011  (it hangs up)
        list(pyoxigraph.Store().query(f"SELECT * {{ SERVICE <{listener.url}> {{ ?a ?b ?c }} }}"))  # type: ignore[arg-type]

    assert listener.called
    listener.called.clear()


def _in_all_ways(client: FlaskClient, query: str) -> Iterator[tuple[int, str]]:
    direct = {"content_type": "application/sparql-query"}
    for answer in (
        client.get("/sparql", query_string={"query": query}),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", data=query, **direct),
        client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/html"}),
    ):
        yield answer.status_code, answer.get_data(as_text=True)
