"""The door to iso3166: which codes of countries there are, and which of them belong together."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg.sources.faults import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LOOK_UP = "look it up in the standard"
_ALPHA = ("alpha-2", "alpha-3")
# Reserved for users of the standard, who may mean anything by it.
_NOT_IN_THE_STANDARD = "XK"


@cache
def _countries() -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Return the name of each country of ISO 3166-1 with its three codes."""
    import iso3166  # noqa: PLC0415  (only a check needs it)

    return tuple(
        (entry.name, {"alpha-2": entry.alpha2, "alpha-3": entry.alpha3, "numeric": entry.numeric})
        for entry in iso3166.countries
        if entry.alpha2 != _NOT_IN_THE_STANDARD
    )


def wrong_codes(given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """
    Hold the codes of one country against the standard.

    Args:
        given: Its codes by kind: alpha-2, alpha-3, numeric.  A number that stands alone may be one that the
            United Nations gave to a place without an entry in the standard, and is let pass.

    Yields:
        The kind of each code that is wrong, and why.
    """
    for first in _ALPHA:
        for name, codes in _countries():
            if given.get(first) == codes[first]:
                for kind, code in given.items():
                    if code != codes[kind]:
                        belongs = f"is not the code of {name} ({given[first]}), which is {codes[kind]!r}"
                        yield kind, f"{code!r} {belongs}"
                return
    for kind in _ALPHA:
        if kind in given:
            advice = nearest(given[kind], (codes[kind] for _, codes in _countries()), _LOOK_UP)
            yield kind, f"{given[kind]!r} is not an {kind} code of ISO 3166-1; {advice}"
