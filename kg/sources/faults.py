"""What is wrong with a table, as one sentence a curator can act on."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import csv
    from collections.abc import Iterable, Mapping

    from kg.sources.descriptor import TableSpec

_SHOWN = 12
_ADVISED = 30
_REGISTER = "register it there first or correct it"
# What a curator reads in the place of a pattern.
_IN_WORDS = {
    "[0-9]{3}": "three digits",
    "[0-9]{4}": "four digits",
    "[A-Z]{2}": "two capital letters",
    "[A-Z]{3}": "three capital letters",
    "[a-z]": "one small letter",
    "[a-z]{2}": "two small letters",
    "https?://\\S+": "an address that begins with http:// or https:// and has no space",
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong: the file, the row (0: the whole file, 1: the header), the column if one, and what."""

    place: str
    row: int
    column: str
    problem: str

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row else ""
        column = f", column {self.column!r}" if self.column else ""
        end = "" if self.problem.endswith("?") else "."
        return f"{self.place}{row}{column}: {self.problem}{end}"


def nearest(value: str, allowed: Iterable[str], otherwise: str = _REGISTER) -> str:
    """Advise what to write instead of `value`: the nearest allowed words, or all where they are few."""
    choices = sorted(set(allowed))
    if near := get_close_matches(value, choices, n=2, cutoff=0.6):
        return f"did you mean {' or '.join(map(repr, near))}?"
    if len(choices) <= _SHOWN:
        return f"use one of {', '.join(map(repr, choices))}"
    return otherwise


class Advice:
    """
    Says what to write instead of keys that do not exist.

    To look for the nearest of thousands of keys takes a tenth of a second, so only the first faults get it:
    who meets more than that has to correct something larger first.
    """

    def __init__(self) -> None:
        """Begin without having given any."""
        self._given: dict[tuple[str, str], str] = {}

    def on(self, key: str, table: str, keys: Iterable[str]) -> str:
        """Advise on a key that is not among the keys of a table."""
        if (key, table) not in self._given and len(self._given) < _ADVISED:
            self._given[key, table] = nearest(key, keys)
        return self._given.get((key, table), _REGISTER)


def unreadable(place: str, error: UnicodeDecodeError | csv.Error) -> Fault:
    """Say that a file is not CSV in UTF-8."""
    if isinstance(error, UnicodeDecodeError):
        return Fault(place, 0, "", f"byte {error.start} is not UTF-8; save the file as UTF-8")
    return Fault(place, 0, "", f"the file cannot be read as CSV ({error}); save it as CSV again")


def ragged(found: int, wanted: int) -> str:
    """Say that a row has another number of cells than the header."""
    return f"the row has {found} cells and the header {wanted}; quote cells that hold a comma"


def repeated(origin: tuple[str, int], column: str, value: str, first: tuple[str, int]) -> Fault:
    """Say that a row, named by file and number, has what an earlier one has and no two may have."""
    place, number = first
    where = f"row {number}" if origin[0] == place else f"{place}, row {number},"
    what = "the key " if column == "key" else ""
    return Fault(*origin, column, f"{what}{value!r} stands in {where} too; give each row its own")


def fault(spec: TableSpec, error: Mapping[str, Any]) -> Fault:
    """
    Say in plain words what frictionless found.

    Args:
        spec: The table.
        error: The error as frictionless describes it (`Error.to_dict()`).
    """
    row, column, cell = error.get("rowNumber", 0), error.get("fieldName", ""), error.get("cell", "")
    match error["type"]:
        case "constraint-error" if "required" in error["note"]:
            problem = "the cell is empty, and it must not be"
        case "constraint-error" | "type-error":
            problem = f"{cell!r} {_expected(spec, column)}"
        case "blank-row":
            problem = "the row is empty; delete it"
        case "missing-cell" | "extra-cell":
            column = ""
            found, wanted = len(error["cells"]), len(spec.columns)
            problem = ragged(found, wanted)
        case _:
            problem = error["message"].rstrip(".")
    return Fault(*spec.origin(row), column, problem)


def _expected(spec: TableSpec, column: str) -> str:
    described = next(f for f in spec.schema["fields"] if f["name"] == column)
    constraints = described.get("constraints", {})
    if words := constraints.get("enum"):
        return f"is not a word of the list; use one of {', '.join(map(repr, words))}"
    if column == "key":
        return "is not a key; write small letters and digits, with single hyphens, dots or slashes between"
    if pattern := constraints.get("pattern"):
        form = _IN_WORDS.get(pattern, f"of the form {pattern}")
        return f"is not {form} ({described['description'].rstrip('.')})"
    least = f" of at least {constraints['minimum']}" if "minimum" in constraints else ""
    return (
        f"is not a whole number{least}" if described["type"] == "integer" else f"is not {described['type']}"
    )
