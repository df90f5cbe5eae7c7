"""Whether the same data give the same answer to a query every time, told from its words alone."""

from __future__ import annotations

from typing import Final

from kg.store.syntax import Form, Kind, tokens

_DRAWN: Final = ("NOW", "RAND", "UUID", "BNODE")
"""What differs from time to time; STRUUID holds one of these."""


def is_lasting(query: str, form: Form) -> bool:
    """
    Say whether the answer to a query depends on the data alone.

    It errs on the side of no: a keyword needs no space around it, so any name that holds one of the words
    counts, and so does every escape by which a word could be hidden.

    Args:
        query: A query that `kg.store.policy` has let pass.
        form: Its form; a CONSTRUCT draws new names for the blank nodes of its template.
    """
    if "\\u" in query or "\\U" in query:
        return False
    upper = query.upper()
    if any(word in upper for word in _DRAWN) and _draws(query):
        return False
    may_name = form is Form.CONSTRUCT and any(mark in query for mark in ("_:", "[", "("))
    return not (may_name and _names_anew(query))


def _draws(query: str) -> bool:
    return any(
        token.kind in {Kind.WORD, Kind.PNAME} and any(word in token.text.upper() for word in _DRAWN)
        for token in tokens(query)
    )


def _names_anew(query: str) -> bool:
    """Say whether there are blank nodes, lists included, between the first braces."""
    is_open = False
    for token in tokens(query):
        if is_open and token.depth == 0:
            return False
        is_open = is_open or token.text == "{"
        if is_open and (token.kind is Kind.BLANK or token.text in {"[", "("}):
            return True
    return False
