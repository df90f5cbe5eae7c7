"""The first rows of an answer as bytes, from a worker to the pool."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from kg.store.protocol import Solutions
from kg.terms import BlankNode, Iri, Literal

if TYPE_CHECKING:
    from kg.terms import Term

PREVIEW_BYTES: Final = 32 << 20
"""No preview is larger: whoever asks for one holds it in memory, as objects."""

_Packed = list[str | None]


def packed_preview(solutions: Solutions) -> bytes:
    """Write rows as JSON: the names of the variables once, then for each row its terms or null."""
    rows = [
        [_packed(row[name]) if name in row else None for name in solutions.variables]
        for row in solutions.rows
    ]
    return json.dumps((solutions.variables, rows), separators=(",", ":")).encode()


def unpacked_preview(packed: bytes) -> Solutions:
    """Read what `packed_preview` wrote."""
    variables, rows = json.loads(packed)
    return Solutions(
        tuple(variables),
        tuple(
            {
                name: _unpacked(fields)
                for name, fields in zip(variables, row, strict=True)
                if fields is not None
            }
            for row in rows
        ),
    )


def _packed(term: Term) -> _Packed:
    if isinstance(term, Iri):
        return [term.value]
    if isinstance(term, BlankNode):
        return [term.value, None]
    return [term.value, term.datatype, term.language]


def _unpacked(fields: _Packed) -> Term:
    value = fields[0] or ""
    match fields:
        case [_]:
            return Iri(value)
        case [_, _]:
            return BlankNode(value)
        case [_, datatype, language]:
            return Literal(value, datatype, language)
    raise AssertionError(fields)
