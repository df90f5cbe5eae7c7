"""Text as it is compared in a search: without case, accents and the marks that people leave out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALIKE: Final = str.maketrans(
    {
        # Letters that Unicode does not take apart, although people write one for the other.
        "\u0131": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        # Arabic: the forms of alef, ya and ta marbuta; the Persian ya and kaf; the line that only stretches.
        "\u0671": "\u0627", "\u0649": "\u064a", "\u06cc": "\u064a", "\u0629": "\u0647", "\u06a9": "\u0643",
        "\u0640": "",
    }
)  # fmt: skip
_APOSTROPHES: Final = "'\u2019\u2018\u02bc\u02bb\u00b4\u0060\uff07"
_JOINED: Final = frozenset(_APOSTROPHES + "-\u2010\u2011\u2012\u2013")
_FIRST_WITHOUT_BREAKS: Final = "\u3040"
_WITHOUT_BREAKS: Final = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Word:
    """
    A word of a text, folded, and where it stands.

    `places` has, for each character of `text`, the index in the original of the character that it comes from:
    0 to 6 for `turkiye` of "Türkiye"; one of them twice for `strasse` of "Straße".
    """

    text: str
    places: tuple[int, ...]


@lru_cache(10_000)
def _folded(character: str) -> str:
    """Return what stands for one character: letters and digits, or one blank; stable when folded again."""
    before, text = "", character
    while text != before:
        before = text
        parts = unicodedata.normalize("NFKD", text).casefold()
        text = "".join(c for c in unicodedata.normalize("NFKD", parts) if not unicodedata.combining(c))
        text = text.translate(_ALIKE)
    return "".join(_letter(c) for c in text)


def _letter(character: str) -> str:
    """Return a letter, digit or vowel sign as it is, nothing for what is invisible, else a blank."""
    kind = unicodedata.category(character)
    if character.isalnum() or kind.startswith("M"):
        return character
    return "" if kind == "Cf" else " "


@lru_cache(4096)
def words(text: str) -> tuple[Word, ...]:
    """
    Return the folded words of a text, in order.

    A character of a script without breaks between words (Chinese, Japanese) is a word of its own.  An
    apostrophe parts words ("d'Ivoire"), but not from the "s" of an ending ("migrant's").
    """
    found: list[Word] = []
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character in _APOSTROPHES and _is_ending(text, place):
            continue
        for letter in _folded(character):
            is_alone = letter >= _FIRST_WITHOUT_BREAKS and bool(_WITHOUT_BREAKS.match(letter))
            if letters and (letter == " " or is_alone):
                found.append(Word("".join(letters), tuple(places)))
                letters, places = [], []
            if is_alone:
                found.append(Word(letter, (place,)))
            elif letter != " ":
                letters.append(letter)
                places.append(place)
    if letters:
        found.append(Word("".join(letters), tuple(places)))
    return tuple(found)


def runs(found: Iterable[Word]) -> list[list[Word]]:
    """Part words into single ones and rows of characters of a script without breaks, side by side."""
    parts: list[list[Word]] = []
    for word in found:
        is_next = bool(parts) and parts[-1][-1].places[-1] + 1 >= word.places[0]
        if is_next and _WITHOUT_BREAKS.match(word.text) and _WITHOUT_BREAKS.match(parts[-1][-1].text):
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts


def _is_ending(text: str, apostrophe: int) -> bool:
    """Tell whether an apostrophe is followed by an "s" that ends the word, and preceded by a letter."""
    after = text[apostrophe + 1 : apostrophe + 3]
    return apostrophe > 0 and text[apostrophe - 1].isalpha() and bool(re.fullmatch(r"[sS]\W?", after))


def fold(text: str) -> str:
    """Return a text as it is compared: its folded words, one blank between them."""
    return " ".join(word.text for word in words(text))


def joined(text: str) -> list[str]:
    """Return, folded, what a text writes with an apostrophe or dash inside, as if without."""
    together = "".join(" " if c.isspace() else c for c in text).split()
    return [
        "".join(word.text for word in parts)
        for part in together
        if not _JOINED.isdisjoint(part) and len(parts := words(part)) > 1
    ]
