"""
Terms of a row in a query, such that every engine finds them again.

Virtuoso joins texts with a language, and literals of datatypes that it does not know, to the wrong rows
where they stand in VALUES, and misses them where they are compared as a whole; so these are compared in
parts.  What an expression makes is for it never the SAMETERM as one in the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import PREFIXES
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from kg.terms import Term


def is_in_parts(term: Term) -> bool:
    """Say whether a term is to be compared in parts, and not to stand in VALUES."""
    if not isinstance(term, Literal):
        return False
    return term.language is not None or not (term.datatype or PREFIXES["xsd"]).startswith(PREFIXES["xsd"])


def same(variable: str, term: Term) -> str:
    """Return the expression that compares a variable with a term."""
    if not isinstance(term, Literal) or not is_in_parts(term):
        return f"{variable} = {term.n3()}"
    text = f"STR({variable}) = {Literal(term.value).n3()}"
    if term.language:
        return f"({text} && LCASE(LANG({variable})) = {Literal(term.language.lower()).n3()})"
    return f"({text} && DATATYPE({variable}) = {Iri(term.datatype or '').n3()})"
