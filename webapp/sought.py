"""The names that a search looks through, in the order in which it shows what matches equally well."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg.folding import fold
from kg.hits import Name
from kg.namespaces import BASE, PREFIXES, RC
from webapp.kinds import SOUGHT
from webapp.names import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webapp.names import Name as GivenName
    from webapp.names import Names

CODES: Final = frozenset((RC + "acronym", RC + "resolutionNumber", PREFIXES["skos"] + "notation"))
_OURS: Final = frozenset(("", "en"))


def sought_names(names: Names) -> Iterator[Name]:
    """Return the names of our own things and terms: by kind, then by the name shown, which comes first."""
    places = {segment: place for place, segment in enumerate(SOUGHT)}
    by_thing: dict[str, list[GivenName]] = defaultdict(list)
    for name in names:
        if name.thing.startswith(BASE) and kind_of(name.thing).segment in places:
            by_thing[name.thing].append(name)

    def order(thing: str) -> tuple[int, str, str]:
        return places[kind_of(thing).segment], fold(names.label(thing)), thing

    for thing in sorted(by_thing, key=order):
        shown = names.label(thing)
        own = sorted(by_thing[thing], key=lambda name: (name.text != shown, name.language not in _OURS))
        for name in own:
            yield Name(
                thing,
                kind_of(thing).segment,
                name.text,
                name.property,
                name.language,
                is_code=name.property in CODES,
            )
