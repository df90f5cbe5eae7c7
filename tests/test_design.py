"""The design page documents the values that the site uses, and these give enough contrast in both themes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import webapp.frontend
from webapp.pages.design import TOKENS, Token, contrast, design_page

if TYPE_CHECKING:
    from flask import Flask

SOURCE = Path(webapp.frontend.__file__).with_name("src") / "tokens.css"


def test_the_documented_colours_are_those_of_the_site() -> None:
    """Light, dark by the system and dark by choice: the same names and values as in tokens.css."""
    blocks = SOURCE.read_text(encoding="utf-8").split(":root")[1:]
    light, by_system, by_choice = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text)) for text in blocks)

    assert light == {token.name: token.light for token in TOKENS}
    assert by_system == by_choice == {token.name: token.dark for token in TOKENS}


@pytest.mark.parametrize("token", [token for token in TOKENS if token.needed], ids=lambda token: token.name)
def test_every_colour_that_tells_something_can_be_seen(token: Token) -> None:
    """Text has a contrast of 4.5 with the paper, an edge or a mark 3, in light and in dark."""
    swatch = next(found for found in design_page().swatches if found.token is token)

    assert token.needed is not None
    assert token.needed <= min(swatch.in_light, swatch.in_dark)


def test_contrast_is_that_of_the_guidelines() -> None:
    """From 1, alike, to 21, black and white."""
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert contrast("#123456", "#123456") == 1
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def test_the_page_shows_each_value(site: Flask) -> None:
    """With its name and both values."""
    page = site.test_client().get("/design", headers={"Accept": "text/html"}).text

    for token in TOKENS:
        assert f"--{token.name}</code>" in page
        assert token.light in page
        assert token.dark in page
