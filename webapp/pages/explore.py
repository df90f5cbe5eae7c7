"""The page that lists the tools for exploring, each with the question that it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Tool:
    """A way to look at much at once: its address, its name, the question that it answers."""

    href: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ExplorePage:
    """All that `explore.html` may use."""

    tools: tuple[Tool, ...]


TOOLS: Final = (
    Tool("/matrix", "Matrix", "Which modes of collaboration are on record for which domain?"),
    Tool("/matrix/processes", "Processes by domain", "Which process works in which domain?"),
    Tool("/matrix/countries", "Countries by domain", "What reaches a country through its processes?"),
    Tool("/compare", "Compare", "In what do two to six countries, processes or domains differ?"),
    Tool("/overlaps", "Overlaps", "Which members and domains do processes share?"),
    Tool("/gaps", "Gaps", "Where does no one serve a domain, and who is in no process?"),
    Tool("/network", "Network", "What is linked to a country, a process or a domain?"),
    Tool("/map", "Tile map", "Which countries are in a process, or in reach of a domain?"),
    Tool("/timeline", "Timeline", "When did whom meet, as far as sources say?"),
)
"""All tools, in the order of the page."""


def explore_page() -> ExplorePage:
    """Return the page of the tools."""
    return ExplorePage(TOOLS)
