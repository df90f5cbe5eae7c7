r"""
A quick look at a query, which lets most of them pass `kg.store.policy` without a scan of every token.

It counts characters and words of the whole text, strings and comments included, so it never counts less than
the scan does, and it takes away what the scan could read in another way: escapes, doubtful angle brackets.
What it cannot let pass is not refused: the scan decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.store.syntax import opening_form

if TYPE_CHECKING:
    from kg.store.syntax import Form

_AUTHORITY: Final = r"[A-Za-z][A-Za-z0-9+.\-]*+://"

_DOUBTFUL: Final = re.compile(rf"<(?!{_AUTHORITY})[^<>\"{{}}|^`\\\x00-\x20'\#]*+['\#]")
"""A bracket that may be a comparison, with what may open a string or a comment behind it."""

_WHOLE: Final = re.compile(
    rf"""(?:[^"'\#<]++|\#[^\r\n]*+|<(?={_AUTHORITY})[^<>"{{}}|^`\\\x00-\x20]*+>|<
      |\"\"\"(?:\"?\"?[^\"])*+\"\"\"|'''(?:'?'?[^'])*+'''
      |(?!\"\"\"|''')(?:"[^"\r\n]*+"|'[^'\r\n]*+'))*+""",
    re.VERBOSE,
)
"""A text whose strings all end; there are no escapes in it."""

_REFUSED: Final = (
    "SERVICE",
    *("LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"),
)
_COUNTED: Final = (
    *("UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "GRAPH", "EXISTS", "VALUES", "SELECT", "LATERAL"),
    *("AS", "IN"),
)
# Operators, and what values begin with: two values side by side weigh, too.
_WEIGHTY: Final = b"|&!=<>+-*/^?.;,{[(:$\"'0123456789"
_OPENERS: Final = b"([{"


def skim(query: str, most_bytes: int, most_depth: int, most_operators: int) -> Form | None:
    """
    Return the form of a query that the scan is sure to let pass; None if only the scan can tell.

    Args:
        query: What a stranger wrote.
        most_bytes: The greatest length, in bytes of UTF-8.
        most_depth: The greatest depth of brackets.
        most_operators: The greatest number of operators and patterns.
    """
    form = opening_form(query)
    # Without ASCII a text has other capitals than the scan compares with, and words that look alike.
    if form is None or not query.isascii() or "\\" in query or "<<" in query or len(query) > most_bytes:
        return None
    upper = query.upper()
    if any(word in upper for word in _REFUSED):
        return None
    raw = upper.encode()
    if len(raw) - len(raw.translate(None, _OPENERS)) > most_depth:
        return None
    # A token weighs one at most and has a character at least.
    if len(raw) > most_operators:
        weight = len(raw) - len(raw.translate(None, _WEIGHTY)) + sum(map(upper.count, _COUNTED))
        if weight > most_operators:
            return None
    if ('"' in query or "'" in query) and not _WHOLE.fullmatch(query):
        return None
    return None if _DOUBTFUL.search(query) else form
