"""
The identifiers that others gave to our things: which schemes there are, and what a code of one names.

A scheme is a stored query; all that is known of a code is what a row says, with the document it rests on.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.exports.sheets import Sheet
from kg.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kg.terms import Term

COLUMNS: Final = ("scheme", "code", "thing", "label", "assertion", "source", "locator")
"""The columns of the list of all codes; `source` and `locator` pair like those of the tables."""

NOT_RECORDED: Final = "not recorded"
_NEAR_AT_MOST: Final = 5
_LIKENESS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Scheme:
    """
    A scheme of identifiers.

    `name` stands in addresses, where no class of things may stand; `form` says in words what its codes look
    like and `pattern` says it for the whole of a code; `query` is the stored query that lists the codes.
    `any_case` if capitals do not tell codes apart.  `covers` is the segment of the class whose things one
    would expect to have a code; empty where none is expected.
    """

    name: str
    title: str
    form: str
    pattern: re.Pattern[str]
    query: str
    covers: str = ""
    any_case: bool = True

    def folded(self, code: str) -> str:
        """Return a code so that two ways to write it are equal."""
        return code.casefold() if self.any_case else code


SCHEMES: Final[Mapping[str, Scheme]] = {
    scheme.name: scheme
    for scheme in (
        Scheme(
            "iso2",
            "ISO 3166-1 alpha-2",
            "two letters",
            re.compile("[A-Za-z]{2}"),
            "iso2-codes",
            "country",
        ),
        Scheme(
            "iso3",
            "ISO 3166-1 alpha-3",
            "three letters",
            re.compile("[A-Za-z]{3}"),
            "iso3-codes",
            "country",
        ),
        Scheme(
            "m49",
            "United Nations M49",
            "three digits, zeros in front included",
            re.compile("[0-9]{3}"),
            "m49-codes",
            "country",
        ),
        Scheme(
            "sdg",
            "Goals, targets, indicators and series of the SDGs",
            "numbers and letters between dots, or the code of a series",
            re.compile(r"[0-9]{1,2}(\.[0-9a-zA-Z]{1,2}){0,2}|[A-Za-z]{2}(_[A-Za-z0-9]{1,20}){1,6}"),
            "sdg-codes",
        ),
        Scheme(
            "un-statistics",
            "Codes of the statistical services of the United Nations",
            "C and six letters or digits, or the number of a goal or target",
            re.compile(r"C[0-9a-z]{6}|[0-9]{1,2}(\.[0-9a-z]{1,2})?"),
            "statistics-codes",
            any_case=False,
        ),
        Scheme(
            "sdmx",
            "Codes in data messages (SDMX)",
            "capitals, digits and underscores",
            re.compile(r"[A-Z0-9_]{1,40}"),
            "sdmx-codes",
            any_case=False,
        ),
        Scheme(
            "symbol",
            "Document symbols",
            "letters, digits, full stops and strokes, as the body prints them",
            re.compile(r"[A-Za-z0-9./() -]{1,60}"),
            "document-symbols",
        ),
        Scheme(
            "doi",
            "Digital object identifiers",
            "10., a number, a stroke, and what follows it",
            re.compile(r"10\.[0-9]{4,9}/[!-~]{1,200}"),
            "doi-codes",
        ),
    )
}
"""All schemes by their names, in the order of the page that lists them."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A code and what it names; `sources` are documents by their IRIs, `locators` where in each of them."""

    scheme: str
    code: str
    thing: str
    label: str
    assertion: str
    sources: tuple[str, ...]
    locators: tuple[str, ...]


class Identifiers:
    """The codes of all schemes, as they are on record."""

    def __init__(self, select: Callable[[str], Iterable[Mapping[str, Term]]]) -> None:
        """Ask the stored query of every scheme; `select` runs one by its name."""
        self._all = {name: _read(scheme, select(scheme.query)) for name, scheme in SCHEMES.items()}
        self._by_code: dict[tuple[str, str], list[Identifier]] = {}
        for name, scheme in SCHEMES.items():
            for each in self._all[name]:
                self._by_code.setdefault((name, scheme.folded(each.code)), []).append(each)

    def of(self, scheme: str) -> Sequence[Identifier]:
        """Return the codes of a scheme, in the order of the codes."""
        return self._all[scheme]

    def named(self, scheme: str, code: str) -> Sequence[Identifier]:
        """Return what a code names: one thing, several if they share it, or none."""
        found = self._by_code.get((scheme, SCHEMES[scheme].folded(code)), [])
        # Two assertions may give a thing the same code.
        return tuple({each.thing: each for each in found}.values())

    def near(self, scheme: str, code: str) -> Sequence[Identifier]:
        """Return what has codes like one that nothing has, the likest first."""
        wanted = SCHEMES[scheme].folded(code)
        known = [folded for name, folded in self._by_code if name == scheme]
        alike = difflib.get_close_matches(wanted, known, n=_NEAR_AT_MOST, cutoff=_LIKENESS)
        # A number that lost its zeros in front is nearest to the one that has them.
        alike.sort(key=lambda folded: folded.lstrip("0") != wanted.lstrip("0"))
        return tuple(self._by_code[scheme, folded][0] for folded in alike)

    def sheet(self, schemes: Iterable[str] = SCHEMES) -> Sheet:
        """Return the codes of some schemes as a table, a row for each thing that has a code."""
        rows = (
            (
                each.scheme,
                each.code,
                each.thing,
                each.label,
                each.assertion,
                "; ".join(each.sources),
                " | ".join(each.locators),
            )
            for name in schemes
            for each in self._all[name]
        )
        return Sheet("Identifiers of others", COLUMNS, tuple(rows))


def _read(scheme: Scheme, rows: Iterable[Mapping[str, Term]]) -> tuple[Identifier, ...]:
    """Put together what the rows of a query, one for each place in a document, say of each code."""
    places: dict[tuple[str, str, str, str], list[tuple[str, str]]] = {}
    for row in rows:
        if not isinstance(row["thing"], Iri):
            continue
        key = (row["code"].value, row["thing"].value, row["label"].value, row["assertion"].value)
        locator = row["locator"].value if "locator" in row else NOT_RECORDED
        places.setdefault(key, []).append((row["document"].value, locator))
    return tuple(
        Identifier(
            scheme.name, *key, tuple(source for source, _ in said), tuple(locator for _, locator in said)
        )
        for key, said in places.items()
    )
