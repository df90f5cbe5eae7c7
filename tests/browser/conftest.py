"""A browser, and the site on a port of this machine."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

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


@contextmanager
def _served(site: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture(name="address", scope="session")
def _address(site: Flask) -> Iterator[str]:
    """Serve the site of the small dataset."""
    with _served(site) as address:
        yield address


@pytest.fixture(name="whole_address", scope="session")
def _whole_address(whole_site: Flask) -> Iterator[str]:
    """Serve the site of the graph that we publish."""
    with _served(whole_site) as address:
        yield address
