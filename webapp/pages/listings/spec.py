"""What a list of things is made of: the terms in which every list is described."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import ID
from webapp.pages.listings.rows import name
from webapp.urls import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from webapp.knowledge import Knowledge
    from webapp.names import Names
    from webapp.pages.draft import Draft
    from webapp.pages.listings.choice import Choice
    from webapp.pages.listings.rows import CellOf, Column
    from webapp.pages.parts import Panel

OPEN: Final = "open"
"""The value, as a year, of a date that sources bound on one side alone."""

_LONGEST_SPAN: Final = 40


@dataclass(frozen=True, slots=True)
class Filter:
    """
    A filter of a list.

    `name` is its parameter; `facets` are those of the query `<kind>-facets` whose values it has (its own name
    where left out), or `of_row` makes them of a row of `<kind>-list`.  `one` is what a value is called,
    `missing` what those are called that have none.  `key` turns a value into what stands in the address,
    `words` into its name; by `group`, options stand together under headings.

    Options are in the order of their names; with `is_reversed`, from the last to the first.  `most` is how
    many are shown, those that most things have; the others can be reached from the rows.  `silent` gives
    values that nothing in the list has, each with the words for why, so that they can be asked for.  A filter
    that `is_quiet` is there for links of other pages: its options are shown only where one is chosen.
    """

    name: str
    legend: str
    one: str
    missing: str = "not stated"
    facets: tuple[str, ...] = ()
    of_row: Callable[[Mapping[str, str]], Iterable[str]] | None = None
    key: Callable[[str], str] = lambda value: key_of(value) if value.startswith(ID) else value
    words: Callable[[Names, str], str] = lambda names, value: (
        names.short(value) if value.startswith(ID) else value
    )
    group: Callable[[Names, str], str] | None = None
    is_reversed: bool = False
    most: int = 60
    is_quiet: bool = False
    silent: Callable[[Knowledge], Mapping[str, str]] | None = None

    def sources(self) -> tuple[str, ...]:
        """Return the facets of the query that it takes its values from."""
        return () if self.of_row else self.facets or (self.name,)


@dataclass(frozen=True, slots=True)
class Listing:
    """
    A list: the stored queries `<segment>-list` and `<segment>-facets` as a table with filters.

    `caption` says what it holds in the plural, after "all"; `lead` stands under the title.  A list that
    `is_dated` can be put in the order of dates.  `title` gives the name by which rows are sorted and found;
    `after` makes further panels for a choice.
    """

    segment: str
    caption: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    lead: str = ""
    section: str = ""
    is_dated: bool = False
    has_facts: bool = True
    title: Callable[[Names, Mapping[str, str]], str] = lambda names, row: (
        row.get("label") or names.label(row["thing"])
    )
    after: Callable[[Draft, Choice], Sequence[Panel]] | None = None
    first: CellOf = name


def years(row: Mapping[str, str]) -> Iterable[str]:
    """Return every year that a date touches; `OPEN` where it has one bound alone."""
    first, last = row.get("begins", "")[:4], row.get("ends", "")[:4]
    if not (first and last):
        return (OPEN,) if first or last else ()
    span = range(int(first), int(last) + 1)
    return (str(year) for year in span[:_LONGEST_SPAN])


def year_words(_names: Names, value: str) -> str:
    """Return a year as an option."""
    return "beginning or end open" if value == OPEN else value


YEAR: Final = Filter("year", "Year", "year", of_row=years, words=year_words, is_reversed=True)
"""The filter of all dated lists."""


def framework_of(names: Names, domain: str) -> str:
    """Return the framework of a domain, whose key begins with that of the framework."""
    return names.short(domain.replace("/domain/", "/framework/").rpartition("/")[0])


def numbered(names: Names, domain: str) -> str:
    """Return a domain by its number in its framework and its name."""
    return f"{key_of(domain).rpartition('/')[2]} {names.label(domain)}"


NONE: Final = "none on record"
"""What stands where nothing is on record, though no source was read for the matter as such."""

DOMAIN: Final = Filter(
    "domain", "Domain", "governance domain", "placed in no domain", words=numbered, group=framework_of
)
"""The filter of what a source or the editors place in domains."""

PROCESS: Final = Filter("process", "Process", "regional process", NONE)
"""The filter of what may belong to processes, or not."""
