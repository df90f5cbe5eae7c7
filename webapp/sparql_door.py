"""
The SPARQL endpoint in front of the site: what programs ask is answered here, without Flask.

A query costs the engine a fraction of what a request costs Flask.  So plain answers are given here, and all
the rest is left to the site, with what has been read already: pages, the description, every error.
"""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

from werkzeug.exceptions import HTTPException

from kg.errors import BusyError, KgError
from kg.keeping import KeepingByWeight
from webapp.security import headers_of
from webapp.sparql_answers import Body, Flow, Plan, planned, whole, with_tag_of
from webapp.sparql_protocol import HANDED_ON, PATH, operation_of, read_body

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask import Flask

    from webapp.knowledge import Knowledge
    from webapp.sparql_answers import Fields
    from webapp.sparql_protocol import Operation

BYTES_KEPT: Final = 64 << 20
"""How many bytes of answers are kept at most; those least recently asked for go first."""

LONG: Final = 1 << 20
"""Longer answers, in bytes, are sent part by part and not kept."""

FLOWS: Final = 16
"""How many long answers are sent at once: each takes a thread of the server until its reader has it all."""

_PLANS_BYTES: Final = 8 << 20
_OVERHEAD: Final = 2_000
"""About the bytes that what is kept takes beside its texts."""

_RETRY_S: Final = 5
_METHODS: Final = frozenset({"GET", "HEAD", "POST"})
_VARIES: Final = ("Vary", "Accept, Accept-Encoding")


class SparqlDoor:
    """
    A WSGI application that answers queries, and leaves all other requests to the site.

    HEAD has the status and headers of GET.  It runs the query unless the answer is kept or the client has it,
    since only then is it known that there is one; what it finds is kept for the GET that follows.
    """

    def __init__(
        self, app: Flask, known: Knowledge, revision: str | None, *, long: int = LONG, flows: int = FLOWS
    ) -> None:
        """
        Stand in front of `app`.

        Args:
            app: The site, complete but for this.
            known: The graph that it serves.
            revision: What names the data; None if they may change unseen, and then nothing is kept.
            long: How many bytes an answer must have to be sent in parts.
            flows: How many answers are sent in parts at once.
        """
        self._app, self._site = app.wsgi_app, app
        self._known, self._revision, self._long = known, revision, long
        self._plans: KeepingByWeight[Plan] = KeepingByWeight(_PLANS_BYTES)
        self._bodies: KeepingByWeight[Body] = KeepingByWeight(BYTES_KEPT)
        self._flows = BoundedSemaphore(flows)
        self._common: dict[bool, Fields] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] not in _METHODS:
            return self._app(environ, start_response)
        try:
            read = self._read(environ)
            if isinstance(read, Plan):
                return self._answer(read, environ, start_response)
        except (KgError, HTTPException) as error:
            environ[HANDED_ON] = error
        else:
            environ[HANDED_ON] = read
        return self._app(environ, start_response)

    def _read(self, environ: WSGIEnvironment) -> Plan | Operation:
        """Return how a query is to be answered, or what was read of a request that the site answers."""
        body = read_body(environ)
        accept, coding = environ.get("HTTP_ACCEPT"), environ.get("HTTP_ACCEPT_ENCODING", "")
        given = (environ.get("QUERY_STRING", ""), body, body and environ.get("CONTENT_TYPE", ""))
        key = (environ["REQUEST_METHOD"] == "POST", *given, accept, coding)
        if plan := self._plans.get(key):
            return plan
        operation = operation_of(environ, body)
        if operation.query is None or operation.shows_page(accept):
            return operation
        plan = planned(self._known, self._revision, operation, operation.query, (accept, coding))
        if plan.tag:
            weight = sum(len(part) for part in (*given, accept or "", coding)) + plan.weight
            self._plans.put(key, plan, weight + _OVERHEAD)
        return plan

    def _answer(self, plan: Plan, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        kept = self._bodies.get(plan.tag) if plan.tag else None
        asked = environ.get("HTTP_IF_NONE_MATCH")
        common = self._common_to(environ)
        if plan.is_had(asked, is_there=kept is not None):
            return _unchanged(plan, common, start_response)
        found = kept or self._found(plan)
        if isinstance(found, Body):
            plan = with_tag_of(plan, found)
            if plan.is_had(asked, is_there=True):
                return _unchanged(plan, common, start_response)
        start_response("200 OK", [*common, *plan.fields(), *found.fields])
        if environ["REQUEST_METHOD"] != "HEAD":
            return [found.data] if isinstance(found, Body) else found
        if isinstance(found, Flow):
            found.close()
        return []

    def _found(self, plan: Plan) -> Body | Flow:
        """Run the query."""
        answer = self._known.strangers.answer(plan.query, plan.written, plan.dataset)
        if answer.length > self._long:
            if not self._flows.acquire(blocking=False):
                answer.close()
                raise BusyError(_RETRY_S)
            return Flow(plan, answer, self._flows.release)
        body = whole(plan, answer)
        if plan.tag:
            self._bodies.put(plan.tag, body, body.weight + _OVERHEAD)
        return body

    def _common_to(self, environ: WSGIEnvironment) -> Fields:
        """Return the headers that the site puts on every answer of the endpoint."""
        is_https = "https" in {environ["wsgi.url_scheme"], environ.get("HTTP_X_FORWARDED_PROTO")}
        common = self._common.get(is_https)
        if common is None:
            site = headers_of(self._site, PATH, is_https=is_https)
            common = self._common[is_https] = [_VARIES, *(field for field in site if field[0] != "Vary")]
        return common


def _unchanged(plan: Plan, common: Fields, start_response: StartResponse) -> Iterable[bytes]:
    fields = (field for field in plan.fields() if not field[0].startswith("Content-"))
    start_response("304 NOT MODIFIED", [*common, *fields])
    return []
