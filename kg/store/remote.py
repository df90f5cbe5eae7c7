"""Any SPARQL 1.1 endpoint as a store: the door to SPARQLWrapper."""

from __future__ import annotations

import io
import json
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final, cast
from urllib.parse import unquote, urlsplit, urlunsplit

from SPARQLWrapper import POST, URLENCODED, SPARQLWrapper

from kg.errors import QueryError
from kg.store.datasets import dataset_clauses, without_dataset_clauses
from kg.store.protocol import (
    GRAPH_TYPES,
    JSON_TABLE,
    DatasetChoice,
    Form,
    Solutions,
    check_form,
    check_media_type,
    query_form,
)
from kg.store.tables import from_json, rewrite, truth_value
from kg.store.transport import Transport

if TYPE_CHECKING:
    from urllib.request import Request

DEFAULT_TIMEOUT_S: Final = 30.0
SPOOLED_BYTES: Final = 1 << 20
"""What is longer stands in a file without a name, not in memory."""

_TABLES: Final = frozenset({JSON_TABLE, "application/json"})
# The two formats that every engine writes without prefixes of its own, and the ones with which some begin.
_GRAPHS: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
_OTHER_NAMES: Final = {"text/plain": "application/n-triples", "text/ntriples": "application/n-triples"}


class RemoteStore:
    """
    A SPARQL 1.1 endpoint.

    The endpoint must be set up so that its default graph is the union of its graphs, as with `oxigraph serve
    --union-default-graph`.  It is asked for tables in JSON and for graphs in N-Triples (or Turtle, if it has
    no N-Triples), and we write every other format from these: no engine has them all, and an answer that
    breaks off is found out.

    Each query opens a connection of its own, since SPARQLWrapper stands on `urllib`, which keeps none open;
    a store may be shared by threads.  An endpoint that is starting or gone is asked again for a while, see
    `kg.store.transport`.
    """

    def __init__(
        self, query_url: str, timeout_s: float = DEFAULT_TIMEOUT_S, most_bytes: int | None = None
    ) -> None:
        """
        Name the endpoint; nothing is sent yet.

        Args:
            query_url: An http or https address; `user:password@` before the host is sent as Basic
                authentication.  Others are refused by `kg.store.check_spec`.
            timeout_s: How long a query may take in all, in seconds.
            most_bytes: How long an answer may be as the endpoint writes it.
        """
        parts = urlsplit(query_url)
        self.url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        self._given_url = query_url
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._transport = Transport(self.url, timeout_s, most_bytes)

    @property
    def label(self) -> str:
        """What stands behind the store, in a few words, without credentials."""
        return f"SPARQL endpoint {self.url}"

    def within(self, seconds: float, most_bytes: int | None = None) -> RemoteStore:
        """Return the same endpoint with less patience; see `Store.within`."""
        return RemoteStore(self._given_url, seconds, most_bytes)

    def select(self, query: str, dataset: DatasetChoice | None = None) -> Solutions:
        """Answer a SELECT query; see `Store.select`."""
        check_form(query, Form.SELECT)
        answer = self._json(query, Form.SELECT, dataset)
        try:
            names = tuple(answer["head"]["vars"])
            rows = tuple(
                {name: from_json(term) for name, term in row.items()} for row in answer["results"]["bindings"]
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise self._transport.unintelligible("lacks a part of a table of results") from error
        return Solutions(names, rows)

    def ask(self, query: str, dataset: DatasetChoice | None = None) -> bool:
        """Answer an ASK query; see `Store.ask`."""
        check_form(query, Form.ASK)
        answer = self._json(query, Form.ASK, dataset)
        match answer:
            case {"boolean": bool(verdict)}:
                return verdict
            # Virtuoso gives a table of one row or none instead.
            case {"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": [*rows]}}:
                return bool(rows)
        raise self._transport.unintelligible("is no truth value")

    def answer(self, query: str, media_type: str, dataset: DatasetChoice | None = None) -> bytes:
        """Answer a query of any form as the body of an HTTP response; see `Store.answer`."""
        body = io.BytesIO()
        self.write(query, media_type, body, dataset)
        return body.getvalue()

    def write(
        self, query: str, media_type: str, sink: IO[bytes], dataset: DatasetChoice | None = None
    ) -> int | None:
        """Write the answer of a query of any form; see `Store.write`."""
        form = query_form(query)
        check_media_type(form, media_type)
        if form is Form.ASK:
            sink.write(truth_value(self.ask(query, dataset), media_type))
            return None
        with SpooledTemporaryFile(SPOOLED_BYTES) as file:
            spool = cast("IO[bytes]", file)
            if form is Form.SELECT:
                self._fetch(query, form, JSON_TABLE, spool, dataset)
                return self._table(spool, media_type, sink)
            given = self._fetch(query, form, _GRAPHS, spool, dataset)
            self._graph(spool, given, media_type, sink)
            return None

    def close(self) -> None:
        """Do nothing: no connection is kept."""

    def _table(self, source: IO[bytes], media_type: str, sink: IO[bytes]) -> int:
        source.seek(0)
        try:
            return rewrite(source, media_type, sink)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._transport.unintelligible("is no whole table of results in JSON") from error

    def _graph(self, source: IO[bytes], given: str, media_type: str, sink: IO[bytes]) -> None:
        from kg import rdf_output  # noqa: PLC0415  (the other engine, for those alone who ask for graphs)

        known = _OTHER_NAMES.get(given, given)
        if known not in GRAPH_TYPES:
            raise self._transport.unintelligible(f"is no graph but {given!r}")
        source.seek(0)
        try:
            rdf_output.rewrite(source, known, media_type, sink)
        except ValueError as error:
            raise self._transport.unintelligible("is no whole graph") from error

    def _json(self, query: str, form: Form, dataset: DatasetChoice | None) -> dict[str, Any]:
        body = io.BytesIO()
        self._fetch(query, form, JSON_TABLE, body, dataset)
        try:
            answer = json.loads(body.getvalue())
        except ValueError as error:
            # Some servers end a healthy status with an error in the body when their time is up.
            raise self._transport.unintelligible("is no JSON") from error
        if not isinstance(answer, dict):
            raise self._transport.unintelligible("is no JSON object")
        return answer

    def _fetch(
        self, query: str, form: Form, accept: str, sink: IO[bytes], dataset: DatasetChoice | None
    ) -> str:
        try:
            query.encode()
        except UnicodeEncodeError as error:
            raise QueryError(f"The query cannot be sent: {error}; it is no text in UTF-8.") from error
        given = self._transport.fetch(partial(self._request, query, form, accept, dataset), sink)
        if accept == JSON_TABLE and given not in _TABLES:
            raise self._transport.unintelligible(f"is no table of results in JSON but {given!r}")
        return given

    def _request(self, query: str, form: Form, accept: str, dataset: DatasetChoice | None) -> Request:
        if dataset:
            # They replace those of the query; Virtuoso would take both.
            query = without_dataset_clauses(query)
        request = SPARQLWrapper(self.url, agent="regcoop")
        request.setMethod(POST)
        request.setRequestMethod(URLENCODED)
        # Else it sends `format`, `output` and `results` along, which each server understands in its way.
        request.setOnlyConneg(True)
        # Its own table of formats has no N-Triples; a header that is set by hand wins.
        request.addCustomHttpHeader("Accept", accept)
        if self._user:
            request.setCredentials(self._user, self._password)
        # Set without its setter, which guesses the form by patterns.
        request.queryString, request.queryType = query, str(form)
        # The Oxigraph server takes no notice of FROM when its default graph is the union, but keeps to these.
        for name, iri in (dataset or dataset_clauses(query)).parameters:
            request.addParameter(name, iri)
        # Made by SPARQLWrapper and sent by `kg.store.transport`: its own `query` knows neither a deadline nor
        # the difference between a refusal and a connection that breaks.
        return request._createRequest()  # noqa: SLF001
