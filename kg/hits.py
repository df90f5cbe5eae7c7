"""What a search looks through, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Grade(IntEnum):
    """How closely a name matches, the closest first."""

    NAME = 0
    CODE = 1
    BEGINNING = 2
    PHRASE = 3
    WORDS = 4
    INSIDE = 5
    TYPO = 6


@dataclass(frozen=True, slots=True)
class Name:
    """
    One name of a thing.

    `kind` is any text that the caller groups by, `property` the IRI of the property that gives the name,
    `language` its language tag or nothing; `is_code` marks acronyms, codes and numbers.
    """

    thing: str
    kind: str
    text: str
    property: str = ""
    language: str = ""
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """
    A thing that was found, by the one of its names that matches best.

    `letters` counts the letters by which what was asked is off, 0 unless the grade is TYPO; `pieces` are the
    folded words or parts of words of the name that matched, `respelled` those of them that are not as asked.
    """

    name: Name
    grade: Grade
    letters: int
    pieces: tuple[str, ...]
    respelled: tuple[str, ...] = ()

    @property
    def thing(self) -> str:
        """The IRI of the thing."""
        return self.name.thing


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What a search found, the best first, one hit a thing.

    `unknown` holds the words asked for that no name has, as they were written; `nearest` the names that come
    closest, where there is no hit.
    """

    hits: tuple[Hit, ...] = ()
    unknown: tuple[str, ...] = ()
    nearest: tuple[Name, ...] = ()
