"""What a visitor is told when something goes wrong: one table, a page for people, RFC 9457 for programs."""

from __future__ import annotations

import difflib
import logging
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Response, make_response, request
from werkzeug.exceptions import HTTPException, NotFound

from kg.errors import (
    BusyError,
    ChangesError,
    ChoiceError,
    KgError,
    LimitError,
    ManyChangesError,
    MediaTypeError,
    NotMadeError,
    ParameterError,
    QueryError,
    QueryFileError,
    RefusedQueryError,
    ShelfError,
    ShelfFullError,
    StoreError,
    StoreTimeoutError,
    StoreUnreachableError,
    UnexplainedError,
    UnknownQueryError,
    UnknownThingError,
)
from kg.namespaces import ID
from webapp import problem_types as types
from webapp.kinds import KINDS
from webapp.knowledge import knowledge
from webapp.names import kind_of
from webapp.negotiation import prefers_page
from webapp.pdf import PdfError
from webapp.problems import CONTEXT_LINK, PROBLEM_TYPE, members, problem_body
from webapp.rendering import render
from webapp.urls import iri_of, key_of, path_of, search_path

if TYPE_CHECKING:
    from flask import Flask

    from webapp.kinds import Kind
    from webapp.knowledge import Knowledge
    from webapp.problem_types import ProblemType
    from webapp.problems import Members

PROBLEMS: Final[dict[type[KgError], ProblemType]] = {
    QueryFileError: types.INTERNAL_ERROR,
    UnknownQueryError: types.UNKNOWN_QUERY,
    UnknownThingError: types.UNKNOWN_THING,
    ParameterError: types.INVALID_PARAMETER,
    RefusedQueryError: types.REFUSED_QUERY,
    MediaTypeError: types.NOT_ACCEPTABLE,
    UnexplainedError: types.UNEXPLAINED,
    QueryError: types.INVALID_QUERY,
    StoreUnreachableError: types.STORE_UNREACHABLE,
    StoreTimeoutError: types.STORE_TIMEOUT,
    StoreError: types.STORE_UNAVAILABLE,
    ChoiceError: types.INVALID_PARAMETER,
    ManyChangesError: types.MANY_CHANGES,
    ChangesError: types.STORE_UNAVAILABLE,
    NotMadeError: types.NOT_MADE,
    PdfError: types.NOT_INSTALLED,
    LimitError: types.QUERY_LIMIT,
    BusyError: types.BUSY,
    ShelfError: types.SHELF_UNAVAILABLE,
    ShelfFullError: types.SHELF_FULL,
    KgError: types.INTERNAL_ERROR,
}
"""The kind of problem, and with it the status, of every error of ours: that of the nearest class above it."""

_MADE_WITHIN_S: Final = 60
_TIMES: Final = frozenset({"time", "cpu"})
_NEAR_AT_MOST: Final = 5
_LONGEST_COMPARED: Final = 200
_LIKENESS: Final = 0.6
_BEGINNING: Final = 3
"""How many characters of a key are a beginning that tells something."""

_HOME: Final = (("Search", "/search"), ("Domains", "/domains"), ("First page", "/"))
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """
    All that `error.html` may use.

    `near` are things (name, address) that may have been meant; `ways` are (name, address) of where to go on.
    """

    status: int
    title: str
    detail: str
    near: tuple[tuple[str, str], ...]
    ways: tuple[tuple[str, str], ...]


def init_app(app: Flask) -> None:
    """Answer every error of `app` in these two forms; an error that nobody foresaw is logged, too."""
    app.register_error_handler(KgError, _ours)
    app.register_error_handler(HTTPException, _http)


def type_of(error: KgError) -> ProblemType:
    """Return the kind of problem as which an error of ours is told."""
    if isinstance(error, LimitError) and error.limit in _TIMES:
        return types.QUERY_TIME
    return next(PROBLEMS[kind] for kind in type(error).__mro__ if kind in PROBLEMS)


def status_of(error: KgError) -> HTTPStatus:
    """Return the status with which an error of ours is answered."""
    return type_of(error).status


def problem(kind: ProblemType, detail: str, members: Members, status: HTTPStatus | None = None) -> Response:
    """
    Answer with a problem document of RFC 9457.

    Args:
        kind: The kind of problem.
        detail: One sentence for whoever reads it.
        members: Further members; those that are None are left out.
        status: The status where it is not that of the kind.
    """
    answered = status or kind.status
    body = problem_body(kind, detail, request.path, members, answered)
    answer = Response(body, answered, mimetype=PROBLEM_TYPE)
    answer.headers.add("Link", CONTEXT_LINK)
    return answer


def _ours(error: KgError) -> Response:
    kind = type_of(error)
    if kind.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("%s %s: %s", request.method, request.path, error)
    detail = str(error)
    if isinstance(error, UnknownQueryError):
        detail = error.sentence("/queries lists all names")
    if type(error) is ChangesError:  # which names the file, for whoever runs the site
        detail = (
            "A file of one of these releases cannot be read, so nothing can be told of them; try again later."
        )
    answer = _answer(kind, kind.status, detail, members(error, knowledge().strangers.limits))
    if isinstance(error, BusyError):
        answer.headers["Retry-After"] = str(error.retry_after_s)
    if isinstance(error, NotMadeError):
        answer.headers["Retry-After"] = str(_MADE_WITHIN_S)
    return answer


def _http(error: HTTPException) -> Response:
    if error.code is None:  # an answer that was raised, such as a redirect
        return make_response(error.get_response())
    status = HTTPStatus(error.code)
    detail = error.description or status.description
    if detail == NotFound.description:
        detail = f"There is nothing at {request.path[:_LONGEST_COMPARED]}; search, or begin with a listing."
    answer = _answer(types.type_of_status(status), status, detail, {})
    # What the exception itself has to say, such as the methods that are allowed.
    for name, value in error.get_headers(request.environ):
        if name.lower() not in {"content-type", "content-length"}:
            answer.headers[name] = value
    return answer


def _answer(kind: ProblemType, status: HTTPStatus, detail: str, extra: Members) -> Response:
    if prefers_page(request.headers.get("Accept")):
        near = _near(request.path) if status is HTTPStatus.NOT_FOUND else ()
        is_lost = status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
        ways = _ways(request.path) if is_lost else _HOME
        page = ErrorPage(status.value, status.phrase.capitalize(), detail, near, ways)
        answer = Response(render("error.html", page), status, mimetype="text/html")
    else:
        answer = problem(kind, detail, extra, status)
    answer.vary.add("Accept")
    return answer


def _near(path: str) -> tuple[tuple[str, str], ...]:
    """Return the things of one kind whose keys or names are nearest to a path that leads nowhere."""
    wanted = iri_of(path)[:_LONGEST_COMPARED]
    if not wanted.startswith(ID):
        return ()
    try:
        names, by_kind = knowledge().names, knowledge().kept(_by_key)
    except StoreError:
        return ()
    key = key_of(wanted)
    by_key = by_kind.get(kind_of(wanted), {})
    begun = [known for known in by_key if len(key) >= _BEGINNING and known.startswith(key)]
    alike = difflib.get_close_matches(key, by_key, _NEAR_AT_MOST, _LIKENESS)
    found = list(dict.fromkeys(by_key[known] for known in (*sorted(begun), *alike)))[:_NEAR_AT_MOST]
    return tuple((names.label(iri), path_of(iri)) for iri in found)


def _by_key(knowledge: Knowledge) -> dict[Kind, dict[str, str]]:
    """Return the things of each kind by their names as these would stand in an address, and by their keys."""
    names = knowledge.names
    things = {kind: names.things(kind) for kind in KINDS.values()}
    return {
        kind: {_slug(names.label(iri)): iri for iri in iris} | {key_of(iri): iri for iri in iris}
        for kind, iris in things.items()
    }


def _slug(name: str) -> str:
    """Return a name as it would stand in an address, near enough to compare it with one."""
    return "-".join(re.findall(r"\w+", name.casefold()))


def _ways(path: str) -> tuple[tuple[str, str], ...]:
    """Return where to go on from a path that leads nowhere: a search for its words, the list of its kind."""
    wanted = iri_of(path)[:_LONGEST_COMPARED]
    words = " ".join(re.findall(r"\w+", path.rstrip("/").rpartition("/")[2][:_LONGEST_COMPARED]))
    search = ((f"Search for “{words}”", search_path(words)),) if words else ()
    kind = kind_of(wanted) if wanted.startswith(ID) else None
    listing = ((f"All {kind.many[0].lower()}{kind.many[1:]}", kind.listing),) if kind and kind.listing else ()
    return (*search, *listing, *_HOME[bool(words) :])
