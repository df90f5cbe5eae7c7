"""What a reader does in a real browser: by links alone, by keyboard, in the theme of their choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


pytestmark = pytest.mark.slow


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
