"""RDF terms without an engine: what queries return and what parameters are bound to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

XSD_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


@dataclass(frozen=True, slots=True)
class Iri:
    """An IRI, absolute and without angle brackets."""

    value: str

    def n3(self) -> str:
        """Return the IRI as SPARQL and Turtle write it; characters not allowed there are escaped."""
        return (
            "<"
            + "".join(c if c not in '<>"{}|^`\\' and c > " " else f"\\u{ord(c):04X}" for c in self.value)
            + ">"
        )

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Literal:
    """
    A literal: its lexical form and either a language tag or a datatype IRI.

    `datatype` is None for plain strings and for texts with a `language`.
    """

    value: str
    datatype: str | None = None
    language: str | None = None

    def n3(self) -> str:
        """Return the literal as SPARQL and Turtle write it."""
        quoted = f'"{self.value.translate(_ESCAPES)}"'
        if self.language:
            return f"{quoted}@{self.language}"
        return f"{quoted}^^{Iri(self.datatype).n3()}" if self.datatype else quoted

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class BlankNode:
    """A node without a name; our own data has none, a remote store or a CONSTRUCT may."""

    value: str

    def n3(self) -> str:
        """Return the blank node's label as Turtle writes it; a query can never be bound to one."""
        return f"_:{self.value}"

    def __str__(self) -> str:
        return self.value


Term: TypeAlias = Iri | Literal | BlankNode
