"""The lists of things by kind, narrowed by the filters of their pages."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.errors import ParameterError, UnknownThingError
from kg.exports.tables import csv_bytes
from kg.namespaces import CONTEXT, LICENCE, REST
from webapp.api.contexts import list_context
from webapp.api.paging import NAMES, window_of
from webapp.api.rows import release
from webapp.kinds import LISTED
from webapp.knowledge import knowledge
from webapp.pages.listings.choice import BY_DATE, SORT, WORDS, choice_of
from webapp.pages.listings.files import listed_columns, listed_entries
from webapp.pages.listings.index import index_of
from webapp.pages.listings.register import LISTINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.datastructures import MultiDict

    from kg.exports.sheets import Entry
    from webapp.api.paging import Window
    from webapp.kinds import Kind
    from webapp.pages.listings.choice import Choice
    from webapp.pages.listings.index import Index
    from webapp.pages.listings.spec import Filter, Listing

FACETS: Final = "facets"
"""The parameter that asks for the values of each filter, with how many things have each."""

CHOICES: Final[dict[str, tuple[str, ...]]] = {SORT: ("name", BY_DATE), FACETS: ("0", "1")}
"""The parameters that take one of a few words."""

LISTS: Final[dict[str, Kind]] = {
    str(kind.listing).removeprefix("/"): kind for kind in LISTED if kind.segment in LISTINGS
}
"""The kinds that have a list, by the name of the list, which is that of its page."""

LONGEST_WORDS: Final = 200
"""How many characters of words are looked for at most."""

_NEAR_AT_MOST: Final = 5
_LONGEST_SHOWN: Final = 60


def parameters_of(listing: Listing) -> tuple[str, ...]:
    """Return the names of all parameters of a list."""
    sorting = (SORT,) if listing.is_dated else ()
    return (*(each.name for each in listing.filters), WORDS, *sorting, FACETS, *NAMES)


def lists_answer() -> dict[str, Any]:
    """Return which lists there are, and by what each is narrowed."""
    return {
        "@context": CONTEXT,
        "release": release(),
        "license": LICENCE,
        "total": len(LISTS),
        "rows": [
            {
                "iri": f"{REST}lists/{name}",
                "title": kind.many,
                "facets": [
                    {"name": each.name, "label": each.legend} for each in LISTINGS[kind.segment].filters
                ],
            }
            for name, kind in LISTS.items()
        ],
    }


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of a list: `total` counts all things of the choice."""

    name: str
    listing: Listing
    index: Index
    choice: Choice
    window: Window
    total: int
    rows: Sequence[tuple[Entry, ...]]
    has_facets: bool

    def csv(self) -> bytes:
        """Return the rows as CSV."""
        return csv_bytes(listed_columns(self.listing), self.rows)

    def answer(self) -> dict[str, Any]:
        """Return the rows with what they are."""
        columns = listed_columns(self.listing)
        headings = {column.name: column.heading for column in self.listing.columns}
        chosen = {name: list(values) for name, values in self.choice.facets.items() if values}
        chosen |= {WORDS: [self.choice.words]} if self.choice.words else {}
        facets = {FACETS: [self._facet(each) for each in self.listing.filters]} if self.has_facets else {}
        return {
            "@context": list_context(self.name),
            "list": self.name,
            "title": LISTS[self.name].many,
            "notes": [self.listing.lead] if self.listing.lead else [],
            "release": release(),
            "license": LICENCE,
            "filters": chosen,
            "columns": {name: headings.get(name) or COMMON.get(name, "") for name in columns},
            "total": self.total,
            "limit": self.window.limit,
            "offset": self.window.offset,
            **facets,
            "rows": [dict(zip(columns, row, strict=True)) for row in self.rows],
        }

    def _facet(self, each: Filter) -> dict[str, Any]:
        """Return the values of a filter, with how many things of the rest of the choice have each."""
        words = self.index.words(self.choice.words)
        counts = self.index.facets.counts(each.name, self.choice.facets, words)
        options = [
            {"value": option.key, "label": option.label, "count": counts.get(option.key, 0)}
            | ({"why": option.state} if option.state else {})
            for option in self.index.options[each.name]
        ]
        return {"name": each.name, "label": each.legend, "options": options}


COMMON: Final[dict[str, str]] = {
    "key": "Class and key of the thing",
    "iri": "IRI of the thing",
    "begins": "First day that the date may be",
    "ends": "Last day that the date may be",
    "precision": "How precisely sources give the date",
    "sources_disagree": "Whether sources disagree on something in the row: yes or no",
    "source": "Documents behind the row, parted by two bars",
    "locator": "Where in each of these documents",
}
"""What the columns mean that all lists have."""


def listed(name: str, args: MultiDict[str, str]) -> Listed:
    """
    Return what is asked of a list.

    Args:
        name: One of `LISTS`.
        args: The parameters of the request.

    Raises:
        ParameterError: A parameter is none of the list, or not as it should be.
        UnknownThingError: A value is none of its filter.
    """
    listing, graph = LISTINGS[LISTS[name].segment], knowledge()
    window = window_of(args)
    index = index_of(graph, listing)
    choice = _choice(listing, index, args)
    total, things = index.things(choice, window.offset, window.limit)
    rows = listed_entries(graph, listing, things)
    return Listed(name, listing, index, choice, window, total, rows, args.get(FACETS) == "1")


def _choice(listing: Listing, index: Index, args: MultiDict[str, str]) -> Choice:
    known = parameters_of(listing)
    for given in args:
        if given not in known:
            shown = given[:_LONGEST_SHOWN]
            raise ParameterError(
                f"This list has no parameter {shown!r}; take one of {', '.join(known)}.", shown, known
            )
    for name in (WORDS, *CHOICES):
        _check_once(name, [value for value in args.getlist(name) if value])
    choice = choice_of(args, (each.name for each in listing.filters), is_dated=listing.is_dated)
    for each in listing.filters:
        options = [option.key for option in index.options[each.name]]
        if strange := [key for key in choice.facets[each.name] if key not in options]:
            wrong = strange[0][:_LONGEST_SHOWN]
            near = difflib.get_close_matches(wrong, options, _NEAR_AT_MOST)
            raise UnknownThingError(each.name, each.one, wrong, near)
    return choice


def _check_once(name: str, values: Sequence[str]) -> None:
    if len(values) > 1:
        raise ParameterError(f"The parameter {name!r} is given {len(values)} times; give it once.", name)
    if values and len(values[0]) > LONGEST_WORDS:
        raise ParameterError(f"The parameter {name!r} takes at most {LONGEST_WORDS} characters.", name)
    allowed = CHOICES.get(name, ())
    if values and allowed and values[0] not in allowed:
        shown = values[0][:_LONGEST_SHOWN]
        raise ParameterError(
            f"The parameter {name!r} is {' or '.join(allowed)}, not {shown!r}.", name, allowed
        )
