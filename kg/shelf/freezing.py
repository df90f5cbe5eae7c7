"""Take the answer of a query once and for ever: its bytes, packed, and what can be said of them."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.rdf_output import check_rdf_1_1
from kg.shelf import tables
from kg.store.protocol import JSON_TABLE
from kg.store.syntax import Form

if TYPE_CHECKING:
    from kg.store.bounded import Answer, BoundedStore
    from kg.store.syntax import DatasetChoice

GRAPH: Final = "application/n-triples"

MOST_BYTES: Final = 16 << 20
"""The largest answer, in bytes, that is kept: whoever reads it later reads it as a whole."""

MOST_PACKED: Final = 5 << 20
"""The largest answer, in bytes as packed, that is kept."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """
    The frozen answer of a query.

    `sha256` and `length` are those of its bytes, `rows` the number of its rows or statements (None for a
    truth value, or where nobody counted).  `packed` holds the bytes, packed by zlib; it is None if they were
    too large to keep.
    """

    sha256: str
    length: int
    rows: int | None
    packed: bytes | None

    def body(self) -> bytes | None:
        """Return the bytes, None if they were too large to keep; `zlib.error` tells of damage."""
        return None if self.packed is None else zlib.decompress(self.packed)


def freeze(store: BoundedStore, query: str, form: Form, dataset: DatasetChoice) -> Frozen:
    """
    Run a query that was admitted and freeze its answer: a table as JSON, a graph as N-Triples, sorted.

    Raises:
        QueryError: The answer holds terms that RDF 1.1 does not know.
        KgError: The store cannot answer, or the query goes over a limit of the store.
    """
    if form is Form.ASK:
        # Some servers answer in JSON with a table instead; the store knows them.
        verdict = {"head": {}, "boolean": store.ask(query, dataset)}
        return frozen(json.dumps(verdict, separators=(",", ":")).encode(), None)
    answer = store.answer(query, GRAPH if form.gives_graph else JSON_TABLE, dataset)
    if answer.length > MOST_BYTES:
        return _described(answer)
    if form.gives_graph:
        lines = sorted(set(answer.read().splitlines(keepends=True)))
        body = b"".join(lines)
        check_rdf_1_1(body)
        return frozen(body, len(lines))
    body = answer.read()
    return frozen(body, tables.count(body))


def frozen(body: bytes, rows: int | None) -> Frozen:
    """Freeze bytes, without keeping them if they are too large."""
    packed = zlib.compress(body, 6)
    kept = packed if len(body) <= MOST_BYTES and len(packed) <= MOST_PACKED else None
    return Frozen(hashlib.sha256(body).hexdigest(), len(body), rows, kept)


def _described(answer: Answer) -> Frozen:
    """Say what a large answer was, part by part."""
    digest = hashlib.sha256()
    for chunk in answer.chunks():
        digest.update(chunk)
    return Frozen(digest.hexdigest(), answer.length, answer.rows, None)
