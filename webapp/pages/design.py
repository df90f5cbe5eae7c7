"""The values behind the look of the site, with the contrast of each pair: what the design page documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PAPER: Final = "paper"
TEXT: Final = 4.5
"""The contrast that text needs with what is behind it (WCAG 2.2, 1.4.3)."""
EDGE: Final = 3.0
"""The contrast that an edge or mark needs which tells something (WCAG 2.2, 1.4.11)."""

_DARKEST: Final = 0.04045
_WEIGHTS: Final = (0.2126, 0.7152, 0.0722)


@dataclass(frozen=True, slots=True)
class Token:
    """A colour by its name in tokens.css: its values, its use, the contrast that it needs with the paper."""

    name: str
    light: str
    dark: str
    use: str
    needed: float | None


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour as the page shows it; the contrasts are with the paper of the same theme, 1 to 21."""

    token: Token
    in_light: float
    in_dark: float


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a scale: what it is called, its value, where it is used."""

    name: str
    value: str
    use: str


@dataclass(frozen=True, slots=True)
class DesignPage:
    """All that `design.html` may use, beside samples of its own; `picture` is one of an answer."""

    swatches: tuple[Swatch, ...]
    types: tuple[Step, ...]
    spaces: tuple[Step, ...]
    picture: str = ""


TOKENS: Final = (
    Token(PAPER, "#fcfcfb", "#15171b", "Behind everything", None),
    Token("ink", "#191b20", "#e8e7e3", "Text", TEXT),
    Token("ink-2", "#4d535d", "#abb0b9", "Text beside the text: labels, notes, the quiet line", TEXT),
    Token("line", "#d6d8dc", "#353a42", "Lines that only order; nothing depends on them", None),
    Token("edge", "#767c86", "#7f8794", "Edges of fields, buttons and frames", EDGE),
    Token("tint", "#f2f3f4", "#1e2126", "Behind the footer, code and table heads", None),
    Token("accent", "#7b1d5b", "#e6a0cb", "Links, markers, the focus ring: the one colour", TEXT),
    Token("accent-strong", "#570f3f", "#f4c9e2", "Links under the pointer", TEXT),
    Token("accent-tint", "#f6eaf2", "#33202d", "Behind a marker, and behind what an address points to", None),
    Token("mark", "#2f3e4d", "#b7c6d6", "Marks of states and levels: one colour for all of them", EDGE),
)
"""The colours; a test holds them against tokens.css."""

TYPES: Final = (
    Step("Title", "2 to 3.25 rem, serif, weight 420", "The name of the thing, once a page"),
    Step("Heading", "1.3125 rem, serif, weight 600", "The name of a block"),
    Step("Small heading", "1.0625 rem, serif, weight 600", "A list or group within a block"),
    Step("Lead", "serif", "One sentence under a title or at the top of a block"),
    Step("Text", "1 rem, sans, line height 1.55", "All else; a line holds 68 characters at most"),
    Step("Small", "0.875 rem, sans", "Notes, captions, the quiet line; nothing is smaller but a marker"),
    Step("Code", "0.875 em, mono", "Addresses, queries, keys"),
)

SPACES: Final = (
    Step("0.25 rem", "between a label and its field", "Things that are one"),
    Step("0.5 rem", "between lines of a list of facts", "Things of one sort"),
    Step("1 rem", "between paragraphs", "Thoughts"),
    Step("1.5 rem", "between columns", "Things side by side"),
    Step(
        "2.5 rem",
        "between a heading and what stands beside it; between items with headings",
        "Parts of a block",
    ),
    Step("12.5 rem", "the rail on the left of a wide page", "Names of blocks"),
)


def design_page() -> DesignPage:
    """Return the values with their contrasts."""
    paper = next(token for token in TOKENS if token.name == PAPER)
    swatches = tuple(
        Swatch(token, contrast(token.light, paper.light), contrast(token.dark, paper.dark))
        for token in TOKENS
    )
    return DesignPage(swatches, TYPES, SPACES)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as `#rrggbb`, by the formula of WCAG: from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (part / 12.92 if part <= _DARKEST else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip(_WEIGHTS, linear, strict=True))
