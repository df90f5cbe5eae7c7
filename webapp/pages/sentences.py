"""Sentences whose numbers open the lists that they count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from webapp.pages.parts import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PLURALS: Final = {"country": "countries", "mode of collaboration": "modes of collaboration"}


def counted(number: int, noun: str, many: str = "") -> str:
    """Return a number with its noun: `1 process`, `5 processes`; `many` is a plural of its own."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {many or _PLURALS.get(noun) or noun + ('es' if noun.endswith('s') else 's')}"


def sentence(start: str, clauses: Iterable[tuple[int, str, str]], end: str = ".") -> tuple[Phrase, ...]:
    """
    Return a sentence of clauses that each count something; what there is none of is not spoken of.

    Args:
        start: How it begins: `Bangladesh `.
        clauses: For each clause the number, the noun, behind the words before it and a bar if there are such
            (`sits in|organ`), and the address of the list.
        end: What stands behind the last clause.

    Returns:
        Its pieces; none if there is nothing to count.
    """
    told = [clause for clause in clauses if clause[0]]
    if not told:
        return ()
    pieces = [Phrase(start)]
    for place, (number, words, href) in enumerate(told):
        before, _, noun = words.rpartition("|")
        pieces.append(Phrase(_joint(place, told) + (f"{before} " if before else "")))
        pieces.append(Phrase(counted(number, noun), href))
    return (*pieces, Phrase(end))


def _joint(place: int, told: Sequence[object]) -> str:
    if not place:
        return ""
    return ", " if place < len(told) - 1 else " and "
