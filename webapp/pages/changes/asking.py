"""Which changes an address asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.changes.choosing import Choice, choice, steps
from kg.errors import ChoiceError
from webapp.urls import query_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.datastructures import MultiDict

    from kg.changes.editions import Edition
    from kg.changes.model import Change, Record
    from webapp.records import Records

PATH: Final = "/changes"
SIZE: Final = 50
"""How many changes stand on a page, in a feed and in a JSON answer."""

STEPS: Final = 12
"""How many pairs of releases are told of at once; what is older is reached by `until`."""

_MANY: Final = ("kind", "type", "entity", "id")
_ONCE: Final = ("since", "until", "page")
_MOST_VALUES: Final = 20
_LONGEST: Final = 500
_SHOWN: Final = 60
_NUMBER: Final = re.compile("[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What is asked for: of which time, which changes, and the number of the page, from 1.

    `given` are the filters as they stand in the address, without the page.
    """

    choice: Choice
    since: str
    until: str
    page: int
    given: tuple[tuple[str, str], ...]

    def query(self, **more: str) -> str:
        """Return the filters as they stand behind an address, with `?`; `more` are added or replace some."""
        pairs = [pair for pair in self.given if pair[0] not in more]
        pairs += [(name, value) for name, value in more.items() if value]
        return f"?{query_text(pairs)}" if pairs else ""


@dataclass(frozen=True, slots=True)
class Told:
    """
    What changed, the newest first: all records of the time asked for, and of them the changes asked for.

    `left_out` is how many older pairs of releases of that time are not told of.
    """

    records: tuple[Record, ...]
    changes: tuple[Change, ...]
    left_out: int = 0

    @property
    def pages(self) -> int:
        """How many pages there are; one at least."""
        return max(1, -(-len(self.changes) // SIZE))

    def page(self, number: int) -> tuple[Change, ...]:
        """Return the changes of a page."""
        return self.changes[SIZE * (number - 1) : SIZE * number]


def asked(args: MultiDict[str, str], *, of_a_pair: bool = False, is_strict: bool = True) -> Asked:
    """
    Return what the parameters of an address ask for.

    Args:
        args: The parameters.
        of_a_pair: Two releases are named already, so that no time can be asked for.
        is_strict: Refuse a parameter that is no filter: a file of other changes would be taken for these.

    Raises:
        ChoiceError: There is no such filter, or it cannot have that value.
    """
    known = (*_MANY, "page") if of_a_pair else (*_MANY, *_ONCE)
    strange = next((name for name in args if name not in known), None)
    if strange is not None and is_strict:
        raise ChoiceError(
            f"There is no filter {strange[:_SHOWN]!r} here; take one of: {', '.join(sorted(known))}."
        )
    values = {name: [value.strip() for value in args.getlist(name) if value.strip()] for name in known}
    for name, found in values.items():
        most = 1 if name in _ONCE else _MOST_VALUES
        if len(found) > most:
            raise ChoiceError(f"The filter {name} is given {len(found)} times; give it {most} at most.")
        if any(len(value) > _LONGEST for value in found):
            raise ChoiceError(f"A value of {name} is longer than {_LONGEST} signs; shorten it.")
    page = next(iter(values["page"]), "1")
    if not _NUMBER.fullmatch(page):
        raise ChoiceError(f"{page[:_SHOWN]!r} is no number of a page; count from 1.")
    chosen = choice(values["kind"], values["type"], values["entity"], values["id"])
    given = tuple((name, value) for name in known if name != "page" for value in values[name])
    since, until = ("".join(values.get(name, ())) for name in ("since", "until"))
    return Asked(chosen, since, until, int(page), given)


def told(known: Sequence[Edition], want: Asked, records: Records) -> Told:
    """
    Return what changed from release to release, as far as it is asked for.

    Raises:
        ChoiceError: `since` or `until` is no day and no release.
        ManyChangesError: Two releases differ in too many statements.
    """
    pairs = steps(known, want.since, want.until)
    found = tuple(records.between(*pair) for pair in reversed(pairs[-STEPS:]))
    changes = tuple(change for record in found for change in record.changes if want.choice.fits(change))
    return Told(found, changes, max(0, len(pairs) - STEPS))


def told_of(old: Edition, new: Edition, want: Asked, records: Records) -> Told:
    """Return what changed between two releases, as far as it is asked for; errors as in `told`."""
    found = records.between(old, new)
    return Told((found,), tuple(change for change in found.changes if want.choice.fits(change)))
