"""What is going to be taken away: the headers Deprecation (RFC 9745) and Sunset (RFC 8594)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from werkzeug.http import http_date

from webapp.urls import query_links

if TYPE_CHECKING:
    from collections.abc import Container

    from flask import Response

    from kg.catalogue import Query


def warn_of_end(answer: Response, query: Query, given: Container[str]) -> None:
    """
    Put the headers on an answer of a query that is marked, or that was asked with a parameter that is.

    Of several days the earliest is told.  `successor` of the query leads to what takes its place.

    Args:
        answer: The answer.
        query: The query.
        given: The names of the parameters that were given.
    """
    marks = [param for param in query.params if param.name in given]
    ends = [query.deprecated, *(param.deprecated for param in marks)]
    if since := min(filter(None, ends), default=""):
        answer.headers["Deprecation"] = f"@{int(_midnight(since).timestamp())}"
        answer.headers.add("Link", f'<{query_links(query.name).query}>; rel="deprecation"; type="text/html"')
    if last := min(filter(None, [query.sunset, *(param.sunset for param in marks)]), default=""):
        answer.headers["Sunset"] = http_date(_midnight(last))
    if query.successor:
        answer.headers.add("Link", f'<{query_links(query.successor).api}>; rel="successor-version"')


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), UTC)
