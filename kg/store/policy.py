"""What a stranger's query may do; the rest is refused, by the id of a rule, before an engine sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.errors import QuerySyntaxError, RefusedQueryError
from kg.store.datasets import dataset_clauses
from kg.store.skimming import skim
from kg.store.syntax import Form, Kind, Token, ends_operand, query_form, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.store.syntax import DatasetChoice

MAX_BYTES: Final = 200_000
MAX_DEPTH: Final = 60
MAX_OPERATORS: Final = 600

RULES: Final[dict[str, str]] = {
    "no-service": "SERVICE would send requests to other servers; ask those servers yourself.",
    "read-only": "the data cannot be changed here; ask with SELECT, ASK, CONSTRUCT or DESCRIBE.",
    "depth": f"brackets nest deeper than {MAX_DEPTH}; take the query apart.",
    "size": f"it has more than {MAX_OPERATORS} operators and patterns; take the query apart, "
    "and list values in VALUES.",
    "length": f"it is longer than {MAX_BYTES:,} bytes; take the query apart.",
    "unknown-graph": "name one that the store holds; nothing is fetched from elsewhere.",
    "ambiguous": "parts of it can be read in two ways; write characters rather than \\u escapes, "
    "and put spaces around < and >.",
}
"""The rules that a query can break, each with the reason that the stranger reads."""

_UPDATES: Final = frozenset(
    {"LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
)
_OPERATOR_WORDS: Final = frozenset(
    {
        "UNION",
        "OPTIONAL",
        "MINUS",
        "FILTER",
        "BIND",
        "GRAPH",
        "EXISTS",
        "VALUES",
        "SELECT",
        "LATERAL",
        "AS",
        "IN",
    }
)
_OPERATOR_MARKS: Final = frozenset(
    {
        "||",
        "&&",
        "!",
        "=",
        "!=",
        "<",
        ">",
        "<=",
        ">=",
        "+",
        "-",
        "*",
        "/",
        "|",
        "^",
        "?",
        ".",
        ";",
        ",",
        "{",
        "[",
    }
)
_OPERANDS: Final = frozenset(
    {Kind.IRI, Kind.PNAME, Kind.VARIABLE, Kind.STRING, Kind.NUMBER, Kind.BLANK, Kind.DOUBT}
)
_NAME_WHAT_FOLLOWS: Final = frozenset({"GRAPH", "FROM", "NAMED", "DESCRIBE"})
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_ESCAPE_OR_PAIR: Final = re.compile(rf"{_ESCAPE.pattern}|\\\\")
_SURROGATES: Final = range(0xD800, 0xE000)
_LAST_CODEPOINT: Final = 0x10FFFF


def check(query: str) -> Form:
    """
    Let a stranger's query pass and return its form, or refuse it.

    The query is read once, in time linear in its length; that it is valid SPARQL is left to the engine.
    Most queries are let pass by a quick look, which is no other opinion: see `kg.store.skimming`.

    Raises:
        RefusedQueryError: it breaks one of `RULES`; the error holds the rule's id.
        QuerySyntaxError: it is no query at all.
    """
    if form := skim(query, MAX_BYTES, MAX_DEPTH, MAX_OPERATORS):
        return form
    return scan(query)


def scan(query: str) -> Form:
    """Do what `check` does by reading every token; errors as there."""
    if len(query.encode(errors="surrogatepass")) > MAX_BYTES:
        raise _refused("length")
    _inspect(query)
    for reading in _unescaped(query) - {query}:
        try:
            _inspect(reading)
        except QuerySyntaxError as error:
            raise _refused("ambiguous") from error
    return query_form(query)


def check_graphs(query: str, dataset: DatasetChoice, is_known: Callable[[str], bool]) -> None:
    """
    Refuse a query that names, or whose request names, a graph that is not in the store.

    A server behind `kg.store.remote` might take such a name for an address and fetch it.

    Args:
        query: The query, which `check` has let pass.
        dataset: The graphs that the request names; they replace those of the query.
        is_known: Tells of the IRI of a graph whether the store holds it.

    Raises:
        RefusedQueryError: there is such a graph, and the error names it; or escapes hide which there are.
        QuerySyntaxError: a name is joined to the word FROM before it.
    """
    written = dataset_clauses(query)
    if any(dataset_clauses(reading) != written for reading in _unescaped(query)):
        raise _refused("ambiguous")
    chosen = dataset or written
    for iri in (*chosen.default_graphs, *chosen.named_graphs):
        if not is_known(iri):
            raise RefusedQueryError(
                "unknown-graph", f"there is no graph {iri} here; {RULES['unknown-graph']}"
            )


def _refused(rule: str) -> RefusedQueryError:
    return RefusedQueryError(rule, RULES[rule])


def _unescaped(query: str) -> set[str]:
    r"""
    Return how the text reads to engines that resolve `\u` escapes before they parse.

    The specification says so, yet engines differ in that, and in whether `\\u0041` holds an escape: each
    reading counts.
    """
    if "\\u" not in query and "\\U" not in query:
        return set()

    def character(match: re.Match[str]) -> str:
        digits = match[1] or match[2]
        if digits is None:
            return match[0]
        codepoint = int(digits, 16)
        if codepoint in _SURROGATES or codepoint > _LAST_CODEPOINT:
            raise _refused("ambiguous")
        return chr(codepoint)

    return {_ESCAPE.sub(character, query), _ESCAPE_OR_PAIR.sub(character, query)}


def _inspect(query: str) -> None:
    operators = 0
    service = _ServiceWatch()
    previous: Token | None = None
    for token in tokens(query):
        if token.kind is Kind.DOUBT:
            raise _refused("ambiguous")
        if token.depth >= MAX_DEPTH and token.text in {"(", "[", "{"}:
            raise _refused("depth")
        if token.kind is Kind.WORD and token.text.upper() in _UPDATES:
            raise _refused("read-only")
        if service.sees(token, previous):
            raise _refused("no-service")
        operators += _weight(token, previous)
        if operators > MAX_OPERATORS:
            raise _refused("size")
        previous = token


def _weight(token: Token, previous: Token | None) -> int:
    """
    Count what makes an engine recurse: operators, patterns, and values that follow each other unseparated.

    Rows of VALUES and arguments of functions cost an engine little and are free.
    """
    if token.inside == "data" or (token.text == "," and token.inside == "("):
        return 0
    if token.kind is Kind.WORD:
        return int(token.text.upper() in _OPERATOR_WORDS)
    if token.kind is Kind.MARK and token.text in _OPERATOR_MARKS:
        return 1
    begins = token.kind in _OPERANDS or token.text == "("
    return int(begins and token.inside in {"", "("} and ends_operand(previous))


class _ServiceWatch:
    """
    Finds SERVICE, also where it is joined to its neighbours.

    The grammar needs no space around keywords: in `SERVICEa:b{` a scanner sees the name `SERVICEa:b`, and an
    engine that knows no prefix `SERVICEa` sees the keyword.  A name that holds the word is honest, unless
    what follows it would make it a call: an address, then an opening brace.
    """

    def __init__(self) -> None:
        self.address_may_follow = False
        self.brace_is_call = False

    def sees(self, token: Token, previous: Token | None) -> bool:
        """Take the next token and say whether it completes a call."""
        text = token.text.upper()
        if token.kind is Kind.WORD:
            self.brace_is_call = False
            self.address_may_follow = self.address_may_follow and text == "SILENT"
            return "SERVICE" in text
        if self.brace_is_call and text == "{":
            return True
        if token.kind is Kind.PNAME and "SERVICE" in text:
            named = previous is not None and previous.text.upper() in _NAME_WHAT_FOLLOWS
            self.address_may_follow = self.brace_is_call = not named
            return False
        self.brace_is_call = self.address_may_follow and token.kind in _OPERANDS
        self.address_may_follow = False
        return False
