"""What the columns of an answer hold, and so which views can show them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.exports.tables import plain
from kg.namespaces import ID
from kg.terms import Iri, Literal
from webapp.names import kind_of
from webapp.pages.results.days import days_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.store.protocol import Solutions
    from kg.terms import Term

_LEVEL: Final = f"{ID}level/"
_COUNTRY: Final = "country"
# The class of ratings and its scale, by any prefix: what a query makes of them is no number to draw.
_ON_LEVELS: Final = re.compile(r"[:#](?:level|levelOrder)\b|id/level/|level:[\w/-]+/")
_COUNTED: Final = r"\(\s*COUNT\s*\(\s*(?:DISTINCT\s+)?(?:\*|[?$]\w+)\s*\)\s*AS\s*[?$]{}\b"
_MOST_DRAWN: Final = 1e300


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column: how many rows have a value in it (`bound`), and how many of these are of which sort.

    `ratings` counts levels of a scale.  `is_made_of_ratings` tells that its numbers may come from such
    levels: the query reads them, and the column is no plain COUNT.
    """

    name: str
    bound: int
    distinct: int
    iris: int
    things: int
    numbers: int
    dates: int
    countries: int
    ratings: int
    is_made_of_ratings: bool

    @property
    def is_number(self) -> bool:
        """Tell whether all its values are numbers."""
        return 0 < self.bound == self.numbers

    @property
    def is_iri(self) -> bool:
        """Tell whether all its values are IRIs."""
        return 0 < self.bound == self.iris

    @property
    def is_drawable(self) -> bool:
        """Tell whether it holds numbers that may be drawn as lengths."""
        return self.is_number and not self.is_made_of_ratings


def columns_of(solutions: Solutions, query: str) -> dict[str, Column]:
    """Return the columns of an answer in their order, by name; `query` is what was asked."""
    on_levels = bool(_ON_LEVELS.search(query))
    return {name: _column(solutions.rows, name, query, on_levels=on_levels) for name in solutions.variables}


def _column(rows: Sequence[Mapping[str, Term]], name: str, query: str, *, on_levels: bool) -> Column:
    values = [row[name] for row in rows if name in row]
    iris = [term.value for term in values if isinstance(term, Iri)]
    ratings = sum(iri.startswith(_LEVEL) for iri in iris)
    is_counted = re.search(_COUNTED.format(re.escape(name)), query, re.IGNORECASE) is not None
    return Column(
        name,
        len(values),
        len({term.n3() for term in values}),
        len(iris),
        sum(iri.startswith(ID) for iri in iris),
        sum(number_of(term) is not None for term in values),
        sum(isinstance(term, Literal) and days_of(term) is not None for term in values),
        sum(kind_of(iri).segment == _COUNTRY for iri in iris),
        ratings,
        on_levels and not is_counted,
    )


def number_of(term: Term | None) -> float | None:
    """Return the number that a term is, as far as it can be drawn; None for all else."""
    value = plain(term) if isinstance(term, Literal) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if -_MOST_DRAWN < value < _MOST_DRAWN else None


def is_name(name: str) -> bool:
    """Tell whether a column seems to hold the names for another: `label`, `processLabel`."""
    return name == "label" or name.endswith(("Label", "_label"))


def groups(columns: Mapping[str, Column]) -> list[str]:
    """Return the columns by which rows can be told apart, those first that readers mean most likely."""
    found = [column for column in columns.values() if column.bound and not column.is_number]
    found.sort(
        key=lambda column: (column.ratings > 0, column.dates > 0, not column.things, is_name(column.name))
    )
    return [column.name for column in found]
