"""What the lists of forms offer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """A choice in a list."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Choices under one heading."""

    label: str
    options: tuple[Option, ...]
