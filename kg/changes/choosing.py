"""Which changes are asked for: by release or day, by kind, by class, by thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg.archive import VERSION
from kg.changes.model import Kind
from kg.changes.naming import segment
from kg.errors import ChoiceError
from kg.namespaces import BASE, ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.changes.editions import Edition
    from kg.changes.model import Change

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLASS: Final = re.compile(r"[A-Za-z][A-Za-z-]{0,80}")
_LONGEST_THING: Final = 500
_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """
    What is asked for; what is empty narrows nothing, and of several values one has to fit.

    `kinds` are kinds of changes, `types` classes of things by local name or by the beginning of their keys,
    `things` IRIs, `keys` the keys of changes within their pair.
    """

    kinds: tuple[Kind, ...] = ()
    types: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    def fits(self, change: Change) -> bool:
        """Say whether a change is asked for."""
        return (
            (not self.kinds or change.kind in self.kinds)
            and (not self.keys or change.key in self.keys)
            and (not self.things or any(thing in change.about for thing in self.things))
            and (not self.types or any(is_of(change, name) for name in self.types))
        )


def is_of(change: Change, name: str) -> bool:
    """Say whether a change is of a thing of a class, by local name or by the beginning of the thing's key."""
    return segment(change.thing) == name or any(local(kind) == name for kind in change.classes)


def local(iri: str) -> str:
    """Return the last part of the IRI of a class."""
    return iri.rpartition("#")[2].rpartition("/")[2]


def choice(
    kinds: Iterable[str] = (), types: Iterable[str] = (), things: Iterable[str] = (), keys: Iterable[str] = ()
) -> Choice:
    """
    Return what is asked for, from what a user wrote.

    Raises:
        ChoiceError: A kind is none of ours, or a class or thing cannot be one.
    """
    return Choice(
        tuple(_kind(name) for name in kinds),
        tuple(_class(name) for name in types),
        tuple(thing_named(name) for name in things),
        tuple(keys),
    )


def thing_named(name: str) -> str:
    """
    Return the IRI of a thing that a user names: `country/bgd`, its IRI, or the path of its page.

    Raises:
        ChoiceError: No thing can be called so.
    """
    if len(name) > _LONGEST_THING or not name.isprintable():
        raise ChoiceError(
            f"No thing can be called {name[:_SHOWN]!r}; name one as country/bgd, or by its IRI."
        )
    if name.startswith(("http://", "https://")):
        return name
    key = name.removeprefix("/").removeprefix("doc/").removeprefix("id/")
    return BASE + key if key.startswith(("ontology", "release/")) else ID + key


def steps(
    editions: Sequence[Edition], since: str = "", until: str = ""
) -> tuple[tuple[Edition, Edition], ...]:
    """
    Return the pairs of releases that follow each other, the oldest first, within a time.

    Args:
        editions: The releases, the oldest first.
        since: A day, or a version: what is newer than that release, or of that day and later.
        until: A day, or a version: up to that release or the end of that day.  What is not published has no
            day yet, and is later than any.

    Raises:
        ChoiceError: One of them is no day, and no version of a release.
    """
    first, last = _bound(editions, since, "since"), _bound(editions, until, "until")
    found = []
    for place, (old, new) in enumerate(pairwise(editions), 1):
        is_late = place > first if isinstance(first, int) else first is None or _is_from(new, first)
        is_early = place <= last if isinstance(last, int) else last is None or _is_by(new, last)
        if is_late and is_early:
            found.append((old, new))
    return tuple(found)


def _is_from(edition: Edition, day: date) -> bool:
    return edition.issued is None or edition.issued >= day


def _is_by(edition: Edition, day: date) -> bool:
    return edition.issued is not None and edition.issued <= day


def _bound(editions: Sequence[Edition], given: str, name: str) -> date | int | None:
    """Return a day, or the place of a release among all; None where nothing is asked."""
    if not given:
        return None
    if _DAY.fullmatch(given):
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise ChoiceError(f"{given!r} is no day of the calendar; write {name} as 2026-06-30.") from None
    place = next((place for place, each in enumerate(editions) if each.name == given), None)
    if place is not None:
        return place
    if VERSION.fullmatch(given):
        known = ", ".join(each.name for each in editions[-10:]) or "none"
        raise ChoiceError(f"There is no release {given[:_SHOWN]}; those there are: {known}.")
    raise ChoiceError(f"{given[:_SHOWN]!r} is no day and no version; write {name} as 2026-06-30 or as 0.2.0.")


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        known = ", ".join(Kind)
        raise ChoiceError(f"There is no kind of change {name[:_SHOWN]!r}; take one of: {known}.") from None


def _class(name: str) -> str:
    cleaned = name.removeprefix("rc:")
    if not _CLASS.fullmatch(cleaned):
        raise ChoiceError(
            f"No class can be called {name[:_SHOWN]!r}; name one as RegionalProcess, or by the beginning "
            "of the keys of its things, such as process."
        )
    return cleaned
