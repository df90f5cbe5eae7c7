"""
What is derived: one SPARQL Update file a rule, each writing assertions that name the rule and their inputs.

A rule reads assertion graphs and never another rule's; should one ever need that, the order of the file
names is the order of the runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.rdf import Quad, Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

_HERE = Path(__file__).parent


def derived(quads: Iterable[Quad]) -> list[Quad]:
    """Return the statements that all rules add to these, in assertion graphs and the evidence graph."""
    given = list(quads)
    workspace = Workspace(given)
    for path in sorted(_HERE.glob("*.ru")):
        workspace.update(path.read_text(encoding="utf-8"), f"kg/rules/{path.name}")
    return list(set(workspace.quads()) - set(given))
