"""
Where a query goes wrong, found in its text, for mistakes that people make.

An engine says where it gave up, which is often far behind the mistake, and in terms of its grammar.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.errors import QuerySyntaxError
from kg.namespaces import PREFIXES
from kg.store.syntax import Kind, tokens

if TYPE_CHECKING:
    from kg.store.syntax import Token

_PAIRS: Final = {"(": ")", "[": "]", "{": "}"}
_NAMES: Final = {"(": "bracket", "[": "square bracket", "{": "brace"}
_LIKENESS: Final = 0.6
_LONGEST_WORD: Final = 40

_UNENDED: Final = "A quotation mark opens a text that does not end: close it on the same line."
_BAD_ADDRESS: Final = "an address between < and > holds a sign that addresses cannot have, such as a space."

_WORDS: Final = frozenset(
    """
    A ABS ADD ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL COALESCE CONCAT CONSTRUCT CONTAINS COUNT
    DATATYPE DAY DEFAULT DESC DESCRIBE DISTINCT ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM GRAPH
    GROUP GROUP_CONCAT HAVING HOURS IF IN IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES
    LCASE LIMIT MAX MD5 MIN MINUS MINUTES MONTH NAMED NOT NOW OFFSET OPTIONAL ORDER PREFIX RAND REDUCED
    REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384 SHA512
    SILENT STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM TIMEZONE
    TRUE TZ UCASE UNDEF UNION URI UUID VALUES WHERE YEAR
    """.split()  # noqa: SIM905  (a hundred words read better so)
)
"""The words of SPARQL 1.1."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake: from `start` to `end` of the text, and a sentence on what is wrong and what to do."""

    start: int
    end: int
    sentence: str


def mistake_in(query: str) -> Slip | None:
    """Return the first mistake that can be told from the text alone; None where there is none such."""
    try:
        read = list(tokens(query))
    except QuerySyntaxError as error:
        start = _offset(query, error)
        return Slip(start, start + 1, _UNENDED)
    found = [finding for look in (_word, _prefix, _bracket) if (finding := look(query, read))]
    return min(found, key=lambda finding: finding.start) if found else None


def _word(_: str, read: list[Token]) -> Slip | None:
    for token in read:
        word = token.text.upper()
        if token.kind is not Kind.WORD or word in _WORDS or len(word) > _LONGEST_WORD:
            continue
        near = difflib.get_close_matches(word, _WORDS, 1, _LIKENESS)
        # The grammar needs no space between words, so a longer one may be two.
        if any(word.startswith(known) and word[len(known) :] in _WORDS for known in _WORDS):
            continue
        hint = (
            f"did you mean {near[0]}?"
            if near
            else "a variable begins with ?, a name has a prefix and a colon."
        )
        return Slip(
            token.start, token.start + len(token.text), f"“{token.text}” is no word of SPARQL: {hint}"
        )
    return None


def _prefix(_: str, read: list[Token]) -> Slip | None:
    declared: set[str] = set()
    for before, token in zip([None, *read], read, strict=False):
        if token.kind is not Kind.PNAME:
            continue
        prefix = token.text.partition(":")[0]
        if before is not None and before.text.upper() == "PREFIX":
            declared.add(prefix)
        elif before is not None and before.text == "<":
            return Slip(before.start, token.start + len(token.text), _capital(_BAD_ADDRESS))
        elif prefix not in declared:
            known = PREFIXES.get(prefix)
            line = f"PREFIX {prefix}: <{known or 'http://…'}>"
            return Slip(
                token.start,
                token.start + len(token.text),
                f"The prefix “{prefix}:” is not declared: write the line {line} at the beginning.",
            )
    return None


def _bracket(_: str, read: list[Token]) -> Slip | None:
    opened: list[Token] = []
    for token in read:
        if token.kind is not Kind.MARK:
            continue
        if token.text in _PAIRS:
            opened.append(token)
        elif token.text in _PAIRS.values():
            if not opened:
                return Slip(
                    token.start,
                    token.start + 1,
                    f"“{token.text}” closes what was never opened: take it away.",
                )
            last = opened.pop()
            if _PAIRS[last.text] != token.text:
                return Slip(
                    token.start,
                    token.start + 1,
                    f"“{token.text}” stands where the {_NAMES[last.text]} “{last.text}” was to be closed by "
                    f"“{_PAIRS[last.text]}”.",
                )
    if not opened:
        return None
    last = opened[-1]
    return Slip(
        last.start,
        last.start + 1,
        f"The {_NAMES[last.text]} “{last.text}” is opened and never closed: write “{_PAIRS[last.text]}” "
        "where its part ends.",
    )


_SAID: Final = (
    (
        "variable that is unbound",
        "with a count or GROUP BY, each variable of SELECT stands in GROUP BY, or inside COUNT or SAMPLE.",
    ),
    ("overrides an existing variable", "a variable after AS has to be a new one; give it another name."),
    ("IRI parsing failed", _BAD_ADDRESS),
    ("Prefix not found", "it has a prefix that is not declared; write its PREFIX line at the beginning."),
    ("none of the words", "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after its PREFIX lines."),
)


def _offset(query: str, error: QuerySyntaxError) -> int:
    lines = query.split("\n")[: (error.line or 1) - 1]
    return min(sum(len(line) + 1 for line in lines) + (error.column or 1) - 1, len(query))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def in_words(reason: str) -> str:
    """Say in plain words what an engine says of a query that it cannot read."""
    for sign, words in _SAID:
        if sign in reason:
            return words
    # What the engine expected are the first of many words, and seldom the one that is missing.
    return "something else was to stand here; look at this place and just before it."
