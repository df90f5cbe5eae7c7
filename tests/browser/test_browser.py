"""The site in a real browser: complete without scripts, at home on a phone, silent towards the world."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import Browser, Page

    from tests.conftest import Needs

pytestmark = pytest.mark.slow

_PAGES = (
    "/",
    "/domains",
    "/doc/domain/escap-2017/2",
    "/doc/domain/escap-2017/4",
    "/doc/initiative/dialogue-legal-pathways",
    "/doc/country/bgd",
    "/doc/process/bali-process",
    "/doc/framework/mgi-2016",
    "/doc/resolution/iom-council/1310",
    "/doc/indicator/mgi-2016/1.2",
    "/doc/document/escap-2017",
    "/processes",
    "/conflicts",
    "/initiatives",
    "/ratings",
    "/matrix",
    "/assertion/ratings/mgi-2016/bgd/5",
    "/search?q=migrants",
    "/sparql",
    "/queries",
    "/query/ratings?country=bgd",
    "/api/v1/",
    "/ontology",
    "/doc/country/nowhere",
)
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


@pytest.fixture(name="browser", scope="module")
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


@pytest.fixture(name="address", scope="module")
def _address(site: Flask) -> Iterator[str]:
    """The site on a port of this machine."""
    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.mark.parametrize("path", _PAGES)
def test_a_page_asks_no_other_host_and_reports_no_error(browser: Browser, address: str, path: str) -> None:
    """Nothing is loaded from elsewhere, no cookie is set, and neither script nor policy complains."""
    page = browser.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    response = page.goto(address + path, wait_until="networkidle")
    expected = 404 if "nowhere" in path else 200

    assert response is not None
    assert expected == response.status
    assert [] == [url for url in asked if not url.startswith((address, "data:"))]
    assert [] == [text for text in complaints if "404" not in text]
    assert [] == page.context.cookies()
    page.close()


@pytest.mark.parametrize("path", _PAGES)
def test_a_page_fits_a_phone(browser: Browser, address: str, path: str) -> None:
    """At 320 pixels nothing makes the page scroll sideways; wide tables scroll in a region of their own."""
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(address + path)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.close()


def test_the_main_question_is_answered_without_scripts(browser: Browser, address: str) -> None:
    """From the home page to the initiatives of domain 2 and to the evidence of one, by links alone."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="Migrants rights").first.click()
    page.get_by_role(
        "link", name="Regional guidelines on civil registration of migrants and refugees"
    ).first.click()
    page.locator("a.ev").first.click()

    assert "/assertion/initiatives/guidelines-civil-registration" in page.url
    assert "part 9 (Modes of collaboration, domain 2), item 1" in page.content()
    context.close()


def test_a_search_works_without_scripts(browser: Browser, address: str) -> None:
    """Typing a name and Enter are enough."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/domains")
    box = page.get_by_role("searchbox").first
    box.fill("turkey")
    box.press("Enter")

    assert "/search?q=turkey" in page.url
    assert page.get_by_role("link", name="Türkiye").first.is_visible()
    context.close()


def _open_evidence(page: Page, address: str) -> None:
    page.goto(address + "/doc/country/bgd", wait_until="networkidle")
    marker = page.locator("#facts a.ev").first
    marker.focus()
    marker.press("Enter")
    page.locator("[popover]:popover-open, dialog[open]").first.wait_for()


def test_evidence_opens_in_place_by_keyboard_and_closes_with_escape(browser: Browser, address: str) -> None:
    """The reader stays on the page, and the focus comes back to the marker."""
    page = browser.new_page()
    _open_evidence(page, address)

    assert "entry BD" in page.locator("[popover]:popover-open, dialog[open]").first.inner_text()

    page.keyboard.press("Escape")

    assert page.evaluate("document.activeElement.classList.contains('ev')")
    assert page.url == address + "/doc/country/bgd"
    page.close()


_FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return seen ? "" : `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 30)}`;
}"""


def test_every_stop_of_the_keyboard_can_be_seen(browser: Browser, address: str) -> None:
    """Walking a page with Tab, each thing that takes the focus shows an outline."""
    page = browser.new_page()
    page.goto(address + "/doc/domain/escap-2017/2", wait_until="networkidle")
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        unseen.append(page.evaluate(_FOCUS))

    assert [] == [stop for stop in unseen if stop]

    page.close()


def test_the_theme_is_the_system_s_until_the_reader_chooses(browser: Browser, address: str) -> None:
    """The choice is kept on this machine, without a cookie."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    page.get_by_role("button", name="Theme").click()
    page.reload(wait_until="networkidle")
    chosen = page.evaluate(background)

    assert dark != chosen
    assert [] == context.cookies()
    context.close()
