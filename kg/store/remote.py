"""Any SPARQL 1.1 endpoint as a store: the door to SPARQLWrapper."""

from __future__ import annotations

import ast
import json
import time
from http.client import HTTPException, IncompleteRead
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit, urlunsplit

from SPARQLWrapper import POST, URLENCODED, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

from kg.errors import KgError, MediaTypeError, QueryError, StoreError, StoreUnreachableError
from kg.store.protocol import DatasetChoice, Form, Solutions, check_form, check_media_type, query_form
from kg.store.syntax import dataset_clauses, syntax_error
from kg.terms import XSD_BOOLEAN, XSD_STRING, BlankNode, Iri, Literal, Term

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http.client import HTTPResponse

DEFAULT_TIMEOUT_S: Final = 30.0

_JSON: Final = "application/sparql-results+json"
_CHUNK_BYTES: Final = 1 << 16
# Virtuoso writes truth values as it stores them.
_TRUTH_VALUES: Final = {"0": "false", "1": "true"}
_REFUSALS: Final[dict[int, tuple[type[KgError], str]]] = {
    401: (StoreError, "give its user and password in the address"),
    403: (StoreError, "ask its keeper for access"),
    404: (StoreError, "check the path of its address"),
    406: (MediaTypeError, "ask for another media type"),
}


class RemoteStore:
    """
    A SPARQL 1.1 endpoint.

    The endpoint must be set up so that its default graph is the union of its graphs, as with `oxigraph serve
    --union-default-graph`.  Graph answers come as the endpoint writes them, with its own prefixes.

    Each query opens a connection of its own, since SPARQLWrapper stands on `urllib`, which keeps none open;
    a store holds no state between queries and may be shared by threads.
    """

    def __init__(self, query_url: str, timeout_s: float = DEFAULT_TIMEOUT_S) -> None:
        """
        Name the endpoint; nothing is sent yet.

        Args:
            query_url: An http or https address; `user:password@` before the host is sent as Basic
                authentication.  Others are refused by `kg.store.check_spec`.
            timeout_s: how long a query may take in all, in seconds.
        """
        parts = urlsplit(query_url)
        self.url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._timeout_s = timeout_s

    @property
    def label(self) -> str:
        """What stands behind the store, in a few words, without credentials."""
        return f"SPARQL endpoint {self.url}"

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
            raise self._unintelligible("lacks a part of a table of results") from error
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
        raise self._unintelligible("is no truth value")

    def answer(self, query: str, media_type: str, dataset: DatasetChoice | None = None) -> bytes:
        """Answer a query of any form as the body of an HTTP response; see `Store.answer`."""
        form = query_form(query)
        check_media_type(form, media_type)
        body, given = self._fetch(query, form, media_type, dataset)
        if given != media_type:
            raise MediaTypeError(
                f"The SPARQL endpoint {self.url} answered in {given!r} instead of {media_type!r}; "
                "ask for another media type."
            )
        return body

    def close(self) -> None:
        """Do nothing: no connection is kept."""

    def _json(self, query: str, form: Form, dataset: DatasetChoice | None) -> dict[str, Any]:
        body, _ = self._fetch(query, form, _JSON, dataset)
        try:
            answer = json.loads(body)
        except ValueError as error:
            # Some servers end a healthy status with an error in the body when their time is up.
            raise self._unintelligible("is no JSON") from error
        if not isinstance(answer, dict):
            raise self._unintelligible("is no JSON object")
        return answer

    def _fetch(
        self, query: str, form: Form, media_type: str, dataset: DatasetChoice | None
    ) -> tuple[bytes, str]:
        until = time.monotonic() + self._timeout_s
        try:
            response: HTTPResponse = self._request(query, form, media_type, dataset).query().response
            with response:
                given = response.headers.get_content_type()
                body = _body(response, until)
        except QueryBadFormed as error:
            raise syntax_error(_server_text(error)) from error
        except SPARQLWrapperException as error:
            raise self._refusal(error.__context__) from error
        except UnicodeEncodeError as error:
            raise QueryError(f"The query cannot be sent: {error}; it is no text in UTF-8.") from error
        except HTTPError as error:
            # Whatever else went wrong there, the connection is to be closed.
            error.close()
            raise self._refusal(error) from error
        except TimeoutError as error:
            raise StoreUnreachableError(self.url, f"no answer in {self._timeout_s:g} s") from error
        except (URLError, HTTPException, OSError) as error:
            reason = getattr(error, "reason", None) or error
            if isinstance(reason, TimeoutError):
                reason = f"no answer in {self._timeout_s:g} s"
            raise StoreUnreachableError(self.url, str(reason) or type(reason).__name__) from error
        return body, given

    def _request(
        self, query: str, form: Form, media_type: str, dataset: DatasetChoice | None
    ) -> SPARQLWrapper:
        request = SPARQLWrapper(self.url, agent="regcoop")
        request.setMethod(POST)
        request.setRequestMethod(URLENCODED)
        # Else it sends `format`, `output` and `results` along, which each server understands in its way.
        request.setOnlyConneg(True)
        # Its own table of formats has no N-Quads and no TriG; a header that is set by hand wins.
        request.addCustomHttpHeader("Accept", media_type)
        if self._user:
            request.setCredentials(self._user, self._password)
        # Set without its setters: one guesses the form by patterns, the other cuts 0.5 s down to no limit.
        request.queryString, request.queryType = query, str(form)
        request.timeout = self._timeout_s  # type: ignore[assignment]
        # The Oxigraph server takes no notice of FROM when its default graph is the union, but keeps to these.
        chosen = dataset or dataset_clauses(query)
        for iri in chosen.default_graphs:
            request.addParameter("default-graph-uri", iri)
        for iri in chosen.named_graphs:
            request.addParameter("named-graph-uri", iri)
        return request

    def _refusal(self, cause: BaseException | None) -> KgError:
        code = cause.code if isinstance(cause, HTTPError) else 0
        kind, hint = _REFUSALS.get(code, (StoreError, "look into its log or try again later"))
        return kind(f"The SPARQL endpoint {self.url} answered with HTTP status {code}; {hint}.")

    def _unintelligible(self, what: str) -> StoreError:
        return StoreError(
            f"The answer of the SPARQL endpoint {self.url} {what}; check that this is its query address."
        )


def from_json(term: Mapping[str, str]) -> Term:
    """
    Convert a term of the SPARQL 1.1 results format in JSON; truth values come as `true` and `false`.

    Raises:
        StoreError: the term is none of RDF 1.1, such as a triple term or a text with a direction.
    """
    kind, value = term["type"], term["value"]
    if kind == "uri":
        return Iri(value)
    # Virtuoso and other servers of the time of SPARQL 1.0 write `typed-literal`.
    if kind in {"literal", "typed-literal"} and "its:dir" not in term:
        language = term.get("xml:lang")
        if language:
            return Literal(value, None, language)
        datatype = term.get("datatype")
        if datatype == XSD_BOOLEAN:
            value = _TRUTH_VALUES.get(value, value)
        return Literal(value, None if datatype == XSD_STRING else datatype)
    if kind == "bnode":
        return BlankNode(value)
    raise StoreError(f"RDF 1.1 does not know the term {value} ({kind}); use its parts instead.")


def _body(response: HTTPResponse, until: float) -> bytes:
    # The time-out of a socket starts anew with every byte; a slow drip must end as well.
    chunks: list[bytes] = []
    while chunk := response.read1(_CHUNK_BYTES):
        chunks.append(chunk)
        if time.monotonic() > until:
            raise TimeoutError
    body = b"".join(chunks)
    promised = int(response.headers.get("Content-Length", len(body)))
    if len(body) < promised:
        # Unlike `read`, `read1` says nothing of a body that breaks off.
        raise IncompleteRead(body, promised - len(body))
    return body


def _server_text(error: SPARQLWrapperException) -> str:
    # SPARQLWrapper keeps the body of the response only as the `repr` of bytes at the end of its message.
    _, found, body = str(error).partition("Response:\n")
    return bytes(ast.literal_eval(body)).decode(errors="replace") if found else ""
