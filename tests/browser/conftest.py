"""A browser, and the site on a port of this machine."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.served import listening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import Browser

    from tests.conftest import Needs

_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


@pytest.fixture(name="browser", scope="session")
def _browser(needs: Needs) -> Iterator[Browser]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (only these tests need it)

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    needs(
        program, "there is no Chromium on this machine", "install it, on Debian by `apt-get install chromium`"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture(name="address", scope="session")
def _address(site: Flask) -> Iterator[str]:
    """Serve the site of the small dataset."""
    with listening(site) as address:
        yield address


@pytest.fixture(name="whole_address", scope="session")
def _whole_address(whole_site: Flask) -> Iterator[str]:
    """Serve the site of the graph that we publish."""
    with listening(whole_site) as address:
        yield address
