"""Words that differ by a letter or two: the door to rapidfuzz."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from kg.folding import joined, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SHORTEST_MISTYPED: Final = 3
_SHORTEST_MISTYPED_TWICE: Final = 6
_SHORTEST_CODE: Final = 4
_SHORTEST_UNFINISHED: Final = 4
_LIKENESS: Final = 0.6
_LIKE_AT_MOST: Final = 5


class Vocabulary:
    """
    All words of some texts, folded.

    An acronym or code is a word that has a digit, or capital letters alone wherever it stands.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        """Take up the words of `texts`."""
        is_code: dict[str, bool] = {}
        for text in texts:
            for word in words(text):
                written = text[word.places[0] : word.places[-1] + 1]
                is_code[word.text] = _is_code(written) and is_code.get(word.text, True)
            for together in joined(text):
                is_code.setdefault(together, False)
        self._words = sorted(is_code)
        self._plain = [word for word in self._words if not is_code[word] and len(word) >= _SHORTEST_MISTYPED]
        self._codes = [word for word in self._words if is_code[word] and len(word) >= _SHORTEST_CODE]
        self._heads = cache(self._cut)

    @cached_property
    def _joined(self) -> str:
        """All words, each with a line to itself: one pass over the bytes finds what they hold."""
        return "\n" + "\n".join(self._words) + "\n"

    def begins(self, text: str) -> bool:
        """Tell whether a word begins so."""
        place = bisect_left(self._words, text)
        return place < len(self._words) and self._words[place].startswith(text)

    def inside(self, text: str) -> list[str]:
        """Return the words that have the text inside, and do not begin with it."""
        found = []
        place = self._joined.find(text)
        while place >= 0:
            begin = self._joined.rfind("\n", 0, place) + 1
            end = self._joined.find("\n", place)
            if begin < place:
                found.append(self._joined[begin:end])
            place = self._joined.find(text, end)
        return found

    def near(self, text: str, *, with_codes: bool = False, is_unfinished: bool = False) -> dict[str, int]:
        """
        Return the words that are a letter or two off, and how many.

        A letter is off that is wrong, missing, too many, or swapped with its neighbour.  One may be in words
        of three to five letters, two in longer ones, none in shorter ones and where there is a digit.

        Args:
            text: One folded word.
            with_codes: Acronyms and codes as well, one letter off.
            is_unfinished: Also the words whose beginning is one letter off.
        """
        if len(text) < _SHORTEST_MISTYPED or not text.isalpha():
            return {}
        off = _distances(text, self._plain, 2 if len(text) >= _SHORTEST_MISTYPED_TWICE else 1)
        if with_codes:
            off |= _distances(text, self._codes, 1)
        if is_unfinished and len(text) >= _SHORTEST_UNFINISHED:
            for length in (len(text) - 1, len(text), len(text) + 1):
                heads = _distances(text, self._heads(length), 1)
                off |= {word: 1 for head in heads for word in self._beginning(head) if word not in off}
        return dict(sorted(off.items(), key=lambda item: (item[1], item[0])))

    def like(self, text: str) -> list[str]:
        """Return the few words that are most like the text, at least by six letters in ten."""
        return closest(text, self._plain, _LIKE_AT_MOST)

    def _cut(self, length: int) -> list[str]:
        return sorted({word[:length] for word in self._plain if len(word) >= length})

    def _beginning(self, head: str) -> list[str]:
        """Return the words that begin so, acronyms and codes left out."""
        begin = bisect_left(self._plain, head)
        end = bisect_left(self._plain, head + "\U0010ffff")
        return self._plain[begin:end]


def closest(text: str, among: Iterable[str], most: int) -> list[str]:
    """Return the few texts that are most like one, at least by six letters in ten, the likest first."""
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    found = process.extract(
        text, [*among], scorer=OSA.normalized_similarity, score_cutoff=_LIKENESS, limit=most
    )
    return [other for other, _, _ in found]


def mistyped(text: str, among: Iterable[str], most: int) -> list[str]:
    """Return the texts that are at most so many letters off one, the nearest first."""
    off = _distances(text, [*among], most)
    return sorted(off, key=lambda other: (off[other], other))


def _distances(text: str, among: Sequence[str], most: int) -> dict[str, int]:
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    found = process.extract(text, among, scorer=OSA.distance, score_cutoff=most, limit=None)
    return {word: int(off) for word, off, _ in found if off}


def _is_code(written: str) -> bool:
    return any(c.isdigit() for c in written) or (len(written) > 1 and written.isupper())
