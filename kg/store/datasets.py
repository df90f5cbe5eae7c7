"""The graphs that a query names by FROM and FROM NAMED."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from kg.store.syntax import DatasetChoice, Kind, tokens

if TYPE_CHECKING:
    from kg.store.syntax import Token

_FROM: Final = re.compile(r"(?<![A-Za-z])FROM", re.IGNORECASE | re.ASCII)
"""No token ends in a letter that could take the word in, so one behind a letter is part of another word."""


def dataset_clauses(query: str) -> DatasetChoice:
    """
    Return the graphs that `query` names by FROM and FROM NAMED, as absolute IRIs where prefixes are declared.

    Raises:
        QuerySyntaxError: a string does not end.
    """
    if "FROM" not in query.upper() or not _FROM.search(query):
        return DatasetChoice()
    base, prefixes = "", dict[str, str]()
    default: list[str] = []
    named: list[str] = []
    before: tuple[str, str] = ("", "")
    for token in tokens(query):
        if token.depth == 0:
            if token.kind in {Kind.IRI, Kind.PNAME}:
                iri = _resolved(token, base, prefixes)
                if before[1] == "BASE":
                    base = iri
                elif before[0] == "PREFIX":
                    prefixes[before[1]] = iri
                elif before[1] == "FROM":
                    default.append(iri)
                elif before == ("FROM", "NAMED") or before[1] == "FROMNAMED":
                    named.append(iri)
            before = (before[1], token.text if token.kind is Kind.PNAME else token.text.upper())
    return DatasetChoice(tuple(default), tuple(named))


def without_dataset_clauses(query: str) -> str:
    """
    Return `query` with spaces in place of FROM and FROM NAMED; all else stays in its line and column.

    Raises:
        QuerySyntaxError: a string does not end.
    """
    spans: list[tuple[int, int]] = []
    words: list[Token] = []  # FROM, and NAMED after it
    for token in tokens(query):
        word = token.text.upper() if token.depth == 0 else ""
        if words and token.kind in {Kind.IRI, Kind.PNAME}:
            spans.append((words[0].start, token.start + len(token.text)))
        if word in {"FROM", "FROMNAMED"} and token.kind is Kind.WORD:
            words = [token]
        elif not (words and word == "NAMED"):
            words = []
    for start, end in spans:
        query = query[:start] + re.sub(r"[^\r\n]", " ", query[start:end]) + query[end:]
    return query


def _resolved(token: Token, base: str, prefixes: dict[str, str]) -> str:
    if token.kind is Kind.IRI:
        written = token.text[1:-1]
        if not base:
            return written
        # `urljoin` loses an empty fragment, with which many prefixes end.
        return urljoin(base, written.removesuffix("#")) + ("#" if written.endswith("#") else "")
    prefix, _, local = token.text.partition(":")
    return prefixes.get(prefix + ":", prefix + ":") + re.sub(r"\\(.)", r"\1", local)
