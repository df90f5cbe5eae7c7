"""The door to networkx: the graph of things, what links them, and what sets of them have in common."""

from __future__ import annotations

from kg.networks.islands import islands, links
from kg.networks.things import Link, Network

__all__ = ["Link", "Network", "islands", "links"]
