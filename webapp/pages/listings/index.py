"""The index of a list: its things in the order of their names, and what they are narrowed by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from kg.facets import NOT_STATED, Facets, places_in
from kg.folding import fold
from webapp.pages.listings.spec import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from webapp.knowledge import Knowledge
    from webapp.names import Names
    from webapp.pages.listings.choice import Choice
    from webapp.pages.listings.spec import Filter, Listing

_LAST = {OPEN: 1, NOT_STATED: 2}


@dataclass(frozen=True, slots=True)
class Choosable:
    """
    One value of a filter: what stands in the address, its name, the heading under which it stands.

    With a `state`, nothing in the list has it, and these words say why; `quoted` is the key as addresses
    write it.
    """

    key: str
    label: str
    group: str = ""
    state: str = ""
    quoted: str = ""


def _choosable(key: str, label: str, group: str = "", state: str = "") -> Choosable:
    return Choosable(key, label, group, state, quote_plus(key, safe="/"))


@dataclass(frozen=True, slots=True)
class Index:
    """
    What a list is chosen from, made once.

    `facets` holds the things in the order of their names, `names` these names as words are looked for in
    them, `newest` the places of the things by date, those without a date last; `options` the values of each
    filter in the order of the page.
    """

    facets: Facets
    names: tuple[str, ...]
    newest: tuple[int, ...]
    options: dict[str, tuple[Choosable, ...]]

    def words(self, words: str) -> int | None:
        """
        Return the set of the things whose names hold all of some words; None if nothing is looked for.

        Signs alone, without a letter or figure, are in no name.
        """
        if not words:
            return None
        first, *others = fold(words).split() or [""]
        if not first:
            return 0
        # A list, and not one at a time: to look through all names is most of what such a choice costs.
        found = [place for place, name in enumerate(self.names) if first in name]
        for word in others:
            found = [place for place in found if word in self.names[place]]
        return self.facets.set_of(found)

    def things(self, choice: Choice, skip: int = 0, limit: int | None = None) -> tuple[int, list[str]]:
        """Return how many things are of a choice, and those that follow the first `skip` in its order."""
        found = self.facets.chosen(choice.facets, self.words(choice.words))
        if not choice.is_by_date:
            places = places_in(found, skip, limit)
        else:
            chosen = set(places_in(found))
            ordered = [place for place in self.newest if place in chosen]
            places = ordered[skip : None if limit is None else skip + limit]
        return found.bit_count(), [self.facets.things[place] for place in places]


def index_of(knowledge: Knowledge, listing: Listing) -> Index:
    """Return the index of a list, made when first asked for."""
    return knowledge.derived.kept(("listing", listing.segment), lambda: _made(knowledge, listing))


def _made(knowledge: Knowledge, listing: Listing) -> Index:
    names = knowledge.names
    first: dict[str, dict[str, str]] = {}
    for row in knowledge.derived.all_texts(f"{listing.segment}-list"):
        first.setdefault(row["thing"], row)
    titles = {thing: listing.title(names, row) for thing, row in first.items()}
    things = sorted(titles, key=lambda thing: (fold(titles[thing]), titles[thing], thing))
    options: dict[str, dict[str, Choosable]] = {each.name: {} for each in listing.filters}
    facets = Facets(things, options, _values(knowledge, listing, first, options))
    for each in listing.filters:
        if NOT_STATED in facets.values(each.name):
            options[each.name][NOT_STATED] = _choosable(NOT_STATED, each.missing)
        for value, words in each.silent(knowledge).items() if each.silent else ():
            options[each.name].setdefault(each.key(value), _silent(each, value, words, names))
    dates = {thing: row.get("ends") or row.get("begins", "") for thing, row in first.items()}
    newest = sorted(range(len(things)), key=lambda place: dates[things[place]], reverse=True)
    return Index(
        facets,
        tuple(fold(titles[thing]) for thing in things),
        tuple(newest),
        {each.name: _in_order(each, options[each.name].values()) for each in listing.filters},
    )


def _values(
    knowledge: Knowledge,
    listing: Listing,
    first: dict[str, dict[str, str]],
    options: dict[str, dict[str, Choosable]],
) -> Iterator[tuple[str, str, str]]:
    """Go through filter, thing and key of all values, and note each value among the options."""
    names = knowledge.names
    by_facet: dict[str, list[Filter]] = {}
    for each in listing.filters:
        for facet in each.sources():
            by_facet.setdefault(facet, []).append(each)
        for thing, row in first.items() if each.of_row else ():
            for value in each.of_row(row) if each.of_row else ():
                yield each.name, thing, _noted(each, value, names, options[each.name])
    for row in knowledge.derived.all_texts(f"{listing.segment}-facets") if listing.has_facts else ():
        for each in by_facet.get(row["facet"], ()):
            yield each.name, row["thing"], _noted(each, row["value"], names, options[each.name])


def _silent(each: Filter, value: str, words: str, names: Names) -> Choosable:
    group = each.group(names, value) if each.group else ""
    return _choosable(each.key(value), each.words(names, value), group, words)


def _noted(each: Filter, value: str, names: Names, options: dict[str, Choosable]) -> str:
    key = each.key(value)
    if key not in options:
        group = each.group(names, value) if each.group else ""
        options[key] = _choosable(key, each.words(names, value), group)
    return key


def _in_order(each: Filter, options: Iterable[Choosable]) -> tuple[Choosable, ...]:
    """Put options in the order of the page: what is not known after what is."""
    ordered = sorted(options, key=lambda option: (fold(option.label), option.key), reverse=each.is_reversed)
    return tuple(sorted(ordered, key=lambda option: (_LAST.get(option.key, 0), option.group)))
