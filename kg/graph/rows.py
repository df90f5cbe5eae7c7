"""Rows of an answer as values of Python, for loops, tables and notebooks."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeAlias, overload

from kg.errors import MissingLibraryError, ParameterError
from kg.exports.tables import plain
from kg.namespaces import ID, PREFIXES
from kg.store.protocol import Solutions
from kg.terms import Literal

if TYPE_CHECKING:
    from kg.terms import Term

Value: TypeAlias = str | int | float | bool | date | None

_DATE: Final = PREFIXES["xsd"] + "date"
_SHOWN_AT_MOST: Final = 50


class Rows(Sequence[Mapping[str, Value]]):
    """
    The rows of an answer, in their order; each maps the name of a column to a value.

    A thing is its IRI as a text, for that is what tables, networks and further queries take. Numbers, truth
    values and whole dates are `int`, `float`, `bool` and `datetime.date`; other texts are `str`, and so is a
    year, `2016`. What a row does not state is None, and never 0 or an empty text. `terms` has the same rows
    as RDF terms, with languages and datatypes.
    """

    def __init__(self, solutions: Solutions, meanings: Mapping[str, str] | None = None) -> None:
        """Convert the answer of a store; `meanings` says what each column means."""
        self.variables: tuple[str, ...] = solutions.variables
        """The names of the columns, in their order."""
        self.meanings: Mapping[str, str] = meanings or {}
        """What each column means, by its name; empty for a query of your own."""
        self.terms: tuple[dict[str, Term], ...] = solutions.rows
        """The rows as RDF terms; a row lacks what it does not state."""
        self._rows = [
            {name: _value(row[name]) if name in row else None for name in solutions.variables}
            for row in solutions.rows
        ]

    @overload
    def __getitem__(self, index: int) -> Mapping[str, Value]: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...
    def __getitem__(self, index: int | slice) -> Mapping[str, Value] | Rows:
        if isinstance(index, slice):
            return Rows(Solutions(self.variables, self.terms[index]), self.meanings)
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<Rows: {len(self)} of {', '.join(self.variables)}>"

    def only(self, *names: str) -> Rows:
        """
        Return the same rows with some of their columns, in the order given; rows that become equal come once.

        Raises:
            ParameterError: There is no such column.
        """
        for name in names:
            if name not in self.variables:
                raise ParameterError(f"There is no column {name!r}; there are {', '.join(self.variables)}.")
        chosen = [{name: row[name] for name in names if name in row} for row in self.terms]
        once = {tuple(row.items()): row for row in chosen}
        return Rows(Solutions(names, tuple(once.values())), self.meanings)

    def records(self) -> list[dict[str, Value]]:
        """Return the rows as a list of dictionaries that you may change."""
        return [dict(row) for row in self._rows]

    def to_pandas(self) -> Any:  # noqa: ANN401  (pandas need not be installed)
        """
        Return the rows as a `pandas.DataFrame`, one column a variable, with types that know what is missing.

        Whole numbers stay whole (`Int64`); what a row does not state is `pandas.NA`.

        Raises:
            MissingLibraryError: pandas is not installed.
        """
        try:
            import pandas as pd  # noqa: PLC0415  (who does not ask for a table need not have it)
        except ImportError as error:
            raise MissingLibraryError("pandas", "a table") from error
        return pd.DataFrame(self._rows, columns=list(self.variables)).convert_dtypes()

    def _repr_html_(self) -> str:
        """Show the first rows in a notebook, our things by class and key."""
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.variables)
        body = "".join(
            f"<tr>{''.join(f'<td>{_shown(value)}</td>' for value in row.values())}</tr>\n"
            for row in self._rows[:_SHOWN_AT_MOST]
        )
        left = len(self) - _SHOWN_AT_MOST
        note = f"The first {_SHOWN_AT_MOST} of {len(self)} rows." if left > 0 else f"{len(self)} rows."
        return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n<p>{note}</p>"


def _value(term: Term) -> Value:
    if isinstance(term, Literal) and term.datatype == _DATE:
        try:
            return date.fromisoformat(term.value)
        except ValueError:  # with a time zone, or before the year 1
            return term.value
    return plain(term)


def _shown(value: Value) -> str:
    return "" if value is None else html.escape(str(value).removeprefix(ID))
