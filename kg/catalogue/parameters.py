"""The typed parameters of a stored query: what they take, and the line of the query that holds each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from kg.errors import ParameterError
from kg.namespaces import BASE, ID, PREFIXES, XSD, thing
from kg.store.prefixes import Prefixes
from kg.terms import XSD_STRING, Iri, Literal, Term

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEXICAL: Final[dict[str, str]] = {
    "string": r"(?s:.*)",
    "integer": r"[+-]?[0-9]{1,18}",
    "decimal": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
    "boolean": r"true|false",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "gYear": r"[0-9]{4}",
}

TYPES: Final = ("iri", *_LEXICAL)
"""What a parameter may be: an IRI, or a value of one of these datatypes of XML Schema."""

LONGEST_IRI: Final = 300
"""How many characters the IRI of a parameter may have; those of the graph have half as many."""

_KEY: Final = re.compile(r"[a-z0-9]+(?:[-./][a-z0-9]+)*")
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^<>\"{}|^`\\\x00-\x20]*")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")

_TERM: Final = (
    r"<[^<>]*>|\"(?:[^\"\\]|\\.)*\"(?:@[A-Za-z0-9\-]+|\^\^(?:<[^<>]*>|[a-z]+:\w+))?|[+-]?[0-9.]+|true|false"
)
_LINE: Final = re.compile(
    rf"\s*(?:VALUES\s+\?(?P<values>\w+)\s*\{{\s*(?P<values_term>{_TERM})\s*\}}"
    rf"|BIND\s*\(\s*(?P<bind_term>{_TERM})\s+AS\s+\?(?P<bind>\w+)\s*\))\s*\.?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """A line that holds the parameter `name`; the text of its term stands at `start` to `end`."""

    name: str
    line: str
    start: int
    end: int

    @property
    def example(self) -> Term:
        """The term that stands in the line."""
        return Prefixes(PREFIXES).constant(self.line[self.start : self.end])

    def with_term(self, term: Term) -> str:
        """Return the line with `term` in place of its own."""
        return self.with_terms((term,))

    def with_terms(self, terms: Iterable[Term]) -> str:
        """Return the line with several terms in the place of its own; only a line of VALUES takes several."""
        return self.line[: self.start] + " ".join(term.n3() for term in terms) + self.line[self.end :]


def parameter_line(line: str) -> ParameterLine | None:
    """Read `VALUES ?name { <term> }` or `BIND(<term> AS ?name)`; None for any other line."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    kind = "values" if match["values"] else "bind"
    return ParameterLine(match[kind], line, *match.span(f"{kind}_term"))


@dataclass(frozen=True, slots=True)
class Parameter:
    """
    What one parameter of a stored query takes.

    `type` is `iri` or the local name of a datatype of XML Schema.  `kind` is the class segment under which a
    key is resolved; where it is empty, the key has it in front: `country/bgd`.  `deprecated` and `sunset` are
    days as in `Query`.
    """

    name: str
    type: str
    kind: str
    doc: str
    is_optional: bool
    example: Term
    deprecated: str = ""
    sunset: str = ""

    def term(self, text: str) -> Term:
        """
        Read what a user wrote: a key, an IRI of ours, or the text of a value.

        Raises:
            ParameterError: `text` is no such thing.
        """
        if self.type != "iri":
            made: Term = Literal(text, None if self.type == "string" else XSD + self.type)
        elif _KEY.fullmatch(text) and (self.kind or "/" in text):
            made = Iri(thing(self.kind, text) if self.kind else ID + text)
        else:
            made = Iri(text)
            if not text.startswith(f"{ID}{self.kind}/" if self.kind else BASE):
                raise self._unfit(text)
        self.check(made)
        return made

    def check(self, term: Term) -> None:
        """Raise `ParameterError` unless `term` is of the parameter's type and can stand in a query."""
        if self.type == "iri":
            fits = isinstance(term, Iri) and _is_iri(term.value)
        elif isinstance(term, Literal):
            fits = _fits_type(self.type, term)
        else:
            fits = False
        # Half of a surrogate pair is no character: no engine can be sent one.
        if not fits or any("\ud800" <= character <= "\udfff" for character in term.value):
            raise self._unfit(term.value)

    def _unfit(self, text: str) -> ParameterError:
        if self.type == "iri" and len(text) > LONGEST_IRI:
            return ParameterError(
                f"The parameter {self.name!r} takes an IRI of at most {LONGEST_IRI} characters, "
                f"not one of {len(text):,}.",
                self.name,
            )
        wanted = (
            f"a key of the class {self.kind!r} or an IRI" if self.kind else "a key with its class or an IRI"
        )
        wanted = wanted if self.type == "iri" else f"a value of the type {self.type}"
        example = str(self.example).removeprefix(f"{ID}{self.kind}/" if self.kind else ID)
        return ParameterError(
            f"The parameter {self.name!r} takes {wanted}, such as {example!r}, not {text!r}.",
            self.name,
            ("true", "false") if self.type == "boolean" else (),
        )


def _is_iri(text: str) -> bool:
    return len(text) <= LONGEST_IRI and _IRI.fullmatch(text) is not None


def _fits_type(type_: str, literal: Literal) -> bool:
    if re.fullmatch(_LEXICAL[type_], literal.value) is None:
        return False
    if type_ == "date" and not _is_date(literal.value):
        return False
    if literal.language is not None:
        return type_ == "string" and _LANGUAGE.fullmatch(literal.language) is not None
    return (literal.datatype or XSD_STRING) == XSD + type_


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
