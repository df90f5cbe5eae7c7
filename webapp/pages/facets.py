"""The filters of a page: what can be chosen, how many things each choice leads to, and what is chosen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """
    One choice of a filter: how many things it leads to, or in `state` why none; whether it is taken.

    `href` is the list that the number counts, `group` the heading under which options stand together.
    """

    value: str
    label: str
    count: int
    checked: bool
    state: str = ""
    href: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter: `name` is its parameter in the address; `note` says which options are left out."""

    name: str
    legend: str
    options: tuple[Option, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """What is chosen of one filter; `href` is the list without it."""

    legend: str
    label: str
    href: str
