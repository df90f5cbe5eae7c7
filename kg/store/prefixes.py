"""Terms as a query writes them, with the prefixes that it declares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Self

from kg.namespaces import RDF_TYPE, XSD
from kg.store.syntax import Kind, tokens
from kg.terms import XSD_STRING, Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.terms import Term

_STRING: Final = re.compile(
    r"(?P<quote>'''|\"\"\"|'|\")(?P<text>.*)(?P=quote)(?:@(?P<language>[A-Za-z0-9-]+)|\^\^(?P<type>.+))?",
    re.DOTALL,
)
_ESCAPES: Final = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


class Prefixes:
    """Prefixes, and the terms that are written with them."""

    def __init__(self, declared: Mapping[str, str]) -> None:
        """Take the namespaces by their prefixes, without colons."""
        self.declared = declared

    @classmethod
    def of(cls, prologue: str) -> Self:
        """Read the prologue of a query."""
        declared: dict[str, str] = {}
        prefix = None
        for token in tokens(prologue):
            if token.kind is Kind.PNAME:
                prefix = token.text[:-1]
            elif token.kind is Kind.IRI and prefix is not None:
                declared[prefix] = token.text[1:-1]
                prefix = None
        return cls(declared)

    def term(self, text: str) -> Term | None:
        """Return the term that is written so; None for a variable."""
        return None if text.startswith("?") else self.constant(text)

    def constant(self, text: str) -> Term:
        """Return the term that is written so, by what is no variable."""
        if text == "a":
            return Iri(RDF_TYPE)
        if text.startswith("<"):
            return Iri(text[1:-1])
        if match := _STRING.fullmatch(text):
            value = re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), match["text"])
            datatype = self.constant(match["type"]).value if match["type"] else None
            return Literal(value, None if datatype == XSD_STRING else datatype, match["language"])
        if text[0] in "+-.0123456789":
            kind = "double" if "e" in text.lower() else "decimal" if "." in text else "integer"
            return Literal(text, XSD + kind)
        if text.lower() in {"true", "false"}:
            return Literal(text.lower(), XSD + "boolean")
        prefix, _, local = text.partition(":")
        return Iri(self.declared.get(prefix, prefix + ":") + re.sub(r"\\(.)", r"\1", local))

    def shown(self, iri: str) -> str:
        """Return how a query may write an IRI: by a prefix, else in full."""
        fitting = [item for item in self.declared.items() if item[1] and iri.startswith(item[1])]
        for prefix, base in sorted(fitting, key=lambda item: -len(item[1])):
            if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]*", local := iri[len(base) :]):
                return f"{prefix}:{local}"
        return f"<{iri}>"
