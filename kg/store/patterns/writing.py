"""Writes parts of a pattern as text again, to ask a part of a query by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.store.patterns.nodes import Alternative, Inverse, Link, Negated, Repeated, Sequence

if TYPE_CHECKING:
    from kg.store.patterns.nodes import Path, Triple


def written(triple: Triple) -> str:
    """Return a triple pattern as text, with its full stop; what it was abbreviated to is written out."""
    return f"{unstopped(triple)} ."


def unstopped(triple: Triple) -> str:
    """Return a triple pattern as text without its full stop, to be read or joined with others."""
    return f"{triple.subject} {path_text(triple.path)} {triple.object}"


def path_text(path: Path) -> str:
    """Return a path as text, with brackets around what is made of parts."""
    match path:
        case Link() | Negated():
            return path.text
        case Inverse():
            return f"^{_closed(path.path)}"
        case Repeated():
            return f"{_closed(path.path)}{path.sign}"
        case Sequence():
            return "/".join(map(_closed, path.paths))
        case Alternative():
            return "|".join(map(_closed, path.paths))


def _closed(path: Path) -> str:
    return path_text(path) if isinstance(path, Link) else f"({path_text(path)})"
