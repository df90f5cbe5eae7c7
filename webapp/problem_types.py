"""The kinds of problems that answers tell of: each has an IRI, a status, what it means and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from kg.namespaces import PROBLEM


@dataclass(frozen=True, slots=True)
class ProblemType:
    """
    A kind of problem.

    `name` ends its IRI and never changes; `title` is the same in every answer; `meaning` and `advice` are
    sentences for its page.  `members` are the names and meanings of what its answers say beside RFC 9457.
    """

    name: str
    title: str
    status: HTTPStatus
    meaning: str
    advice: str
    members: tuple[tuple[str, str], ...] = ()

    @property
    def iri(self) -> str:
        """The IRI that stands in `type`."""
        return PROBLEM + self.name


_PARAMETER: Final = (
    ("parameter", "The name of the parameter that is wrong."),
    ("allowed", "What may stand there instead, as far as it can be listed."),
)
_LIMIT: Final = (
    ("limit", "The limit that was passed: time, cpu, memory, rows or size."),
    ("advice", "What to do about this very query."),
)

BAD_REQUEST: Final = ProblemType(
    "bad-request",
    "The request cannot be read",
    HTTPStatus.BAD_REQUEST,
    "The request as a whole is not as HTTP or the interface asks for it, so nothing of it was done.",
    "Read the detail, mend the request, and send it again.",
)
INVALID_PARAMETER: Final = ProblemType(
    "invalid-parameter",
    "A parameter is not as it should be",
    HTTPStatus.BAD_REQUEST,
    "A parameter is missing, unknown, given more than once, or not of its type.",
    "Look the parameter up in the description of the interface, and send the request again.",
    _PARAMETER,
)
INVALID_QUERY: Final = ProblemType(
    "invalid-query",
    "The query cannot be run",
    HTTPStatus.BAD_REQUEST,
    "The text of a query does not parse, or asks for what this endpoint does not do.",
    "Mend the text at the place that is named; the query page shows it with its mistakes marked.",
    (("line", "The line, counted from 1."), ("column", "The column, counted from 1.")),
)
REFUSED_QUERY: Final = ProblemType(
    "refused-query",
    "The query is not allowed here",
    HTTPStatus.FORBIDDEN,
    "The query is valid and breaks a rule of this endpoint, such as to read only.",
    "Read which rule it is, and ask without what the rule forbids.",
    (
        ("rule", "The id of the rule."),
        ("most", "The number that the rule allows, where it counts."),
        ("advice", "What to do about this very query."),
    ),
)
NOT_FOUND: Final = ProblemType(
    "not-found",
    "There is nothing at this address",
    HTTPStatus.NOT_FOUND,
    "No page, file or thing of the release that is served has this address.",
    "Check the address; search for the name of the thing, or begin with a list.",
)
UNKNOWN_THING: Final = ProblemType(
    "unknown-thing",
    "A parameter names a thing that is not in the graph",
    HTTPStatus.NOT_FOUND,
    "The value has the form of a key or an IRI, and the release that is served has no such thing.",
    "Take one of the keys that are offered, or look the name up by a search.",
    _PARAMETER,
)
UNKNOWN_QUERY: Final = ProblemType(
    "unknown-query",
    "There is no stored query of this name",
    HTTPStatus.NOT_FOUND,
    "The name belongs to no stored query of this version of the interface.",
    "Take one of the names that are offered, or look it up in the list of queries.",
    (("allowed", "The names that come nearest."),),
)
METHOD_NOT_ALLOWED: Final = ProblemType(
    "method-not-allowed",
    "The method is not allowed here",
    HTTPStatus.METHOD_NOT_ALLOWED,
    "What stands at this address cannot be asked with this method; nearly all of the site is only read.",
    "Ask with one of the methods in the header Allow.",
)
NOT_ACCEPTABLE: Final = ProblemType(
    "not-acceptable",
    "There is no such representation",
    HTTPStatus.NOT_ACCEPTABLE,
    "The header Accept, or the format that the address names, leaves nothing that can be given here.",
    "Ask for one of the media types that the detail lists.",
)
GONE: Final = ProblemType(
    "gone",
    "What was here was taken away",
    HTTPStatus.GONE,
    "The thing had this address and was retired; the address is not used for anything else.",
    "Read why it was retired, and follow what replaces it.",
    (
        ("reason", "Why it was retired, where a reason is on record."),
        ("since", "The release since which it is gone."),
        ("last_release", "The last release that holds it, where no reason is on record."),
    ),
)
PRECONDITION_FAILED: Final = ProblemType(
    "precondition-failed",
    "What stands here is not what the request expects",
    HTTPStatus.PRECONDITION_FAILED,
    "A condition in the headers of the request does not hold for what stands here now.",
    "Ask again without the condition, and take the validator of the answer.",
)
MANY_CHANGES: Final = ProblemType(
    "many-changes",
    "Two releases differ in too much to be told",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "The difference of two releases has more statements than are turned into sentences.",
    "Take the difference as a patch, which has no such limit.",
)
CONTENT_TOO_LARGE: Final = ProblemType(
    "content-too-large",
    "The request is too long",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "The body of the request is longer than what is read here.",
    "Send less; a query of this length is better taken apart.",
)
UNSUPPORTED_MEDIA_TYPE: Final = ProblemType(
    "unsupported-media-type",
    "The body has a media type that is not read here",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "The header Content-Type names a form of body that this address does not take.",
    "Send the body in one of the media types that the detail lists.",
)
UNEXPLAINED: Final = ProblemType(
    "unexplained-row",
    "What stands behind the row cannot be told",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "The query is of a form for which the statements behind one row cannot be found.",
    "Read the detail; most queries can be written in a form that can be explained.",
)
TOO_MANY_REQUESTS: Final = ProblemType(
    "too-many-requests",
    "Too many requests in this minute",
    HTTPStatus.TOO_MANY_REQUESTS,
    "One client asked more often than the site allows; the header RateLimit-Policy says how often that is.",
    "Wait for the seconds that the header Retry-After names; to take everything, take a release as files.",
    (
        ("retry_after_seconds", "When to ask again."),
        ("violated-policies", "The names of the policies that were passed, as in RateLimit-Policy."),
    ),
)
BUSY: Final = ProblemType(
    "busy",
    "The site has too much to do at this moment",
    HTTPStatus.SERVICE_UNAVAILABLE,
    "All that runs queries of readers, or that sends long files, is taken by others for the moment.",
    "Ask again after the seconds that the header Retry-After names.",
    (("retry_after_seconds", "When to ask again."),),
)
QUERY_LIMIT: Final = ProblemType(
    "query-limit",
    "The query went over a limit",
    HTTPStatus.SERVICE_UNAVAILABLE,
    "The query was ended, since it took more time, memory or rows than a query of readers may take.",
    "Ask for less: name a thing, take the answer in parts, or take a release and ask on a machine of yours.",
    _LIMIT,
)
QUERY_TIME: Final = ProblemType(
    "query-time",
    "The query took too long",
    HTTPStatus.GATEWAY_TIMEOUT,
    "The query was ended, since it took more time than a query of readers may take.",
    "Begin with the rarest thing that you know, and try with a LIMIT first.",
    _LIMIT,
)
STORE_UNREACHABLE: Final = ProblemType(
    "store-unreachable",
    "The endpoint behind the site does not answer",
    HTTPStatus.BAD_GATEWAY,
    "The site asks a SPARQL endpoint elsewhere, which cannot be reached.",
    "Try again later, or tell whoever runs this site.",
)
STORE_TIMEOUT: Final = ProblemType(
    "store-timeout",
    "The endpoint behind the site took too long",
    HTTPStatus.GATEWAY_TIMEOUT,
    "The site asks a SPARQL endpoint elsewhere, which did not answer in time.",
    "Ask for less, or try again later.",
)
STORE_UNAVAILABLE: Final = ProblemType(
    "store-unavailable",
    "The store cannot answer",
    HTTPStatus.SERVICE_UNAVAILABLE,
    "The store that holds the graph failed, or holds no release.",
    "Try again later, or tell whoever runs this site.",
)
NOT_MADE: Final = ProblemType(
    "not-made",
    "The files of the release are not written yet",
    HTTPStatus.SERVICE_UNAVAILABLE,
    "The files are written after the site starts, and this one is not there yet.",
    "Ask again after the seconds that the header Retry-After names.",
)
SHELF_UNAVAILABLE: Final = ProblemType(
    "shelf-unavailable",
    "Shared queries cannot be used at this moment",
    HTTPStatus.SERVICE_UNAVAILABLE,
    "The file of the shared queries cannot be read or written; nothing in it was changed.",
    "Try again later, or tell whoever runs this site.",
)
SHELF_FULL: Final = ProblemType(
    "shelf-full",
    "There is no room for one more shared query",
    HTTPStatus.INSUFFICIENT_STORAGE,
    "As many queries are shared as this site keeps, in all or in one day.",
    "Download the answer, and cite the release and the query.",
)
NOT_INSTALLED: Final = ProblemType(
    "not-installed",
    "This site cannot make that",
    HTTPStatus.NOT_IMPLEMENTED,
    "What makes the format asked for is not installed where the site runs.",
    "Take another format; a briefing can be printed from a browser.",
)
INTERNAL_ERROR: Final = ProblemType(
    "internal-error",
    "Something went wrong here",
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "The fault is in the site and not in the request; it was written down.",
    "Try again; if it stays, tell whoever runs this site what you asked for.",
)

PROBLEM_TYPES: Final[dict[str, ProblemType]] = {
    each.name: each
    for each in (
        BAD_REQUEST, INVALID_PARAMETER, INVALID_QUERY, REFUSED_QUERY, NOT_FOUND, UNKNOWN_THING, UNKNOWN_QUERY,
        METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, GONE, PRECONDITION_FAILED, CONTENT_TOO_LARGE,
        UNSUPPORTED_MEDIA_TYPE, UNEXPLAINED, MANY_CHANGES, TOO_MANY_REQUESTS, BUSY, QUERY_LIMIT, QUERY_TIME,
        STORE_UNREACHABLE, STORE_TIMEOUT, STORE_UNAVAILABLE, NOT_MADE, SHELF_UNAVAILABLE, SHELF_FULL,
        NOT_INSTALLED, INTERNAL_ERROR,
    )
}  # fmt: skip
"""All kinds of problems by name, those of requests before those of the site."""

_OF_STATUS: Final[dict[HTTPStatus, ProblemType]] = {
    each.status: each
    for each in (
        BAD_REQUEST, NOT_FOUND, METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, GONE, PRECONDITION_FAILED,
        CONTENT_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, TOO_MANY_REQUESTS, STORE_UNAVAILABLE, NOT_INSTALLED,
        INTERNAL_ERROR,
    )
}  # fmt: skip


def type_of_status(status: HTTPStatus) -> ProblemType:
    """Return the kind of a problem of which no more than the status is known."""
    if status in _OF_STATUS:
        return _OF_STATUS[status]
    return INTERNAL_ERROR if status >= HTTPStatus.INTERNAL_SERVER_ERROR else BAD_REQUEST
