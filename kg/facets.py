"""
Things and the values by which a list of them is narrowed: choosing and counting by sets of bits.

Every value of every facet is one integer whose nth bit says whether the nth thing has it.  To narrow a list
is then to join a few integers, and to count an option is to count the bits of one: both take microseconds
for some ten thousand things, where a table would be searched once for each facet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

NOT_STATED: Final = "not-stated"
"""The value that those things have, in every facet, of which nothing is on record there."""

_BYTE: Final = 8


class Facets:
    """
    Things in an order, and for each facet the values that they have.

    Within a facet, choices are joined by OR; across facets by AND.
    """

    def __init__(
        self, things: Sequence[str], names: Iterable[str], values: Iterable[tuple[str, str, str]]
    ) -> None:
        """
        Index things.

        Args:
            things: Each once, in the order of the list.
            names: The facets.
            values: Facet, thing and value, of facets among `names`; others and unknown things are left out.
        """
        self.things = tuple(things)
        self.everything = (1 << len(self.things)) - 1
        at = {thing: place for place, thing in enumerate(self.things)}
        places: dict[str, dict[str, list[int]]] = {name: {} for name in names}
        for name, thing, value in values:
            if name in places and thing in at:
                places[name].setdefault(value, []).append(at[thing])
        self._sets = {
            name: {value: bits_of(found, len(self.things)) for value, found in by_value.items()}
            for name, by_value in places.items()
        }
        for by_value in self._sets.values():
            if missing := self.everything & ~_union(by_value.values()):
                by_value[NOT_STATED] = missing

    def values(self, name: str) -> Collection[str]:
        """Return the values that some thing has in a facet, `NOT_STATED` among them if a thing has none."""
        return self._sets[name].keys()

    def those_of(self, name: str, value: str) -> int:
        """Return the set of the things that have a value."""
        return self._sets[name].get(value, 0)

    def chosen(self, choice: Mapping[str, Collection[str]], within: int | None = None) -> int:
        """
        Return the set of the things of a choice.

        Args:
            choice: Values by facet; a facet without values narrows nothing, an unknown value has no things.
            within: A set to choose from; all if None.
        """
        found = self.everything if within is None else within
        for name, values in choice.items():
            if values:
                found &= _union(self.those_of(name, value) for value in values)
        return found

    def counts(
        self, name: str, choice: Mapping[str, Collection[str]], within: int | None = None
    ) -> dict[str, int]:
        """Return how many things each value of a facet leads to, with what is chosen in the other facets."""
        others = {other: values for other, values in choice.items() if other != name}
        found = self.chosen(others, within)
        return {value: (bits & found).bit_count() for value, bits in self._sets[name].items()}

    def set_of(self, places: Iterable[int]) -> int:
        """Return the set of the things at some places, which count from 0."""
        return bits_of(places, len(self.things))


def places_in(found: int, skip: int = 0, limit: int | None = None) -> list[int]:
    """Return the places of the members of a set, the first `skip` left out, `limit` at most."""
    stop = None if limit is None else skip + limit
    places: list[int] = []
    for nth, place in enumerate(_places(found)):
        if nth == stop:
            break
        if nth >= skip:
            places.append(place)
    return places


def _places(found: int) -> Iterator[int]:
    """Go through a set from its lowest bit."""
    digits = bin(found)[:1:-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


def bits_of(places: Iterable[int], size: int) -> int:
    """Return the set of some places below `size`, as one integer."""
    held = bytearray(size // _BYTE + 1)
    for place in places:
        held[place // _BYTE] |= 1 << place % _BYTE
    return int.from_bytes(held, "little")


def _union(sets: Iterable[int]) -> int:
    union = 0
    for found in sets:
        union |= found
    return union
