"""What else shows a thing of one of the smaller kinds: listings, matrices, lists of statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from webapp.urls import query_links

if TYPE_CHECKING:
    from collections.abc import Callable

Tools: TypeAlias = tuple[tuple[str, str], ...]

RATED: Final[Tools] = (
    ("The table as it is printed", "/ratings"),
    ("What the levels do not say", "/methods#misreadings"),
)


def tools_of(kind: str, slug: str) -> Tools:
    """
    Return names and addresses of what else shows a thing; empty where nothing does.

    Args:
        kind: The segment of its kind: `mode`.
        slug: Its key within the kind.
    """
    return _TOOLS[kind](slug) if kind in _TOOLS else ()


def _of_mode(slug: str) -> Tools:
    return (
        ("These initiatives with filters", f"/initiatives?mode={slug}"),
        ("Modes and domains side by side", "/matrix"),
    )


def _of_organization(slug: str) -> Tools:
    return (("What is linked to it", f"/network?of=organization/{slug}"),)


def _of_basis(slug: str) -> Tools:
    listed = query_links("assertions-of-basis", basis=slug).query
    return (("All statements that came about so", listed), ("How statements are made", "/methods#evidence"))


def _of_state(_: str) -> Tools:
    return (("What the states of knowledge mean", "/methods#unknown"),)


_TOOLS: Final[dict[str, Callable[[str], Tools]]] = {
    "basis": _of_basis,
    "coverage-state": _of_state,
    "level": lambda _: RATED,
    "mode": _of_mode,
    "organization": _of_organization,
    "precision": lambda _: (("How dates are given", "/methods#dates"),),
    "rating": lambda _: RATED,
    "rating-table": lambda _: RATED,
}
