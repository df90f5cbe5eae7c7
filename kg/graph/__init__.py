"""The graph for programs in Python: open it, run stored queries and one's own, ask for sources."""

from __future__ import annotations

from kg.graph.opening import open_graph
from kg.graph.questions import Graph
from kg.graph.rows import Rows, Value

__all__ = ["Graph", "Rows", "Value", "open_graph"]
