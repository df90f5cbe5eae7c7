"""
What a reader has already, or insists on: the conditions of a request (RFC 9110, section 13).

The site and the answers kept before it ask here, so both say the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from werkzeug.http import parse_date

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from datetime import datetime

IF_MATCH: Final = "HTTP_IF_MATCH"
IF_NONE_MATCH: Final = "HTTP_IF_NONE_MATCH"
IF_MODIFIED_SINCE: Final = "HTTP_IF_MODIFIED_SINCE"
IF_UNMODIFIED_SINCE: Final = "HTTP_IF_UNMODIFIED_SINCE"
CONDITIONS: Final = frozenset({IF_MATCH, IF_NONE_MATCH, IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE})
"""The names of the headers in a WSGI environment."""

DATED: Final = (IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE, "HTTP_IF_RANGE")
"""Those headers, and one more, whose value may be a date."""

FAILED: Final = "The answer is not the one that the request insists on; leave the condition out to read it."
"""What a reader is told whose precondition fails (412)."""

MAX_CHARACTERS: Final = 8_192
"""How much of a list of validators is read."""

NOT_OF_304: Final = frozenset(
    {"content-disposition", "content-profile", "content-type", "last-modified", "link"}
)
"""What an answer without a body does not tell of the body that its reader has (section 15.4.5)."""

_ANY: Final = "*"
_LONGEST_DATE: Final = 100
_TAG = re.compile(r'\s*(W/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)')
_REST = re.compile(r"[^,]*(?:,|$)")


@dataclass(frozen=True, slots=True)
class _Given:
    """A list of validators as it was sent: `*`, or some, each weak or not."""

    is_any: bool
    tags: tuple[tuple[bool, str], ...]


def tags(header: str) -> list[tuple[bool, str]]:
    """
    Read a list of validators: whether each is a weak one, and its text.

    What is no validator is left out, and so is what goes beyond `MAX_CHARACTERS`.
    """
    found, at, text = [], 0, header[:MAX_CHARACTERS]
    while at < len(text):
        if tag := _TAG.match(text, at):
            found.append((tag[1] is not None, tag[2]))
        rest = tag or _REST.match(text, at)
        at = rest.end() if rest else len(text)
    return found


def is_had(header: str, tag: str) -> bool:
    """Say whether a list of validators (If-None-Match) names this one, weakly compared; `*` names none."""
    return any(text == tag for _, text in tags(header))


def outcome(environ: Mapping[str, object], tag: str, modified: datetime | None) -> HTTPStatus | None:
    """
    Weigh the conditions of a GET or HEAD for what would be answered 200, in the order of section 13.2.2.

    A date that is none is ignored, and so is a list in which nothing is a validator.

    Args:
        environ: The request.
        tag: The strong validator of what would be sent, without quotes.
        modified: When it last changed; without it, dates say nothing.

    Returns:
        304, 412, or None: the answer is to be sent.
    """
    if_match = _list(environ, IF_MATCH)
    if if_match is not None:
        if not (if_match.is_any or any(text == tag for is_weak, text in if_match.tags if not is_weak)):
            return HTTPStatus.PRECONDITION_FAILED
    elif (unchanged := _date(environ, IF_UNMODIFIED_SINCE)) and modified and modified > unchanged:
        return HTTPStatus.PRECONDITION_FAILED
    if_none_match = _list(environ, IF_NONE_MATCH)
    if if_none_match is not None:
        is_there = if_none_match.is_any or any(text == tag for _, text in if_none_match.tags)
        return HTTPStatus.NOT_MODIFIED if is_there else None
    since = _date(environ, IF_MODIFIED_SINCE)
    return HTTPStatus.NOT_MODIFIED if since and modified and modified <= since else None


def held(environ: Mapping[str, object], tags_of_it: Container[str]) -> str | None:
    """
    Return the validator that shows that a reader has an answer, before it is made.

    It is not known yet whether there is an answer at all, so `*` and dates tell nothing here, and neither
    does a request that insists on something.

    Args:
        environ: The request.
        tags_of_it: The validators that the answer may have, as the reader would name them.
    """
    if _list(environ, IF_MATCH) is not None or _date(environ, IF_UNMODIFIED_SINCE):
        return None
    if_none_match = _list(environ, IF_NONE_MATCH)
    if if_none_match is None or if_none_match.is_any:
        return None
    return next((text for _, text in if_none_match.tags if text in tags_of_it), None)


def _list(environ: Mapping[str, object], name: str) -> _Given | None:
    header = str(environ.get(name) or "").strip()
    given = _Given(header == _ANY, tuple(tags(header)))
    return given if given.is_any or given.tags else None


def _date(environ: Mapping[str, object], name: str) -> datetime | None:
    try:
        return parse_date(str(environ.get(name) or "")[:_LONGEST_DATE])
    except OverflowError:  # a year that no calendar has
        return None
