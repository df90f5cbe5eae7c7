"""The shelf's door to pyoxigraph: read a frozen table, and write it in the other formats of SPARQL."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

import pyoxigraph as ox

from kg.errors import MediaTypeError, QueryError, StoreError
from kg.rdf_terms import from_engine
from kg.store.protocol import RESULT_TYPES, Solutions

if TYPE_CHECKING:
    from typing import TypeAlias

    _Parsed: TypeAlias = ox.QuerySolutions | ox.QueryBoolean

# Texts may hold these as well: they only tell where to look closer.
_OF_RDF_1_2: Final = (b'"triple"', b"its:dir")
_FROZEN: Final = ox.QueryResultsFormat.JSON


def count(table: bytes) -> int:
    """
    Return the number of rows of a table in SPARQL results JSON that is to be frozen.

    Raises:
        StoreError: It is no such table.
        QueryError: It holds terms that RDF 1.1 does not know.
    """
    if any(sign in table for sign in _OF_RDF_1_2):
        try:
            return len(read(table, sys.maxsize).rows)
        except StoreError as error:
            raise QueryError(str(error)) from error
    return sum(1 for _ in _solutions(table))


def read(table: bytes, most: int) -> Solutions:
    """Return the first `most` rows of a table; errors as in `count`."""
    found = _solutions(table)
    names = tuple(variable.value for variable in found.variables)
    rows = tuple(
        {name: from_engine(term) for name, term in zip(names, solution, strict=True) if term is not None}
        for solution in islice(found, most)
    )
    return Solutions(names, rows)


def verdict(answer: bytes) -> bool:
    """Return the truth value that a frozen answer of ASK holds; errors as in `count`."""
    found = _parsed(answer)
    if not isinstance(found, ox.QueryBoolean):
        raise _damaged("it is no truth value")
    return bool(found)


def rewritten(answer: bytes, media_type: str) -> bytes:
    """
    Write a frozen table or truth value in one of `kg.store.protocol.RESULT_TYPES`.

    JSON is what was frozen, byte for byte; the others are written from it, always the same.

    Raises:
        MediaTypeError: There is no such format, or it cannot hold this answer.
        StoreError: The answer is damaged.
    """
    if media_type not in RESULT_TYPES:
        raise MediaTypeError(
            f"A table cannot be written as {media_type!r}; ask for one of {', '.join(RESULT_TYPES)}."
        )
    if media_type == _FROZEN.media_type:
        return answer
    wanted = ox.QueryResultsFormat.from_media_type(media_type)
    try:
        written: bytes = _parsed(answer).serialize(format=wanted) or b""
    except (SyntaxError, ValueError) as error:
        raise _damaged(str(error)) from error
    if media_type == ox.QueryResultsFormat.XML.media_type:
        _check_xml(written)
    return written


def _check_xml(written: bytes) -> None:
    """Raise `MediaTypeError` if this is no XML: texts may hold signs that XML has no way to write."""
    try:
        expat.ParserCreate().Parse(written, True)  # noqa: FBT003  (it takes no names)
    except expat.ExpatError as error:
        raise MediaTypeError(
            "This answer holds signs or names that XML cannot write; take it in another format."
        ) from error


def _solutions(table: bytes) -> ox.QuerySolutions:
    found = _parsed(table)
    if not isinstance(found, ox.QuerySolutions):
        raise _damaged("it is no table")
    return found


def _parsed(answer: bytes) -> _Parsed:
    try:
        return ox.parse_query_results(answer, format=_FROZEN)
    except (SyntaxError, ValueError) as error:
        raise _damaged(str(error)) from error


def _damaged(reason: str) -> StoreError:
    return StoreError(f"The answer is no results of SPARQL in JSON ({reason}); ask for it once more.")
