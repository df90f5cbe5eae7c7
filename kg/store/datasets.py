"""The graphs that a query names by FROM and FROM NAMED."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from kg.errors import QuerySyntaxError
from kg.store.syntax import DatasetChoice, Kind, tokens

if TYPE_CHECKING:
    from kg.store.syntax import Token

_FROM: Final = re.compile(
    r"(?<![A-Za-z])(?:SELECT|DISTINCT|REDUCED|ASK|CONSTRUCT)?FROM", re.IGNORECASE | re.ASCII
)
"""
The word, also joined to a keyword before it, which engines read as two.  Behind other letters it is part of
another word: no other token before a clause ends in a letter that could not take the word in.
"""


def dataset_clauses(query: str) -> DatasetChoice:
    """
    Return the graphs that `query` names by FROM and FROM NAMED, as absolute IRIs where prefixes are declared.

    Raises:
        QuerySyntaxError: a string does not end, or a name is joined to the word FROM before it.
    """
    if "FROM" not in query.upper() or not _FROM.search(query):
        return DatasetChoice()
    base, prefixes = "", dict[str, str]()
    default: list[str] = []
    named: list[str] = []
    before: tuple[str, str] = ("", "")
    names_things = False  # as DESCRIBE does, and no other form outside of brackets
    for token in tokens(query):
        if token.depth == 0:
            if token.kind in {Kind.IRI, Kind.PNAME}:
                iri = _resolved(token, base, prefixes)
                if before[1] == "BASE":
                    base = iri
                elif before[0] == "PREFIX" and before[1].endswith(":"):
                    prefixes[before[1]] = iri
                elif before[1] == "FROM":
                    default.append(iri)
                elif before == ("FROM", "NAMED") or before[1] == "FROMNAMED":
                    named.append(iri)
                elif _hides_clause(token, before[1], prefixes if names_things else {}):
                    raise _joined(query, token)
            before = (before[1], _word(token))
            names_things = before[1] == "DESCRIBE" or (names_things and before[1] != "FROM")
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
        word = _word(token) if token.depth == 0 else ""
        if words and token.kind in {Kind.IRI, Kind.PNAME}:
            spans.append((words[0].start, token.start + len(token.text)))
        if word in {"FROM", "FROMNAMED"} and token.kind is Kind.WORD:
            length = len(word)
            words = [token._replace(start=token.start + len(token.text) - length)]
        elif not (words and word == "NAMED"):
            words = []
    for start, end in spans:
        query = query[:start] + re.sub(r"[^\r\n]", " ", query[start:end]) + query[end:]
    return query


def _word(token: Token) -> str:
    """Return a token to compare with: a keyword in capitals, and without another one joined before FROM."""
    if token.kind is Kind.PNAME:
        return token.text
    word = token.text.upper()
    for clause in ("FROM", "FROMNAMED"):
        if token.kind is Kind.WORD and word.endswith(clause):
            return clause
    return word


def _hides_clause(token: Token, before: str, prefixes: dict[str, str]) -> bool:
    """
    Say whether engines may read `FROMa:b` as FROM and `a:b`; `prefixes` are those that a name may have here.

    The grammar takes the longest name, and engines that know no such prefix, or expect no name, do not.
    """
    prefix, colon, _ = token.text.partition(":")
    is_such = token.kind is Kind.PNAME and "FROM" in prefix.upper() and before != "PREFIX"
    return is_such and (before == "*" or prefix + colon not in prefixes)


def _joined(query: str, token: Token) -> QuerySyntaxError:
    line = query.count("\n", 0, token.start) + 1
    column = token.start - query.rfind("\n", 0, token.start)
    return QuerySyntaxError("FROM and the name behind it need a space between them", line, column)


def _resolved(token: Token, base: str, prefixes: dict[str, str]) -> str:
    if token.kind is Kind.IRI:
        written = token.text[1:-1]
        if not base:
            return written
        # `urljoin` loses an empty fragment, with which many prefixes end.
        return urljoin(base, written.removesuffix("#")) + ("#" if written.endswith("#") else "")
    prefix, _, local = token.text.partition(":")
    return prefixes.get(prefix + ":", prefix + ":") + re.sub(r"\\(.)", r"\1", local)
