"""Find things by their names: without regard to case and accents, in whole names, beginnings and parts."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import BASE

if TYPE_CHECKING:
    from webapp.names import Name, Names

LONGEST_ASKED: Final = 200
_SUGGESTED_AT_MOST: Final = 5
_LIKENESS: Final = 0.6


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, by which of its names, and how closely: 0 is the whole name."""

    thing: str
    name: Name
    distance: int


def fold(text: str) -> str:
    """Return a text as it is compared: lower case, without accents, runs of blanks as one."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace("-", " ").split())


class Finder:
    """All names, folded once."""

    def __init__(self, names: Names) -> None:
        """Index the names of our own things and terms."""
        self._names = names
        self._folded = [(fold(name.text), name) for name in names if name.thing.startswith(BASE)]

    def find(self, text: str) -> list[Hit]:
        """
        Return the things one of whose names holds every word asked for, the closest first.

        Args:
            text: What was asked; only the first `LONGEST_ASKED` characters count.
        """
        wanted = fold(text[:LONGEST_ASKED])
        if not wanted:
            return []
        words = wanted.split()
        best: dict[str, Hit] = {}
        for folded, name in self._folded:
            if all(word in folded for word in words):
                hit = Hit(name.thing, name, _distance(wanted, folded))
                if name.thing not in best or hit.distance < best[name.thing].distance:
                    best[name.thing] = hit
        return sorted(
            best.values(), key=lambda hit: (hit.distance, fold(self._names.label(hit.thing)), hit.thing)
        )

    def nearest(self, text: str) -> list[str]:
        """Return the IRIs of things with a name like the text, for a search that found nothing."""
        things: dict[str, list[str]] = {}
        for folded, name in self._folded:
            for candidate in (folded, *folded.split()):
                things.setdefault(candidate, []).append(name.thing)
        like = difflib.get_close_matches(fold(text[:LONGEST_ASKED]), things, _SUGGESTED_AT_MOST, _LIKENESS)
        return list(dict.fromkeys(thing for name in like for thing in things[name]))[:_SUGGESTED_AT_MOST]


def _distance(wanted: str, folded: str) -> int:
    """Grade a match: the whole name, its beginning, the beginning of a word, anywhere."""
    if folded == wanted:
        return 0
    if folded.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in f" {folded}" else 3
