"""A stored query with the parameters of a request; pages, downloads and the API share it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.catalogue import CHECKS
from kg.catalogue.existence import check_things
from kg.errors import MediaTypeError, ParameterError, UnknownThingError
from kg.store.syntax import Form
from webapp.knowledge import knowledge
from webapp.pages.workbench.fields import written

if TYPE_CHECKING:
    from collections.abc import Collection

    from werkzeug.datastructures import MultiDict

    from kg.catalogue import Query
    from kg.store.protocol import Solutions
    from kg.terms import Term


FOLDERS: Final[dict[str, str]] = {
    "explore": "Questions of researchers",
    "browse": "Behind the pages",
    "listing": "Behind the lists",
    "export": "Behind the exports",
    CHECKS: "Checks, which must find nothing",
}
"""The folders in the order in which pages list them, with what they are called there."""


@dataclass(frozen=True, slots=True)
class Bound:
    """
    A stored query with its values in place, ready to be run.

    `terms` are the values it was bound to, `text` the query with them in place; `is_example` tells that
    values which the request left out were taken from the query's own example.
    """

    query: Query
    terms: dict[str, Term]
    text: str
    is_example: bool

    def texts(self) -> dict[str, str]:
        """Return the values as a user writes them, in the order of the parameters."""
        return {p.name: written(p, self.terms[p.name]) for p in self.query.params if p.name in self.terms}

    def rows(self) -> Solutions:
        """
        Run it, for a page or for the API.

        Raises:
            StoreError: The store cannot answer.
        """
        return knowledge().rows(self.query.name, **self.terms)

    def body(self, media_type: str) -> bytes:
        """
        Run it, for a download in one of `kg.store.protocol.RESULT_TYPES`, written by the store.

        Raises:
            StoreError: The store cannot answer.
        """
        return knowledge().store.answer(self.text, media_type)


def example_of(query: Query) -> dict[str, str] | None:
    """Return the query's own example as a user writes it; None if the graph served lacks a thing of it."""
    needed = {p.name: p.example for p in query.params if not p.is_optional}
    try:
        check_things(query, needed, knowledge().rows)
    except UnknownThingError:
        return None
    return {p.name: written(p, needed[p.name]) for p in query.params if p.name in needed}


def bound(
    name: str, args: MultiDict[str, str], *, is_page: bool = False, passed: Collection[str] = ()
) -> Bound:
    """
    Put the values of a request into a stored query.

    Args:
        name: The name of the query.
        args: The parameters of the request; an empty one counts as not given, as forms send it so.
        passed: Names of parameters that are not for the query.
        is_page: Take what is needed and missing from the query's example: a page has to show something.

    Raises:
        UnknownQueryError: There is no such query.
        ParameterError: A parameter is missing, unknown, given twice, or not of its type.
        UnknownThingError: A parameter names a thing that is not in the graph.
        MediaTypeError: The query makes no table.
    """
    query = knowledge().queries.named(name)
    if query.form is not Form.SELECT:
        raise MediaTypeError(f"The query {name!r} makes no table; run its text at /sparql?example={name}.")
    for given, values in args.lists():
        if len(values) > 1:
            raise ParameterError(
                f"The parameter {given!r} is given {len(values)} times; give it once.", given
            )
    terms = query.terms({given: text for given, text in args.items() if text and given not in passed})
    check_things(query, terms, knowledge().rows)
    missing = {p.name: p.example for p in query.params if not p.is_optional and p.name not in terms}
    if is_page:
        check_things(query, missing, knowledge().rows)
        terms |= missing
    return Bound(query, terms, query.bind(terms), is_page and bool(missing))
