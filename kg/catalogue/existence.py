"""Whether the things that a stored query is asked about are there: a slip in a key is no empty answer."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from kg.errors import UnknownThingError
from kg.namespaces import ID
from kg.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.catalogue.query import Query
    from kg.store.protocol import Solutions
    from kg.terms import Term

_NEAR_AT_MOST: Final = 3
_LIKENESS: Final = 0.6


def check_things(query: Query, terms: Mapping[str, Term], rows: Callable[..., Solutions]) -> None:
    """
    Hold the values of parameters that name a thing of some class against the graph.

    Args:
        query: The query.
        terms: The values of its parameters.
        rows: What runs a stored query by its name, with terms for its parameters.

    Raises:
        UnknownThingError: Nothing is said of a thing; the error offers the nearest keys of its class.
        StoreError: The store cannot answer.
    """
    for param in query.params:
        term = terms.get(param.name)
        if not param.kind or not isinstance(term, Iri) or rows("statements", subject=term).rows:
            continue
        base = f"{ID}{param.kind}/"
        named = dict.fromkeys(row["thing"].value for row in rows("names").rows)
        keys = [iri.removeprefix(base) for iri in named if iri.startswith(base)]
        key = term.value.removeprefix(base)
        near = difflib.get_close_matches(key, keys, _NEAR_AT_MOST, _LIKENESS)
        raise UnknownThingError(param.name, param.kind, key, near)
