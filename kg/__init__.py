"""
The library of regcoop: build, validate, query and describe the graph. It never knows the web.

What researchers need is `open_graph`; `docs/python.md` shows its use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph import Graph, Rows, open_graph

__all__ = ["Graph", "Rows", "open_graph"]


def __getattr__(name: str) -> object:
    """Import what is asked for when it is asked for: `import kg` itself loads nothing."""
    if name in __all__:
        from kg import graph  # noqa: PLC0415

        return getattr(graph, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Name what can be imported from here."""
    return sorted({*globals(), *__all__})
