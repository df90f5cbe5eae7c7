"""
The words of a SPARQL query: one scan in linear time, shared by the stores and the policy.

This is no parser: it finds out what a query is and what it names, and leaves the grammar to the engine.
It reads strings, comments and IRIs exactly as the SPARQL grammar does, so that nothing can be hidden in them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.errors import QuerySyntaxError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Form(StrEnum):
    """What a query asks for; each member equals its keyword."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def gives_graph(self) -> bool:
        """Say whether the answer is a graph; otherwise it is a table or a truth value."""
        return self in {Form.CONSTRUCT, Form.DESCRIBE}


@dataclass(frozen=True, slots=True)
class DatasetChoice:
    """The graphs that a request or a query names: IRIs, in the order given; none at all means no choice."""

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default_graphs or self.named_graphs)

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The names and values that stand for it in a request, as the SPARQL 1.1 Protocol has them."""
        return (
            *(("default-graph-uri", iri) for iri in self.default_graphs),
            *(("named-graph-uri", iri) for iri in self.named_graphs),
        )


class Kind(Enum):
    """The kinds of token."""

    IRI = auto()
    PNAME = auto()
    VARIABLE = auto()
    STRING = auto()
    LANGUAGE = auto()
    NUMBER = auto()
    BLANK = auto()
    WORD = auto()
    MARK = auto()
    DOUBT = auto()  # an IRI in angle brackets, or two comparisons with a string or comment between them


class Token(NamedTuple):
    """
    One token, without the space and comments around it.

    `inside` is the innermost open bracket: `(`, `[`, `{`, `data` in the rows of VALUES, or nothing; `depth`
    counts the open brackets.  For a bracket itself both tell what is around it.
    """

    kind: Kind
    text: str
    start: int
    inside: str
    depth: int


# Character classes of the SPARQL 1.1 grammar, rules 164 to 173.
_BASE: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_VARIABLE: Final = _BASE + "_0-9\u00b7\u0300-\u036f\u203f-\u2040"
_CHARS: Final = _VARIABLE + r"\-"
_PLX: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_LOCAL: Final = rf"(?:[{_BASE}_:0-9]|{_PLX})(?:[{_CHARS}:]|{_PLX}|\.++(?=[{_CHARS}:%\\]))*+"
_CODEPOINT: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ESCAPE: Final = rf"\\[tbnrf\\\"']|{_CODEPOINT}"

# No alternative can be tried twice over the same long run of characters: that keeps the scan linear.
_TOKEN: Final = re.compile(
    rf"""
      (?P<space>[ \t\r\n]++|\#[^\r\n]*+)
    | (?P<IRI><(?:[^<>"{{}}|^`\\\x00-\x20]|{_CODEPOINT})*+>)
    | (?P<STRING>\"\"\"(?:\"?\"?(?:[^\"\\]|{_ESCAPE}))*+\"\"\" | '''(?:'?'?(?:[^'\\]|{_ESCAPE}))*+'''
        | (?!\"\"\"|''')(?:\"(?:[^\"\\\r\n]|{_ESCAPE})*+\" | '(?:[^'\\\r\n]|{_ESCAPE})*+'))
    | (?P<LANGUAGE>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    | (?P<VARIABLE>[?$][{_VARIABLE}]++)
    | (?P<BLANK>_:[{_BASE}_0-9](?:[{_CHARS}]|\.++(?=[{_CHARS}]))*+)
    | (?P<PNAME>:(?:{_LOCAL})?+)
    | (?P<run>[{_BASE}][{_CHARS}.]*+)(?P<local>:(?:{_LOCAL})?+)?+
    | (?P<NUMBER>(?:[0-9]++(?:\.[0-9]++)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)
    | (?P<MARK>\^\^|&&|\|\||[!<>]=|<<|>>|[^"'])
    """,
    re.VERBOSE | re.DOTALL,
)
_PLAIN: Final = re.compile(r"(?P<WORD>[A-Za-z][A-Za-z0-9_]*+)|(?P<NUMBER>[0-9]++)|(?P<MARK>.)", re.DOTALL)
_AUTHORITY: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*+://")
_CLOSES: Final = {")", "]", "}"}
_ENDS_OPERAND: Final = frozenset(
    {Kind.IRI, Kind.PNAME, Kind.VARIABLE, Kind.STRING, Kind.LANGUAGE, Kind.NUMBER, Kind.BLANK}
)


def ends_operand(token: Token | None) -> bool:
    """Say whether `token` can be the end of a value, so that a following `<` may be a comparison."""
    if token is None:
        return False
    if token.kind is Kind.WORD:
        # Keywords need no space around them, so a word may end in one of these.
        return token.text.lower().endswith(("true", "false"))
    return token.kind in _ENDS_OPERAND or token.text in _CLOSES


def tokens(query: str) -> Iterator[Token]:
    """
    Yield the tokens of `query` from left to right, lazily.

    Raises:
        QuerySyntaxError: a string does not end; nothing after it can be told apart.
    """
    scan = _Scan()
    position = 0
    while position < len(query):
        match = _TOKEN.match(query, position)
        if match is None:
            line = query.count("\n", 0, position) + 1
            column = position - query.rfind("\n", 0, position)
            raise QuerySyntaxError("a quotation mark opens a string that does not end.", line, column)
        kind, position = str(match.lastgroup), match.end()
        if kind in {"run", "local"}:
            run = match["run"]
            if match["local"] is not None and not run.endswith("."):
                yield scan.token(Kind.PNAME, match[0], match.start())
                continue
            position = match.start() + len(run)
            for part in _PLAIN.finditer(run):
                yield scan.token(Kind[str(part.lastgroup)], part[0], match.start() + part.start())
        elif kind == "IRI" and scan.may_compare(match[0]):
            if "'" in match[0] or "#" in match[0]:
                yield scan.token(Kind.DOUBT, match[0], match.start())
                continue
            position = match.start() + 1
            yield scan.token(Kind.MARK, "<", match.start())
        elif kind != "space":
            yield scan.token(Kind[kind], match[0], match.start())


class _Scan:
    """What a scan remembers: the open brackets and the token before."""

    def __init__(self) -> None:
        self.brackets: list[str] = []
        self.previous: Token | None = None
        self.values_ahead = False

    def token(self, kind: Kind, text: str, start: int) -> Token:
        """Make the next token and note what it opens or closes."""
        if kind is Kind.MARK and text in _CLOSES and self.brackets:
            self.brackets.pop()
        inside = self.brackets[-1] if self.brackets else ""
        made = Token(kind, text, start, inside, len(self.brackets))
        if kind is Kind.WORD:
            self.values_ahead = text.upper() == "VALUES"
        elif kind is Kind.MARK and text in {"(", "[", "{"}:
            is_data = inside == "data" or (text == "{" and self.values_ahead)
            self.brackets.append("data" if is_data else text)
            if text == "{":
                self.values_ahead = False
        self.previous = made
        return made

    def may_compare(self, bracketed: str) -> bool:
        """
        Say whether `<...>` may be two comparisons rather than an IRI.

        Operators of comparison stand in parentheses only and follow a value.  `<http://` cannot be one.
        """
        return (
            bool(self.brackets)
            and self.brackets[-1] == "("
            and ends_operand(self.previous)
            and not _AUTHORITY.match(bracketed)
        )


_SPACE: Final = r"(?:[ \t\r\n]++|\#[^\r\n]*+)"
_OPENING: Final = re.compile(
    rf"""{_SPACE}*+
      (?:(?:PREFIX{_SPACE}++(?:[A-Za-z][A-Za-z0-9_\-]*+)?+:|BASE){_SPACE}*+
         <[^<>"{{}}|^`\\\x00-\x20]*+>{_SPACE}*+)*+
      (?P<form>SELECT|ASK|CONSTRUCT|DESCRIBE)(?=[ \t\r\n\#({{*?$<])""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


def opening_form(query: str) -> Form | None:
    """Return the form of a query with a prologue as people write it; None where it takes a scan to tell."""
    opening = _OPENING.match(query)
    return Form(opening["form"].upper()) if opening else None


def query_form(query: str) -> Form:
    """
    Return the form of `query`, from its first keyword after the prologue.

    Raises:
        QuerySyntaxError: there is no such keyword.
    """
    if form := opening_form(query):
        return form
    for token in tokens(query):
        if token.kind is Kind.WORD:
            word = token.text.upper()
            for form in Form:
                # Keywords need no space after them: `SELECTDISTINCT` is legal.
                if word.startswith(form):
                    return form
    raise QuerySyntaxError("it has none of the words SELECT, ASK, CONSTRUCT and DESCRIBE.")


_PLACE: Final = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<reason>.*)", re.DOTALL)
_REASON_LENGTH: Final = 200


def syntax_error(text: str) -> QuerySyntaxError:
    """Make the error from what an engine said, in one line, with the place where the text holds one."""
    place = _PLACE.search(text)
    reason = " ".join((place["reason"] if place else text).split())
    # Oxigraph lists every character class that could follow; the first items say enough.
    reason = reason.partition(", [")[0].replace("expected [_]", "something else was expected here")
    if len(reason) > _REASON_LENGTH:
        reason = reason[:_REASON_LENGTH].rsplit(" ", 1)[0] + " ..."
    if place:
        return QuerySyntaxError(reason, int(place["line"]), int(place["column"]))
    return QuerySyntaxError(reason or "the engine gives no reason.")
